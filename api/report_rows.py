"""The report's two columns: the raw text line by line, and beside each stretch of it the clause it was read as."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from markupsafe import Markup

from api.clause_text import ClauseText, clause_text
from api.marks import Change, Layer, Mark, Woven, clean_layer, raw_layer
from qa.records import Clause, Dropped, PlanText, Span


@dataclass(frozen=True)
class Row:
    """Lines of the raw text and the clause they were read as, or the reasons why they are in none.

    number: of the first line, from 1. begun: that line began in the row before. depth: of the heading, 3 to 6.
    """

    number: int
    begun: bool
    lines: tuple[Markup, ...]
    clause: Clause | None = None
    shown: ClauseText | None = None
    depth: int = 0
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True)
class Drop:
    """Where a dropped line stands in the raw text, and why it was dropped."""

    span: Span
    reason: str


def rows(text: PlanText, found: Sequence[Change]) -> Iterator[Row]:
    """Every raw line and every clause, in order. found: the changes of its repairs."""
    drops = dropped(text.raw, text.dropped)
    starts = [drop.span[0] for drop in drops]
    source = Woven(text.raw, raw_layer(found, text.raw, text.clean), _struck(drops))
    kept = (c for c in found if not _is_dropped(c, drops, starts))
    result = clean_layer(kept, text.raw, text.clean)
    number, depth = 1, 2
    for start, end, clause in _stretches(text):
        begun = start > 0 and text.raw[start - 1] != "\n"
        lines = tuple(_lines(source, start, end))
        if clause is None:
            inside = drops[bisect_right(starts, start - 1) : bisect_right(starts, end - 1)]
            yield Row(number, begun, lines, reasons=tuple(dict.fromkeys(drop.reason for drop in inside)))
        else:
            depth = min(clause.level + 2, depth + 1, 6)
            yield Row(number, begun, lines, clause, clause_text(clause, result), depth)
        number += text.raw.count("\n", start, end)


def dropped(raw: str, lines: Sequence[Dropped]) -> list[Drop]:
    """The dropped lines in order. A line of the clean text may have been a part of a raw one, or several."""
    starts = _line_starts(raw)
    drops: list[Drop] = []
    end = 0
    for line in sorted((d for d in lines if d.number), key=lambda d: d.number):
        place = min(line.number, len(starts) - 1)
        first, after = starts[place - 1], starts[place]
        at = raw.find(line.line, max(first, end), after + len(line.line))
        span = (at, at + len(line.line)) if at >= 0 else (first, after - 1)
        drops.append(Drop(span, line.reason))
        end = span[1]
    return drops


def _line_starts(raw: str) -> list[int]:
    """Where each line starts, and where one more would."""
    starts = [0]
    while (at := raw.find("\n", starts[-1]) + 1) > 0:
        starts.append(at)
    return [*starts, len(raw) + 1]


def _struck(drops: Sequence[Drop]) -> Layer:
    """The reason stands behind what it is the reason for."""
    tags = {
        reason: (Markup('<s title="略去：{}">').format(reason), Markup("</s><small>{}</small>").format(reason))
        for reason in {drop.reason for drop in drops}
    }
    return Layer(Mark(*drop.span, *tags[drop.reason]) for drop in drops)


def _is_dropped(change: Change, drops: Sequence[Drop], starts: Sequence[int]) -> bool:
    place = bisect_right(starts, change.raw_span[0]) - 1
    return place >= 0 and change.raw_span[0] < drops[place].span[1]


def _stretches(text: PlanText) -> Iterator[tuple[int, int, Clause | None]]:
    """The raw text cut where a clause begins or ends; blank lines go with what stands before them."""
    begins: list[tuple[int, Clause | None]] = []
    end = 0
    for clause in text.clauses:
        begin = _line_begin(text.raw, end, max(end, clause.raw_span[0]))
        if text.raw[end:begin].strip():
            begins.append((end, None))
        begins.append((begin, clause))
        end = max(begin, clause.raw_span[1])
    if text.raw[end:].strip():
        begins.append((end, None))
    bounds = [0, *(begin for begin, _ in begins[1:]), len(text.raw)]
    for (start, stop), (_, found) in zip(pairwise(bounds), begins, strict=False):
        yield start, stop, found


def _line_begin(raw: str, least: int, place: int) -> int:
    """The start of the line that `place` stands on, if only white space stands between; never before `least`."""
    start = max(least, raw.rfind("\n", least, place) + 1)
    return start if not raw[start:place].strip() else place


def _lines(source: Woven, start: int, end: int) -> Iterator[Markup]:
    """The lines of a stretch; a line break at its end opens no further line."""
    while start < end:
        stop = source.text.find("\n", start, end)
        stop = end if stop < 0 else stop
        yield source.html(start, stop)
        start = stop + 1
