"""Tables whose cells only spaces part, as copying from a PDF leaves them: rows where the pieces fit the columns."""

import re
from collections.abc import Sequence
from functools import partial
from itertools import pairwise, takewhile

from index_build.structure import numbering, tables
from qa.records import Span

_FEWEST_COLUMNS = 3
_LONGEST_HEADER = 100
_PIECE = re.compile(r"[^\s]+")
_LINE = re.compile("[^\r\n]+")
_NUMBER = re.compile("[0-9０-９]{1,3}")
_NUMBERED = ("序号", "编号", "序", "号")

Row = tuple[Span, list[Span]]


def find_rows(text: str) -> list[Row]:
    """Header and rows of each such table, with their cells: all lines below the header have as many pieces as it."""
    lines = [row for m in _LINE.finditer(text) if (row := _pieces(text, m.start(), m.end()))[1]]
    heads = [i for i, (_, cells) in enumerate(lines) if _is_header([text[slice(*cell)] for cell in cells])]
    found: list[Row] = []
    for i, following in pairwise([*heads, len(lines)]):
        cells = lines[i][1]
        # Up to the next header: what is read for one is not read again for another.
        is_row = partial(_is_row, text, len(cells))
        rows = list(takewhile(is_row, lines[i + 1 : following]))
        numbered = text[slice(*cells[0])] in _NUMBERED
        if rows and all(_fits(text, row, len(cells), numbered) for row in rows):
            found += [lines[i], *rows]
    return found


def unrestored(lines: Sequence[str]) -> list[str]:
    """Lines of clean text that name columns, though no table came out of them."""
    return [line for line in lines if not tables.is_row(line) and _is_header(_leading(line.split()))]


def _leading(pieces: Sequence[str]) -> list[str]:
    """All pieces, or the names before the first row where a line break was lost."""
    if not pieces or pieces[0] not in _NUMBERED:
        return list(pieces)
    return list(takewhile(tables.names_column, pieces))


def _is_header(names: Sequence[str]) -> bool:
    if len(names) < _FEWEST_COLUMNS or sum(map(len, names)) > _LONGEST_HEADER:
        return False
    known = all(map(tables.names_column, names))
    return known and (names[0] in _NUMBERED or any(map(tables.names_duty, names)))


def _pieces(text: str, start: int, end: int) -> Row:
    return (start, end), ([m.span() for m in _PIECE.finditer(text, start, end)] if "\t" not in text[start:end] else [])


def _is_row(text: str, width: int, row: Row) -> bool:
    """Whether a line goes on with a table: as many pieces as columns, or a number before them."""
    first = text[slice(*row[1][0])]
    if numbering.parse(first + " ") is not None:
        return False
    return len(row[1]) == width or bool(_NUMBER.fullmatch(first))


def _fits(text: str, row: Row, width: int, numbered: bool) -> bool:
    return len(row[1]) == width and (not numbered or bool(_NUMBER.fullmatch(text[slice(*row[1][0])])))
