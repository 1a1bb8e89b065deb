"""Who a clause names for which role."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index_build import units

PIECES = [
    *("（", "）", "〔", "〕", "【", "】", "(", ")", "[", "]", "、", "，", "；", "。", "：", "\n", " "),
    *("牵头单位：", "责任单位：", "配合单位：", "完成时限：", "牵头", "负责", "配合", "参与", "按职责分工", "由", "等"),
    *("县司法局", "教育和体育局", "各乡镇政府", "2025年底前", "完成", "加强领导", "谁"),
]
ODD = st.lists(st.sampled_from(PIECES), max_size=40).map("".join)


def read(text: str) -> tuple[list[str], str | None]:
    found = units.find(text)
    names = [f"{u.role}:{u.name}" for a in found for u in a.units]
    return names, next((a.deadline for a in found if a.deadline), None)


@given(ODD | st.text())
def test_a_unit_is_what_stands_in_its_span(text: str) -> None:
    for assignment in units.find(text):
        for unit in assignment.units:
            assert text[slice(*unit.span)] == unit.name == unit.name.strip() != ""
            assert assignment.span[0] <= unit.span[0] <= unit.span[1] <= assignment.span[1]


@given(ODD)
def test_no_unit_is_named_twice_over(text: str) -> None:
    spans = sorted(u.span for a in units.find(text) for u in a.units)
    assert all(a[1] <= b[0] for a, b in pairwise(spans))


@given(ODD | st.text())
def test_brackets_are_apart_and_in_order(text: str) -> None:
    spans = units.brackets(text)
    assert all(text[start] in "（〔【([" and text[end - 1] in "）〕】)]" for start, end in spans)
    assert all(a[1] <= b[0] for a, b in pairwise(spans))


@pytest.mark.parametrize(
    "piece",
    [
        "（",
        "）",
        "（）",
        "（〔",
        "〔）",
        "（责任单位：甲）",
        "责任单位：",
        "责任单位：甲\n",
        "，乙",
        "负责，",
        "（甲负责",
        "牵头；",
    ],
)
@pytest.mark.parametrize("opening", ["", "责任单位：甲；", "（"])
def test_odd_brackets_without_end_are_survived(piece: str, opening: str) -> None:
    text = opening + piece * (100_000 // len(piece))
    for assignment in units.find(text):
        assert all(text[slice(*u.span)] == u.name for u in assignment.units)
    assert units.is_units_line(text) in (True, False)


LEAD, HELP = "lead:县司法局", "support:县财政局"


@pytest.mark.parametrize(
    ("text", "names", "deadline"),
    [
        ("（牵头单位：县司法局；配合单位：县财政局）", [LEAD, HELP], None),
        ("加强复议。（牵头单位：县司法局，配合单位：县财政局）", [LEAD, HELP], None),
        ("加强复议。〔牵头单位：县司法局〕", [LEAD], None),
        ("加强复议。【牵头单位：县司法局】", [LEAD], None),
        ("加强复议。[牵头单位：县司法局]", [LEAD], None),
        (
            "加强复议。牵头单位：县司法局；责任单位：县财政局、县审计局",
            [LEAD, "responsible:县财政局", "responsible:县审计局"],
            None,
        ),
        ("加强复议。\n牵头单位：县司法局\n配合单位：县财政局等\n完成时限：2025年底前", [LEAD, HELP], "2025年底前"),
        (
            "（县教育和体育局牵头，县民政局、县残联配合）",
            ["lead:县教育和体育局", "support:县民政局", "support:县残联"],
            None,
        ),
        ("（县司法局牵头负责，县财政局配合）", [LEAD, HELP], None),
        ("（由县司法局负责）", ["responsible:县司法局"], None),
        ("（县司法局、各乡镇政府按职责分工负责）", ["responsible:县司法局", "responsible:各乡镇政府"], None),
        ("（县司法局负责，2025年底前完成）", ["responsible:县司法局"], "2025年底前"),
        ("（责任单位：县司法局，2025年底前完成）", ["responsible:县司法局"], "2025年底前"),
        ("（责任单位：县司法局；完成时限：长期坚持）", ["responsible:县司法局"], "长期坚持"),
        ("（责任单位：各部门，按职责分工负责）", ["responsible:各部门"], None),
        ("（责任单位：县政府各部门,各乡镇政府）", ["responsible:县政府各部门", "responsible:各乡镇政府"], None),
        ("（牵头单位：县司法局（行政复议办）、县财政局）", ["lead:县司法局（行政复议办）", "lead:县财政局"], None),
        ("甲。（牵头单位：县司法局）乙。（责任单位：县财政局）", [LEAD, "responsible:县财政局"], None),
    ],
)
def test_forms(text: str, names: list[str], deadline: str | None) -> None:
    assert read(text) == (names, deadline)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "向县（市、区）政府推广。",
            "按规定办理（涉密的除外）。",
            "（试行）",
            "（以下简称方案）",
            "（谁执法谁负责）",
            "（由谁负责）",
        ),
        *(
            "（政府主导、社会参与）",
            "（财政支持）",
            "各单位要明确责任单位：不得推诿的",
            "落实主体责任，加强配合。",
            "（某政发〔2011〕3号）",
        ),
        *("（甲。乙负责）", "（牵头单位：", "由县司法局牵头。"),
    ],
)
def test_other_brackets_and_sentences_name_nobody(text: str) -> None:
    assert read(text) == ([], None)


@pytest.mark.parametrize(
    "line", ["责任单位：甲局", "完成时限：2025年", "（牵头单位：甲局）", "〔甲局牵头，乙局配合〕", "配合单位: 甲局"]
)
def test_a_line_that_only_names_units(line: str) -> None:
    assert units.is_units_line(line)


@pytest.mark.parametrize(
    "line", ["加强领导。（牵头单位：甲局）", "（牵头单位：甲局）加强领导。", "（试行）", "责任单位要落实", ""]
)
def test_a_line_that_says_more(line: str) -> None:
    assert not units.is_units_line(line)
