"""What PDF, OFD and OCR hand to the layout, and the lines it makes of it.

Lengths are points (1/72 inch) or any unit used throughout a document; x grows to the right, y downwards.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Box:
    """A character or a run of text; `top` and `bottom` bound the em square, `size` is its side.

    upright: False for text at an angle to the page's own reading direction. spaced: a space was typed before it.
    """

    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    size: float
    upright: bool = True
    spaced: bool = False


@dataclass(frozen=True, slots=True)
class Rule:
    """A ruled line, horizontal (top == bottom) or vertical (x0 == x1)."""

    x0: float
    top: float
    x1: float
    bottom: float


@dataclass(frozen=True)
class Page:
    """boxes: in the order of the file. rules: horizontal and vertical lines only."""

    width: float
    height: float
    boxes: tuple[Box, ...]
    rules: tuple[Rule, ...] = ()


@dataclass(frozen=True)
class Table:
    """rows: the text of each cell; columns: the x of the vertical rules, left to right."""

    x0: float
    x1: float
    top: float
    bottom: float
    columns: tuple[float, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Line:
    """Text on one baseline. parts: its pieces where wide gaps part it, else empty. table: stands for that table."""

    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    size: float
    parts: tuple["Line", ...] = ()
    table: Table | None = None

    @property
    def pieces(self) -> tuple["Line", ...]:
        return self.parts or (self,)
