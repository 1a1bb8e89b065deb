from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from qa.confidence import ENOUGH, confidence
from qa.records import Clause, Plan
from qa.retrieve import Candidate

PLAN = Plan("p", "规划", None, None, None, None, None, None, "规划", "p.txt")
CLAUSE = Clause("p/1", "p", 0, ("一",), (), 1, "一、", "", "条文。", (), (), (), (0, 5))
COSINES, SHARES = st.floats(-1, 1), st.floats(0, 1)


def candidate(dense: float, coverage: float) -> Candidate:
    return Candidate(CLAUSE, PLAN, 0.0, dense, coverage, length=5)


@given(COSINES, SHARES)
def test_it_is_a_probability(dense: float, coverage: float) -> None:
    assert 0 <= confidence(candidate(dense, coverage)) <= 1


@given(COSINES, COSINES, SHARES, SHARES)
def test_nearer_and_better_covered_is_surer(low: float, high: float, less: float, more: float) -> None:
    nearer, better = candidate(max(low, high), max(less, more)), candidate(min(low, high), min(less, more))
    assert confidence(nearer) >= confidence(better)


@given(COSINES, SHARES)
def test_a_subject_that_no_clause_speaks_of_is_less_sure(dense: float, coverage: float) -> None:
    plain = candidate(dense, coverage)
    assert confidence(replace(plain, foreign=True)) <= confidence(plain)


@given(COSINES, SHARES)
def test_the_same_share_of_more_words_is_surer(dense: float, coverage: float) -> None:
    plain = candidate(dense, coverage)
    assert confidence(replace(plain, length=10)) >= confidence(plain)


@given(COSINES, SHARES, st.floats(0, 10))
def test_the_fused_score_does_not_count(dense: float, coverage: float, score: float) -> None:
    plain = candidate(dense, coverage)
    assert confidence(replace(plain, score=score)) == confidence(plain)


def test_a_clause_with_all_the_words_is_enough_at_a_cosine_where_one_with_none_is_not() -> None:
    assert confidence(candidate(0.85, 1)) > ENOUGH > confidence(candidate(0.85, 0))
