"""What a text states: every span is inside the text, and says what its kind promises."""

import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qa.answers import stated
from qa.answers.wanted import Wanted
from qa.records import Clause, Deadline, FactKind

CLAUSE = Clause("p/1", "p", 0, ("一",), (), 1, "一、", "", "甲", (), (), (), (0, 1))
KINDS: list[FactKind] = ["date", "frequency", "number", "name", "item"]
PIECES = st.sampled_from(
    [
        *"。；，、“”《》（）\n",
        "2020年底前",
        "每两年",
        "一次",
        "不少于60学时",
        "80%",
        "百分之八十",
        "邀请代表",
        "等",
        "之前",
        "〔2015〕26号",
    ]
)
TEXTS = st.lists(PIECES, max_size=15).map("".join)
WANTED = st.builds(Wanted, st.sampled_from(KINDS), st.sampled_from([(), ("学时",), ("次",), ("%",), ("《",), ("年",)]))


def words(kind: FactKind, text: str, *of: str) -> list[str]:
    return [text[a:b] for a, b in stated.spans(Wanted(kind, of), replace(CLAUSE, text=text))]


@settings(deadline=None)
@given(TEXTS, WANTED)
def test_spans_are_in_order_within_one_line_of_the_text(text: str, wanted: Wanted) -> None:
    position = 0
    for start, end in stated.spans(wanted, replace(CLAUSE, text=text)):
        assert position <= start < end <= len(text)
        assert "\n" not in text[start:end]
        position = end


@settings(deadline=None)
@given(TEXTS)
def test_numbers_of_what_was_asked_hold_a_numeral_and_the_measure(text: str) -> None:
    assert all(
        re.search("[0-9一二两三四五六七八九十百千万亿半].*学时", found) for found in words("number", text, "学时")
    )


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("到2018年底，基本完成改造。", ["到2018年底"]),
        ("应于当年年底提交报告。", ["当年年底"]),
        ("自受理之日起三十日内办结。", ["自受理之日起三十日内"]),
        ("“十三五”期间建成。", ["“十三五”期间"]),
        ("根据《纲要（2015—2020年）》（国发〔2015〕36号）制定。", []),
        ("出台重大措施之前应当征求意见。", ["出台重大措施之前"]),
        ("目前进展顺利，提前介入。", []),
    ],
)
def test_dates_and_failing_them_occasions(text: str, found: list[str]) -> None:
    assert words("date", text) == found


def test_a_deadline_that_was_read_is_taken_as_it_is() -> None:
    clause = replace(CLAUSE, text="在2017年底前建成。", deadlines=(Deadline("2017年底前", (1, 8), "2017-12-31"),))
    assert stated.spans(Wanted("date"), clause) == [(1, 8)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("区政府每两年清理一次文件。", ["每两年清理一次"]),
        ("每半年报告。", ["每半年"]),
        ("一年两次检查。", ["一年两次"]),
        ("定期清理。", []),
        ("每年底总结。", []),
    ],
)
def test_frequencies(text: str, found: list[str]) -> None:
    assert words("frequency", text) == found


@pytest.mark.parametrize(
    ("text", "of", "found"),
    [
        ("接受不少于60学时的培训。", ("学时",), ["不少于60学时"]),
        ("举办两次以上讲座。", ("次",), ["两次以上"]),
        ("连续两年获奖，2014年完成。", ("年",), ["两年"]),
        ("一次性补助三千万元。", ("次",), []),
        ("一次性补助三千万元。", ("元",), ["三千万元"]),
        ("比例不少于80%。", ("%", "成"), ["不少于80%"]),
        ("占百分之八十以上。", ("%",), ["百分之八十以上"]),
        ("完成3项任务，培训不少于20人。", (), ["3项", "不少于20人"]),
        ("10月3日召开。", ("日",), []),
        ("见《三次会议纪要》。", ("次",), []),
    ],
)
def test_numbers_with_their_bounds(text: str, of: tuple[str, ...], found: list[str]) -> None:
    assert words("number", text, *of) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("邀请人大代表、专家、记者等参加。", ["人大代表、专家、记者等"]),
        ("将人员的职责、信息、奖惩等内容纳入档案。", ["职责、信息、奖惩等内容"]),
        ("推行“一册”“一单”“一查”模式。", ["“一册”“一单”“一查”"]),
        ("严格执行“参与、论证和决定”程序。", ["参与、论证和决定"]),
        ("没有列举。", []),
    ],
)
def test_lists_without_what_introduces_them(text: str, found: list[str]) -> None:
    assert words("item", text) == found


def test_names_of_documents_and_others() -> None:
    text = "依据《办法》（国发〔2015〕1号）建设“云平台”。"
    assert words("name", text, "《") == ["《办法》（国发〔2015〕1号）"]
    assert words("name", text) == ["“云平台”"]
