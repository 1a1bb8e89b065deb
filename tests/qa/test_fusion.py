import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from qa.arrays import Scores
from qa.fusion import min_max, weighted

VALUES = st.floats(-100, 100, width=32)
SCORES = st.integers(0, 20).flatmap(lambda n: arrays(np.float32, n, elements=VALUES))
PAIRS = st.integers(1, 20).flatmap(lambda n: st.tuples(*[arrays(np.float32, n, elements=VALUES)] * 2))


@given(SCORES)
def test_min_max_spans_zero_to_one_and_keeps_the_order(scores: Scores) -> None:
    stretched = min_max(scores)
    assert stretched.shape == scores.shape
    assert ((stretched >= 0) & (stretched <= 1)).all()
    assert (np.diff(stretched[np.argsort(scores)]) >= 0).all()
    if len(scores) and np.ptp(scores) > 1e-3:
        assert (stretched.min(), stretched.max()) == (0, 1)


def test_scores_that_do_not_differ_say_nothing() -> None:
    assert min_max(np.full(3, 7, np.float32)).tolist() == [0, 0, 0]


@given(PAIRS, st.floats(0, 1))
def test_what_is_best_in_both_rankings_is_best(pair: tuple[Scores, Scores], weight: float) -> None:
    dense, sparse = pair
    merged = weighted(dense, sparse, weight)
    assert ((merged >= 0) & (merged <= 1 + 1e-6)).all()
    both = np.flatnonzero((dense == dense.max()) & (sparse == sparse.max()))
    assert all(merged[row] == merged.max() for row in both)


def test_the_weight_is_the_dense_share() -> None:
    merged = weighted(np.array([0, 10], np.float32), np.array([3, 1], np.float32), 0.6)
    assert merged.tolist() == pytest.approx([0.4, 0.6])
