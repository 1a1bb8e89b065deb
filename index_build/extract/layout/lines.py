"""Boxes to lines: what stands on one baseline, with spaces only where a reader sees one."""

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Protocol, TypeVar

from index_build.extract.layout.page import Box, Line
from index_build.structure import numbering

#: A gap this wide, in em, parts a line into pieces: justified text stays below it, columns and table cells above.
_WIDE = 1.2
_WORD_GAP = 0.2
_LABEL_GAP = 0.4
#: Boxes of one run overlap by no more than this, in em: doubled glyphs and kerning.
_OVERLAP = 0.5
#: The share of the lower of two boxes that must lie beside the other for one baseline.
_BESIDE = 0.6
_LONGEST_LABEL = 12
#: Baselines that one piece may be compared with; text has one or two at a time.
_MOST_OPEN = 50


class _Placed(Protocol):
    @property
    def top(self) -> float: ...
    @property
    def bottom(self) -> float: ...


_P = TypeVar("_P", bound=_Placed)


def lines(boxes: Iterable[Box]) -> list[Line]:
    """The lines of the boxes given, from top to bottom."""
    return rows([_piece(run) for run in _runs([box for box in boxes if box.text.strip()])])


def rows(pieces: Sequence[Line]) -> list[Line]:
    """Pieces on one baseline put together, from top to bottom."""
    found = [_merged(group) for group in _beside_each_other(pieces)]
    return sorted(found, key=lambda line: (line.top, line.x0))


def join(before: str, after: str) -> str:
    """Two ends of one paragraph or cell: a space between words in letters and digits, else nothing."""
    spaced = bool(before) and bool(after) and _is_word(before[-1]) and _is_word(after[0])
    return f"{before} {after}" if spaced else before + after


def _runs(boxes: Sequence[Box]) -> list[list[Box]]:
    """Boxes that follow one another in the file and on the page."""
    runs: list[list[Box]] = []
    for box in boxes:
        if runs and _follows(runs[-1][-1], box):
            runs[-1].append(box)
        else:
            runs.append([box])
    return runs


def _follows(before: Box, box: Box) -> bool:
    em = max(before.size, box.size)
    level = abs(before.bottom - box.bottom) <= 0.1 * em and abs(before.size - box.size) <= 0.1 * em
    return level and -_OVERLAP * em <= box.x0 - before.x1 <= _WIDE * em


def _piece(run: Sequence[Box]) -> Line:
    text = run[0].text
    for before, box in pairwise(run):
        text += _gap(text, box.x0 - before.x1, box) + box.text
    return Line(
        text=text.strip(),
        x0=run[0].x0,
        x1=max(box.x1 for box in run),
        top=min(box.top for box in run),
        bottom=max(box.bottom for box in run),
        size=run[0].size,
    )


def _gap(text: str, width: float, box: Box) -> str:
    if (box.spaced or width > _WORD_GAP * box.size) and _is_word(text[-1]) and _is_word(box.text[0]):
        return " "
    return " " if width > _LABEL_GAP * box.size and _is_label(text) else ""


def _beside_each_other(pieces: Sequence[_P]) -> list[list[_P]]:
    groups: list[list[_P]] = []
    open_groups: list[list[_P]] = []
    for piece in sorted(pieces, key=lambda p: p.top):
        open_groups = [group for group in open_groups if group[0].bottom > piece.top]
        group = next((g for g in open_groups if _beside(g[0], piece)), None)
        if group is None:
            groups.append([piece])
            open_groups = [*open_groups[-_MOST_OPEN:], groups[-1]]
        elif piece.bottom - piece.top > group[0].bottom - group[0].top:
            # The highest piece speaks for the baseline: a raised mark may come first.
            group.insert(0, piece)
        else:
            group.append(piece)
    return groups


def _beside(a: _Placed, b: _Placed) -> bool:
    shared = min(a.bottom, b.bottom) - max(a.top, b.top)
    return shared >= _BESIDE * min(a.bottom - a.top, b.bottom - b.top)


def _merged(group: Sequence[Line]) -> Line:
    ordered = sorted(group, key=lambda piece: piece.x0)
    parts: list[Line] = []
    for piece in ordered:
        near = parts and piece.x0 - parts[-1].x1 <= _WIDE * max(piece.size, parts[-1].size)
        parts[-1:] = [_near(parts[-1], piece)] if near else [*parts[-1:], piece]
    return parts[0] if len(parts) == 1 else _span(parts, _far(parts), tuple(parts))


def _near(before: Line, after: Line) -> Line:
    box = Box(after.text, after.x0, after.x1, after.top, after.bottom, min(before.size, after.size))
    text = before.text + _gap(before.text, after.x0 - before.x1, box) + after.text
    return _span([before, after], text, ())


def _far(parts: Sequence[Line]) -> str:
    """Pieces far apart are told apart by a space, letters of a spaced word (目　录) are not."""
    spaced = all(len(part.text) <= 2 for part in parts) and not _is_label(parts[0].text)
    words = any(_is_word(part.text[0]) or _is_word(part.text[-1]) for part in parts)
    return ("" if spaced and not words else " ").join(part.text for part in parts)


def _span(pieces: Sequence[Line], text: str, parts: tuple[Line, ...]) -> Line:
    return Line(
        text=text,
        x0=min(piece.x0 for piece in pieces),
        x1=max(piece.x1 for piece in pieces),
        top=min(piece.top for piece in pieces),
        bottom=max(piece.bottom for piece in pieces),
        size=max(pieces, key=lambda piece: len(piece.text) * piece.size).size,
        parts=parts,
    )


def _is_word(character: str) -> bool:
    return character.isascii() and character.isalnum()


def _is_label(text: str) -> bool:
    label = numbering.parse(text) if len(text) <= _LONGEST_LABEL else None
    return label is not None and label.written == text
