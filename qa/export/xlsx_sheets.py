"""Sheets to read and to print: wrapped text, rows as high as it needs, a header that stays. Every text is a text."""

import io
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import xlsxwriter

from qa.export.measure import CUT, lines
from qa.export.packing import repacked
from qa.export.printable import printable

FONT, SIZE = "微软雅黑", 11
#: Points: of this font, which is taller than others.
_LINE = 16.5
#: Of Excel: characters of a cell and of an address, links of a sheet, points of a row; and room for the mark of a cut.
_LONGEST, _LONGEST_URL, _MOST_LINKS, _HIGHEST = 32_767 - len(CUT), 2_079, 65_530, 409.0
#: Points that one unit of a column's width is at least: a narrow digit at 11 points, with what the cell keeps free.
_UNIT = 5.2
_A4 = 9


@dataclass(frozen=True)
class Cell:
    """What a cell shows, and where it leads."""

    text: str
    url: str = ""


class Book:
    """A workbook in the making: its formats, and sheets added one after another."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        self.book = book
        text = {"font_name": FONT, "font_size": SIZE, "text_wrap": True, "valign": "top", "border": 1}
        text["border_color"] = "#BFBFBF"
        self._text = book.add_format(text)
        self._link = book.add_format(text | {"font_color": "#1F4E79", "underline": 1})
        self._head = book.add_format(text | {"bold": True, "bg_color": "#E8EEF4"})

    def sheet(
        self, name: str, header: Sequence[str], widths: Sequence[float], rows: Iterable[Sequence[Cell | int]]
    ) -> Any:
        """A table with filters. widths: of its columns, in Excel's units."""
        sheet = self.book.add_worksheet(name)
        for column, (title, width) in enumerate(zip(header, widths, strict=True)):
            sheet.set_column(column, column, width)
            sheet.write_string(0, column, printable(title), self._head)
        sheet.set_row(0, _height([Cell(title) for title in header], widths))
        links, count = 0, 0
        for count, row in enumerate(rows, 1):
            sheet.set_row(count, _height(row, widths))
            for column, cell in enumerate(row):
                links += self._write(sheet, (count, column), cell, links < _MOST_LINKS)
        sheet.freeze_panes(1, 1)
        sheet.autofilter(0, 0, count, len(header) - 1)
        _printed(sheet, name)
        return sheet

    def _write(self, sheet: Any, place: tuple[int, int], cell: Cell | int, may_link: bool) -> bool:
        """Whether a link was written."""
        if isinstance(cell, int):
            sheet.write_number(*place, cell, self._text)
            return False
        text = limited(cell.text)
        is_link = may_link and cell.url.startswith(("http://", "https://")) and len(cell.url) <= _LONGEST_URL
        if is_link and text and sheet.write_url(*place, cell.url, self._link, text) == 0:
            return True
        sheet.write_string(*place, text, self._text)
        return False


def workbook(title: str, kind: str, day: date, fill: Callable[[Book], None]) -> bytes:
    """The file that `fill` puts its sheets into; the same for the same sheets. day: on which it says it was made."""
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(out, options) as book:
        created = datetime.combine(day, datetime.min.time())
        known = {"title": printable(title)[:255], "subject": kind, "author": "planqa", "created": created}
        book.set_properties(known)
        fill(Book(book))
    return repacked(out.getvalue())


def limited(text: str) -> str:
    """As much as a cell can hold, in the units that Excel counts."""
    text = printable(text)
    if len(text.encode("utf-16-le")) // 2 <= _LONGEST:
        return text
    return text.encode("utf-16-le")[: _LONGEST * 2].decode("utf-16-le", "ignore") + CUT


def most_lines() -> int:
    """Of a cell: more than the highest row shows nobody sees."""
    return int(_HIGHEST / _LINE) - 1


def points(width: float) -> float:
    """What a column of this width has for text."""
    return width * _UNIT


def _height(row: Sequence[Cell | int], widths: Sequence[float]) -> float:
    texts = [cell.text if isinstance(cell, Cell) else str(cell) for cell in row]
    most = max(lines(printable(text), SIZE, points(width)) for text, width in zip(texts, widths, strict=True))
    return min(most * _LINE + 3, _HIGHEST)


def _printed(sheet: Any, name: str) -> None:
    """A4 across, as wide as the page, the header on every page."""
    sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.7)
    sheet.set_footer(f"&L{name}&R第 &P 页　共 &N 页")
