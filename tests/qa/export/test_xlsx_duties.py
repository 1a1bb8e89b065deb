"""The list of responsibilities as a spreadsheet: verbatim, whole, with links, the same bytes each time."""

import io
import re
from pathlib import Path

import openpyxl
import pytest

from qa.export.xlsx_duties import duties_xlsx
from qa.records import ROLE_NAMES
from qa.responsibilities import NO_UNITS, DutyList, task
from qa.service import Service
from tests.qa.export.lessons import CITING
from tests.qa.export.office import needs_office, shown

BADONG = "422823-2016"


@pytest.fixture(scope="module")
def listed(service: Service) -> DutyList:
    return service.duties(BADONG)


@pytest.fixture(scope="module")
def data(listed: DutyList) -> bytes:
    return duties_xlsx(listed, CITING)


def rows(data: bytes, sheet: str) -> list[dict[str, str]]:
    """The rows of a sheet below its header, by column."""
    head, *below = openpyxl.load_workbook(io.BytesIO(data))[sheet].values
    return [dict(zip(map(str, head), (str(cell or "") for cell in row), strict=True)) for row in below]


def test_every_duty_is_a_row_in_the_words_of_the_plan(data: bytes, listed: DutyList) -> None:
    duties = {(d.clause.id, d.unit.role, d.unit.name): d for body in listed.bodies for d in body.duties}
    found = rows(data, "按单位")
    assert len(found) == len(duties)
    roles = {words: role for role, words in ROLE_NAMES.items()}
    for row in found:
        duty = duties[row["条款编号"], roles[row["角色"]], row["单位"].removesuffix("等")]
        assert row["单位"] in duty.source.text
        assert row["任务"] == duty.clause.label + task(duty.clause)
        assert task(duty.clause) in duty.clause.text
        assert [part for part in row["时限"].split("、") if part not in duty.clause.text] == []


def test_every_clause_is_a_row_with_all_its_units(data: bytes, listed: DutyList, service: Service) -> None:
    found = {row["条款编号"]: row for row in rows(data, "按条款")}
    clauses = [c for c in service.clauses(BADONG) if c.searchable or c.units]
    assert list(found) == [c.id for c in clauses]
    for clause in clauses:
        for role, words in ROLE_NAMES.items():
            named = dict.fromkeys(unit.name for unit in service.units(clause) if unit.role == role)
            assert [name for name in named if name not in found[clause.id][words]] == []
            assert bool(found[clause.id][words]) == bool(named)


def test_every_clause_is_a_source_with_its_text_and_link(data: bytes, service: Service) -> None:
    sources = {row["条款编号"]: row for row in rows(data, "出处")}
    assert set(sources) == {row["条款编号"] for row in rows(data, "按条款")}
    for clause_id, row in sources.items():
        assert row["条款原文"] == service.clause(clause_id).clause.text
        assert CITING.link(clause_id) in row["参考文献（GB/T 7714）"]
    book = openpyxl.load_workbook(io.BytesIO(data))
    for sheet in book:
        column = [cell.value for cell in sheet[1]].index("条款编号")
        for row in sheet.iter_rows(min_row=2):
            assert row[column].hyperlink.target == CITING.link(str(row[column].value))


def test_sheets_stay_readable_and_can_be_filtered(data: bytes) -> None:
    book = openpyxl.load_workbook(io.BytesIO(data))
    assert book.sheetnames == ["按单位", "按条款", "出处"]
    for sheet in book:
        assert sheet.freeze_panes == "B2"
        assert str(sheet.auto_filter.ref).startswith("A1:")
        assert sheet.print_title_rows == "$1:$1"


@pytest.mark.parametrize("plan", ["moushi-2011", "440303-2011"])
def test_a_plan_with_few_units_or_none_is_written(service: Service, plan: str) -> None:
    listed = service.duties(plan)
    made = duties_xlsx(listed, CITING)
    assert (rows(made, "按单位")[0]["单位"] == NO_UNITS) == (not listed.bodies)
    assert len(rows(made, "按条款")) >= len(listed.unnamed)


def test_the_same_list_gives_the_same_bytes(service: Service, data: bytes) -> None:
    assert duties_xlsx(service.duties(BADONG), CITING) == data


@needs_office
def test_libreoffice_opens_it(data: bytes, listed: DutyList, tmp_path: Path) -> None:
    bare = re.sub(r"\s", "", shown(data, "duties.xlsx", tmp_path))
    assert [body.name for body in listed.bodies if body.name not in bare] == []
