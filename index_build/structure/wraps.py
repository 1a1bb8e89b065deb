"""Lines that something broke at a fixed width: found by what a whole page shows, joined where a sentence goes on.

A width is believed if most lines that end no sentence are just as wide, hardly any is wider, and what follows such a
line opens nothing of its own. Widths are those of the raw text, in half characters, since what repair takes out was
there when the line was broken.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from index_build.duties import units
from index_build.structure import annexes, numbering, tables

_ENDS_SENTENCE = tuple("。）〕；：！？”』】")
#: No paragraph ends in one of these, whatever parts it from the next line.
COMMAS = ("，", "、")
_BULLETS = ("——", "—", "•", "附件")
_NARROWEST = 36
_SPREAD = 5
_FEWEST = 3
_LONGEST_HEADING = 60
_OPEN_NUMBER = re.compile(r"第\s?[零〇一二三四五六七八九十百千0-9]*$")
_NUMBER_GOES_ON = re.compile(r"[零〇一二三四五六七八九十百千0-9]*\s?[条章节款项编篇]")


@dataclass(frozen=True)
class Line:
    """A line of clean text. width: of the raw line, margin included; room: what it takes where a half character is
    given the room of a whole one; indented: by two half characters or more.
    """

    text: str
    width: int
    room: int
    indented: bool

    @classmethod
    def of(cls, text: str, raw: str) -> "Line":
        ink = raw.strip()
        margin = raw[: len(raw) - len(raw.lstrip())]
        return cls(text, _width(margin) + _width(ink), 2 * len(margin + ink), bool(ink) and _width(margin) >= 2)


def _width(text: str) -> int:
    if text.isascii():
        return len(text)
    return sum(2 if unicodedata.east_asian_width(c) in "WFA" else 1 for c in text)


@dataclass(frozen=True)
class Wrap:
    """width: the page's, in half characters, None where its lines were not broken. indented: paragraphs are."""

    width: int | None
    indented: bool

    @classmethod
    def of(cls, lines: Sequence[Line]) -> "Wrap":
        width = _wrap_width(lines)
        if width is None:
            return cls(None, False)
        opened = [b for a, b in pairwise(lines) if a.width < width - _SPREAD and b.text]
        return cls(width, 2 * sum(line.indented for line in opened) > len(opened))

    def fills(self, line: Line) -> bool:
        return self.width is not None and line.room >= self.width - _SPREAD

    def is_filled_by(self, line: Line) -> bool:
        """Whether not a character more had room: a sentence ends there by chance more often than a paragraph."""
        return self.width is not None and self.width - 1 <= line.width


def _wrap_width(lines: Sequence[Line]) -> int | None:
    unended = [line for line in lines if line.text and not tables.is_row(line.text) and not _ends(line.text)]
    counts = Counter(line.width for line in unended if line.width >= _NARROWEST)
    if not counts:
        return None
    near = {width: sum(counts[width - k] for k in range(_SPREAD)) for width in counts}
    width = max(near, key=lambda w: (near[w], w))
    wider = sum(line.width > width + 2 for line in lines if not tables.is_row(line.text))
    going_on = [b for a, b in pairwise(lines) if _is_full(a, width) and b.text]
    opening = sum(b.indented or numbering.parse(b.text) is not None for b in going_on)
    full = len(going_on)
    believed = full >= _FEWEST and wider * 20 <= full and opening * 4 <= full
    return width if believed and near[width] * 2 >= len(unended) else None


def _is_full(line: Line, width: int) -> bool:
    return bool(line.text) and not _ends(line.text) and width - _SPREAD < line.width <= width


def _ends(text: str) -> bool:
    return text.endswith(_ENDS_SENTENCE)


def doubted(wrap: Wrap, lines: Sequence[Line], bare: Sequence[bool]) -> set[int]:
    """Lines that most likely go on with the line before, so that a label in front of them may be a reference.

    bare[i]: nothing but a line break stands before line i.
    """
    pairs = enumerate(pairwise(lines), 1)
    return {i for i, (a, b) in pairs if bare[i] and wrap.fills(a) and not _ends(a.text) and not b.indented}


def is_broken(wrap: Wrap, line: Line, following: Line, is_label: bool, length: int) -> bool:
    """Whether a bare line break between two lines is an accident.

    is_label: a label opens the second; length: of the paragraph that the first line ends, so far.
    """
    before, after = line.text, following.text
    if tables.is_row(before) or tables.is_row(after):
        return False
    if following.indented and not before.endswith(COMMAS):
        return False
    if _OPEN_NUMBER.search(before) and _NUMBER_GOES_ON.match(after):
        return True
    if is_label or units.is_units_line(after) or after.startswith(_BULLETS) or annexes.is_annex_line(before):
        return False
    full = wrap.fills(line)
    if _ends(before):
        return full and (wrap.indented or (before.endswith("。") and wrap.is_filled_by(line)))
    if wrap.width is not None and sum(before.count(c) for c in "（(") > sum(before.count(c) for c in "）)"):
        return True
    return full or before.endswith(COMMAS) or (wrap.width is None and length > _LONGEST_HEADING)
