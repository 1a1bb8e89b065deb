import math
from collections import Counter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qa.text import pairs
from tests.small_keywords import keywords

PASSAGES = [
    "行政复议案件公开听证审理，提高行政复议公信力。",
    "规范性文件每两年清理一次，清理结果向社会公布。",
    "行政执法全过程记录，执法人员持证上岗。",
    "行政复议，行政复议，还是行政复议；执法案卷评查。",
    "ABC 2020",
    "信访",
]
KEYWORDS = keywords(PASSAGES, ["规范性文件"])
ALL = np.arange(len(PASSAGES))


def terms(text: str) -> list[str]:
    return KEYWORDS.tokens(text) + pairs(text)


DOCUMENTS = [terms(p) for p in PASSAGES]
TERMS = sorted({term for document in DOCUMENTS for term in document})
WORDS = sorted({token for passage in PASSAGES for token in KEYWORDS.tokens(passage)})


def slow_idf(token: str) -> float:
    frequency = sum(token in document for document in DOCUMENTS)
    return math.log(1 + (len(DOCUMENTS) - frequency + 0.5) / (frequency + 0.5))


def slow_bm25(tokens: list[str], document: list[str], k1: float = 1.2, b: float = 0.75) -> float:
    """Lucene's BM25 word by word: idf * tf / (tf + k1 (1 - b + b length / mean length))."""
    mean = sum(map(len, DOCUMENTS)) / len(DOCUMENTS)
    damping = k1 * (1 - b + b * len(document) / mean)
    counts = Counter(document)
    return sum(slow_idf(t) * counts[t] / (counts[t] + damping) for t in tokens)


@settings(deadline=None)
@given(st.lists(st.sampled_from([*TERMS, "无此词", "none"]), max_size=8), st.permutations(range(len(PASSAGES))))
def test_scores_agree_with_the_formula(tokens: list[str], order: list[int]) -> None:
    scale = math.log(1 + 140_960.5 / 0.5) / slow_idf("")
    expected = [scale * slow_bm25(tokens, DOCUMENTS[i]) for i in order]
    np.testing.assert_allclose(KEYWORDS.scores(Counter(tokens), np.array(order)), expected, rtol=1e-5, atol=1e-6)


@settings(deadline=None)
@given(st.dictionaries(st.sampled_from(TERMS), st.sampled_from([0.5, 1.0, 1.5]), max_size=8))
def test_a_term_counts_as_often_as_it_is_asked(asked: dict[str, float]) -> None:
    expected = sum((n * KEYWORDS.scores({term: 1.0}, ALL) for term, n in asked.items()), np.zeros(len(ALL)))
    np.testing.assert_allclose(KEYWORDS.scores(asked, ALL), expected, rtol=1e-5)


def test_a_word_cut_differently_is_met_by_its_pairs() -> None:
    # 证上 is no word of the third passage, and two neighbouring characters of it.
    assert "证上" not in KEYWORDS.tokens(PASSAGES[2])
    assert KEYWORDS.best(Counter(terms("证上")), 1, None).tolist() == [2]


@settings(deadline=None)
@given(st.sampled_from([*TERMS, "无此词"]))
def test_idf_agrees_with_the_formula(token: str) -> None:
    assert KEYWORDS.idf(token) == pytest.approx(slow_idf(token))


@settings(deadline=None)
@given(st.lists(st.sampled_from([*WORDS, "无此词"])), st.permutations(range(len(PASSAGES))))
def test_coverage_is_the_share_that_each_passage_holds(tokens: list[str], order: list[int]) -> None:
    held = KEYWORDS.coverage(tokens, np.array(order, np.int64))
    assert held.tolist() == pytest.approx([KEYWORDS.share(tokens, PASSAGES[i]) for i in order])
    assert ((held >= 0) & (held <= 1 + 1e-6)).all()


@settings(deadline=None)
@given(st.lists(st.sampled_from(WORDS), min_size=1), st.sampled_from(PASSAGES), st.sampled_from(PASSAGES))
def test_a_share_grows_with_the_text(tokens: list[str], text: str, more: str) -> None:
    assert KEYWORDS.share(tokens, text) <= KEYWORDS.share(tokens, f"{text}\n{more}") + 1e-9
    assert KEYWORDS.share(tokens, "\n".join(PASSAGES)) == pytest.approx(1)


def test_rare_words_weigh_more() -> None:
    tokens = ["行政", "信访"]
    assert KEYWORDS.share(tokens, "信访") > 0.5 > KEYWORDS.share(tokens, "行政") > 0
    assert KEYWORDS.share([], "行政") == 0


@settings(deadline=None, max_examples=20)
@given(st.text(max_size=40))
def test_any_text_has_scores(text: str) -> None:
    scores = KEYWORDS.scores(Counter(terms(text)), ALL)
    assert scores.shape == (len(PASSAGES),)
    assert (scores >= 0).all()


def test_extra_words_stay_whole() -> None:
    assert "规范性文件" in KEYWORDS.tokens("规范性文件")
    assert "规范性文件" in KEYWORDS.tokens("規範性文件")
