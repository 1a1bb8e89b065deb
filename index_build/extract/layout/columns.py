"""Columns: where a page is set in two, its lines in the order they are read."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from statistics import median

from index_build.extract.layout.lines import rows
from index_build.extract.layout.page import Line

SINGLE, LEFT, RIGHT = "single", "left", "right"
#: Footnotes: below the text of a page, read behind it.
FOOT = "foot"
#: A gutter lies in the middle part of the text, and is at least so wide, in em.
_MIDDLE = (0.35, 0.65)
_GUTTER = 0.8
#: Lines that each column must have, and the share of its width that its usual line must fill: cells do not.
_LEAST_LINES = 3
_FILLED = 0.7
#: The share of both columns' width that each must have.
_NARROWEST = 0.3
_STEPS = 60


@dataclass(frozen=True)
class Frame:
    """Lines read one after another, in one column of a page (counted from 0)."""

    page: int
    column: str
    lines: tuple[Line, ...]


def frames(page: int, lines: Sequence[Line]) -> list[Frame]:
    """The frames of a page in reading order: left before right, lines across both between them."""
    gutter = _gutter(lines)
    if gutter is None:
        return [Frame(page, SINGLE, tuple(lines))]
    found: list[Frame] = []
    for crosses, group in groupby(lines, key=lambda line: any(p.x0 < gutter < p.x1 for p in line.pieces)):
        band = list(group)
        columns = None if crosses else _columns(band, gutter)
        if columns:
            left, right = columns
            found += [Frame(page, LEFT, tuple(left)), Frame(page, RIGHT, tuple(right))]
        elif found and found[-1].column == SINGLE:
            found[-1] = Frame(page, SINGLE, (*found[-1].lines, *band))
        else:
            found.append(Frame(page, SINGLE, tuple(band)))
    return found


def carried_on(frames: Sequence[Frame]) -> list[Frame]:
    """The frames of a document, with columns that end before their right half begins told from text across a page."""
    found: list[Frame] = []
    for frame in frames:
        gutter = min(p.x0 for line in found[-1].lines for p in line.pieces) if _ends_right(found, frame) else 0.0
        short = next((i for i, line in enumerate(frame.lines) if line.x1 > gutter), len(frame.lines))
        if gutter and short:
            found.append(Frame(frame.page, LEFT, frame.lines[:short]))
        if short < len(frame.lines) or not gutter:
            found.append(Frame(frame.page, frame.column, frame.lines[short:] if gutter else frame.lines))
    return found


def _ends_right(found: Sequence[Frame], frame: Frame) -> bool:
    """Whether text in two columns may go on in a frame: on the page behind their last."""
    goes_on = found and found[-1].column == RIGHT and frame.column == SINGLE
    return bool(goes_on and found[-1].page + 1 == frame.page)


def _gutter(lines: Sequence[Line]) -> float | None:
    """The x in the middle of the text that the fewest lines cross, if lines stand on both of its sides."""
    pieces = [piece for line in lines for piece in line.pieces]
    if len(pieces) < 2 * _LEAST_LINES:
        return None
    start, end = min(p.x0 for p in pieces), max(p.x1 for p in pieces)
    places = [start + (end - start) * (_MIDDLE[0] + (_MIDDLE[1] - _MIDDLE[0]) * k / _STEPS) for k in range(_STEPS + 1)]
    crossed = [sum(p.x0 < x < p.x1 for p in pieces) for x in places]
    fewest = min(crossed)
    runs = [list(run) for few, run in groupby(range(len(places)), key=lambda k: crossed[k] == fewest) if few]
    widest = max(runs, key=len)
    gutter = places[widest[len(widest) // 2]]
    both = (sum(p.x1 <= gutter for p in pieces), sum(p.x0 >= gutter for p in pieces))
    return gutter if min(both) >= _LEAST_LINES else None


def _columns(band: Sequence[Line], gutter: float) -> tuple[list[Line], list[Line]] | None:
    pieces = [piece for line in band for piece in line.pieces]
    left = [piece for piece in pieces if piece.x1 <= gutter]
    right = [piece for piece in pieces if piece.x0 >= gutter]
    if min(len(left), len(right)) < _LEAST_LINES:
        return None
    em = median(piece.size for piece in pieces)
    if min(p.x0 for p in right) - max(p.x1 for p in left) < _GUTTER * em:
        return None
    span = max(p.x1 for p in pieces) - min(p.x0 for p in pieces)
    return (rows(left), rows(right)) if _is_text(left, span) and _is_text(right, span) else None


def _is_text(pieces: Sequence[Line], span: float) -> bool:
    width = max(p.x1 for p in pieces) - min(p.x0 for p in pieces)
    return width >= _NARROWEST * span and median(p.x1 - p.x0 for p in pieces) >= _FILLED * width
