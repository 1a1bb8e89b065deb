"""Text that remembers where each of its characters came from.

Repair is a chain of stages. A stage looks at the current text and says which spans to replace; this class
does the replacing, keeps every character's place in the raw text and logs each change. So no stage can lose
track of the source, and a citation can always show what the page really said.
"""

from array import array
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import repeat

from qa.records import Repair, Span

_PLACE = "i"


@dataclass(frozen=True, slots=True)
class Replacement:
    """Replace [start, end) of the current text by `text`. `text` equal to what stands there is a flag."""

    start: int
    end: int
    text: str
    reason: str
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class _Logged:
    stage: str
    reason: str
    confidence: float
    repaired: str
    raw_span: Span


@dataclass(frozen=True)
class Aligned:
    """`text` with, for each character i, the raw half-open range [starts[i], ends[i]).

    starts, ends: arrays of 32-bit integers, 8 bytes a character; a tuple takes five times that. Never changed.
    """

    raw: str
    text: str
    starts: "array[int]"
    ends: "array[int]"
    log: tuple[_Logged, ...] = field(default=())

    @classmethod
    def of(cls, raw: str) -> "Aligned":
        """The raw text itself, nothing changed yet."""
        return cls(raw, raw, array(_PLACE, range(len(raw))), array(_PLACE, range(1, len(raw) + 1)))

    def replace(self, stage: str, replacements: Iterable[Replacement]) -> "Aligned":
        """Apply replacements that do not overlap, in any order, and log them under the stage's name."""
        pieces: list[str] = []
        starts, ends = array(_PLACE), array(_PLACE)
        log: list[_Logged] = []
        position = 0
        for item in sorted(replacements, key=lambda r: (r.start, r.end)):
            if item.start < position:
                raise ValueError(f"overlapping replacements at {item.start}")
            pieces.append(self.text[position : item.start])
            starts.extend(self.starts[position : item.start])
            ends.extend(self.ends[position : item.start])
            raw_span = self.raw_span(item.start, item.end)
            log.append(_Logged(stage, item.reason, item.confidence, item.text, raw_span))
            pieces.append(item.text)
            if len(item.text) == item.end - item.start:
                starts.extend(self.starts[item.start : item.end])
                ends.extend(self.ends[item.start : item.end])
            else:
                starts.extend(repeat(raw_span[0], len(item.text)))
                ends.extend(repeat(raw_span[1], len(item.text)))
            position = item.end
        if not log:
            return self
        pieces.append(self.text[position:])
        starts.extend(self.starts[position:])
        ends.extend(self.ends[position:])
        return Aligned(self.raw, "".join(pieces), starts, ends, (*self.log, *log))

    def raw_span(self, start: int, end: int) -> Span:
        """The raw range that [start, end) of the current text came from; empty ranges stay empty."""
        if start < end:
            return self.starts[start], self.ends[end - 1]
        at = self.ends[start - 1] if start else 0
        return at, at

    def repairs(self) -> tuple[Repair, ...]:
        """The log with places in the clean text, in the order of the raw text."""
        repairs = [self._repair(entry) for entry in self.log]
        return tuple(sorted(repairs, key=lambda r: (r.raw_span, r.span)))

    def _repair(self, entry: _Logged) -> Repair:
        start, end = entry.raw_span
        span = (bisect_left(self.starts, start), bisect_left(self.starts, end))
        raw = self.raw[start:end]
        return Repair(entry.stage, raw, entry.repaired, entry.reason, entry.confidence, span, (start, end))


def line_spans(text: str) -> list[Span]:
    """Where each line of a text stands, line breaks left out; empty lines too."""
    spans, start = [], 0
    for line in text.split("\n"):
        spans.append((start, start + len(line)))
        start += len(line) + 1
    return spans
