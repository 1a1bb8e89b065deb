"""Headings without a number: what the whole document must show before a short line is one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index_build.structure import headings, labels

LINES = st.lists(
    st.sampled_from(["工作目标", "加强领导，落实责任。", "一、甲", "（一）乙。", "任务\t单位", "2021年3月1日"]),
    max_size=20,
)


def found(text: str) -> list[str]:
    lines = text.split("|")
    return [lines[i] for i in headings.find(lines, labels.read(lines))]


@given(LINES)
def test_a_heading_is_short_unnumbered_and_no_row(lines: list[str]) -> None:
    known = labels.read(lines)
    assert all(known[i] is None and lines[i] == "工作目标" for i in headings.find(lines, known))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("目标|甲乙丙。|措施|丁戊己。|要求|庚辛壬。", ["目标", "措施", "要求"]),
        ("目标|甲乙丙。|措施|丁戊己。", []),
        ("目标|甲乙丙。|措施，|丁戊己。|要求|庚辛壬。|末尾", []),
        ("一、甲|（一）乙。|（二）丙。|保障措施|（一）丁。|（二）戊。", ["保障措施"]),
        ("一、甲|（一）乙。|（二）丙。|保障措施|（三）丁。|（四）戊。", []),
        ("一、甲|（一）乙。|1.丙。|（二）丁。|附属任务|一、戊|己庚。", ["附属任务"]),
        ("一、甲|（一）乙。|二、丙|保障措施|（一）丁。", []),
        ("序言。|工作任务|1.甲。|2.乙。|制度建设|3.丙。|监督检查|4.丁。", ["工作任务", "制度建设", "监督检查"]),
        ("序言。|1.甲。|2.乙。|制度建设|3.丙。|监督检查|4.丁。", []),
        ("序言。|总体要求|甲乙。|（一）丙。|保障措施|（一）丁。", ["总体要求", "保障措施"]),
        ("第一条 甲：|（一）乙；|（二）丙。|有下列情形之一的|（一）丁。", []),
    ],
)
def test_headings(text: str, expected: list[str]) -> None:
    assert found(text) == expected
