"""A comparison as people read it on a terminal: for each question a table, a line a plan; on a narrow one a list."""

import unicodedata
from collections.abc import Iterator

from api import wording
from api.schemas import permalink
from qa.compare import Cell, Column, Comparison

#: Columns of the terminal below which the names stand above the texts instead of beside them.
_NARROW = 60
#: The most that names may take of a table.
_WIDEST_NAME = 24
_WIDE = frozenset("WF")


def lines(found: Comparison, base: str, width: int) -> Iterator[str]:
    """The whole comparison; width: of the terminal, in its columns, of which a Chinese character takes two."""
    if not found.columns:
        yield "没有可比较的规划。"
        return
    for number, (question, cells) in enumerate(zip(found.questions, found.cells, strict=True)):
        yield from ([""] if number else [])
        yield f"问题：{question}"
        for column, cell in zip(found.columns, cells, strict=True):
            body = list(_body(cell, base))
            yield from _below(column, body, width) if width < _NARROW else _beside(column, body, width, found)
    if found.more:
        yield f"另有{found.more}份规划没有列入，可用 --region 或 --plan 指定。"


def _body(cell: Cell, base: str) -> Iterator[str]:
    """What a cell says, where that stands, its deadlines, its link, and who says the same."""
    yield from cell.text.split("\n")
    if cell.clause is None:
        return
    above = [heading.replace("\t", " ") for heading in cell.clause.trail]
    yield " › ".join([*above, wording.name(cell.clause)])
    if cell.clause.deadlines:
        yield f"时限：{'、'.join(map(wording.deadline, cell.clause.deadlines))}"
    yield permalink(base, cell.clause.id)
    if cell.also_in:
        yield f"[同文：{'、'.join(cell.also_in)}]"


def _below(column: Column, body: list[str], width: int) -> Iterator[str]:
    yield f"■ {column.name}"
    for line in body:
        yield from (f"  {piece}" for piece in wrapped(line, width - 2))


def _beside(column: Column, body: list[str], width: int, found: Comparison) -> Iterator[str]:
    names = min(_WIDEST_NAME, max(display_width(c.name) for c in found.columns))
    room = width - names - 3
    left = wrapped(column.name, names)
    right = [piece for line in body for piece in wrapped(line, room)]
    yield f"{'─' * names}─┬─{'─' * room}" if column == found.columns[0] else f"{'─' * names}─┼─{'─' * room}"
    for i in range(max(len(left), len(right))):
        name = left[i] if i < len(left) else ""
        yield f"{name}{' ' * (names - display_width(name))} │ {right[i] if i < len(right) else ''}".rstrip()


def display_width(text: str) -> int:
    """Columns that a text takes on a terminal: two for a wide character (UAX 11), none for a combining one."""
    return sum(_columns(character) for character in text)


def _columns(character: str) -> int:
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in _WIDE else 1


def wrapped(text: str, width: int) -> list[str]:
    """The text in pieces that fit; a link stays whole, so that it can be followed."""
    if text.startswith(("http://", "https://")):
        return [text]
    pieces, piece, taken = [], "", 0
    for character in text:
        if taken + _columns(character) > width and piece:
            pieces.append(piece)
            piece, taken = "", 0
        piece += character
        taken += _columns(character)
    return [*pieces, piece]
