"""Tables: rows of cells as `shape` has them, or paragraphs where a table only lays out the page."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from lxml import etree

from index_build.extract.docx.xml import attribute, child, integer, name, value
from qa.errors import BadPlan


@dataclass(frozen=True)
class Rows:
    """A table: rows of cells, each cell one line."""

    cells: tuple[tuple[str, ...], ...]

    @property
    def text(self) -> str:
        return "\n".join("\t".join(row) for row in self.cells)


#: A paragraph's text, or a table.
Block = str | Rows
ReadBlocks = Callable[[etree._Element], list[Block]]

#: Word allows 63 columns, LibreOffice some more.
_MOST_COLUMNS = 200
#: A cell with so many paragraphs, and more text than the rest of its table, holds the document.
_LAYOUT_PARAGRAPHS = 20
#: Lines so short are one word broken to fit, 序|号 and 责任|单位, and no units' names.
_SHORT_PIECE = 2
_WRAPPERS = ("w:sdt", "w:sdtContent", "w:customXml", "w:ins", "w:moveTo", "w:smartTag")


@dataclass(frozen=True)
class _Cell:
    blocks: Sequence[Block]
    span: int
    #: Not the first of a vertical or, in old files, of a horizontal merge.
    below: bool
    beside: bool


@dataclass(frozen=True)
class _Row:
    before: int
    cells: tuple[_Cell, ...]
    after: int


def blocks(table: etree._Element, read: ReadBlocks) -> list[Block]:
    """A w:tbl as one table, or as the paragraphs and tables in it where it has one column or holds the document."""
    rows = [_row(row, read) for row in _inside(table, "w:tr") if child(row, "w:trPr", "w:del") is None]
    if not rows or _is_layout(rows):
        return [block for row in rows for cell in row.cells for block in cell.blocks]
    lines = tuple(line for line in _lines(rows) if any(line))
    return [Rows(lines)] if lines else []


def _inside(element: etree._Element, wanted: str) -> Iterator[etree._Element]:
    """Rows of a table or cells of a row, also inside content controls."""
    for inner in element:
        if name(inner) == wanted:
            yield inner
        elif name(inner) in _WRAPPERS:
            yield from _inside(inner, wanted)


def _row(row: etree._Element, read: ReadBlocks) -> _Row:
    before, after = (_columns(value(row, "w:trPr", side)) for side in ("w:gridBefore", "w:gridAfter"))
    return _Row(before, tuple(_cell(cell, read) for cell in _inside(row, "w:tc")), after)


def _cell(cell: etree._Element, read: ReadBlocks) -> _Cell:
    span = max(1, _columns(value(cell, "w:tcPr", "w:gridSpan")))
    below, beside = (_goes_on(child(cell, "w:tcPr", merge)) for merge in ("w:vMerge", "w:hMerge"))
    return _Cell(read(cell), span, below, beside)


def _goes_on(merge: etree._Element | None) -> bool:
    return merge is not None and attribute(merge, "val") != "restart"


def _columns(written: str | None) -> int:
    columns = integer(written, 0 if written is None else _MOST_COLUMNS + 1) or 0
    if columns > _MOST_COLUMNS:
        raise BadPlan(f"表格中有单元格跨 {_MOST_COLUMNS} 列以上，文件可能已损坏，请用办公软件打开后另存再试。")
    return max(0, columns)


def _is_layout(rows: Sequence[_Row]) -> bool:
    if max(len(row.cells) for row in rows) <= 1:
        return True
    cells = [(len(cell.blocks), sum(map(_length, cell.blocks))) for row in rows for cell in row.cells]
    total = sum(length for _, length in cells)
    return any(count >= _LAYOUT_PARAGRAPHS and 2 * length > total for count, length in cells)


def _length(block: Block) -> int:
    return len(block) if isinstance(block, str) else len(block.text)


def _lines(rows: Sequence[_Row]) -> Iterator[tuple[str, ...]]:
    above: dict[int, str] = {}
    for row in rows:
        line = [""] * row.before
        current = {}
        for cell in row.cells:
            at = len(line)
            goes_on = cell.below and at in above
            text = "" if cell.beside else above[at] if goes_on else _line(cell.blocks)
            current[at] = text
            line += [text, *[""] * (cell.span - 1)]
        above = current
        yield (*line, *[""] * row.after)


def _line(content: Sequence[Block]) -> str:
    """A cell as one line; a table inside it row by row."""
    pieces: list[str] = []
    for block in content:
        pieces += block.split("\n") if isinstance(block, str) else map(" ".join, block.cells)
    lines = [line for line in (" ".join(piece.split()) for piece in pieces) if line]
    # A heading broken for a narrow column is one word; longer lines of a cell are things of their own.
    return ("" if all(len(line) <= _SHORT_PIECE for line in lines) else " ").join(lines)
