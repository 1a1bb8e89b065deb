"""Every score against an independent implementation, and the best against all."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest import mock

import bm25s
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qa import keyword_best, keyword_build
from qa.keyword_scores import Scorer
from tests.small_keywords import one_dictionary

#: Latin words are terms as they stand; the first are common, the last rare.
TERMS = [f"t{i}" for i in range(12)]
RANDOM = np.random.default_rng(7)
questions = st.dictionaries(st.sampled_from([*TERMS, "none"]), st.sampled_from([0.5, 1.0, 1.5, 2.0]), max_size=8)


@pytest.fixture(autouse=True, scope="module")
def quick() -> Iterator[None]:
    with one_dictionary():
        yield


def passage() -> str:
    """Up to 20 terms, the common ones more often."""
    odds = 1 / np.arange(1, len(TERMS) + 1) ** 1.5
    return " ".join(RANDOM.choice(TERMS, RANDOM.integers(0, 20), p=odds / odds.sum()))


def scorer(passages: list[str]) -> Scorer:
    with TemporaryDirectory() as folder:
        keyword_build.build(Path(folder), passages, [])
        return Scorer.load(Path(folder))


SCORER = scorer([passage() for _ in range(300)])
ALL = np.arange(300)
some = st.lists(st.sampled_from(ALL.tolist()), unique=True).map(lambda chosen: np.array(chosen, np.int64))


@contextmanager
def nothing_is_small() -> Iterator[None]:
    """What is left out of large indexes is left out here."""
    with mock.patch.multiple(keyword_best, _CHEAP=0, _FEW=0, _GUESSED=1, _AGAIN=2):
        yield


def best(question: dict[str, float], k: int, allowed: np.ndarray | None = None) -> list[int]:
    return keyword_best.best(SCORER, SCORER.asked(question), k, allowed).tolist()


def ranked(question: dict[str, float], rows: np.ndarray) -> list[int]:
    """Those with a score above 0, best first, of equals the first."""
    scores = SCORER.scores(SCORER.asked(question), rows).tolist()
    return [row for score, row in sorted(zip((-s for s in scores), rows.tolist(), strict=True)) if score < 0]


@settings(max_examples=40, deadline=None)
@given(st.lists(st.lists(st.sampled_from(TERMS), min_size=1), min_size=1), st.lists(st.sampled_from(TERMS), min_size=1))
def test_scores_are_those_of_bm25s(passages: list[list[str]], tokens: list[str]) -> None:
    reference = bm25s.BM25(method="lucene", k1=1.2, b=0.75)
    reference.index(passages, show_progress=False)
    known = [token for token in tokens if token in reference.vocab_dict]
    expected = reference.get_scores(known) if known else np.zeros(len(passages))
    own = scorer([" ".join(p) for p in passages])
    np.testing.assert_allclose(own.scores(own.asked(Counter(tokens)), np.arange(len(passages))), expected, rtol=1e-5)


@settings(deadline=None)
@given(questions, st.integers(1, 40))
def test_the_best_are_the_first_of_all(question: dict[str, float], k: int) -> None:
    assert best(question, k) == ranked(question, ALL)[:k]
    with nothing_is_small():
        assert best(question, k) == ranked(question, ALL)[:k]


@settings(deadline=None)
@given(questions, st.integers(1, 40), some)
def test_a_filter_only_takes_away(question: dict[str, float], k: int, allowed: np.ndarray) -> None:
    expected = [row for row in ranked(question, ALL) if row in set(allowed.tolist())][:k]
    assert best(question, k, allowed) == expected
    with nothing_is_small():
        assert best(question, k, allowed) == expected


@settings(deadline=None)
@given(questions, some)
def test_a_score_is_the_same_to_the_bit_whatever_is_asked_beside(question: dict[str, float], rows: np.ndarray) -> None:
    asked = SCORER.asked(question)
    looked_up = np.zeros(len(rows), np.float32)
    SCORER.look_up(asked, 0, len(asked), rows, looked_up)
    added = np.zeros(len(ALL), np.float32)
    SCORER.add(asked, 0, len(asked), added)
    np.testing.assert_array_equal(looked_up, added[rows])
    np.testing.assert_array_equal(looked_up, SCORER.scores(asked, rows))


def test_no_term_adds_more_than_is_said_of_it() -> None:
    for term in TERMS:
        asked = SCORER.asked({term: 1.0})
        scores = SCORER.scores(asked, ALL)
        np.testing.assert_allclose(scores.max(), asked.left[0], rtol=1e-6)


def test_a_common_term_is_not_added_up() -> None:
    asked = SCORER.asked({"t0": 1.0, "t9": 1.0, "t10": 1.0})
    with nothing_is_small(), mock.patch.object(Scorer, "add", autospec=True, side_effect=Scorer.add) as add:
        keyword_best.best(SCORER, asked, 2, None)
    assert add.call_args.args[3] < len(asked) == 3
