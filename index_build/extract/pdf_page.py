"""One page of a PDF: its characters and ruled lines, turned to the page's reading direction.

PDFium's C functions are called directly: one object a character in Python would be ten times slower.
"""

import ctypes
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from math import hypot

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from index_build.extract.layout.characters import plain
from index_build.extract.layout.page import Box, Page, Rule

#: Share of the em square above the baseline.
_ASCENT = 0.88
#: Points: a filled shape thinner than this is a line; a line shorter than the second is a dash or a dot.
_THIN, _SHORT = 3.0, 4.0
#: A page with more is a drawing or an attack; reading stops there.
_MOST_CHARACTERS, _MOST_SHAPES, _DEEPEST = 100_000, 100_000, 6
_SPACES = frozenset((0x09, 0x0A, 0x0D, 0x20, 0xA0, 0x3000))
_IDENTITY = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
_Matrix = tuple[float, float, float, float, float, float]
_Point = tuple[float, float]


def read(page: pdfium.PdfPage) -> Page:
    """Boxes of single characters, and rules, in points."""
    left, bottom, right, top = page.get_bbox()
    width, height = right - left, top - bottom
    glyphs = list(_glyphs(page))
    turn = Counter(glyph.turned.direction for glyph in glyphs).most_common(1)[0][0] if glyphs else 0
    view = _View(left, bottom, width, height, turn)
    boxes = tuple(view.box(glyph) for glyph in glyphs)
    rules = tuple(view.rule(a, b) for a, b in _edges(page))
    return Page(*((height, width) if turn % 2 else (width, height)), boxes, rules)


def has_pictures(page: pdfium.PdfPage) -> bool:
    """Whether pictures are placed on the page, directly or in a form."""
    return next(page.get_objects([pdfium_c.FPDF_PAGEOBJ_IMAGE], max_depth=3), None) is not None


@dataclass(frozen=True, slots=True)
class _Glyph:
    """A character with its loose box, baseline and direction, in the PDF's own coordinates (y upwards)."""

    text: str
    box: tuple[float, float, float, float]
    origin: _Point
    turned: "_Turned"
    spaced: bool


class _Turned:
    """Size and direction of type under a matrix. direction: quarter turns to the left, 0 to 3."""

    def __init__(self, matrix: pdfium_c.FS_MATRIX, size: float) -> None:
        along, across = hypot(matrix.a, matrix.b), hypot(matrix.c, matrix.d)
        self.size = size * (across or 1.0)
        self.straight = min(abs(matrix.a), abs(matrix.b)) <= 0.1 * (along or 1.0)
        upward = abs(matrix.b) > abs(matrix.a)
        self.direction = (1 if matrix.b > 0 else 3) if upward else (0 if matrix.a >= 0 else 2)


def _glyphs(page: pdfium.PdfPage) -> Iterator[_Glyph]:
    textpage = page.get_textpage()
    raw = textpage.raw
    rect, matrix = pdfium_c.FS_RECTF(), pdfium_c.FS_MATRIX()
    x, y = ctypes.c_double(), ctypes.c_double()
    spaced = False
    for i in range(min(pdfium_c.FPDFText_CountChars(raw), _MOST_CHARACTERS)):
        code = pdfium_c.FPDFText_GetUnicode(raw, i)
        if code in _SPACES or pdfium_c.FPDFText_IsGenerated(raw, i) == 1:
            spaced = True
            continue
        pdfium_c.FPDFText_GetLooseCharBox(raw, i, rect)
        pdfium_c.FPDFText_GetCharOrigin(raw, i, x, y)
        pdfium_c.FPDFText_GetMatrix(raw, i, matrix)
        turned = _Turned(matrix, pdfium_c.FPDFText_GetFontSize(raw, i))
        text = plain(chr(code)) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else "\ufffd"
        yield _Glyph(text, (rect.left, rect.bottom, rect.right, rect.top), (x.value, y.value), turned, spaced)
        spaced = False
    textpage.close()


class _View:
    """From the PDF's coordinates to the page as it is read."""

    def __init__(self, left: float, bottom: float, width: float, height: float, turn: int) -> None:
        self._left, self._bottom, self._width, self._height, self._turn = left, bottom, width, height, turn

    def box(self, glyph: _Glyph) -> Box:
        x0, y0, x1, y1 = glyph.box
        (ax, _), (bx, _) = self._point((x0, y0)), self._point((x1, y1))
        _, baseline = self._point(glyph.origin)
        return Box(
            text=glyph.text,
            x0=min(ax, bx),
            x1=max(ax, bx),
            top=baseline - _ASCENT * glyph.turned.size,
            bottom=baseline + (1 - _ASCENT) * glyph.turned.size,
            size=glyph.turned.size,
            upright=glyph.turned.straight and glyph.turned.direction == self._turn,
            spaced=glyph.spaced,
        )

    def rule(self, a: _Point, b: _Point) -> Rule:
        (x0, y0), (x1, y1) = self._point(a), self._point(b)
        if abs(x1 - x0) >= abs(y1 - y0):
            return Rule(min(x0, x1), (y0 + y1) / 2, max(x0, x1), (y0 + y1) / 2)
        return Rule((x0 + x1) / 2, min(y0, y1), (x0 + x1) / 2, max(y0, y1))

    def _point(self, point: _Point) -> _Point:
        x, y = point[0] - self._left, point[1] - self._bottom
        views = ((x, self._height - y), (y, x), (self._width - x, y), (self._height - y, self._width - x))
        return views[self._turn]


