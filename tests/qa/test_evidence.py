from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qa import evidence
from qa.keywords import Keywords
from qa.question import Question, understand
from qa.records import Clause
from qa.regions import Regions, read_csv

REGIONS = Regions(read_csv(Path(__file__).parents[2] / "corpus" / "regions.csv"))
TEXT = (
    "加强行政复议\n行政复议案件应当公开听证。区政府每两年清理一次规范性文件。"
    "信访工作由区信访局牵头，区司法局负责矛盾调解。其他工作照常进行；经费列入财政预算。"
)
CLAUSE = Clause("p/1", "p", 0, ("一",), (), 1, "一、", "加强行政复议", TEXT, (), (), (), (0, len(TEXT)))
KEYWORDS = Keywords.build([TEXT, "法治宣传教育", "政务公开平台"], [])
PIECES = st.sampled_from(
    [*"。；！？\n”，", "行政复议", "清理两次", "由县司法局牵头", "加强行政复议", "2020年底前", "文件", " "]
)
TEXTS = st.lists(PIECES, min_size=1, max_size=15).map("".join).filter(lambda t: bool(t.strip()))
ASKINGS = st.sampled_from(["行政复议", "多久清理一次文件", "复议由谁牵头", "什么时候完成", "天气", "？", "打官司"])


def asked(text: str) -> Question:
    return understand(text, REGIONS, {})


def quoted(text: str, clause: Clause = CLAUSE) -> list[str]:
    return [clause.text[a:b] for a, b in evidence.quotes(KEYWORDS, asked(text), clause)]


@settings(deadline=None)
@given(TEXTS, ASKINGS)
def test_quotes_are_whole_sentences_in_order(text: str, question: str) -> None:
    spans = evidence.quotes(KEYWORDS, asked(question), replace(CLAUSE, text=text))
    assert spans
    position = 0
    for start, end in spans:
        assert position <= start < end <= len(text)
        assert text[start:end] == text[start:end].strip()
        assert not text[:start].strip() or text[:start].rstrip()[-1] in "。；！？”" or "\n" in text[position:start]
        position = end


@settings(deadline=None)
@given(TEXTS, ASKINGS)
def test_duties_are_named_in_the_sentence_that_charges_them(text: str, question: str) -> None:
    for duty in evidence.duties(KEYWORDS, asked(question), replace(CLAUSE, text=text)):
        assert duty.name in text[slice(*duty.sentence)]
        assert duty.role in ("lead", "responsible")


@pytest.mark.parametrize(
    ("question", "quotes"),
    [
        ("行政复议案件怎么审理", ["行政复议案件应当公开听证。"]),
        ("多久清理一次规范性文件", ["区政府每两年清理一次规范性文件。"]),
        ("财政预算怎么列", ["经费列入财政预算。"]),
    ],
)
def test_the_sentences_that_say_it_are_quoted(question: str, quotes: list[str]) -> None:
    assert quoted(question) == quotes


def test_where_no_word_is_shared_the_clause_is_quoted_from_its_beginning() -> None:
    assert quoted("量子")[0].startswith("行政复议案件应当公开听证。")


def test_a_heading_alone_is_no_quote_unless_it_is_all_there_is() -> None:
    assert "加强行政复议" not in quoted("加强行政复议")
    assert quoted("加强行政复议", replace(CLAUSE, text="加强行政复议")) == ["加强行政复议"]


def test_the_body_charged_with_what_is_asked() -> None:
    duties = evidence.duties(KEYWORDS, asked("信访由谁牵头"), CLAUSE)
    assert [(d.role, d.name) for d in duties] == [("lead", "区信访局"), ("responsible", "区司法局")]
    assert evidence.duties(KEYWORDS, asked("清理规范性文件由谁牵头"), CLAUSE) == []


@pytest.mark.parametrize(
    ("question", "text", "found"),
    [
        ("罚款多少元", "处二百元罚款。", True),
        ("奖金多少钱", "奖金5万元。", True),
        ("预算多少万元", "预算三千万元。", True),
        ("罚款多少元", "从重处罚。", False),
        ("预算多少万元", "经费列入财政预算，每年两次。", False),
        ("培训几天", "培训三天。", True),
        ("培训几天", "培训三次。", False),
        ("比例是多少", "不少于80%。", True),
        ("比例是多少", "占百分之八十。", True),
        ("比例是多少", "比例逐年提高。", False),
        ("怎样处罚", "从重处罚。", True),
    ],
)
def test_a_number_asked_for_must_be_of_the_kind_asked_for(question: str, text: str, found: bool) -> None:
    assert evidence.has_number(asked(question), replace(CLAUSE, text=text)) is found


@pytest.mark.parametrize(("text", "named"), [("由区信访局办理。", True), ("经费列入预算。", False)])
def test_whether_a_sentence_names_a_body(text: str, named: bool) -> None:
    assert evidence.names_body(text) is named
