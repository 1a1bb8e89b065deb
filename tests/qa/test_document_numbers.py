import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qa.exact.document_numbers import find
from qa.text import fold

ORGANS = st.sampled_from(["穗府", "国发", "京政办发", "恩施州办发", "深府规", "中办发", "从府"])
BRACKETS = st.sampled_from(["〔〕", "[]", "【】", "()", "（）", "［］", "﹝﹞", "〈〉"])
SPACES = st.sampled_from(["", " ", "　"])


def numbers(text: str) -> list[tuple[str, int, int]]:
    return [(n.organ, n.year, n.serial) for n in find(fold(text))]


@settings(deadline=None)
@given(ORGANS, BRACKETS, SPACES, st.integers(1950, 2035), st.integers(1, 9999))
def test_one_number_in_any_brackets_and_spaces_is_one(organ: str, pair: str, space: str, year: int, serial: int):
    wide = str(year).translate({ord("0") + d: ord("０") + d for d in range(10)})
    for written_year in (str(year), wide):
        for unit in ("号", "號"):
            written = f"{organ}{space}{pair[0]}{space}{written_year}{space}{pair[1]}{space}{serial}{space}{unit}"
            assert numbers(f"请问{written}讲了什么") == [(organ, year, serial)]


@settings(deadline=None)
@given(ORGANS, SPACES, st.integers(1950, 2035), st.integers(1, 999))
def test_brackets_may_be_left_out(organ: str, space: str, year: int, serial: int):
    assert numbers(f"{organ}{space}{year}{space}{serial}号") == [(organ, year, serial)]
    assert numbers(f"{organ}{year}年第{serial}号") == [(organ, year, serial)]


@settings(deadline=None)
@given(st.text())
def test_spans_hold_what_was_written(text: str):
    folded = fold(text + "穗府〔2015〕26号")
    assert [folded[slice(*n.span)] for n in find(folded)] == [n.written for n in find(folded)]
    assert find(folded)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("根据国发〔2008〕17号和国发〔2010〕33号文件", [("国发", 2008, 17), ("国发", 2010, 33)]),
        ("哪些条款引用了国发〔2010〕33号", [("国发", 2010, 33)]),
        ("穗府〔二〇一五〕二十六号", [("穗府", 2015, 26)]),
        ("中华人民共和国国务院令第712号", [("国务院令", 0, 712)]),
        ("国务院第712号令", [("国务院令", 0, 712)]),
        ("京兴法委行政组文20221号", [("京兴法委行政组文", 2022, 1)]),
    ],
)
def test_what_stands_before_a_number_is_no_part_of_it(text: str, expected: list[tuple[str, int, int]]):
    assert numbers(text) == expected


@pytest.mark.parametrize(
    "text",
    ["2015年5月26号", "2015年26号", "方案（2016—2020年）", "方案（2016）32条", "25号文化室", "规划(2015)", "三号楼"],
)
def test_dates_periods_and_houses_are_no_numbers(text: str):
    assert numbers(text) == []
