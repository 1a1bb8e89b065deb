"""A question taken apart: where it names places, where it asks, and what it asks about.

The parts are letters, one a character, so that a part is found, replaced or left out without touching the rest.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from qa.dialogue import ellipsis
from qa.records import Plan, Span
from qa.regions import Mention, Regions
from qa.text import fold

#: o: opening and thanks; p: places; a: what asks; v: the verb that is asked about; x: a preposition that leads to the
#: topic; l: marks and particles; t: the topic.
OPENING, PLACE, ASKING, VERB, LEADING, LINK, TOPIC = "opavxlt"

_JOINED = re.compile(r"\s*(?:和|与|跟|同|及|以及|还有|、|,|/)\s*")
_TOGETHER = re.compile("[两二三四五](?:个)?(?:地方|地区|地|区县|区|县|市)(?![级域])")
_LEADING = re.compile("(?:对于|对(?![外口接照])|关于|针对|就(?![业医地])|在(?![线职编岗])|按照?(?!揭))")
_TITLE = re.compile("《[^》]*》")
_OFFICE = re.compile("[委长直属]")
_SPACE = re.compile(r"\s+")
#: All places, where a question does not name any.
EVERYWHERE = "各地"
_QUOTES = "“”‘’《》「」『』〈〉\"'"
_EDGE = " \t\n\r,，、。:：;；的"
_HANGING = re.compile(
    "(?:(?<![主需重必只])要[^的由是在]|应当[^的由是在]|(?<![主需重必只])要|(?<!为)了|应当?|应该|可以|能够?|必须|须|各自?|分别|都|又|还|"
    "(?<![但可凡于])是|(?<!自)由|(?<![现存所])在|(?<![所享拥没])有|(?<![这那哪])里|一[个项条种]|把?[这此][件项个]?事|"
    "至少|每人每年|每年|一年)++$"
)


@dataclass(frozen=True)
class Place:
    """A place as a question names it. key: the same for all names of one place; official: None if it is ambiguous."""

    text: str
    key: frozenset[str]
    span: Span
    official: str | None


@dataclass(frozen=True)
class Frame:
    """A question and its parts: `len(shown) == len(folded) == len(parts)`.

    linked: it begins as one that goes on (那, 还有). switched: it says that something is to be exchanged (换成).
    """

    shown: str
    folded: str
    parts: str
    places: tuple[Place, ...]
    linked: bool
    switched: bool

    @property
    def start(self) -> int:
        return len(self.parts) - len(self.parts.lstrip(OPENING))

    @property
    def core(self) -> str:
        """Folded, without what leads up to it, marks and thanks."""
        end = ellipsis.closing(self.folded)
        return self.folded[self.start : end] if end > self.start else ""

    def of(self, parts: str) -> str:
        """The folded characters that are of these parts."""
        return "".join(c for c, part in zip(self.folded, self.parts, strict=True) if part in parts)

    @cached_property
    def has_content(self) -> bool:
        """Whether it says what it is about."""
        return ellipsis.has_content(self.of(TOPIC + VERB + LINK))

    def has_content_before(self, end: int) -> bool:
        """Whether what stands before this offset of the core says what it is about."""
        start = self.start
        before = zip(self.folded[start : start + end], self.parts[start : start + end], strict=True)
        return ellipsis.has_content("".join(c for c, part in before if part in TOPIC + VERB + LINK + LEADING))

    @property
    def asks(self) -> bool:
        return any(c.isalnum() and c not in "呢" for c in self.of(ASKING))

    @property
    def is_question(self) -> bool:
        """Whether a follow-up can be about it; thanks alone are not."""
        return self.has_content or bool(self.places)

    def runs(self) -> Iterator[tuple[str, Span]]:
        for match in re.finditer(r"(.)\1*", self.parts):
            yield match.group(1), match.span()

    def written(self, places: str | None = None, asks: bool = True) -> str:
        """The question without its opening, with other places, or without what asks."""
        doubt = ellipsis.doubt(self.folded)
        whole = asks or not self.has_content_before(doubt - self.start) or any(p.span[0] > doubt for p in self.places)
        cut = len(self.folded) if whole else doubt
        silent = "" if asks else ASKING + LEADING
        return self._joined(places, {span: "" for part, span in self.runs() if part in silent or span[0] >= cut})

    def about(self, topic: str, places: str | None = None) -> str | None:
        """The same asked of another topic; None where what asks is woven into its topic."""
        runs = list(self.runs())
        first, last = self._topic_runs(runs)
        if first is None or last is None:
            return None
        replaced = {span: "" for part, span in runs[first : last + 1] if part != PLACE}
        owner = "的" if self.shown[runs[last][1][1] - 1] == "的" else ""
        # A place amid what is replaced now stands behind the topic.
        behind = "，" if any(part == PLACE for part, _ in runs[first : last + 1]) else ""
        return self._joined(places, replaced | {runs[first][1]: topic + (behind or owner)})

    def _topic_runs(self, runs: Sequence[tuple[str, Span]]) -> tuple[int | None, int | None]:
        """The first and the last of the runs that another topic can take the place of."""
        parts = "".join(part for part, _ in runs)
        topics = [n for n, part in enumerate(parts) if part == TOPIC]
        asking = parts.find(ASKING)
        if not topics:
            return None, None
        if asking < 0:
            longest = max(topics, key=lambda n: runs[n][1][1] - runs[n][1][0])
            return longest, longest
        if topics[-1] < asking and not ellipsis.is_yes_or_no(self.of(ASKING)):
            return topics[0], topics[-1]
        # 多久清理一次, 由谁负责落实 and 有没有 have their object behind them.
        seeks = len(topics) == 1 and ellipsis.seeks(self.folded[runs[asking][1][0] :])
        behind = parts[: topics[-1]].endswith((ASKING + VERB + ASKING, ASKING + VERB))
        return (topics[-1], topics[-1]) if seeks or behind else (None, None)

    def _joined(self, places: str | None, replaced: Mapping[Span, str]) -> str:
        """The runs with some replaced; other places stand where the first ones stood, or in front."""
        pieces: list[str] = []
        placed = False
        for part, (start, end) in self.runs():
            if part == PLACE and places is not None:
                pieces.append("" if placed else self._in_place(places, start))
                placed = True
            elif part != OPENING:
                pieces.append(replaced.get((start, end), self.shown[start:end]))
        return ("" if placed or places is None else places) + "".join(pieces)

    def topic(self, places: str | None = None) -> str:
        """What is asked about, with its places: those given, or its own. places='' leaves them out."""
        if places is None and any(p.text.startswith(("哪", "那")) for p in self.places):
            places = EVERYWHERE
        text = _SPACE.sub(" ", self.written(places, asks=False)).strip(_EDGE)
        return _HANGING.sub("", text).strip(_EDGE)

    @property
    def names_office(self) -> bool:
        """Whether a place is part of the name of an office (巴东县委), which needs the official name of another."""
        return any(_OFFICE.match(self.folded, p.span[1]) for p in self.places)

    def _in_place(self, places: str, start: int) -> str:
        if self.shown[start] == "《":
            return f"{places}的规划" if places else ""
        return places


class Reader:
    """Takes questions apart against the regions there are; `plans` are those indexed."""

    def __init__(self, regions: Regions, plans: Mapping[str, Plan]) -> None:
        self._regions = regions
        self._own = frozenset(p.region.code for p in plans.values() if p.region)

    def read(self, text: str) -> Frame:
        shown = text.strip()
        folded = fold(shown).replace("甚", "什")
        if len(folded) != len(shown):
            shown = folded
        start, linked, switched = ellipsis.opening(folded)
        places = self._places(shown, folded, 0)
        cut = next((p.span[0] for p in places if p.span[0] < start < p.span[1]), None)
        if cut is not None:
            start, linked = cut, False
        if start:
            places = self._places(shown, folded, start)
        parts = [OPENING] * start + [TOPIC] * (len(folded) - start)
        end = max(start, ellipsis.closing(folded))
        parts[end:] = [ASKING if c in "?。!" else OPENING for c in folded[end:]]
        _mark_places(parts, folded, places)
        _mark_askings(parts, folded, end)
        _mark_links(parts, folded, start)
        return Frame(shown, folded, "".join(parts), tuple(places), linked, switched)

    def _places(self, shown: str, folded: str, start: int) -> list[Place]:
        core = folded[start:]
        found = [
            Place(
                shown[start + m.span[0] : start + m.span[1]],
                frozenset(c.code for c in m.candidates) or frozenset((m.text,)),
                (start + m.span[0], start + m.span[1]),
                m.candidates[0].name if len(m.candidates) == 1 else None,
            )
            for m in self._regions.mentions(core, self._own)
            if self._is_meant(core, m)
        ]
        for pattern in (ellipsis.UNNAMED, ellipsis.ELSEWHERE):
            for match in pattern.finditer(core):
                span = (start + match.start(), start + match.end())
                if not any(p.span[0] < span[1] and span[0] < p.span[1] for p in found):
                    found.append(Place(shown[slice(*span)], frozenset((match.group(),)), span, None))
        return sorted(found, key=lambda p: p.span)

    def _is_meant(self, folded: str, mention: Mention) -> bool:
        """A place in the title of a cited document is none that is asked about, unless it has a plan."""
        before = folded[: mention.span[0]]
        cited = any(before.count(a) > before.count(b) for a, b in ("《》", "“”", "〈〉"))
        return not cited or any(c.code in self._own for c in mention.candidates)


def _mark_places(parts: list[str], folded: str, places: Sequence[Place]) -> None:
    """A place within 《》 takes the whole title with it, places side by side what joins them."""
    titles = [m.span() for m in _TITLE.finditer(folded)]
    spans = [next((t for t in titles if t[0] <= p.span[0] < t[1]), p.span) for p in places]
    for n, (start, end) in enumerate(spans):
        if n and _JOINED.fullmatch(folded, spans[n - 1][1], start):
            start = spans[n - 1][1]
        if match := _TOGETHER.match(folded, end):
            end = match.end()
        parts[start:end] = PLACE * (end - start)


def _mark_askings(parts: list[str], folded: str, end: int) -> None:
    kept = [n for n, part in enumerate(parts[:end]) if part == TOPIC]
    bare = "".join(folded[n] for n in kept)
    if command := ellipsis.COMMAND.match(bare):
        for n in kept[: command.end()]:
            parts[n] = LEADING
    for span, verb in ellipsis.askings(bare):
        for n in kept[slice(*span)]:
            parts[n] = ASKING
        for n in kept[slice(*verb)] if verb else ():
            parts[n] = VERB
        before = kept[ellipsis.predicate(bare[: span[0]]) : span[0]]
        if before and before[0] != kept[0] and all(parts[n] == TOPIC for n in before):
            parts[before[0] : before[-1] + 1] = VERB * (before[-1] + 1 - before[0])


def _mark_links(parts: list[str], folded: str, start: int) -> None:
    for n, character in enumerate(folded):
        behind_place = n > 0 and parts[n - 1] == PLACE
        if parts[n] == TOPIC and (
            not (character.isalnum() or character in _QUOTES) or (character == "的" and behind_place)
        ):
            parts[n] = LINK
    for match in _LEADING.finditer(folded):
        a, b = match.span()
        if parts[a:b] != [TOPIC] * (b - a):
            continue
        if b < len(parts) and parts[b] == PLACE:
            parts[a:b] = LINK * (b - a)
        elif a == start or parts[a - 1] in (PLACE, LINK):
            parts[a:b] = LEADING * (b - a)
