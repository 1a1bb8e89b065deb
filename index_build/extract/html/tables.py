"""Tables of a page: which of them hold data, and their rows; the others only arrange the page."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from index_build.extract.html.tree import Node

_PARTS = frozenset(("tbody", "thead", "tfoot"))
#: A cell with this share of a table's text, that long and in that many lines, is a document in a frame of a table;
#: so is, in a table without borders, one that long whatever its share.
_FRAME = (0.6, 150, 3)
_FRAME_WITH_BORDER = (0.85, 1000, 6)
_LONG = (0.0, 600, 8)
_ONE_LINE = 10
_LINKED_SHARE = 0.4
_NESTED_SHARE = 0.5
#: Share of the rows that have two cells with text.
_FILLED_ROWS = 0.4
_BORDER_STYLE = re.compile(r"border(?:-(?:top|bottom|left|right|collapse|width|style))?\s*:\s*(?!none|0|separate)\S")
_WIDEST = 200
#: Repeating and filling may write this much for each character and cell that the table has.
_GROWTH, _ALLOWANCE = 20, 20_000


@dataclass(frozen=True)
class Table:
    """rows: cells parted by tabs, as `shape` has them. caption: "" if there is none."""

    rows: tuple[str, ...]
    caption: str


@dataclass(frozen=True)
class _Spanning:
    """A cell, with the rows from here on that it stands in."""

    text: str
    width: int
    rows: int


def read(table: Node, text_of: Callable[[Node], str]) -> Table | None:
    """The rows of a data table; None for one that only arranges the page. `text_of` gives a cell's text on a line."""
    rows = [(row, [cell for cell in _nodes(row) if cell.tag in ("td", "th")]) for row in _rows(table)]
    if _arranges_page(table, rows):
        return None
    captions = [text_of(child) for child in _nodes(table) if child.tag == "caption"]
    return Table(tuple(_written([cells for _, cells in rows], text_of)), " ".join(captions))


def _nodes(node: Node) -> Iterator[Node]:
    return (child for child in node.children if isinstance(child, Node))


def _rows(table: Node) -> Iterator[Node]:
    for child in _nodes(table):
        if child.tag == "tr":
            yield child
        elif child.tag in _PARTS:
            yield from (row for row in _nodes(child) if row.tag == "tr")


def _arranges_page(table: Node, rows: list[tuple[Node, list[Node]]]) -> bool:
    if table.get("role") in ("presentation", "none") or not table.chars:
        return True
    meant = _is_marked(table, rows)
    filled = [row for row in rows if row[0].chars]
    wide = sum(_columns(cells) > 1 for _, cells in filled)
    # A cell over several rows stands in all of them, so a row of one cell may be wide.
    spanned = any(cell.get("rowspan") not in ("", "1") for _, cells in filled for cell in cells)
    if len(filled) < (1 if meant else 2) or wide < (1 if spanned else _FILLED_ROWS * len(filled)) or not wide:
        return True
    if table.nested >= _NESTED_SHARE * table.chars:
        return True
    if not meant and table.linked >= _LINKED_SHARE * table.chars:
        return True
    frames = (_FRAME_WITH_BORDER,) if meant else (_FRAME, _LONG)
    return any(_is_frame(cell, table, *frame) for _, cells in filled for cell in cells for frame in frames)


def _is_frame(cell: Node, table: Node, share: float, length: int, lines: int) -> bool:
    if cell.chars < max(share * table.chars, length):
        return False
    return cell.breaks >= lines or cell.chars >= _ONE_LINE * length


def _columns(cells: list[Node]) -> int:
    return sum(cell.chars > 0 for cell in cells)


def _is_marked(table: Node, rows: list[tuple[Node, list[Node]]]) -> bool:
    """By a border, a caption or heading cells."""
    if table.get("border") not in ("", "0") or _BORDER_STYLE.search(table.get("style")):
        return True
    parts = {child.tag for child in _nodes(table)}
    return not parts.isdisjoint(("caption", "thead")) or any(cell.tag == "th" for _, cells in rows for cell in cells)


def _written(rows: list[list[Node]], text_of: Callable[[Node], str]) -> Iterator[str]:
    grid = _Grid(rows)
    for number, cells in enumerate(rows):
        row = grid.row(cells, len(rows) - number, text_of)
        if any(cell.strip() for cell in row):
            yield "\t".join(row)


class _Grid:
    """Places cells row by row. `left` bounds what spans may add, so that a table of lies stays small."""

    def __init__(self, rows: list[list[Node]]) -> None:
        self._left = _ALLOWANCE + _GROWTH * sum(1 + cell.chars for cells in rows for cell in cells)
        self._widest = _width(rows)
        self._spanning: dict[int, _Spanning] = {}

    def row(self, cells: list[Node], rows_left: int, text_of: Callable[[Node], str]) -> list[str]:
        from_above, self._spanning = self._spanning, {}
        row: list[str] = []
        for cell in cells:
            while len(row) in from_above:
                self._place(row, from_above.pop(len(row)))
            width = min(_span(cell.get("colspan")), self._widest)
            self._place(
                row, self._afforded(_Spanning(text_of(cell), width, min(_span(cell.get("rowspan")), rows_left)))
            )
        for column in sorted(from_above):
            row += [""] * (column - len(row))
            self._place(row, from_above[column])
        return row

    def _afforded(self, cell: _Spanning) -> _Spanning:
        cost = cell.rows * (len(cell.text) + cell.width)
        if cost > self._left:
            return _Spanning(cell.text, 1, 1)
        self._left -= cost
        return cell

    def _place(self, row: list[str], cell: _Spanning) -> None:
        if cell.rows > 1:
            self._spanning[len(row)] = _Spanning(cell.text, cell.width, cell.rows - 1)
        row += [cell.text] + [""] * (cell.width - 1)


def _width(rows: list[list[Node]]) -> int:
    """How many columns cells really fill: a cell that claims more is no wider."""
    widest = 1
    above: list[int] = []
    for cells in rows:
        widest = max(widest, len(cells) + len(above))
        if widest >= _WIDEST:
            return _WIDEST
        above = [rest - 1 for rest in above if rest > 1]
        above += [rows - 1 for rows in (_span(cell.get("rowspan")) for cell in cells) if rows > 1]
    return widest


def _span(text: str) -> int:
    """1 to 9999; what a browser ignores is 1, what is larger than any table is as large as may be."""
    digits = re.match("[0-9]+", text.strip()) if text else None
    return min(max(1, int(digits[0][:9])), 9999) if digits else 1
