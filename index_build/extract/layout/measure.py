"""Measures of a document's text: the size of its type, its margins, and which lines they say are full or indented."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from index_build.extract.layout.columns import SINGLE, Frame
from index_build.extract.layout.page import Line, Page

#: Edges nearer than this, in em, are one margin.
_NEAR = 0.5
#: The share of a document's text that a margin must hold.
_LEFT_SHARE, _RIGHT_SHARE = 0.01, 0.05
#: A first line is indented by two characters; more than this is an indent.
INDENT = 0.8
#: Without wrapped lines to show it, the right margin is as wide as the left, to so many em.
_UNEVEN = 4.0
#: In em: where every line stands so much further from its edge than the longest line from the other, all of them are
#: first lines, indented by two.
_ALL_INDENTED = (0.6, 2.75)
#: So many lines must end at the right margin, or so near in em, to show that lines without indents are wrapped there.
_LEAST_FULL, _RAGGED = 3, 1.55
_LEAST_LINES = 5
#: Lines on odd and on even pages from which their margins can be compared.
_MIRRORED_LINES = 15


@dataclass(frozen=True)
class Margins:
    """x of the left and the right edge of a frame's text."""

    left: float
    right: float


def type_size(frames: Sequence[Frame]) -> float:
    """The size that most of the text is set in."""
    sizes: Counter[float] = Counter()
    for line in (line for frame in frames for line in frame.lines):
        sizes[round(line.size * 2) / 2] += len(line.text)
    return max(sizes, key=lambda size: (sizes[size], size), default=10.0) or 10.0


def margins(pages: Sequence[Page], frames: Sequence[Frame], size: float) -> list[Margins]:
    """For each frame its margins: those of all frames of its kind, moved where its page is (a scan's are)."""
    groups: dict[tuple[str, int], list[Frame]] = defaultdict(list)
    for frame in frames:
        groups[frame.column, round(pages[frame.page].width)].append(frame)
    found: dict[int, Margins] = {}
    for members in groups.values():
        found |= {id(frame): _moved(shared, frame, size) for frame, shared in _of_kind(pages, members, size)}
    return [found[id(frame)] for frame in frames]


def _of_kind(pages: Sequence[Page], frames: Sequence[Frame], size: float) -> list[tuple[Frame, Margins]]:
    """Frames of one kind with the margins they share; those of odd and of even pages where they are mirrored."""
    sides = [[frame for frame in frames if frame.page % 2 == side] for side in (0, 1)]
    if all(sum(len(body(frame.lines, size)) for frame in side) >= _MIRRORED_LINES for side in sides):
        first, second = (_shared(pages, side, size) for side in sides)
        moved = first.left - second.left
        if abs(moved) > _NEAR * size and abs(moved - (first.right - second.right)) <= _NEAR * size:
            return [(frame, second if frame.page % 2 else first) for frame in frames]
    shared = _shared(pages, frames, size)
    return [(frame, shared) for frame in frames]


def body(lines: Sequence[Line], size: float) -> list[Line]:
    """The lines of running text: of the usual size, not tables."""
    return [line for line in lines if line.table is None and abs(line.size - size) <= 0.12 * size]


def _shared(pages: Sequence[Page], frames: Sequence[Frame], size: float) -> Margins:
    lines = [line for frame in frames for line in body(frame.lines, size)]
    if not lines:
        return Margins(0.0, pages[frames[0].page].width)
    left = _edge([(line.pieces[0].x0, len(line.pieces[0].text)) for line in lines], size, _LEFT_SHARE)
    right = -_edge([(-line.pieces[-1].x1, len(line.pieces[-1].text)) for line in lines], size, _RIGHT_SHARE)
    if frames[0].column != SINGLE:
        return Margins(left, right)
    width = pages[frames[0].page].width
    indented = any(INDENT * size < line.x0 - left < 4 * size for line in lines)
    if right < width - left - _UNEVEN * size and not indented:
        right = width - left
    full = sum(line.x1 > right - _RAGGED * size for line in lines)
    all_indented = _ALL_INDENTED[0] * size < left - (width - right) < _ALL_INDENTED[1] * size
    if not indented and (all_indented or full < _LEAST_FULL):
        left -= 2 * size
        right = max(right, width - left)
    return Margins(left, right)


def _edge(places: Sequence[tuple[float, int]], size: float, share: float) -> float:
    """The outermost place that enough of the text begins near; places are (x, weight)."""
    ordered = sorted(places)
    needed = share * sum(weight for _, weight in ordered)
    start, held = 0, 0
    for place, weight in ordered:
        held += weight
        while place - ordered[start][0] > _NEAR * size:
            held -= ordered[start][1]
            start += 1
        if held >= needed:
            return ordered[start][0]
    return ordered[0][0]


def _moved(shared: Margins, frame: Frame, size: float) -> Margins:
    lines = body(frame.lines, size)
    if len(lines) < _LEAST_LINES:
        return shared
    left = _edge([(line.pieces[0].x0, len(line.pieces[0].text)) for line in lines], size, _RIGHT_SHARE)
    right = -_edge([(-line.pieces[-1].x1, len(line.pieces[-1].text)) for line in lines], size, _RIGHT_SHARE)
    moved = left - shared.left
    both = abs(moved - (right - shared.right)) <= _NEAR * size
    if abs(moved) <= _NEAR * size or not both:
        return shared
    return Margins(left, right)
