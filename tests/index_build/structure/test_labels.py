"""The labels of a whole document: what counts on is believed, and the order of forms is the document's own."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index_build.structure import labels

STARTS = [
    "第一条 ",
    "第二条 ",
    "第二条所",
    "第三条处",
    "一、",
    "二，",
    "（一）",
    "（二",
    "1.",
    "2，",
    "1.1 ",
    "1.2 ",
    "a.",
    "b.",
    "I.",
    "甲",
    "\t",
]
LINES = st.lists(st.sampled_from(STARTS).map(lambda s: s + "乙丙。"), max_size=25)


def written(*lines: str) -> list[str]:
    return [label.written if label else "" for label in labels.read(lines)]


@given(LINES | st.lists(st.text(alphabet="第一二条章、.（）12 甲\t", max_size=8), max_size=12))
def test_a_label_is_what_its_line_begins_with(lines: list[str]) -> None:
    found = labels.read(lines)
    assert len(found) == len(lines)
    assert all(label is None or line.startswith(label.written) for line, label in zip(lines, found, strict=True))


@given(LINES)
def test_each_form_has_one_rank(lines: list[str]) -> None:
    ranks = {(label.form, label.rank) for label in labels.read(lines) if label}
    assert len({form for form, _ in ranks}) == len({rank for _, rank in ranks}) == len(ranks)


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["第一条 甲", "第二条 乙", "第三条处罚", "第三条 丙"], ["第一条", "第二条", "", "第三条"]),
        (["第一条为了", "第二条所有单位", "第三条乙"], ["第一条", "第二条", "第三条"]),
        (["第一条为了", "第二条规定的情形", "第二条乙"], ["第一条", "", "第二条"]),
        (["第八条甲", "第九条乙", "第五条处罚", "第十条丙"], ["第八条", "第九条", "", "第十条"]),
        (["第十七条甲", "第十七条之一以乙", "第十八条丙"], ["第十七条", "第十七条之一", "第十八条"]),
        (["（一）甲", "（二乙丙", "（三）丁"], ["（一）", "（二", "（三）"]),
        (["（一般情况", "（二）乙"], ["", "（二）"]),
        (["一 甲乙", "二 丙丁"], ["一", "二"]),
        (["一 甲乙", "三 丙丁"], ["", ""]),
        (["1.1 甲", "1.2 乙", "3.15行动", "2.1 丙"], ["1.1", "1.2", "", ""]),
        (["2. 甲", "2.1 乙", "2.2亿元"], ["2.", "2.1", ""]),
        (["1. 甲", "2.2020年底前完成", "3. 乙"], ["1.", "2.", "3."]),
        (["16. 甲", "17.1.5万人次以上", "18. 乙"], ["16.", "17.", "18."]),
        (["一、甲", "二、三级联动机制", "三、乙", "一、二季度各一次"], ["一、", "二、", "三、", ""]),
        (["一、甲", "三、五年规划", "二、乙"], ["一、", "", "二、"]),
        (["一、甲", "二、乙", "三、五年规划"], ["一、", "二、", "三、"]),
        (["1、2号楼改造", "2、3号楼改造"], ["1、", "2、"]),
        (["（一）甲", "1、2号楼改造", "七、八月份开展督查"], ["（一）", "", ""]),
        (["一、三项制度", "二、甲"], ["一、", "二、"]),
        (["（一）坚持“", "一、公开", "二、公平", "”的原则", "（二）甲"], ["（一）", "", "", "", "（二）"]),
        (["一、“甲", *["乙"] * 30, "二、丙”"], ["一、", *[""] * 30, "二、"]),
        (["①、学习", "②、甲"], ["①、", "②、"]),
        (["a. 甲", "b. 乙", "d. 丙"], ["a.", "b.", ""]),
        (["I. 甲", "II. 乙", "III. 丙", "IV. 丁"], ["I.", "II.", "III.", "IV."]),
        (["第一，甲", "第二，乙"], ["第一，", "第二，"]),
        (["一是甲", "二是乙", "其一，丙"], ["", "", ""]),
    ],
)
def test_what_counts_on_is_believed(lines: list[str], expected: list[str]) -> None:
    assert written(*lines) == expected


def test_a_doubted_line_must_count_on() -> None:
    lines = ["第九条 甲", "第三十条 的乙", "第十条 丙"]
    assert [label is not None for label in labels.read(lines, {1})] == [True, False, True]


@pytest.mark.parametrize(
    ("lines", "higher", "lower"),
    [
        ("（一）a 1.b 2.c （二）d 1.e 2.f", "cn-bracket", "digit"),
        ("1.a （一）b （二）c 2.d （一）e 3.f", "digit", "cn-bracket"),
        ("（一）a 一、b 二、c （二）d 一、e", "cn-bracket", "cn"),
        ("一、a （一）b 1.c 2.d 二、e （二）f 3.g", "cn-bracket", "digit"),
        ("一、a （一）b 1.c 2.d 二、e （一）f 3.g", "cn-bracket", "digit"),
        ("（1）a 1.b 2.c （2）d 1.e", "digit-bracket", "digit"),
    ],
)
def test_the_order_of_forms_is_learnt(lines: str, higher: str, lower: str) -> None:
    ranks = {label.form: label.rank for label in labels.read(lines.split(" ")) if label}
    assert ranks[higher] < ranks[lower]
