"""The spreadsheet: texts are texts, quotations verbatim, links, filters, print, the same bytes each time."""

import io
import re
import zipfile
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.workbook import Workbook

from qa.export.content import NO_UNIT, Lesson
from qa.export.lesson import lesson
from qa.export.measure import CUT
from qa.export.single import of_answer
from qa.export.xlsx import matrix_xlsx
from qa.export.xlsx_sheets import limited
from qa.service import Service
from tests.qa.export.lessons import CITING
from tests.qa.export.office import needs_office, shown

TOPICS = ["行政机关负责人出庭应诉", "行政复议", "规范性文件多久清理一次？", "火星登陆计划"]


@pytest.fixture(scope="module")
def made(service: Service) -> Lesson:
    return lesson(service, TOPICS, None, CITING)


@pytest.fixture(scope="module")
def data(made: Lesson) -> bytes:
    return matrix_xlsx(made)


@pytest.fixture(scope="module")
def book(data: bytes) -> Workbook:
    return openpyxl.load_workbook(io.BytesIO(data))


@pytest.mark.parametrize("topics", [1, 4, 5], ids=["plans down", "plans down too", "topics down"])
def test_the_matrix_has_a_cell_for_each_topic_and_plan(service: Service, made: Lesson, topics: int) -> None:
    known = [clause.text for plan in service.plans() for clause in service.clauses(plan.id)]
    chosen = (*made.topics, replace(made.topics[0], name="又一专题"))[:topics]
    sheet = openpyxl.load_workbook(io.BytesIO(matrix_xlsx(replace(made, topics=chosen))))["对比矩阵"]
    corner, *across = [str(cell.value) for cell in sheet[1]]
    assert corner == ("专题" if topics == 5 else "规划")
    rows = {str(row[0].value): row for row in sheet.iter_rows(min_row=2)}
    assert len(rows) == max(topics, len(made.columns))
    for topic in chosen:
        for stance in topic.stances:
            names = (topic.name, stance.column.name) if topics == 5 else (stance.column.name, topic.name)
            text, link = rows[names[0]][across.index(names[1]) + 1 :][:2]
            if not stance.passages:
                assert (text.value, link.value) == ("该规划未涉及", "")
                continue
            first = stance.passages[0]
            assert link.hyperlink.target == first.source.url
            assert str(link.value).startswith(f"[{first.source.n}]")
            place, rest = str(text.value).split("\n", 1)
            assert place == first.source.place
            words = re.split("\n(?:牵头单位：|未载明牵头单位)", rest)[0].removesuffix(CUT)
            assert "\n".join(quote.words for quote in first.quotes).startswith(words)
            assert all(any(part in t for t in known) for part in words.split("\n"))


def test_units_are_a_row_each_and_those_without_are_said(book: Workbook, made: Lesson) -> None:
    header, *rows = book["责任单位"].values
    assert header == ("专题", "规划", "条款", "角色", "单位", "时限", "链接")
    passages = [(t, s, p) for t in made.topics for s in t.stances for p in s.passages]
    named = {(t.name, s.column.name, unit.shown) for t, s, p in passages for unit in p.units}
    assert {(row[0], row[1], row[4]) for row in rows if row[4] != NO_UNIT} == named
    assert sum(row[4] == NO_UNIT for row in rows) == sum(not p.units and not p.mention for _, _, p in passages)


def test_sources_have_their_entries_and_the_whole_clause(book: Workbook, made: Lesson) -> None:
    _, *rows = book["出处"].values
    assert [row[0] for row in rows] == [source.n for source in made.sources]
    assert [row[3] for row in rows] == [source.entry for source in made.sources]
    assert [row[5] for row in rows] == [source.clause.text for source in made.sources]


def test_figures_are_numbers_with_a_chart(book: Workbook, made: Lesson) -> None:
    sheet = book["覆盖情况"]
    _, *rows = sheet.values
    assert rows == [(t.name, t.plans, *(c.value for c in t.counts)) for t in made.topics]
    assert len(sheet._charts) == 1


def test_sheets_are_made_to_be_filtered_and_printed(book: Workbook) -> None:
    assert book["责任单位"].auto_filter.ref == f"A1:G{book['责任单位'].max_row}"
    assert book.sheetnames == ["对比矩阵", "责任单位", "出处", "覆盖情况"]
    for sheet in book:
        assert sheet.freeze_panes == "B2"
        assert sheet.auto_filter.ref
        assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
        assert (sheet.sheet_properties.pageSetUpPr.fitToPage, sheet.page_setup.fitToHeight) == (True, 0)
        assert sheet.print_title_rows == "$1:$1"
        assert all(cell.alignment.wrap_text for row in sheet for cell in row)
        assert all((sheet.row_dimensions[n].height or 0) <= 409 for n in range(1, sheet.max_row + 1))


@settings(max_examples=25, deadline=None)
@given(start=st.sampled_from("=+-@\t\r\n'{"), rest=st.text(max_size=60))
def test_no_text_becomes_a_formula(made: Lesson, start: str, rest: str) -> None:
    text = f"{start}{rest}"
    topic = replace(made.topics[0], name=text)
    columns = (replace(made.columns[0], name=text), *made.columns[1:])
    data = matrix_xlsx(replace(made, title=text, topics=(topic,), columns=columns))
    book = openpyxl.load_workbook(io.BytesIO(data))
    assert {cell.data_type for sheet in book for row in sheet for cell in row if cell.value is not None} <= {"s", "n"}
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        sheets = [archive.read(name) for name in archive.namelist() if name.startswith("xl/worksheets/sheet")]
    assert all(b"<f>" not in sheet and b"<f " not in sheet for sheet in sheets)


@given(st.text("甲a😀\n", min_size=1, max_size=30), st.integers(1, 40_000))
def test_a_cell_holds_what_excel_can_count(text: str, times: int) -> None:
    whole = (text * times)[:70_000]
    kept = limited(whole)
    assert len(kept.encode("utf-16-le")) // 2 <= 32_767
    assert kept == whole or whole.startswith(kept.removesuffix(CUT))


def test_what_is_too_long_for_a_cell_or_a_link_is_still_written(made: Lesson) -> None:
    source = made.sources[0]
    long = replace(source, url=f"https://plans.example/{'a' * 3000}", entry="长" * 40_000)
    other = replace(source, n=2, url="internal:甲", entry="=1+1")
    book = openpyxl.load_workbook(io.BytesIO(matrix_xlsx(replace(made, sources=(long, other)))))
    _, first, second = book["出处"].rows
    assert str(first[3].value).endswith(CUT)
    assert [first[4].value, first[4].hyperlink, second[4].value, second[4].hyperlink] == [
        long.url,
        None,
        "internal:甲",
        None,
    ]
    assert (second[3].value, second[3].data_type) == ("=1+1", "s")


def test_the_same_lesson_gives_the_same_bytes(service: Service, data: bytes) -> None:
    assert matrix_xlsx(lesson(service, TOPICS, None, CITING)) == data


def test_an_answer_without_clauses_is_written(service: Service) -> None:
    found = of_answer(service, service.ask("火星上谁负责登陆？"), CITING)
    assert openpyxl.load_workbook(io.BytesIO(matrix_xlsx(found)))["出处"].max_row == 1


@needs_office
def test_libreoffice_opens_it(data: bytes, tmp_path: Path) -> None:
    bare = re.sub(r"\s", "", shown(data, "matrix.xlsx", tmp_path))
    assert all(topic in bare for topic in TOPICS)
