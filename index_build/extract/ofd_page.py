"""One page of an OFD (GB/T 33190-2016): its text and path objects as placed boxes and rules.

OFD measures in millimetres from the upper left corner, y downwards; boxes and rules are in points.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from math import hypot, isfinite
from unicodedata import east_asian_width

from lxml import etree

from index_build.extract.layout.characters import plain
from index_build.extract.layout.page import Box, Page, Rule

_POINTS = 72.0 / 25.4
_ASCENT = 0.88
_A4 = (0.0, 0.0, 210.0, 297.0)
_IDENTITY = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
#: Millimetres: shapes thinner than this are lines, lines shorter than this are dots.
_THIN = 1.0
_MOST_CHARACTERS = 200_000
_MOST_POINTS = 50_000
_COMMAND = re.compile(r"([MSLQBAC])([^A-Z]*)")
_Numbers = tuple[float, ...]
_Point = tuple[float, float]


def read(root: etree._Element, default: _Numbers | None) -> Page:
    """A page from its Content.xml; default: the document's page box (x, y, width, height in mm)."""
    x, y, width, height = page_box(root) or default or _A4
    boxes: list[Box] = []
    rules: list[Rule] = []
    for item in root.iterfind("{*}Content//{*}TextObject"):
        if len(boxes) < _MOST_CHARACTERS and _is_visible(item):
            boxes += (_in_points(box, x, y) for box in _text(item))
    points = 0
    for item in root.iterfind("{*}Content//{*}PathObject"):
        outlines = _outlines(item) if _is_visible(item) else []
        points += sum(map(len, outlines))
        if points > _MOST_POINTS:
            break
        rules += (rule for outline in outlines for rule in _rules(outline, item, (x, y)))
    return Page(width * _POINTS, height * _POINTS, tuple(boxes), tuple(rules))


def has_pictures(root: etree._Element) -> bool:
    """Whether pictures are placed on the page."""
    return root.find("{*}Content//{*}ImageObject") is not None


def page_box(element: etree._Element) -> _Numbers | None:
    """x, y, width, height in mm of the PhysicalBox under a page's Area or a document's PageArea."""
    for area in ("{*}Area", "{*}PageArea", "{*}CommonData/{*}PageArea"):
        found = _numbers(element.findtext(f"{area}/{{*}}PhysicalBox"))
        if len(found) == 4 and found[2] > 0 and found[3] > 0:
            return found
    return None


def _text(item: etree._Element) -> Iterator[Box]:
    """The characters of a text object, one box each, in mm."""
    size = _number(item.get("Size"), 0.0)
    across = size * _number(item.get("HScale"), 1.0)
    turned = any(_number(item.get(name), 0.0) for name in ("CharDirection", "ReadDirection"))
    matrix = _matrix(item)
    x, y, spaced = 0.0, 0.0, False
    for code in item.iterfind("{*}TextCode"):
        text = code.text or ""
        x, y = _number(code.get("X"), x), _number(code.get("Y"), y)
        steps = _deltas(code.get("DeltaX"), len(text))
        drops = _deltas(code.get("DeltaY"), len(text))
        down = any(abs(drop) > 0.5 * size for drop in drops)
        for i, character in enumerate(text):
            width = across if east_asian_width(character) in "AFW" else across / 2
            box = _box(character, (x, y), (width, size), matrix)
            yield replace(box, upright=box.upright and not turned and not down, spaced=spaced)
            spaced = character.isspace()
            x += steps[i] if i < len(steps) else (0.0 if down else width)
            y += drops[i] if i < len(drops) else 0.0


def _box(character: str, at: _Point, shape: _Point, matrix: _Numbers) -> Box:
    a, b, c, d, _, _ = matrix
    x, y = _moved(at, matrix)
    size = shape[1] * hypot(c, d)
    straight = abs(b) <= 0.1 * abs(a) and abs(c) <= 0.1 * abs(d) and a > 0 and d > 0
    top = y - _ASCENT * size
    return Box(plain(character), x, x + shape[0] * hypot(a, b), top, top + size, size, straight)


