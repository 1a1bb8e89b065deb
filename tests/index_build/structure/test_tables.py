"""Tables: rows, headers, and what the columns of a row say."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index_build.structure import tables

CELLS = [
    "",
    " ",
    "甲",
    "1",
    "序号",
    "任务",
    "牵头单位",
    "县司法局、县财政局",
    "/",
    "|",
    "\t",
    "\n",
    "---",
    "一、",
    "2025年底前",
]
ODD = st.lists(st.sampled_from(CELLS), max_size=30).map("".join)
HEADER = ["序号", "任务", "牵头单位", "配合单位", "完成时限"]


def named(header: list[str], row: str) -> list[str]:
    found = tables.assignments(header, row)
    assert all(row[slice(*u.span)] == u.name for a in found for u in a.units)
    return [f"{u.role}:{u.name}" for a in found for u in a.units]


def until(header: list[str], row: str) -> list[str]:
    return [a.deadline for a in tables.assignments(header, row) if a.deadline]


@given(ODD | st.text())
def test_rows_stand_in_order_and_their_cells_inside_them(text: str) -> None:
    places = [place for span, cells in tables.find_rows(text) for place in (span[0], *sum(cells, ()), span[1])]
    assert places == sorted(places)
    assert all(
        text[slice(*cell)] == text[slice(*cell)].strip() for _, cells in tables.find_rows(text) for cell in cells
    )


@given(ODD | st.text())
def test_units_stand_in_their_spans(row: str) -> None:
    assert named(HEADER, row) is not None


@pytest.mark.parametrize("piece", ["\t", "|", "\t\n", "甲\t乙\n", "|a|b|\n", "序号\t任务\n", "\n", "|---|\n"])
def test_a_long_table_is_no_trap(piece: str) -> None:
    text = piece * (60_000 // len(piece))
    assert len(tables.find_rows(text)) <= text.count("\n") + 1
    assert len(tables.repeated_headers(text.split("\n"))) <= text.count("\n") + 1


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("序号\t任务\t牵头单位", True),
        ("工作任务\t责 任 单 位\t完成时限（年底前）", True),
        ("牵头\t配合", True),
        ("指标\t2020年\t2025年\t属性", True),
        ("1\t修路\t县交通局", False),
        ("任务\t修路。\t", False),
        ("任务\t\t", False),
        ("甲\t乙\t任务", False),
    ],
)
def test_headers(row: str, expected: bool) -> None:
    assert tables.is_header(row) is expected


def test_a_header_is_repeated_only_within_its_table() -> None:
    rows = [
        "任务\t单位",
        "修路\t甲局",
        "任务\t单位",
        "",
        "任务\t单位",
        "修桥\t乙局",
        "二、其他",
        "任务\t单位",
        "---\t---",
    ]
    assert tables.repeated_headers(rows) == {2: "重复的表头", 4: "重复的表头", 8: "表格线"}


@pytest.mark.parametrize(
    ("row", "units", "deadlines"),
    [
        (
            "1\t修路\t县交通局\t县财政局、各乡镇\t2025年底前",
            ["lead:县交通局", "support:县财政局", "support:各乡镇"],
            ["2025年底前"],
        ),
        ("1\t修路\t县交通局 县住建局\t各部门\t", ["lead:县交通局", "lead:县住建局", "support:各部门"], []),
        ("1\t修路\t教 育 局\t/\t—", ["lead:教 育 局"], []),
        ("1\t修路\t无\t—\t长期", [], ["长期"]),
        ("1\t修路", [], []),
        ("1\t修路（责任单位：县交通局）\t\t\t", ["responsible:县交通局"], []),
    ],
)
def test_columns_say_who_and_until_when(row: str, units: list[str], deadlines: list[str]) -> None:
    assert (named(HEADER, row), until(HEADER, row)) == (units, deadlines)


@pytest.mark.parametrize(
    ("column", "role"),
    [
        ("牵头单位", "lead"),
        ("主办部门", "lead"),
        ("责任单位", "responsible"),
        ("承办单位", "responsible"),
        ("责任单位牵头", "lead"),
        ("责任单位配合", "support"),
        ("协办单位", "support"),
        ("参加单位", "support"),
        ("牵头", "lead"),
    ],
)
def test_roles_of_columns(column: str, role: str) -> None:
    assert named(["任务", column], "修路\t县交通局") == [f"{role}:县交通局"]


@pytest.mark.parametrize("column", ["任务", "责任人", "备注", "", "实施内容"])
def test_columns_that_name_nobody(column: str) -> None:
    assert named(["任务", column], "修路\t县交通局") == []


def test_a_header_of_two_rows() -> None:
    assert tables.joined_columns(["序号", "责任单位", "", "时限"], ["", "牵头", "配合", ""]) == (
        *("序号", "责任单位牵头", "责任单位配合", "时限"),
    )
