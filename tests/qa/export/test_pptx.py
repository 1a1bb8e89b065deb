"""The deck as PowerPoint reads it: everything on its slide, large enough, verbatim, cited, and the same each time."""

import io
import re
import unicodedata
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pptx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pptx.oxml.ns import qn
from pptx.presentation import Presentation
from pptx.util import Pt

from qa.export.content import Lesson
from qa.export.lesson import lesson
from qa.export.measure import CUT
from qa.export.pptx import slides_pptx
from qa.export.quiz_outline import BLANK
from qa.export.single import of_answer, of_comparison
from qa.filters import Filters
from qa.service import Service
from tests.qa.export.lessons import CITING
from tests.qa.export.office import needs_office, shown

ONE = ["行政机关负责人出庭应诉"]
SEVERAL = [*ONE, "行政复议", "政府法律顾问", "规范性文件多久清理一次？", "火星登陆计划"]


@pytest.fixture(scope="module")
def one(service: Service) -> Lesson:
    return lesson(service, ONE, None, CITING)


@pytest.fixture(scope="module")
def several(service: Service) -> Lesson:
    return lesson(service, SEVERAL, None, CITING)


def opened(data: bytes) -> Presentation:
    return pptx.Presentation(io.BytesIO(data))


def paragraphs(shape: Any) -> Iterator[Any]:
    if shape.has_text_frame:
        yield from shape.text_frame.paragraphs
    elif shape.has_table:
        yield from (p for row in shape.table.rows for cell in row.cells for p in cell.text_frame.paragraphs)