def _in_points(box: Box, x: float, y: float) -> Box:
    x0, x1, top, bottom = ((box.x0 - x), (box.x1 - x), (box.top - y), (box.bottom - y))
    k = _POINTS
    return replace(box, x0=x0 * k, x1=x1 * k, top=top * k, bottom=bottom * k, size=box.size * k)


def _outlines(item: etree._Element) -> list[list[_Point]]:
    """The outlines of a path object, each a list of corners in mm; curves by their ends."""
    matrix = _matrix(item)
    outlines: list[list[_Point]] = []
    for command in _COMMAND.finditer(item.findtext("{*}AbbreviatedData") or ""):
        numbers = _numbers(command[2])
        if command[1] in "MS" and len(numbers) >= 2:
            outlines.append([_moved((numbers[0], numbers[1]), matrix)])
        elif command[1] == "C" and outlines:
            outlines[-1].append(outlines[-1][0])
        elif outlines and len(numbers) >= 2:
            outlines[-1].append(_moved((numbers[-2], numbers[-1]), matrix))
    return outlines


def _rules(outline: list[_Point], item: etree._Element, origin: _Point) -> Iterator[Rule]:
    """The level and upright lines of an outline: all of a stroked one, the middle of a thin filled one."""
    xs, ys = [x for x, _ in outline], [y for _, y in outline]
    x0, x1, y0, y1 = min(xs), max(xs), min(ys), max(ys)
    if len(outline) > 2 and min(x1 - x0, y1 - y0) <= _THIN:
        level = x1 - x0 >= y1 - y0
        middle = ((x0 + x1) / 2, (y0 + y1) / 2)
        outline = [(x0, middle[1]), (x1, middle[1])] if level else [(middle[0], y0), (middle[0], y1)]
    elif item.get("Stroke", "true") == "false":
        return
    for (ax, ay), (bx, by) in pairwise(outline):
        ax, bx, ay, by = ax - origin[0], bx - origin[0], ay - origin[1], by - origin[1]
        if abs(ay - by) <= 0.2 and abs(ax - bx) > _THIN:
            yield Rule(min(ax, bx) * _POINTS, ay * _POINTS, max(ax, bx) * _POINTS, ay * _POINTS)
        elif abs(ax - bx) <= 0.2 and abs(ay - by) > _THIN:
            yield Rule(ax * _POINTS, min(ay, by) * _POINTS, ax * _POINTS, max(ay, by) * _POINTS)


def _is_visible(item: etree._Element) -> bool:
    return item.get("Visible", "true") != "false"


def _matrix(item: etree._Element) -> _Numbers:
    """From the object's own coordinates to the page's: its CTM, then its Boundary's corner."""
    a, b, c, d, e, f = _six(_numbers(item.get("CTM")))
    corner = _numbers(item.get("Boundary"))
    x, y = corner[:2] if len(corner) >= 2 else (0.0, 0.0)
    return a, b, c, d, e + x, f + y


def _six(numbers: _Numbers) -> _Numbers:
    return numbers if len(numbers) == 6 else _IDENTITY


def _moved(point: _Point, matrix: _Numbers) -> _Point:
    a, b, c, d, e, f = matrix
    return a * point[0] + c * point[1] + e, b * point[0] + d * point[1] + f


def _deltas(written: str | None, most: int) -> list[float]:
    """Steps from character to character; "g n v" stands for n times v. No more than `most`."""
    steps: list[float] = []
    words = iter((written or "").split())
    for word in words:
        if len(steps) >= most:
            break
        if word == "g":
            times = int(_number(next(words, None), 0.0))
            steps += [_number(next(words, None), 0.0)] * max(0, min(times, most - len(steps)))
        else:
            steps.append(_number(word, 0.0))
    return steps


def _numbers(written: str | None) -> _Numbers:
    words = (written or "").replace(",", " ").split()
    return tuple(_number(word, 0.0) for word in words)


def _number(written: str | None, default: float) -> float:
    try:
        value = float(written) if written else default
    except ValueError:
        return default
    return value if isfinite(value) and abs(value) < 1e6 else default
