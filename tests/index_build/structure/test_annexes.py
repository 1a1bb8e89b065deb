"""附件: where an annex begins, and where annexes are only named."""

import pytest

from index_build.structure.annexes import find, is_annex_line


@pytest.mark.parametrize(
    "line",
    ["附件", "附件：", "附件1", "附 件 2", "附件一", "附件：任务分工表", "附件1任务分工表", "附表2 指标", "附录"],
)
def test_annex_lines(line: str) -> None:
    assert is_annex_line(line)


@pytest.mark.parametrize(
    "line", ["附件1所列任务", "附件材料齐全", "附则", "附件2、附件3", "附件：甲。", "见附件", "附件1的任务\t甲", ""]
)
def test_what_only_speaks_of_one(line: str) -> None:
    assert not is_annex_line(line)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("甲。|附件|任务表|乙。", {1: "附件"}),
        ("甲。|附件1|乙。|附件2|丙。", {1: "附件1", 3: "附件2"}),
        ("甲。|附件：1.乙|2.丙|附件1|乙|丁。|附件2|丙|戊。", {1: None, 2: None, 3: "附件1", 6: "附件2"}),
        ("甲。|附件：任务表", {1: None}),
        ("甲。|附件：任务表|2021年3月1日|附件|任务表|乙。", {1: None, 3: "附件"}),
        ("甲。|附件1：乙|附件2：丙", {1: None, 2: None}),
        ("甲。|附件：任务表|修路\t甲局", {1: "附件"}),
    ],
)
def test_annexes_and_lists_of_them(text: str, expected: dict[int, str | None]) -> None:
    assert {i: label and label.key for i, label in find(text.split("|")).items()} == expected
