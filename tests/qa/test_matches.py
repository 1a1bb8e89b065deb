"""The words shown in colour: where they stand, and which they are."""

from hypothesis import given, settings
from hypothesis import strategies as st

from qa.matches import Matches
from qa.question import Question
from qa.records import Scope
from qa.retrieve import Words
from qa.service import Service
from qa.text import fold
from tests.small_keywords import keywords

_WORDS = ["行政复议", "执法", "出庭应诉", "清理", "公示", "ai", "60"]
_TEXTS = [*(f"{word}工作的规定" for word in _WORDS), *("机关建设" for _ in range(12))]
KEYWORDS = keywords(_TEXTS, ["行政复议", "出庭应诉"])
#: Clause texts in every form that folds to those words, with anything between them.
_FORMS = st.sampled_from(
    [*_WORDS, "行政復議", "執法", "ＡＩ", "６０", "AI", "機關", "建设", "①", "ﬁ", "㎏", "，", "\n", "\t", "160", "ais"]
)
texts = st.lists(_FORMS | st.text(max_size=3), max_size=12).map("".join)
topics = st.lists(st.sampled_from([*_WORDS, "机关", "建设"]), max_size=4).map("、".join)


def understood(topic: str) -> Question:
    asks_nothing_else = {"asks_units": False, "charged": False, "role": None, "asks_basis": False, "several": False}
    return Question(text=topic, topic=topic, scope=Scope(), absent=(), plans=(), **asks_nothing_else)


def matches(topic: str) -> Matches:
    return Matches(understood(topic), KEYWORDS)


@settings(max_examples=100, deadline=None)
@given(topics, texts)
def test_spans_ascend_apart_and_hold_words_of_the_question(topic: str, text: str) -> None:
    spans = matches(topic).spans(text)
    bounds = [offset for span in spans for offset in span]
    assert bounds == sorted(set(bounds))
    assert all(0 <= start < end <= len(text) for start, end in spans)
    known = Words.of(understood(topic), KEYWORDS)
    words = {*known.said, *known.implied}
    for start, end in spans:
        shown = "".join(fold(letter) for letter in text[start:end])
        assert any(word in shown for word in words), shown


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(_WORDS), texts, texts)
def test_the_one_word_asked_for_is_shown_wherever_it_stands(word: str, before: str, after: str) -> None:
    text = f"{before}。{word}。{after}"
    covered = {i for span in matches(word).spans(text) for i in range(*span)}
    start = len(before) + 1
    assert set(range(start, start + len(word))) <= covered


def test_other_forms_of_a_word_are_shown() -> None:
    assert [("行政復議与ＡＩ"[a:b]) for a, b in matches("行政复议、ai").spans("行政復議与ＡＩ")] == ["行政復議", "ＡＩ"]


def test_a_number_within_another_is_not() -> None:
    assert matches("60").spans("160学时，3.60，60学时") == ((11, 13),)


def test_common_words_are_shown_only_beside_rare_ones() -> None:
    found = matches("机关执法").spans("机关管理机关执法")
    assert found == ((4, 8),)


def test_nothing_asked_or_nothing_there_is_nothing_shown() -> None:
    assert matches("").spans("执法") == ()
    assert matches("执法").spans("") == ()
    assert matches("执法").spans("复议") == ()


def test_answers_and_hits_carry_them(service: Service) -> None:
    [citation] = service.ask("巴东县打官司的事情，行政复议工作由哪些单位牵头？").citations[:1]
    assert any("行政复议" in citation.clause.text[a:b] for a, b in citation.matched)
    for hit in service.search("领导干部学法").hits[:3]:
        assert any("学法" in hit.clause.text[a:b] or "领导干部" in hit.clause.text[a:b] for a, b in hit.matched)
