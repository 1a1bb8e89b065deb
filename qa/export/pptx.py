"""Slides: a title, and the deck of `qa.export.deck` drawn as PowerPoint expects it."""

import io
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import pptx
from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.presentation import Presentation
from pptx.slide import Slide as Drawn
from pptx.util import Length, Pt

from qa.export.content import Lesson, Source
from qa.export.deck import deck
from qa.export.measure import LEADING, clipped, lines
from qa.export.outline import about
from qa.export.packing import repacked
from qa.export.pptx_charts import add_chart
from qa.export.pptx_layout import (
    ABOVE,
    ACCENT,
    BODY,
    FOOT,
    GREY,
    INK,
    LEFT,
    PAGE,
    PALE,
    SMALL,
    SOURCES,
    TITLE,
    TITLE_SIZE,
    frame,
    page_number,
    prepare,
    rgb,
    ruled,
    write,
)
from qa.export.printable import printable
from qa.export.slides import (
    CELL,
    EDGE,
    GAP,
    INDENT,
    SIDE,
    SIZES,
    WIDTH,
    Bars,
    Grid,
    Run,
    Runs,
    Slide,
    Text,
    height,
    plain,
    row_height,
)

_TITLE_ONLY = 5
#: Points: the title on the first slide; the box of page numbers.
_COVER, _NUMBER = 36.0, 60.0
#: Lines of short sources at the foot of a slide; places of marks in the last resort.
_SOURCE_LINES, _MARKS = 2, 12


def slides_pptx(lesson: Lesson) -> bytes:
    """The file; the same for the same lesson."""
    shown = pptx.Presentation()
    prepare(shown)
    _properties(shown, lesson)
    _cover(shown, lesson)
    for number, slide in enumerate(deck(lesson), 2):
        _draw(shown, slide, number, lesson.title)
    out = io.BytesIO()
    shown.save(out)
    return repacked(out.getvalue())


def _properties(shown: Presentation, lesson: Lesson) -> None:
    core = shown.core_properties
    core.title, core.subject, core.language = printable(lesson.title)[:255], lesson.kind, "zh-CN"
    core.author = core.last_modified_by = "planqa"
    core.comments = core.keywords = ""
    core.created = core.modified = datetime.combine(lesson.accessed, datetime.min.time())
    core.revision = 1


def _cover(shown: Presentation, lesson: Lesson) -> None:
    drawn = shown.slides.add_slide(shown.slide_layouts[_TITLE_ONLY])
    _rule(drawn, 300, 3)
    _title(drawn, lesson.title, 120, _COVER, 3)
    said = "".join(piece.text for piece in about(lesson).pieces)
    _box(drawn, (LEFT, 320, WIDTH, 3 * 18 * LEADING), (Run(clipped(said, 18, WIDTH, 3)),), 18, GREY)
    _speak(drawn, f"{lesson.title}\n{said}")


def _draw(shown: Presentation, slide: Slide, number: int, deck_title: str) -> None:
    drawn = shown.slides.add_slide(shown.slide_layouts[_TITLE_ONLY])
    _title(drawn, slide.title, TITLE, TITLE_SIZE, 2)
    if slide.above:
        above = clipped(slide.above, SMALL, WIDTH, 1)
        _box(drawn, (LEFT, ABOVE, WIDTH, SMALL * LEADING), (Run(above),), SMALL, ACCENT)
    _body(drawn, slide)
    if slide.sources:
        _box(drawn, (LEFT, SOURCES, WIDTH, _SOURCE_LINES * SMALL * LEADING), _cited(slide.sources), SMALL, GREY)
    _rule(drawn, FOOT - 4, 0.75)
    foot = WIDTH - _NUMBER
    _box(drawn, (LEFT, FOOT, foot, SMALL * LEADING), (Run(clipped(deck_title, SMALL, foot, 1)),), SMALL, GREY)
    corner = drawn.shapes.add_textbox(Pt(LEFT + foot), Pt(FOOT), Pt(_NUMBER), Pt(SMALL * LEADING))
    paragraph = frame(corner).paragraphs[0]
    paragraph.alignment = PP_ALIGN.RIGHT
    page_number(paragraph, number)
    _speak(drawn, slide.notes)


