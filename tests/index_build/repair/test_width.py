"""Stage 6: widths and white space."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from index_build.aligned import Aligned
from index_build.repair.width import find_invisible, find_width

ANY = st.text(alphabet="､％甲乙。（）()，,;:?!“—Aab１Ａ1. \t\u3000\u00a0\n\r", max_size=50)
HALF = str.maketrans("，；：？！（）１Ａ､％", ",;:?!()1A、%")


def widened(text: str) -> str:
    return Aligned.of(text).replace("width", find_width(text)).text


def shown(text: str) -> str:
    return Aligned.of(text).replace("invisible", find_invisible(text)).text


@given(ANY)
def test_widening_twice_changes_no_more(text: str) -> None:
    assert widened(widened(text)) == widened(text)


@given(ANY)
def test_nothing_but_width_and_white_space_changes(text: str) -> None:
    def ink(t: str) -> str:
        return "".join(t.translate(HALF).split())

    assert ink(widened(text)) == ink(text)
    assert [c for c in widened(text) if c in "\r\n"] == [c for c in text if c in "\r\n"]


@given(st.text(alphabet="abcXYZ019 ,;:?!().-", max_size=40))
def test_plain_ascii_keeps_all_its_marks(text: str) -> None:
    assert widened(text) == text.strip(" ")


@given(ANY)
def test_no_line_starts_or_ends_in_space(text: str) -> None:
    """But for a table row whose first or last cell is empty."""
    assert all(line == line.strip(" \u3000\u00a0") for line in widened(text).replace("\r", "\n").split("\n"))


ROWS = st.lists(
    st.lists(st.sampled_from(["甲", " 乙 ", "", "任务，丙", "12", "牵头单位"]), min_size=3, max_size=3), min_size=2
)


@given(ROWS)
def test_rows_keep_their_cells(rows: list[list[str]]) -> None:
    text = "\n".join("\t".join(row) for row in rows)
    assume(all(any(cell.strip() for cell in row) for row in rows))
    assume(sum(sum(bool(c.strip()) for c in row) > 1 for row in rows) > 1)
    assume(not all(not any(row[:-1]) or row[-1] == "12" or len([c for c in row if c]) < 2 for row in rows))
    assert [line.split("\t") for line in widened(text).split("\n")] == [[c.strip() for c in row] for row in rows]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("序号\t任务\n1\t 修路 \n2\t", "序号\t任务\n1\t修路\n2\t"),
        ("甲\t乙\t丙\n\t丁\t\n戊\t己\t庚", "甲\t乙\t丙\n\t丁\t\n戊\t己\t庚"),
        ("| 任务 | 单位 |\n|:---|---:|\n| 修路,修桥 | |", "任务\t单位\n:---\t---:\n修路，修桥\t"),
        ("一、\t总体要求\n二、\t主要任务", "一、 总体要求\n二、 主要任务"),
        ("\t\t加强领导\n\t\t落实责任", "加强领导\n落实责任"),
        ("第一章 总则\t1\n第二章 职责\t12", "第一章 总则 1\n第二章 职责 12"),
        ("甲\t乙\n\n丙\t丁", "甲 乙\n\n丙 丁"),
        ("序号\t任务\n\n1\t修路\n \n2\t修桥", "序号\t任务\n\n1\t修路\n\n2\t修桥"),
        ("首页|新闻|公告", "首页|新闻|公告"),
        ("首页|新闻\n公告|服务", "首页|新闻\n公告|服务"),
    ],
)
def test_a_tab_is_left_between_the_cells_of_a_table_only(text: str, expected: str) -> None:
    assert widened(text) == expected


@given(st.text(alphabet="甲(A)", max_size=30))
def test_parentheses_stay_pairs(text: str) -> None:
    depth = {"(": 0, "（": 0}
    for character in widened(text):
        if character in depth:
            depth[character] += 1
    closed = {"(": widened(text).count(")"), "（": widened(text).count("）")}
    assert depth["（"] == closed["（"]
    assert depth["("] + depth["（"] == text.count("(")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("人均GDP(PPP)增长", "人均GDP(PPP)增长"),
        ("人工智能(ai)平台", "人工智能（ai）平台"),
        ("GDP(现价)", "GDP（现价）"),
        ("《意见》(2015)", "《意见》（2015）"),
        ("(2015—2020)", "（2015—2020）"),
        ("(甲）和（乙)", "（甲）和（乙）"),
        ("甲（（,)1)", "甲（（，）1）"),
        ("甲(乙(A)丙)", "甲（乙（A）丙）"),
        ("1)完成", "1)完成"),
        ("甲(乙\n丙)", "甲(乙\n丙)"),
        ("见附件(1).doc,再议", "见附件(1).doc，再议"),
        ("(一).GDP增长", "（一）.GDP增长"),
        ("“甲”,乙;丙:丁!", "“甲”，乙；丙：丁！"),
        ("好!!!", "好！！！"),
        ("A, B; 甲", "A, B; 甲"),
        ("邮箱:a.b@c.cn,电话:123", "邮箱：a.b@c.cn，电话：123"),
        ("网址http://a.cn,电话", "网址http://a.cn，电话"),
        ("网址www.a.cn/(1)?b,电话", "网址www.a.cn/(1)?b，电话"),
        ("网址http://a.cn/(b甲)", "网址http://a.cn/(b甲)"),
        ("1.甲 2.乙", "1.甲 2.乙"),
        ("２０１５年ＧＤＰ", "2015年GDP"),
        ("\u3000\u3000甲\u3000乙\t\r\n\u2003丙 \n", "甲 乙\r\n丙\n"),
        ("甲\u3000\u3000乙", "甲 乙"),
        ("（中发〔2015〕 36号）", "（中发〔2015〕 36号）"),
        ("6+4、5G+区块链、“1家1档”、1-2件、A-B-C", "6+4、5G+区块链、“1家1档”、1-2件、A-B-C"),
        ("", ""),
    ],
)
def test_width(text: str, expected: str) -> None:
    assert widened(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("\ufeff甲\u200b乙\u00ad", "甲乙"),
        ("2.\ue010健全机制。加强督查。", "2.健全机制。加强督查。"),
        ("\uf0b7 甲\n乙？", " 甲\n乙？"),
        ("戎兀\ue0ed?guī)范", "戎兀\ue0ed?guī)范"),
        ("好\uf0b7吗?", "好吗?"),
    ],
)
def test_what_nobody_sees_goes_unless_it_may_be_damage(text: str, expected: str) -> None:
    assert shown(text) == expected


@given(st.text(alphabet="甲?\n\u200b\ue010\uf0b7", max_size=30))
def test_dropping_twice_drops_no_more(text: str) -> None:
    assert shown(shown(text)) == shown(text)


@pytest.mark.parametrize("unit", ["(", "()", "(,", "甲(A),", " a", "http://,", "\u3000甲"])
def test_a_long_line_is_no_trap(unit: str) -> None:
    text = unit * (100_000 // len(unit))
    assert len(widened(text)) <= len(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("甲､乙｡", "甲、乙。"),
        ("｢放管服｣改革･甲", "「放管服」改革·甲"),
        ("９５％，2021－2022年", "95%，2021-2022年"),
        ("＋5，1／3", "+5，1/3"),
        ("甲－乙，甲／乙", "甲－乙，甲／乙"),
        ("一､甲", "一、甲"),
    ],
)
def test_half_width_marks_and_signs_of_numbers(text: str, expected: str) -> None:
    assert widened(text) == expected
