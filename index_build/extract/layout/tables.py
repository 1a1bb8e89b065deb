"""Ruled tables: the grid that ruled lines make, its cells, and the text in each.

Lines that meet belong to one grid. Cells with no line between them are one cell (a cell over several rows or
columns); the sides of a table may be open, as Chinese tables often are.
"""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from index_build.extract.layout.lines import join, lines
from index_build.extract.layout.page import Box, Rule, Table

#: Points: lines closer than this are one line, ends nearer than this meet.
_SNAP = 3.0
#: The share of a border that must be ruled to part two cells.
_RULED = 0.6
#: Beyond these a page is a drawing: work stays linear in the page.
_MOST_CELLS, _MOST_RULES, _MOST_GRIDS = 100_000, 6_000, 100


@dataclass(frozen=True)
class _Grid:
    xs: tuple[float, ...]
    ys: tuple[float, ...]
    rules: tuple[Rule, ...]


def tables(boxes: Sequence[Box], rules: Sequence[Rule]) -> tuple[list[Table], list[Box]]:
    """The tables of a page from top to bottom, and the boxes that stand outside of them."""
    if len(rules) > _MOST_RULES:
        return [], list(boxes)
    grids = [grid for group in _groups(rules) for grid in [_grid(group)] if grid][:_MOST_GRIDS]
    found = []
    rest = list(boxes)
    for grid in grids:
        inside, rest = _parted(rest, grid)
        table = _table(grid, inside)
        if table:
            found.append(table)
        else:
            rest += inside
    return sorted(found, key=lambda table: (table.top, table.x0)), rest


def join_tables(above: Table, below: Table) -> Table | None:
    """A table that goes on over a page break, as one; None where `below` is another table."""
    same = len(above.columns) == len(below.columns) and all(
        abs(a - b) <= _SNAP for a, b in zip(above.columns, below.columns, strict=True)
    )
    if not same or not above.rows or not below.rows:
        return None
    rows = below.rows[1:] if below.rows[0] == above.rows[0] else below.rows
    if rows and _goes_on(above.rows[-1], rows[0]):
        mended = tuple(join(a, b) for a, b in zip(above.rows[-1], rows[0], strict=True))
        return replace(above, rows=(*above.rows[:-1], mended, *rows[1:]))
    return replace(above, rows=above.rows + rows)


def _goes_on(last: Sequence[str], first: Sequence[str]) -> bool:
    """Whether a row was cut by the page break: no number of its own, and its cells go on unfinished ones."""
    unfinished = [a and a[-1] not in "。；！？" for a, b in zip(last, first, strict=True) if b]
    return not first[0] and bool(unfinished) and all(unfinished)


def _groups(rules: Sequence[Rule]) -> list[list[Rule]]:
    """Rules that touch, directly or through others. Only crossings of a horizontal and a vertical count."""
    flat = sorted((r for r in rules if r.top == r.bottom), key=lambda r: r.top)
    tops = [r.top for r in flat]
    parent = list(range(len(flat)))
    uprights: list[tuple[Rule, int]] = []
    for upright in (r for r in rules if r.top != r.bottom):
        span = range(bisect_left(tops, upright.top - _SNAP), bisect_right(tops, upright.bottom + _SNAP))
        met = [i for i in span if flat[i].x0 - _SNAP <= upright.x0 <= flat[i].x1 + _SNAP]
        for i in met[1:]:
            parent[_root(parent, i)] = _root(parent, met[0])
        if met:
            uprights.append((upright, met[0]))
    groups: dict[int, list[Rule]] = defaultdict(list)
    for upright, i in uprights:
        groups[_root(parent, i)].append(upright)
    for i, rule in enumerate(flat):
        if _root(parent, i) in groups:
            groups[_root(parent, i)].append(rule)
    return list(groups.values())


def _root(parent: list[int], i: int) -> int:
    while parent[i] != i:
        parent[i] = parent[parent[i]]
        i = parent[i]
    return i


def _grid(rules: Sequence[Rule]) -> _Grid | None:
    flat = [rule for rule in rules if rule.top == rule.bottom]
    x0, x1 = min(r.x0 for r in rules), max(r.x1 for r in rules)
    xs = _snapped([x0, x1, *(r.x0 for r in rules if r.top != r.bottom)])
    ys = _snapped([rule.top for rule in flat])
    fits = len(xs) > 2 and len(ys) > 1 and (len(xs) - 1) * (len(ys) - 1) <= _MOST_CELLS
    return _Grid(xs, ys, tuple(rules)) if fits else None


