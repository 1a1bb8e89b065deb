"""Marks on text: which spans repair touched and which words name units, deadlines and targets, as escaped HTML.

A layer holds spans that do not overlap; two layers are woven into one text, the inner one split where the outer ends.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from markupsafe import Markup, escape

from api.wording import deadline, sure, target
from qa.records import ROLE_NAMES, Clause, Repair, Span

#: Stages that only settle white space and the width of signs: counted, not marked.
QUIET_STAGES = frozenset({"width", "paragraphs", "invisible"})
#: Stages whose changes come by the hundred and are alike: marked without a number.
_LIGHT_STAGES = frozenset({"pinyin", "traditional", "escapes"})
#: Characters of raw and of repaired text in a tooltip.
_LONGEST_QUOTE = 60


@dataclass(frozen=True)
class Mark:
    """[start, end) of a text goes between two tags."""

    start: int
    end: int
    opening: Markup
    closing: Markup


@dataclass(frozen=True)
class Change:
    """Repairs whose raw spans touch, shown as one. number: that of the note on them, 0 for none."""

    repairs: tuple[Repair, ...]
    raw_span: Span
    span: Span
    number: int = 0


class Layer:
    """Marks in order; one that overlaps the mark before it is left out."""

    def __init__(self, marks: Iterable[Mark] = ()) -> None:
        self._marks: list[Mark] = []
        for mark in sorted(marks, key=lambda m: (m.start, m.end)):
            if not self._marks or mark.start >= self._marks[-1].end:
                self._marks.append(mark)
        self._ends = [mark.end for mark in self._marks]

    def cover(self, start: int, end: int) -> Iterator[tuple[int, int, Mark | None]]:
        """[start, end) in pieces, each with its mark."""
        place = start
        for i in range(bisect_left(self._ends, start + 1), len(self._marks)):
            mark = self._marks[i]
            if mark.start >= end:
                break
            if mark.start > place:
                yield place, mark.start, None
            place = min(mark.end, end)
            yield max(mark.start, start), place, mark
        if place < end:
            yield place, end, None


@dataclass(frozen=True)
class Woven:
    """A text with two layers of marks. All places count in a longer text, in which this one stands at offset."""

    text: str
    inner: Layer = field(default_factory=Layer)
    outer: Layer = field(default_factory=Layer)
    offset: int = 0

    def slice(self, start: int, end: int) -> str:
        return self.text[start - self.offset : end - self.offset]

    def html(self, start: int, end: int) -> Markup:
        """[start, end) of the text, escaped and marked."""
        pieces: list[str] = []
        for a, b, around in self.outer.cover(start, end):
            inside = (tag for c, d, mark in self.inner.cover(a, b) for tag in _tags(mark, escape(self.slice(c, d))))
            pieces.extend(_tags(around, "".join(inside)))
        return Markup("".join(pieces))


def _tags(mark: Mark | None, inside: str) -> tuple[str, ...]:
    """inside: escaped."""
    return (inside,) if mark is None else (mark.opening, inside, mark.closing)


def is_flag(repair: Repair) -> bool:
    """Whether it is no change but a doubt."""
    return repair.raw == repair.repaired


def is_numbered(repair: Repair) -> bool:
    """Whether it gets a note of its own."""
    return is_flag(repair) or repair.stage not in QUIET_STAGES | _LIGHT_STAGES


def changes(repairs: Sequence[Repair]) -> list[Change]:
    """What is to be marked, in the order of the raw text; raw spans of different changes do not overlap."""
    numbers = {id(r): n for n, r in enumerate(filter(is_numbered, repairs), 1)}
    groups: list[list[Repair]] = []
    end, light = -1, False
    for repair in sorted((r for r in repairs if _is_marked(r)), key=lambda r: r.raw_span):
        start, stop = repair.raw_span
        if start < end or (start == end and light and not is_numbered(repair)):
            groups[-1].append(repair)
            light = light and not is_numbered(repair)
        else:
            groups.append([repair])
            light = not is_numbered(repair)
        end = max(end, stop)
    return [_change(group, numbers) for group in groups]


def _is_marked(repair: Repair) -> bool:
    return is_flag(repair) or repair.stage not in QUIET_STAGES


def _change(group: list[Repair], numbers: dict[int, int]) -> Change:
    number = min((numbers[id(r)] for r in group if id(r) in numbers), default=0)
    return Change(tuple(group), _union([r.raw_span for r in group]), _union([r.span for r in group]), number)


def _union(spans: list[Span]) -> Span:
    return min(a for a, _ in spans), max(b for _, b in spans)


def raw_layer(found: Iterable[Change], raw: str, clean: str) -> Layer:
    """The changes where they stand in the raw text."""
    return Layer(_mark(c, c.raw_span, raw[slice(*c.raw_span)], clean[slice(*c.span)]) for c in found)


def clean_layer(found: Iterable[Change], raw: str, clean: str) -> Layer:
    """The changes where they stand in the clean text; what was taken out is marked on the character before it."""
    marks, end = [], 0
    for change in found:
        start, stop = change.span
        if start == stop and start > end and clean[start - 1].strip():
            start -= 1
        if end <= start < stop:
            marks.append(_mark(change, (start, stop), raw[slice(*change.raw_span)], clean[start:stop]))
            end = stop
    return Layer(marks)


def _mark(change: Change, span: Span, raw: str, clean: str) -> Mark:
    kind = _kind(change)
    values = kind, _told(change, raw, clean)
    if change.number:
        opening = Markup('<a class="{}" title="{}" href="#n{}" data-n="{}">').format(
            *values, change.number, change.number
        )
        return Mark(*span, opening, Markup("</a>"))
    return Mark(*span, Markup('<mark class="{}" title="{}">').format(*values), Markup("</mark>"))


def _kind(change: Change) -> str:
    if any(map(is_flag, change.repairs)):
        return "doubt"
    return "converted" if all(r.stage == "traditional" for r in change.repairs) else "mended"


def _told(change: Change, raw: str, clean: str) -> str:
    reasons = "；".join(dict.fromkeys(r.reason for r in change.repairs))
    confidence = sure(min(r.confidence for r in change.repairs))
    if _kind(change) == "doubt":
        return f"存疑未改：{_short(raw)}（{reasons}）"
    return f"{_short(raw)} → {_short(clean) or '（删去）'}（{reasons}；把握{confidence}）"


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST_QUOTE else text[:_LONGEST_QUOTE] + "……"


def named(clause: Clause, start: int) -> Layer:
    """The units, deadlines and targets of a clause whose text starts there."""
    units = ((u.span, u.role, ROLE_NAMES[u.role]) for u in clause.units)
    deadlines = ((d.span, "deadline", f"时限：{deadline(d)}") for d in clause.deadlines)
    targets = ((t.span, "target", f"指标：{target(t)}") for t in clause.targets)
    opening = Markup('<span class="{}" title="{}">')
    return Layer(
        Mark(start + span[0], start + span[1], opening.format(kind, title), Markup("</span>"))
        for span, kind, title in (*units, *deadlines, *targets)
    )
