"""The self-check: what it reports, and that it is silent on what is right."""

import pytest

from index_build.structure import checks
from index_build.structure.clauses import cut
from qa.records import Dropped, Repair


@pytest.mark.parametrize(
    ("text", "notes"),
    [
        ("一、甲\n做好。\n二、乙\n做好。", []),
        ("一、甲\n做好。\n四、乙\n做好。", ["x/4：编号由1跳到4"]),
        ("一、甲。乙。\n一、丙。丁。", ["x/1-2：同级编号重复", "x/1-2：编号由1跳到1"]),
        ("一、甲\n1.乙。\n（一）丙。", []),
        ("第一条 甲。\n第一条之一 乙。\n第二条 丙。", []),
        ("甲乙。", ["没有认出任何编号，可能不是规划的正文"]),
        ("一、总体要求\n二、任务\n（一）甲。\n（二）乙。\n三、保障\n（一）丙。", ["x/1：标题“总体要求”之下没有内容"]),
        ("一、任务\n任务\t单位\n修路\t甲局\n二、保障\n做好。", []),
    ],
)
def test_structure(text: str, notes: list[str]) -> None:
    assert checks.structure(cut("x", text)) == notes


def test_a_list_of_titles_has_no_orphans() -> None:
    assert checks.structure(cut("x", "一、甲\n二、乙\n三、丙")) == []


@pytest.mark.parametrize(
    ("expected", "notes"), [(2, []), (3, ["原文有3个表格，读出2个"]), (0, ["原文有0个表格，读出2个"])]
)
def test_tables(expected: int, notes: list[str]) -> None:
    clauses = cut("x", "一、甲\n任务\t单位\n修路\t甲局\n二、乙\n任务\t单位\n修桥\t乙局")
    assert checks.tables(clauses, expected) == notes


def test_share_of_characters() -> None:
    repair = Repair("pinyin", "甲(jiǎ)", "甲", "", 1.0, (0, 1), (0, 6))
    assert checks.share("甲(jiǎ) 乙\n丙", "甲乙", [Dropped("丙", "页脚", 2)], [repair]) == []
    assert checks.share("甲乙丙丁", "甲乙", [Dropped("丙", "页脚", 2)], []) == ["保留与剔除的字数合计为原文的75%"]


def test_chapters_that_only_the_contents_have() -> None:
    listed = [Dropped(line, "目录", n) for n, line in enumerate(["目 录", "第一章 总则.....1", "第二章 职责.....9"], 1)]
    assert checks.listed(cut("x", "第一章 总则\n第一条 甲。"), listed) == [
        "目录中的“第二章 职责.....9”在正文中没有找到"
    ]
