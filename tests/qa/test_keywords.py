import math
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qa.keywords import Keywords
from qa.text import pairs

PASSAGES = [
    "行政复议案件公开听证审理，提高行政复议公信力。",
    "规范性文件每两年清理一次，清理结果向社会公布。",
    "行政执法全过程记录，执法人员持证上岗。",
    "行政复议，行政复议，还是行政复议；执法案卷评查。",
    "ABC 2020",
    "信访",
]
KEYWORDS = Keywords.build(PASSAGES, ["规范性文件"])


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


@given(st.lists(st.sampled_from([*TERMS, "无此词", "none"]), max_size=8))
def test_scores_agree_with_the_formula(tokens: list[str]) -> None:
    expected = [slow_bm25(tokens, document) for document in DOCUMENTS]
    np.testing.assert_allclose(KEYWORDS.scores(tokens), expected, rtol=1e-4, atol=1e-6)


def test_a_word_cut_differently_is_met_by_its_pairs() -> None:
    # 证上 is no word of the third passage, and two neighbouring characters of it.
    assert "证上" not in KEYWORDS.tokens(PASSAGES[2])
    assert KEYWORDS.scores(terms("证上")).argmax() == 2


@given(st.sampled_from([*TERMS, "无此词"]))
def test_idf_agrees_with_the_formula(token: str) -> None:
    assert KEYWORDS.idf(token) == pytest.approx(slow_idf(token))


@given(st.lists(st.sampled_from([*WORDS, "无此词"])), st.permutations(range(len(PASSAGES))))
def test_coverage_is_the_share_that_each_passage_holds(tokens: list[str], order: list[int]) -> None:
    held = KEYWORDS.coverage(tokens, np.array(order, np.int64))
    assert held.tolist() == pytest.approx([KEYWORDS.share(tokens, PASSAGES[i]) for i in order])
    assert ((held >= 0) & (held <= 1 + 1e-6)).all()


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
    scores = KEYWORDS.scores(terms(text))
    assert scores.shape == (len(PASSAGES),)
    assert (scores >= 0).all()


def test_a_saved_index_scores_as_before(tmp_path: Path) -> None:
    KEYWORDS.save(tmp_path)
    loaded = Keywords.load(tmp_path)
    question = "规范性文件的清理与行政复议"
    assert len(loaded) == len(PASSAGES)
    assert loaded.tokens(question) == KEYWORDS.tokens(question)
    np.testing.assert_array_equal(loaded.scores(TERMS), KEYWORDS.scores(TERMS))


def test_extra_words_stay_whole() -> None:
    assert "规范性文件" in KEYWORDS.tokens("规范性文件")
    assert "规范性文件" in KEYWORDS.tokens("規範性文件")
