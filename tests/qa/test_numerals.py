"""Numbers as labels write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.numerals import CHINESE_NUMERAL, number

_DIGITS = "零一二三四五六七八九"


def chinese(value: int) -> str:
    """1 to 9999 as it is spoken: 十二, 一百零三, 二千零四十."""
    written, zero = "", False
    for power, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = value // power % 10
        if digit:
            written += ("零" if zero and written else "") + _DIGITS[digit] + name
        zero = digit == 0 if digit or written else False
    return written.removeprefix("一") if 10 <= value < 20 else written


@given(st.integers(1, 9999))
def test_a_spoken_number_is_read_back(value: int) -> None:
    assert number(chinese(value)) == value
    assert number(f"（{chinese(value)}）") == value
    assert number(f"第{chinese(value)}条") == value


@given(st.integers(0, 10**9))
def test_digits_of_either_width_are_read_back(value: int) -> None:
    assert number(str(value)) == value
    assert number(str(value).translate({ord("0") + i: ord("０") + i for i in range(10)})) == value


@given(st.text() | st.text(alphabet=CHINESE_NUMERAL + "0123456789（）"))
def test_anything_else_is_a_number_or_none(text: str) -> None:
    value = number(text)
    assert value is None or value >= 0


@pytest.mark.parametrize(
    ("written", "value"),
    [
        *(("〇", 0), ("十", 10), ("十二", 12), ("二十", 20), ("一百零三", 103), ("一百一十", 110), ("二〇一五", 2015)),
        *(
            ("㈠", 1),
            ("㈩", 10),
            ("⑴", 1),
            ("⒇", 20),
            ("⒈", 1),
            ("⒛", 20),
            ("①", 1),
            ("⑳", 20),
            ("12.", 12),
            ("(3)", 3),
        ),
        *(("", None), ("甲", None), ("。", None), ("1二", None), ("一" * 5000, None), ("1" * 5000, None)),
    ],
)
def test_examples(written: str, value: int | None) -> None:
    assert number(written) == value
