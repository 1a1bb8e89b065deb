from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qa.answers import evidence
from qa.homes import Homes
from qa.question import Question, understand
from qa.records import Clause
from qa.regions import Regions, read_csv
from tests.small_keywords import keywords

REGIONS = Regions(read_csv(Path(__file__).parents[2] / "corpus" / "regions.csv"))
TEXT = (
    "加强行政复议\n行政复议案件应当公开听证。区政府每两年清理一次规范性文件。"
    "信访工作由区信访局牵头，区司法局负责矛盾调解。其他工作照常进行；经费列入财政预算。"
)
CLAUSE = Clause("p/1", "p", 0, ("一",), (), 1, "一、", "加强行政复议", TEXT, (), (), (), (0, len(TEXT)))
KEYWORDS = keywords([TEXT, "法治宣传教育", "政务公开平台"])
PIECES = st.sampled_from(
    [
        *"。；！？\n”，",
        "行政复议",
        "清理两次",
        "由县司法局牵头",
        "加强行政复议",
        "2020年底前",
        "文件",
        " ",
        "其结果",
        "：",
    ]
)
TEXTS = st.lists(PIECES, min_size=1, max_size=15).map("".join).filter(lambda t: bool(t.strip()))
ASKINGS = st.sampled_from(
    ["行政复议", "多久清理一次文件", "复议由谁牵头", "什么时候完成", "怎么复议", "天气", "？", "打官司"]
)


def asked(text: str) -> Question:
    return understand(text, REGIONS, Homes.of([]))


def quoted(text: str, clause: Clause = CLAUSE) -> list[str]:
    return [clause.text[a:b] for a, b in evidence.quotes(KEYWORDS, asked(text), clause)]


def saying(text: str) -> Clause:
    return replace(CLAUSE, heading="", text=text)


@settings(deadline=None)
@given(TEXTS, ASKINGS)
def test_quotes_begin_and_end_with_sentences_in_order(text: str, question: str) -> None:
    spans = evidence.quotes(KEYWORDS, asked(question), replace(CLAUSE, text=text))
    assert spans
    position = 0
    for start, end in spans:
        assert position <= start < end <= len(text)
        assert text[start:end] == text[start:end].strip()
        assert not text[:start].strip() or text[:start].rstrip()[-1] in "。；！？”" or "\n" in text[position:start]
        position = end


@settings(deadline=None)
@given(TEXTS, ASKINGS, st.data())
def test_what_a_fact_stands_in_is_quoted(text: str, question: str, data: st.DataObject) -> None:
    clause = saying(text)
    sentence = data.draw(st.sampled_from(evidence.weigh(KEYWORDS, [], clause).spans))
    spans = evidence.quotes(KEYWORDS, asked(question), clause, [sentence])
    assert any(a <= sentence[0] and sentence[1] <= b for a, b in spans)


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


def test_a_sentence_that_leans_on_the_one_before_brings_it() -> None:
    clause = saying("设立政务公开平台。其经费列入财政预算。信访照常。")
    assert quoted("财政预算经费", clause) == ["设立政务公开平台。其经费列入财政预算。"]
    other = saying("设立政务公开平台。其他经费列入财政预算。信访照常。")
    assert quoted("财政预算经费", other) == ["其他经费列入财政预算。"]


def test_an_item_of_a_list_brings_the_words_that_lead_in() -> None:
    clause = saying("应当做到：1.公开听证；2.清理规范性文件；3.列入财政预算。")
    assert quoted("规范性文件清理", clause) == ["应当做到：", "2.清理规范性文件；"]


def test_what_is_forbidden_comes_from_sentences_that_forbid() -> None:
    clause = saying("行政复议应当听证。未经听证的行政复议，不得作出决定。规范性文件行政复议。")
    assert quoted("哪些情形不得作出行政复议", clause) == ["未经听证的行政复议，不得作出决定。"]


def test_a_short_clause_is_quoted_whole_where_all_of_it_is_asked_about() -> None:
    text = "加强规范性文件清理。区政府每两年清理一次。经费列入预算。"
    assert quoted("规范性文件清理有哪些要求", saying(text)) == [text]
    assert quoted("预算经费怎么列", saying(text)) == ["经费列入预算。"]
    assert quoted("行政复议有什么要求") == [TEXT.split("\n")[1]]


def test_a_long_clause_is_cut_to_its_opening_and_what_is_asked() -> None:
    text = "加强规范性文件清理。" + "各部门照常办公并按时交报告。" * 40 + "清理规范性文件须听取意见。"
    spans = evidence.quotes(KEYWORDS, asked("规范性文件清理有哪些要求"), saying(text))
    assert text[slice(*spans[0])].startswith("加强规范性文件清理。")
    assert text[slice(*spans[-1])].endswith("清理规范性文件须听取意见。")
    assert 0 < sum(b - a for a, b in spans) <= 400
