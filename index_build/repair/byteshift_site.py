"""One damaged place: what it may have been, and whether one reading is sure enough to be put in its place."""

import math
import re
from dataclasses import dataclass, replace

from index_build.aligned import Replacement
from index_build.repair import byteshift_labels as labels
from index_build.repair import cp936
from index_build.repair.byteshift_candidates import Candidates
from index_build.repair.byteshift_page import ANNOTATION, FULL_WIDTH, MARKED_LABEL, TAIL, Page
from index_build.repair.byteshift_plain import Context, Plain
from index_build.repair.byteshift_search import Found, Path, Search
from index_build.repair.byteshift_words import word_score
from index_build.repair.ngrams import UNKNOWN

_DOUBLED = re.compile(r"[，。；：、？！](?=[，。；：、？！])")
_INDENT = re.compile(r"(?<=[。！？；：])　+")
_BODY = re.compile(r"[^\s。，；？！、：,;?!:]")
_FULL_STOP = (0xA1, 0xA3)

_LONGEST_SPAN = 100
_LEFT_CONTEXT, _RIGHT_CONTEXT = 6, 8
_RESCORED, _WEIGHED = 40, 12
_ODD_COST = 6.0
_WORD_WEIGHT, _RUN_WEIGHT = 0.5, 0.5
_SHOWN = 3
_CLOSING = frozenset("，。；：、？！）”》")
_UNSURE = "疑似字节错位，不能确定原文："
# Nats, on a page that a copying site converted and on a plain one; measured by tests/benchmarks/damage.py.
_GAIN, _GAIN_ON_PLAIN_PAGE = 18.0, 54.0
#: The margin over readings as long, longer ones and shorter ones: the model cannot well tell how many characters
#: vanished unseen, and likes too few better than too many.
_MARGINS, _MARGINS_ON_PLAIN_PAGE = (3.0, 5.0, 3.0), (5.5, 5.5, 5.5)
#: A numeral on bytes that nobody saw is sure only if every other reading is this much worse.
_MARGIN_OF_NUMERALS = 10.0


@dataclass(frozen=True)
class Place:
    """text[start:] is damaged; `before` is what stands, repaired, ahead of it on its line, which ends at `line_end`.

    alone: no other place on the line. number: that of the previous label （N）.
    """

    start: int
    line_end: int
    before: str
    alone: bool
    number: int | None


@dataclass(frozen=True)
class _Reading:
    """One way to read [start, end); `score` counts the context on the right, in nats; `guessed` as in Path."""

    end: int
    text: str
    score: float
    guessed: bool


