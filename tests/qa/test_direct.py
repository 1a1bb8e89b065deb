"""The fact asked for, from the sentence that is about the question."""

import pytest
from hypothesis import given, settings
from test_evidence import ASKINGS, KEYWORDS, TEXTS, asked, saying

from qa.answers import direct


def stated(question: str, text: str) -> list[tuple[str, str]]:
    return [(f.kind, text[slice(*f.span)]) for f in direct.facts(KEYWORDS, asked(question), saying(text))]


@settings(deadline=None)
@given(TEXTS, ASKINGS)
def test_only_what_is_asked_for_and_each_kind_once(text: str, question: str) -> None:
    kinds = [kind for kind, _ in stated(question, text)]
    assert len(kinds) == len(set(kinds))
    assert set(kinds) <= {want.kind for want in direct.wants(asked(question))}


@pytest.mark.parametrize("question", ["行政复议怎么规定", "行政复议由谁牵头", "行政复议"])
def test_a_question_for_no_fact_gets_none(question: str) -> None:
    assert stated(question, "行政复议每年两次，2020年底前完成80%，由区司法局牵头。") == []


@pytest.mark.parametrize(
    ("question", "text", "found"),
    [
        ("行政复议什么时候完成", "信访2018年底前完成。行政复议2020年底前完成。", [("date", "2020年底前")]),
        ("规范性文件多久清理一次", "规范性文件每两年清理一次。信访每月报告。", [("frequency", "每两年清理一次")]),
        ("行政复议培训几次", "行政复议培训不少于4次，信访讲座不少于2次。", [("number", "不少于4次")]),
        ("行政复议邀请哪些人", "行政复议邀请代表、专家和记者参加。", [("item", "代表、专家和记者参加")]),
        ("行政复议平台叫什么", "建设行政复议平台“云复议”。", [("name", "“云复议”")]),
        (
            "行政复议什么时候完成，培训几次",
            "行政复议2020年底前完成，培训两次。",
            [("date", "2020年底前"), ("number", "两次")],
        ),
    ],
)
def test_the_fact_next_to_what_is_asked(question: str, text: str, found: list[tuple[str, str]]) -> None:
    assert stated(question, text) == found


@pytest.mark.parametrize(
    ("question", "text", "lacking"),
    [
        ("罚款多少元", "处二百元罚款。", ""),
        ("奖金多少钱", "奖金5万元。", ""),
        ("预算多少万元", "预算三千万元。", ""),
        ("罚款多少元", "从重处罚。", "具体数字"),
        ("预算多少万元", "经费列入财政预算，每年两次。", "具体数字"),
        ("培训几天", "培训三天。", ""),
        ("培训几天", "培训三次。", "具体数字"),
        ("比例是多少", "不少于80%。", ""),
        ("比例是多少", "占百分之八十。", ""),
        ("比例是多少", "比例逐年提高。", "具体数字"),
        ("什么时候建成平台", "加快建设平台。", "具体时间"),
        ("什么时候可以听证", "重大案件应当听证。", ""),
        ("多久清理一次文件", "定期清理文件。", "具体频次"),
        ("什么时候建成平台，培训多少人", "建成平台，培训20人。", "具体时间"),
        ("怎样处罚", "从重处罚。", ""),
    ],
)
def test_what_the_clause_leaves_unsaid(question: str, text: str, lacking: str) -> None:
    found = direct.facts(KEYWORDS, asked(question), saying(text))
    assert direct.lacking(asked(question), found) == lacking


def test_a_clause_as_close_that_states_it_goes_before_one_that_does_not() -> None:
    silent, stating = saying("规范性文件应当清理。"), saying("规范性文件每两年清理一次。")
    distant = saying("信访每月报告。")
    question = asked("规范性文件多久清理一次")
    assert direct.first(KEYWORDS, question, [silent, distant, stating]) == 2
    assert direct.first(KEYWORDS, question, [stating, silent]) == 0
    assert direct.first(KEYWORDS, question, [silent, distant]) == 0
    assert direct.first(KEYWORDS, asked("规范性文件怎么清理"), [silent, stating]) == 0
