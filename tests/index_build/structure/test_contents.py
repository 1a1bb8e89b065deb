"""目录: what lists the document's headings, and what only looks like it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index_build.structure import contents

LINES = st.lists(
    st.sampled_from(["目录", "第一章 总则", "第一章 总则....1", "第二章 职责", "第一条 甲。", "一、甲", "", "乙。"]),
    max_size=25,
)


def listed(*lines: str) -> list[int]:
    return sorted(contents.find(lines, {}))


@given(LINES)
def test_a_line_of_prose_is_never_dropped(lines: list[str]) -> None:
    assert not any(lines[i].endswith("。") for i in contents.find(lines, {}))


@pytest.mark.parametrize("line", ["目录", "第一章 总则", "一、甲....1", "." * 500, "第一章 总则 " * 50, "1" * 500])
def test_a_long_list_is_no_trap(line: str) -> None:
    lines = ["目录"] + [line] * 20_000
    assert len(contents.find(lines, {})) <= len(lines)


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ("目　录|第一章 总则|第二章 职责|第一章 总则|第一条 甲。|第二章 职责", [0, 1, 2]),
        ("目录|第一章 总则|第一节 甲|第二节 乙|第一章　总　则|第一节 甲|第一条 丙。|第二节 乙", [0, 1, 2, 3]),
        ("目录|第一章 总则 第二章 职责 第三章 附则|第一章 总则|第二章 职责|第三章 附则", [0, 1]),
        ("目录 一、甲乙 二、丙丁 三、戊己|一、甲乙|二、丙丁|三、戊己", [0]),
        ("一、总体要求......1|二、任务......2|三、保障......3|一、总体要求|甲。|二、任务|三、保障", [0, 1, 2]),
        ("一、总体要求 1|二、任务 2|三、保障 3|一、总体要求|甲。|二、任务|三、保障", [0, 1, 2]),
        ("一、总体要求 3|二、任务 2|三、保障 1|一、总体要求|甲。|二、任务|三、保障", []),
        ("一、总体要求 1|二、任务 2|三、保障 3|甲。", []),
        ("一、总体要求- 1 -|二、任务（3）|三、保障——————5|一、总体要求|甲。|二、任务|三、保障", [0, 1, 2]),
        ("目录|一、总体要求  1|二、任务 （3）|一、总体要求|甲。|二、任务|乙。", [0, 1, 2]),
        ("目录|一、第 1 期|二、任务|一、第 1 期|二、任务", [0, 1, 2]),
        ("一、总体要求|二、任务|三、保障|一、总体要求|甲。|二、任务。乙。|三、保障", [0, 1, 2]),
        ("一、甲|二、乙|三、丙", []),
        ("一、甲|（一）乙。|二、丙|（一）丁。", []),
        ("第一条 甲|第二条 乙|第三条 丙", []),
        ("一、编制目录|甲。", []),
    ],
)
def test_contents(lines: str, expected: list[int]) -> None:
    assert listed(*lines.split("|")) == expected


def test_lines_left_out_before_are_no_part_of_it() -> None:
    assert sorted(contents.find(["目录", "首页", "第一章 总则", "第一章 总则"], {1})) == [0, 2]