def _title(drawn: Drawn, text: str, top: float, size: float, most: int) -> None:
    """As a title, which outlines and screen readers know, on up to `most` lines."""
    shape: Any = drawn.shapes.title
    room = most * size * LEADING
    shape.left, shape.top, shape.width, shape.height = Pt(LEFT), Pt(top), Pt(WIDTH), Length(Pt(room))
    is_cover = size == _COVER
    paragraph = frame(shape, MSO_ANCHOR.BOTTOM if is_cover else MSO_ANCHOR.TOP).paragraphs[0]
    paragraph.alignment = PP_ALIGN.LEFT
    write(paragraph, (Run(clipped(printable(text), size, WIDTH, most)),), size, ACCENT if is_cover else INK, bold=True)


def _body(drawn: Drawn, slide: Slide) -> None:
    top = BODY
    for block in slide.blocks:
        if isinstance(block, Bars):
            add_chart(drawn.shapes, block, (Pt(LEFT), Pt(top), Pt(WIDTH), Pt(height(block))))
        elif isinstance(block, Grid):
            _table(drawn, block, top)
        else:
            _text(drawn, block, top)
        top += height(block) + GAP


def _text(drawn: Drawn, text: Text, top: float) -> None:
    inset = INDENT if text.kind in ("quote", "option") else 0
    colour = GREY if text.kind in ("place", "note") else INK
    _box(drawn, (LEFT + inset, top, WIDTH - inset, height(text)), text.runs, SIZES[text.kind], colour)
    if text.kind == "quote":
        _bar(drawn, (LEFT, top, 3, height(text)))


def _table(drawn: Drawn, grid: Grid, top: float) -> None:
    """Drawn without the stripes of a style; rows are as high as they were measured."""
    box = (Pt(LEFT), Pt(top), Pt(WIDTH), Pt(height(grid)))
    table: Any = drawn.shapes.add_table(len(grid.rows) + 1, len(grid.header), *box).table
    table.horz_banding = False
    for column, share in zip(table.columns, grid.shares, strict=True):
        column.width = Pt(WIDTH * share)
    header = tuple((Run(name),) for name in grid.header)
    for number, cells in enumerate((header, *(row.cells for row in grid.rows))):
        table.rows[number].height = Pt(row_height(cells, grid.shares))
        _row(table, number, cells)


def _row(table: Any, number: int, cells: Sequence[Runs]) -> None:
    for place, runs in enumerate(cells):
        cell = table.cell(number, place)
        cell.margin_left = cell.margin_right = Pt(SIDE)
        cell.margin_top = cell.margin_bottom = Pt(EDGE)
        cell.fill.solid()
        cell.fill.fore_color.rgb = rgb("FFFFFF" if number else PALE)
        ruled(cell._tc)
        write(cell.text_frame.paragraphs[0], runs, CELL, INK, bold=not number)


def _cited(sources: Sequence[Source]) -> Runs:
    """Plan and number of each clause; of many their shorter names, or the marks, which the last slides explain."""
    full = [Run(f"[{s.n}]《{s.plan.title}》{s.clause.label}", s.url) for s in sources]
    brief = [Run(f"[{s.n}] {s.name} {s.clause.label}".rstrip(), s.url) for s in sources]
    marks = [Run(f"[{s.n}]", s.url) for s in sources]
    more = [*marks[:_MARKS], Run(f"等{len(marks)}条，见参考文献。")]
    for found in (full, brief, [*marks, Run("见参考文献。")], more):
        parted = [part for run in found for part in (run, Run("　"))][:-1]
        runs = (Run("来源："), *parted)
        if lines(plain(runs), SMALL, WIDTH) <= _SOURCE_LINES:
            return runs
    return runs


def _box(drawn: Drawn, box: tuple[float, float, float, float], runs: Runs, size: float, colour: str) -> None:
    left, top, width, tall = box
    shape = drawn.shapes.add_textbox(Pt(left), Pt(top), Pt(width), Pt(tall))
    write(frame(shape).paragraphs[0], runs, size, colour)


def _rule(drawn: Drawn, top: float, thick: float) -> None:
    _bar(drawn, (LEFT, top, PAGE[0] - 2 * LEFT, thick))


def _bar(drawn: Drawn, box: tuple[float, float, float, float]) -> None:
    """An ornament, without a text."""
    left, top, width, tall = box
    shape = drawn.shapes.add_shape(MSO_SHAPE.RECTANGLE, Pt(left), Pt(top), Pt(width), Pt(tall))
    shape.fill.solid()
    shape.fill.fore_color.rgb = rgb(ACCENT)
    shape.line.fill.background()
    shape.shadow.inherit = False


def _speak(drawn: Drawn, notes: str) -> None:
    frame_of_notes = drawn.notes_slide.notes_text_frame
    if notes and frame_of_notes is not None:
        frame_of_notes.text = printable(notes)