def _edges(page: pdfium.PdfPage) -> Iterator[tuple[_Point, _Point]]:
    """Level and upright lines of the page's paths."""
    left = [_MOST_SHAPES]
    for path, matrix in _paths((page.raw, None), _IDENTITY, 0, left):
        corners = _corners(path, matrix, left)
        fill, stroke = ctypes.c_int(), ctypes.c_int()
        pdfium_c.FPDFPath_GetDrawMode(path, fill, stroke)
        for outline in corners:
            yield from _lines(outline, bool(stroke.value))
        if left[0] <= 0:
            return


def _paths(
    holder: tuple[pdfium_c.FPDF_PAGE, pdfium_c.FPDF_PAGEOBJECT | None], outer: _Matrix, depth: int, left: list[int]
) -> Iterator[tuple[pdfium_c.FPDF_PAGEOBJECT, _Matrix]]:
    """The paths of a page, or of a form on it, each with its matrix; `left` counts down the objects to be looked at."""
    page, form = holder
    count = pdfium_c.FPDFFormObj_CountObjects(form) if form else pdfium_c.FPDFPage_CountObjects(page)
    for i in range(min(count, left[0])):
        left[0] -= 1
        item = pdfium_c.FPDFFormObj_GetObject(form, i) if form else pdfium_c.FPDFPage_GetObject(page, i)
        kind = pdfium_c.FPDFPageObj_GetType(item)
        if kind == pdfium_c.FPDF_PAGEOBJ_PATH:
            yield item, _times(_matrix(item), outer)
        elif kind == pdfium_c.FPDF_PAGEOBJ_FORM and depth < _DEEPEST and left[0] > 0:
            yield from _paths((page, item), _times(_matrix(item), outer), depth + 1, left)


def _corners(path: pdfium_c.FPDF_PAGEOBJECT, matrix: _Matrix, left: list[int]) -> list[list[_Point]]:
    """The outlines of a path, each a list of corners; `left` counts down the points to be read."""
    outlines: list[list[_Point]] = []
    x, y = ctypes.c_float(), ctypes.c_float()
    for i in range(min(pdfium_c.FPDFPath_CountSegments(path), max(0, left[0]))):
        left[0] -= 1
        segment = pdfium_c.FPDFPath_GetPathSegment(path, i)
        pdfium_c.FPDFPathSegment_GetPoint(segment, x, y)
        point = _moved((x.value, y.value), matrix)
        if pdfium_c.FPDFPathSegment_GetType(segment) == pdfium_c.FPDF_SEGMENT_MOVETO or not outlines:
            outlines.append([point])
        else:
            outlines[-1].append(point)
        if pdfium_c.FPDFPathSegment_GetClose(segment):
            outlines[-1].append(outlines[-1][0])
    return outlines


def _lines(outline: list[_Point], stroked: bool) -> Iterator[tuple[_Point, _Point]]:
    xs, ys = [x for x, _ in outline], [y for _, y in outline]
    x0, x1, y0, y1 = min(xs), max(xs), min(ys), max(ys)
    if min(x1 - x0, y1 - y0) <= _THIN and len(outline) > 2:
        middle = ((x0 + x1) / 2, (y0 + y1) / 2)
        level = x1 - x0 >= y1 - y0
        outline = [(x0, middle[1]), (x1, middle[1])] if level else [(middle[0], y0), (middle[0], y1)]
    elif not stroked:
        return
    for a, b in pairwise(outline):
        across, up = abs(a[0] - b[0]), abs(a[1] - b[1])
        if min(across, up) <= 0.5 and max(across, up) >= _SHORT:
            yield a, b


def _matrix(item: pdfium_c.FPDF_PAGEOBJECT) -> _Matrix:
    found = pdfium_c.FS_MATRIX()
    pdfium_c.FPDFPageObj_GetMatrix(item, found)
    return found.a, found.b, found.c, found.d, found.e, found.f


def _times(inner: _Matrix, outer: _Matrix) -> _Matrix:
    a, b, c, d, e, f = inner
    p, q, r, s, t, u = outer
    return a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u


def _moved(point: _Point, matrix: _Matrix) -> _Point:
    a, b, c, d, e, f = matrix
    return a * point[0] + c * point[1] + e, b * point[0] + d * point[1] + f
