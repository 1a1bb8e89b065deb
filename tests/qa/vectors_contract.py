"""What every body of `VectorIndex` must hold to; each runs these on an index of its own making.

error: how far a stored component may lie from what was given: 0 where float32 is kept.
"""

import numpy as np
from hypothesis import strategies as st

from qa.arrays import Ids, Vectors
from qa.ports import VectorIndex

DIMENSION = 8
#: Rounding of sums in another order.
_ROUNDING = 1e-5


def unit_rows(rows: int, seed: int) -> Vectors:
    drawn = np.random.default_rng(seed).normal(size=(rows, DIMENSION)).astype(np.float32)
    unit: Vectors = drawn / np.linalg.norm(drawn, axis=1, keepdims=True)
    return unit


def some_of(rows: int) -> st.SearchStrategy[Ids | None]:
    """Rows that a filter lets through, ascending; None for no filter."""
    return st.none() | st.sets(st.integers(0, rows - 1)).map(lambda ids: np.array(sorted(ids), np.int64))


@st.composite
def searches(draw: st.DrawFn, rows: int = 40) -> tuple[Vectors, Vectors, int, Ids | None]:
    """Up to `rows` rows, a query, k and what is allowed."""
    count, seed = draw(st.integers(1, rows)), draw(st.integers(0, 2**32))
    return unit_rows(count, seed), unit_rows(1, seed + 1), draw(st.integers(0, rows + 10)), draw(some_of(count))


def holds(index: VectorIndex, rows: Vectors, error: float = 0.0) -> None:
    """It gives back what it was made of."""
    assert (len(index), index.dimension) == rows.shape
    assert index.rows().dtype == np.float32
    np.testing.assert_allclose(index.rows(), rows, atol=_ROUNDING + error)
    np.testing.assert_array_equal(index.row(len(rows) - 1), index.rows()[-1])


def scores_as_numpy(index: VectorIndex, rows: Vectors, queries: Vectors, ids: Ids, error: float = 0.0) -> None:
    """Scores are cosines of the passages asked for, in the order asked for."""
    scores = index.scores(queries, ids)
    assert (scores.shape, scores.dtype) == ((len(queries), len(ids)), np.float32)
    np.testing.assert_allclose(scores, queries @ rows[ids].T, atol=_ROUNDING + DIMENSION * error)


def searches_as_numpy(
    index: VectorIndex, rows: Vectors, query: Vectors, k: int, allowed: Ids | None, error: float = 0.0
) -> None:
    """As many as may be found, none twice, none that is not allowed, the best of all, best first."""
    ids, scores = index.search(query, k, allowed)
    permitted = np.arange(len(rows)) if allowed is None else allowed
    bound = _ROUNDING + DIMENSION * error
    assert (ids.dtype, scores.dtype) == (np.int64, np.float32)
    assert len(ids) == len(scores) == len(set(ids.tolist())) == min(k, len(permitted))
    assert set(ids.tolist()) <= set(permitted.tolist())
    assert (np.diff(scores) <= _ROUNDING).all()
    np.testing.assert_allclose((rows @ query[0])[ids], scores, atol=bound)
    np.testing.assert_allclose(scores, np.sort((rows @ query[0])[permitted])[::-1][:k], atol=bound)