class Site:
    """A place on its page."""

    def __init__(self, text: str, place: Place, page: Page, columns: Candidates) -> None:
        self._text = text
        self._place = place
        self._page = page
        self._limit = min(place.line_end, place.start + _LONGEST_SPAN)
        self._context = self._left_context()
        self._plain = Plain(text, place.start, self._limit, place.line_end, self._context, page)
        self._search = Search(text, self._limit, columns, self._plain)
        self._tail = TAIL.match(text, place.start)

    def decide(self) -> Replacement | None:
        """A repair, a flag, or None for a question mark that is just one."""
        fits = self._labels()
        label = labels.allowed(fits, self._place.number)
        if fits and label is None:
            return self._unnumbered(fits)
        found = self._found(label)
        if label and not found and label.end == self._place.start + 2:
            label, found = None, self._found(None)
        readings, gain = self._ranked(found)
        if not readings or gain < _GAIN:
            return self._hopeless(label)
        if not self._recut(readings[0]):
            return self._flag(readings[0].end, _UNSURE + readings[0].text) if self._page.annotated else None
        return self._accept(readings, gain)

    def _found(self, label: labels.Label | None) -> list[Found]:
        if label is None:
            return self._search.run(self._seeds(None)) + self._lost()
        found = self._search.run(self._seeds(label))
        return [item for item in found if item.path.text.startswith(f"　{label.text}）")]

    def _hopeless(self, label: labels.Label | None) -> Replacement | None:
        """A flag if the damage is certain though nothing fits it."""
        if self._tail:
            return self._flag(self._tail.end(), "拼音脱离了原字，无法还原")
        return self._flag(label.end, f"字节错位，疑为{label.text}）") if label else None

    def _unnumbered(self, fits: list[labels.Label]) -> Replacement:
        readings, _ = self._ranked(self._search.run(self._seeds(fits[0])))
        names = "、".join(f"{fit.text}）" for fit in fits)
        return self._flag(readings[0].end if readings else fits[0].end, f"字节错位，编号不能确定：{names}")

    def _recut(self, reading: _Reading) -> bool:
        """Whether more than punctuation would change."""
        return bool(_BODY.search(self._text, self._place.start, reading.end))

    def _accept(self, readings: list[_Reading], gain: float) -> Replacement:
        best = readings[0]
        converted = self._page.converted
        enough = _GAIN if converted else _GAIN_ON_PLAIN_PAGE
        margin = min((best.score - other.score for other in readings[1:]), default=math.inf)
        rivals = [other for other in readings[1:] if best.score - other.score < self._clear(best, other)]
        if rivals or gain < enough or self._impossible(best.text):
            names = "／".join(other.text for other in [best, *rivals][:_SHOWN])
            return self._flag(best.end, _UNSURE + names)
        confidence = round(1 / (1 + math.exp(-margin)), 3)
        return Replacement(self._place.start, best.end, best.text, "字节错位，按字节还原", confidence)

    def _clear(self, best: _Reading, other: _Reading) -> float:
        """The margin by which one reading must beat another, in nats."""
        if best.guessed:
            return _MARGIN_OF_NUMERALS
        same, longer, shorter = _MARGINS if self._page.converted else _MARGINS_ON_PLAIN_PAGE
        more = (len(other.text) - other.end) - (len(best.text) - best.end)
        return longer if more > 0 else shorter if more < 0 else same

    def _impossible(self, text: str) -> bool:
        """Whether it has a character never seen or a new question, or opens its line with what closes."""
        unheard = UNKNOWN in self._page.language.ids(character for character in text if not character.isascii())
        return unheard or "？" in text or (not self._place.before.strip() and text[:1] in _CLOSING)

    def _flag(self, end: int, reason: str) -> Replacement:
        start = self._place.start
        return Replacement(start, end, self._text[start:end], reason, 0.0)

    def _labels(self) -> list[labels.Label]:
        mark = self._pair_at(self._place.start + 1)
        if self._place.before.strip() or mark != _FULL_STOP:
            return []
        return labels.fitting(self._text, self._place.start + 2, self._place.number)

    def _seeds(self, label: labels.Label | None) -> list[tuple[int, Path]]:
        if label:
            text = "　" + label.text
            before, last = self._page.language.ids(text)[-2:]
            return [(label.end, Path(0.0, text, 0xA3, before, last))]
        if self._tail:
            previous = self._pair_at(len(self._stripped) - 1, self._stripped)
            paths = self._search.annotated(self._context, previous[1], self._tail[1]) if previous else []
            return [(self._tail.end(), path) for path in paths]
        mark = self._pair_at(self._place.start + 1)
        paths = self._search.first(self._context, mark[0], mark[1]) if mark else []
        return [(self._place.start + 2, path) for path in paths]

    def _lost(self) -> list[Found]:
        """On a line damaged elsewhere too, an annotated character may be gone without a shift."""
        if not self._tail or self._place.alone:
            return []
        return self._search.lost(self._context, self._tail.end(), self._tail[1])

    def _ranked(self, found: list[Found]) -> tuple[list[_Reading], float]:
        """Best first, no text twice; and by how many nats the best beats the text as it stands."""
        if not found:
            return [], 0.0
        until = self._right_end(max(item.end for item in found))
        plain = self._plain.score(until)
        rough = sorted(found, key=lambda item: self._plain.score(item.end) - item.path.score)[:_RESCORED]
        readings = [self._reading(item, until) for item in rough]
        readings.sort(key=lambda r: r.score)
        distinct = {r.text + self._text[r.end : until]: r for r in readings}
        readings = [self._weighed(r, until) for r in list(distinct.values())[-_WEIGHED:]]
        readings.sort(key=lambda r: -r.score)
        shown = ANNOTATION.sub("", self._text[self._place.start : until])
        plain += self._words(shown) + self._runs(shown, until)
        return readings, readings[0].score - plain

    def _reading(self, item: Found, until: int) -> _Reading:
        path = item.path
        rest = Plain(self._text, item.end, until, self._place.line_end, (path.before, path.last), self._page)
        text = self._laid_out(path.text)
        seams = (self._stripped[-1:] + text + self._text[item.end : item.end + 1]).translate(FULL_WIDTH)
        odd = len(_DOUBLED.findall(seams)) + text.count("　")
        if not self._place.before.strip() and not self._page.marked_labels:
            odd += bool(MARKED_LABEL.match(seams))
        return _Reading(item.end, text, path.score + rest.score(until) - _ODD_COST * odd, path.guessed)

    def _weighed(self, reading: _Reading, until: int) -> _Reading:
        text = ANNOTATION.sub("", reading.text + self._text[reading.end : until])
        return replace(reading, score=reading.score + self._words(text) + self._runs(text, until))

    def _words(self, text: str) -> float:
        return _WORD_WEIGHT * word_score(self._stripped[-_LEFT_CONTEXT:] + text)

    def _runs(self, text: str, until: int) -> float:
        """What longer runs of characters tell of a text that reaches to `until`, in nats."""
        language = self._page.language
        before = language.ids("\n\n\n" + self._stripped[-_LEFT_CONTEXT:])
        following = language.ids(text + "\n" if until == self._place.line_end else text)
        return _RUN_WEIGHT * language.longer_context(before, following)

    def _laid_out(self, text: str) -> str:
        """Indentation at a line's start goes; behind a sentence it was the next paragraph's."""
        text = text if self._place.before.strip() else text.lstrip("　")
        return _INDENT.sub("\n", text)

    def _right_end(self, end: int) -> int:
        limit = min(end + _RIGHT_CONTEXT, self._limit)
        lone = re.search("[?？]", self._text[end:limit])
        return end + lone.start() if lone else limit

    @property
    def _stripped(self) -> str:
        return ANNOTATION.sub("", self._place.before)

    def _left_context(self) -> Context:
        before, last = self._page.language.ids("\n\n" + self._stripped)[-2:]
        return before, last

    def _pair_at(self, at: int, text: str | None = None) -> cp936.Pair | None:
        shown = (self._text if text is None else text)[at : at + 1]
        return cp936.pair_of(shown.translate(FULL_WIDTH)) if shown else None
