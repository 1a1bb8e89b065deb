"""Tables whose cells only spaces part."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index_build.structure import spaced_tables

HEADER = "序号 工作任务 责任单位"
LINES = st.lists(
    st.sampled_from([HEADER, "1 推进放权 县政务局", "2 清理证明", "甲 乙 丙", "一、甲 乙 丙", "甲。", ""]), max_size=10
)


def rows(text: str) -> list[list[str]]:
    return [[text[slice(*cell)] for cell in cells] for _, cells in spaced_tables.find_rows(text)]


@given(LINES)
def test_rows_have_the_cells_of_their_header(lines: list[str]) -> None:
    found = rows("\n".join(lines))
    assert all(len(row) == 3 and " ".join(row) in lines for row in found)
    assert not found or " ".join(found[0]) == HEADER


@pytest.mark.parametrize(
    ("text", "count"),
    [
        (f"{HEADER}\n1 推进放权 县政务局\n2　清理证明　县司法局\n二、要求", 3),
        (f"{HEADER}\n\n1 推进放权 县政务局", 2),
        (f"{HEADER}\n1 推进放权 县政务局\n2 清理 证明 县司法局", 0),
        (f"{HEADER}\n甲 推进放权 县政务局", 0),
        (f"{HEADER}\n推进放权。", 0),
        ("工作任务 责任单位 完成时限\n修路 县交通局 年底", 2),
        ("指导思想 主要任务 保障措施\n甲 乙 丙", 0),
        ("任务 单位\n修路 甲局", 0),
    ],
)
def test_find_rows(text: str, count: int) -> None:
    assert len(rows(text)) == count


def test_unrestored() -> None:
    joined = f"{HEADER} 1 推进放权 县政务局"
    assert spaced_tables.unrestored([HEADER, joined, HEADER.replace(" ", "\t"), "甲 乙 丙"]) == [HEADER, joined]


@pytest.mark.parametrize("line", [HEADER, "1 推进放权 县政务局", " " * 50, "甲 " * 50])
def test_lines_without_end_are_survived(line: str) -> None:
    assert spaced_tables.find_rows(f"{HEADER}\n" + f"{line}\n" * 5_000) is not None
