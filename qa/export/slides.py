"""What a slide shows, and how what is too long is parted into several: pure content with measured heights, in points.

The body of a slide is a column of blocks. A block that does not fit goes to the next slide; one that is longer than a
slide is parted between its lines. Text is never made smaller than its style says.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from qa.export.content import Count, Piece, Source
from qa.export.measure import LEADING, breaks, lines
from qa.export.printable import printable

Kind = Literal["plain", "place", "quote", "note", "option", "entry"]
#: The body: width and height; what stands between two blocks; a chart.
WIDTH, HEIGHT, GAP, CHART = 864.0, 336.0, 8.0, 250.0
#: Within a cell, at each side and above and below; what a quotation is indented by.
SIDE, EDGE, INDENT = 6.0, 4.0, 18.0
SIZES: dict[Kind, float] = {"plain": 24, "place": 18, "quote": 24, "note": 18, "option": 20, "entry": 14}
CELL = 16.0


@dataclass(frozen=True)
class Run:
    """Words, and where they lead."""

    text: str
    url: str = ""


Runs = tuple[Run, ...]


@dataclass(frozen=True)
class Text:
    """A paragraph. quote: words of a plan (and the mark where they are cut); place: where they stand.

    joined: it stays with the block behind it.
    """

    runs: Runs
    kind: Kind = "plain"
    sources: tuple[Source, ...] = ()
    joined: bool = False


@dataclass(frozen=True)
class Row:
    cells: tuple[Runs, ...]
    sources: tuple[Source, ...] = ()


@dataclass(frozen=True)
class Grid:
    """A table. shares: of the width, by columns, 1 together."""

    header: tuple[str, ...]
    rows: tuple[Row, ...]
    shares: tuple[float, ...]


@dataclass(frozen=True)
class Bars:
    """A chart: of `plans` plans, for how many each count holds."""

    counts: tuple[Count, ...]
    plans: int
    sources: tuple[Source, ...] = ()


Block = Text | Grid | Bars


@dataclass(frozen=True)
class Slide:
    """One slide, or what is to be parted into several. above: a small line over the title; notes: for the speaker."""

    title: str
    blocks: tuple[Block, ...]
    above: str = ""
    notes: str = ""

    @property
    def sources(self) -> tuple[Source, ...]:
        """Those of its blocks, each once."""
        found = [s for block in self.blocks for part in _parts(block) for s in part.sources]
        return tuple(dict.fromkeys(found))


def runs(pieces: Iterable[Piece]) -> Runs:
    """Words and the marks of their sources, [1], which lead to the clauses."""
    return tuple(run for p in pieces for run in (Run(p.text), *(Run(f"[{s.n}]", s.url) for s in p.sources)) if run.text)


def plain(found: Runs) -> str:
    """The words as they are written: what no file can hold is replaced."""
    return printable("".join(run.text for run in found))


def height(block: Block) -> float:
    """Of a block as drawn."""
    if isinstance(block, Text):
        return lines(plain(block.runs), SIZES[block.kind], room(block)) * SIZES[block.kind] * LEADING
    if isinstance(block, Bars):
        return CHART
    return sum(row_height(row.cells, block.shares) for row in (_head(block), *block.rows))


def row_height(cells: Sequence[Runs], shares: Sequence[float]) -> float:
    """Of a row: that of its highest cell."""
    most = max(lines(plain(cell), CELL, _inside(share)) for cell, share in zip(cells, shares, strict=True))
    return most * CELL * LEADING + 2 * EDGE


def room(text: Text) -> float:
    """The width of its lines."""
    return WIDTH - (INDENT if text.kind in ("quote", "option") else 0)


def parted(slide: Slide) -> Iterator[Slide]:
    """Slides whose blocks fit, in the order given; the notes are those of the first."""
    page: list[Block] = []
    number = 0
    waiting = list(reversed(slide.blocks))
    while waiting:
        block = waiting.pop()
        used = sum(height(b) + GAP for b in page)
        now, later = _cut(block, HEIGHT - used, not page)
        if now is not None:
            page.append(now)
        if later is not None:
            waiting.append(later)
            while len(page) > 1 and now is None and _is_joined(page[-1]):
                waiting.append(page.pop())
            yield _page(slide, page, number)
            page, number = [], number + 1
    if page or not number:
        yield _page(slide, page, number)


def _page(slide: Slide, blocks: Sequence[Block], number: int) -> Slide:
    if not number:
        return replace(slide, blocks=tuple(blocks))
    return Slide(f"{slide.title}（续）", tuple(blocks), slide.above, "内容接上一页。")


def _cut(block: Block, left: float, alone: bool) -> tuple[Block | None, Block | None]:
    """What of a block stands in the height left, and what does not. alone: nothing stands above it."""
    if height(block) <= left:
        return block, None
    if isinstance(block, Grid):
        return _cut_grid(block, left, alone)
    if isinstance(block, Text) and alone:
        fitting = int(left / (SIZES[block.kind] * LEADING))
        ends = breaks(plain(block.runs), SIZES[block.kind], room(block))
        first, rest = _split(block.runs, ends[fitting - 1])
        return replace(block, runs=first), replace(block, runs=rest)
    return None, block


def _cut_grid(grid: Grid, left: float, alone: bool) -> tuple[Grid | None, Grid | None]:
    """The rows that fit; a row longer than a slide is parted within its cells."""
    used, whole = row_height(_head(grid).cells, grid.shares), 0
    for row in grid.rows:
        used += row_height(row.cells, grid.shares)
        if used > left:
            break
        whole += 1
    if whole:
        return replace(grid, rows=grid.rows[:whole]), replace(grid, rows=grid.rows[whole:])
    if not alone:
        return None, grid
    most = int((left - row_height(_head(grid).cells, grid.shares) - 2 * EDGE) / (CELL * LEADING))
    first, rest = _cut_row(grid.rows[0], grid.shares, most)
    return replace(grid, rows=(first,)), replace(grid, rows=(rest, *grid.rows[1:]))


def _cut_row(row: Row, shares: Sequence[float], most: int) -> tuple[Row, Row]:
    parts = []
    for cell, share in zip(row.cells, shares, strict=True):
        ends = breaks(plain(cell), CELL, _inside(share))
        parts.append(_split(cell, ends[most - 1] if len(ends) > most else ends[-1]))
    return replace(row, cells=tuple(a for a, _ in parts)), replace(row, cells=tuple(b for _, b in parts))


def _split(found: Runs, place: int) -> tuple[Runs, Runs]:
    """The runs before and behind a place in their text."""
    first: list[Run] = []
    rest: list[Run] = []
    at = 0
    for run in found:
        here = min(max(place - at, 0), len(run.text))
        first += [replace(run, text=run.text[:here])] * (here > 0)
        rest += [replace(run, text=run.text[here:])] * (here < len(run.text))
        at += len(run.text)
    return tuple(first), tuple(rest)


def _head(grid: Grid) -> Row:
    return Row(tuple((Run(name),) for name in grid.header))


def _inside(share: float) -> float:
    return WIDTH * share - 2 * SIDE


def _is_joined(block: Block) -> bool:
    return isinstance(block, Text) and block.joined


def _parts(block: Block) -> Sequence[Text | Row | Bars]:
    return block.rows if isinstance(block, Grid) else (block,)