def needed(text: str, size: float, room: float) -> int:
    """Lines, reckoned apart from the program: a Chinese character is as wide as its size, others 0.55 of it."""
    ems = [
        sum(0.55 if unicodedata.east_asian_width(c) in ("Na", "N", "H") else 1 for c in part)
        for part in text.split("\v")
    ]
    return sum(max(1, -(-round(em * size) // round(room))) for em in ems)


def fits(shape: Any) -> None:
    """That the text of a shape stands within it, and is not smaller than 14 points."""
    cells = [shape] if shape.has_text_frame else []
    if shape.has_table:
        table = shape.table
        assert sum(row.height for row in table.rows) <= shape.height + len(table.rows)
        widths = [column.width.pt - 12 for column in table.columns]
        for row in table.rows:
            for cell, room in zip(row.cells, widths, strict=True):
                within(cell.text_frame, room, row.height.pt - 8)
    for cell in cells:
        if cell.text_frame.text:
            within(cell.text_frame, shape.width.pt, shape.height.pt)


def within(frame: Any, room: float, tall: float) -> None:
    used = 0.0
    for paragraph in frame.paragraphs:
        sizes = {run.font.size.pt for run in paragraph.runs}
        fields = paragraph._p.findall(qn("a:fld"))
        assert all(size >= 14 for size in sizes)
        assert sizes or fields or not paragraph.text
        size = max(sizes, default=14)
        used += needed(paragraph.text, size, room) * size * 1.3
    assert used <= tall + 0.1, frame.text


def holds(data: bytes) -> Presentation:
    """The laws of every deck."""
    shown = opened(data)
    assert (shown.slide_width, shown.slide_height) == (Pt(960), Pt(540))
    for slide in shown.slides:
        boxes = []
        for shape in slide.shapes:
            assert shape.left >= 0
            assert shape.top >= 0
            assert shape.left + shape.width <= shown.slide_width
            assert shape.top + shape.height <= shown.slide_height
            fits(shape)
            if (shape.has_text_frame and shape.text_frame.text) or shape.has_table or shape.has_chart:
                boxes.append((shape.top, shape.top + shape.height, shape.left, shape.left + shape.width))
        for place, (top, bottom, left, right) in enumerate(boxes):
            for other in boxes[place + 1 :]:
                assert bottom <= other[0] + 1 or other[1] <= top + 1 or right <= other[2] or other[3] <= left
        assert slide.shapes.title is not None
        assert slide.shapes.title.text_frame.text
    return shown


def test_all_laws_hold_of_several_topics(several: Lesson) -> None:
    holds(slides_pptx(several))


def test_one_topic_over_all_plans_is_a_deck_of_about_ten_slides(one: Lesson) -> None:
    shown = holds(slides_pptx(one))
    titles = [slide.shapes.title.text_frame.text for slide in shown.slides if slide.shapes.title]
    assert 10 <= len(titles) <= 14
    names = [column.name for column in one.columns]
    assert [title for title in titles if title in names] == names
    assert titles[0] == one.title
    assert titles[-1] == "参考文献"


def quoted(shown: Presentation) -> list[str]:
    """Texts beside a bar, which is how quotations are drawn."""
    found = []
    for slide in shown.slides:
        shapes = list(slide.shapes)
        bars = {shape.top for shape in shapes if shape.width == Pt(3)}
        found += [s.text_frame.text for s in shapes if s.has_text_frame and s.text_frame.text and s.top in bars]
    return found


def test_every_quotation_is_verbatim(service: Service, one: Lesson, several: Lesson) -> None:
    known = [clause.text for plan in service.plans() for clause in service.clauses(plan.id)]
    for made in (one, several):
        shown = opened(slides_pptx(made))
        found = quoted(shown)
        for slide in shown.slides:
            notes = slide.notes_slide.notes_text_frame if slide.has_notes_slide else None
            found += re.findall("^“(.*?)”$", notes.text if notes else "", re.MULTILINE | re.DOTALL)
            tables = [shape.table for shape in slide.shapes if shape.has_table]
            for table in (t for t in tables if t.cell(0, 1).text_frame.text == "规定"):
                cells = [row.cells[1].text_frame.text for row in list(table.rows)[1:]]
                found += [re.sub(r"\[\d+\]$", "", cell) for cell in cells]
        assert len(found) > 10
        for words in found:
            parts = words.replace("\v", "\n").removesuffix(CUT).split(BLANK)
            assert any(all(part in text for part in parts) for text in known), words


def test_every_stance_is_shown_with_a_link_and_its_reference_at_the_end(one: Lesson) -> None:
    shown = opened(slides_pptx(one))
    runs = [r for slide in shown.slides for s in slide.shapes for p in paragraphs(s) for r in p.runs]
    links = {run.hyperlink.address for run in runs if run.hyperlink.address}
    firsts = {stance.passages[0].source for stance in one.topics[0].stances}
    assert {source.url for source in firsts} <= links <= {source.url for source in one.sources}
    for slide in shown.slides:
        if slide.shapes.title and slide.shapes.title.text_frame.text in {source.name for source in firsts}:
            text = "".join(s.text_frame.text for s in slide.shapes if s.has_text_frame)
            assert "来源：" in text
            assert slide.notes_slide.notes_text_frame
            assert "[EB/OL]" in slide.notes_slide.notes_text_frame.text
    last = "".join(s.text_frame.text for s in shown.slides[-1].shapes if s.has_text_frame)
    assert all(source.entry in last for source in firsts)


def test_charts_show_the_counts_and_can_be_edited(one: Lesson) -> None:
    shown = opened(slides_pptx(one))
    charts = [shape.chart for slide in shown.slides for shape in slide.shapes if shape.has_chart]
    assert [list(chart.plots[0].series[0].values) for chart in charts] == [[c.value for c in one.topics[0].counts]]
    assert list(charts[0].plots[0].categories) == [c.name for c in one.topics[0].counts]
    assert charts[0].part.chart_workbook.xlsx_part.blob[:2] == b"PK"


def test_fonts_are_chinese_in_both_scripts(one: Lesson) -> None:
    shown = opened(slides_pptx(one))
    for run in (r for slide in shown.slides for s in slide.shapes for p in paragraphs(s) for r in p.runs):
        properties = run._r.rPr
        assert {properties.find(qn(f"a:{script}")).get("typeface") for script in ("latin", "ea")} == {"微软雅黑"}


def test_the_same_lesson_gives_the_same_bytes(service: Service, one: Lesson) -> None:
    data = slides_pptx(one)
    assert slides_pptx(lesson(service, ONE, None, CITING)) == data
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert {entry.date_time[0] for entry in archive.infolist()} == {1980}


@settings(max_examples=12, deadline=None)
@given(title=st.text(min_size=1, max_size=200), name=st.text("行政复议WX《》。\n\x0b\ud800 ", min_size=1, max_size=120))
def test_all_laws_hold_of_any_titles(one: Lesson, title: str, name: str) -> None:
    topic = replace(one.topics[0], name=name)
    holds(slides_pptx(replace(one, title=f"甲{title}", topics=(topic,))))


def test_answers_comparisons_and_silence_are_decks_too(service: Service) -> None:
    both = Filters(regions=("422823", "440303"))
    for found in (
        of_answer(service, service.ask("行政复议由谁牵头？", both), CITING),
        of_answer(service, service.ask("火星上谁负责登陆？"), CITING),
        of_comparison(service, service.compare(["行政复议由谁负责？"], both), CITING),
        lesson(service, ["行政复议"], Filters(regions=("422823", "510100")), CITING),
    ):
        assert len(holds(slides_pptx(found)).slides) >= 2
    nobody = holds(slides_pptx(lesson(service, ["火星登陆计划"], None, CITING)))
    text = "".join(s.text_frame.text for s in nobody.slides[1].shapes if s.has_text_frame)
    assert "所列规划都没有与此相关的条款。" in text
    assert "巴东县" in text


@needs_office
def test_libreoffice_opens_it(several: Lesson, tmp_path: Path) -> None:
    made = slides_pptx(several)
    pages = shown(made, "slides.pptx", tmp_path, "-bbox")
    assert pages.count("<page ") == len(opened(made).slides)
    corners = re.findall(r'<word xMin="([\d.-]+)" yMin="([\d.-]+)" xMax="([\d.-]+)" yMax="([\d.-]+)">', pages)
    assert corners
    for left, top, right, bottom in corners:
        assert 0 <= float(left) <= float(right) <= 960
        assert 0 <= float(top) <= float(bottom) <= 540
