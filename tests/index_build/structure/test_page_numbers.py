"""Page numbers on lines of their own."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index_build.structure import page_numbers

LINES = st.lists(
    st.sampled_from(["- 1 -", "— 2 —", "第3页", "第 4 页 共 9 页", "2", "一、甲", "- 甲 -", ""]), max_size=12
)


@given(LINES)
def test_what_is_dropped_counts_on(lines: list[str]) -> None:
    numbers = [page_numbers.number_of(lines[i]) for i in page_numbers.find(lines, {})]
    assert all({(n or 0) - 1, (n or 0) + 1} & set(numbers) for n in numbers)


@pytest.mark.parametrize(
    ("line", "number"),
    [
        ("- 1 -", 1),
        ("— 12 —", 12),
        ("第 4 页 共 5 页", 4),
        ("第4页", 4),
        ("第4页，共5页", 4),
        ("4", None),
        ("第4页的内容", None),
        ("1.", None),
        ("- 1", None),
        ("2021", None),
    ],
)
def test_lines(line: str, number: int | None) -> None:
    assert page_numbers.number_of(line) == number


def test_a_single_one_may_be_anything() -> None:
    assert page_numbers.find(["甲", "- 1 -", "乙"], {}) == {}
    assert page_numbers.find(["- 1 -", "乙", "- 2 -", "- 7 -"], {}) == {0: "页码", 2: "页码"}
    assert page_numbers.find(["- 1 -", "乙", "- 2 -"], {2}) == {}