def _snapped(places: Iterable[float]) -> tuple[float, ...]:
    kept: list[float] = []
    for place in sorted(places):
        if not kept or place - kept[-1] > _SNAP:
            kept.append(place)
    return tuple(kept)


def _parted(boxes: Sequence[Box], grid: _Grid) -> tuple[list[Box], list[Box]]:
    inside: list[Box] = []
    outside: list[Box] = []
    for box in boxes:
        level = grid.ys[0] <= (box.top + box.bottom) / 2 <= grid.ys[-1]
        beside = grid.xs[0] - _SNAP <= (box.x0 + box.x1) / 2 <= grid.xs[-1] + _SNAP
        (inside if level and beside else outside).append(box)
    return inside, outside


def _table(grid: _Grid, boxes: Sequence[Box]) -> Table | None:
    owner = _merge(grid)
    width, height = len(grid.xs) - 1, len(grid.ys) - 1
    if len(set(owner)) < 2 or not any(box.text.strip() for box in boxes):
        return None
    held: dict[int, list[Box]] = defaultdict(list)
    for box in (part for whole in boxes for part in _cut(whole, grid.xs)):
        column = _place(grid.xs, (box.x0 + box.x1) / 2)
        held[owner[_place(grid.ys, (box.top + box.bottom) / 2) * width + column]].append(box)
    text = {cell: _text(cell_boxes) for cell, cell_boxes in held.items()}
    first = [owner[i] == owner[i - 1] for i in range(width * height)]
    rows = tuple(
        tuple("" if j and first[i * width + j] else text.get(owner[i * width + j], "") for j in range(width))
        for i in range(height)
    )
    rows = tuple(row for row in rows if any(row))
    return Table(grid.xs[0], grid.xs[-1], grid.ys[0], grid.ys[-1], grid.xs, rows) if rows else None


def _merge(grid: _Grid) -> list[int]:
    """For each elementary cell, row by row, the cell it belongs to."""
    width, height = len(grid.xs) - 1, len(grid.ys) - 1
    walls = _Walls(grid)
    parent = list(range(width * height))
    for i in range(height):
        for j in range(width):
            here = i * width + j
            if j + 1 < width and not walls.upright(j + 1, i):
                parent[_root(parent, here + 1)] = _root(parent, here)
            if i + 1 < height and not walls.flat(i + 1, j):
                parent[_root(parent, here + width)] = _root(parent, here)
    return [_root(parent, cell) for cell in range(width * height)]


class _Walls:
    """How much of each border of the elementary cells is ruled."""

    def __init__(self, grid: _Grid) -> None:
        self._upright: dict[tuple[int, int], float] = defaultdict(float)
        self._flat: dict[tuple[int, int], float] = defaultdict(float)
        for rule in grid.rules:
            if rule.top == rule.bottom:
                self._add(self._flat, _nearest(grid.ys, rule.top), (rule.x0, rule.x1), grid.xs)
            else:
                self._add(self._upright, _nearest(grid.xs, rule.x0), (rule.top, rule.bottom), grid.ys)

    def upright(self, x: int, row: int) -> bool:
        return self._upright[x, row] >= _RULED

    def flat(self, y: int, column: int) -> bool:
        return self._flat[y, column] >= _RULED

    @staticmethod
    def _add(
        walls: dict[tuple[int, int], float], line: int, span: tuple[float, float], places: Sequence[float]
    ) -> None:
        start, end = span
        for k in range(max(0, bisect_right(places, start) - 1), min(bisect_left(places, end), len(places) - 1)):
            shared = min(end, places[k + 1]) - max(start, places[k])
            walls[line, k] += max(0.0, shared) / (places[k + 1] - places[k])


def _nearest(places: Sequence[float], place: float) -> int:
    return bisect_right(places, place) - 1


def _place(places: Sequence[float], place: float) -> int:
    return min(max(bisect_right(places, place) - 1, 0), len(places) - 2)


def _cut(box: Box, xs: Sequence[float]) -> list[Box]:
    """A run of text over several columns, cut where it crosses them; a character is never cut."""
    if len(box.text) < 2 or box.x1 <= box.x0:
        return [box]
    step = (box.x1 - box.x0) / len(box.text)
    columns = [_place(xs, box.x0 + (i + 0.5) * step) for i in range(len(box.text))]
    starts = [0, *(i for i, (a, b) in enumerate(pairwise(columns), 1) if a != b)]
    return [
        replace(box, text=box.text[a:b], x0=box.x0 + a * step, x1=box.x0 + b * step)
        for a, b in pairwise([*starts, len(box.text)])
    ]


def _text(boxes: Sequence[Box]) -> str:
    text = ""
    for line in lines(boxes):
        text = join(text, line.text)
    return " ".join(text.split())
