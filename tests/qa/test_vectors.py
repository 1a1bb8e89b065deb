from pathlib import Path

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from qa.arrays import Ids, Vectors
from qa.vectors import PassageVectors


def unit_rows(rows: int, seed: int) -> Vectors:
    drawn = np.random.default_rng(seed).normal(size=(rows, 8)).astype(np.float32)
    unit: Vectors = drawn / np.linalg.norm(drawn, axis=1, keepdims=True)
    return unit


@st.composite
def searches(draw: st.DrawFn) -> tuple[Vectors, Vectors, int, Ids | None]:
    rows, seed = draw(st.integers(1, 40)), draw(st.integers(0, 2**32))
    allowed = draw(st.none() | st.sets(st.integers(0, rows - 1)).map(lambda ids: np.array(sorted(ids), np.int64)))
    return unit_rows(rows, seed), unit_rows(1, seed + 1), draw(st.integers(0, 50)), allowed


@given(searches())
def test_search_agrees_with_plain_numpy(search: tuple[Vectors, Vectors, int, Ids | None]) -> None:
    rows, query, k, allowed = search
    ids, scores = PassageVectors.build(rows).search(query, k, allowed)
    permitted = np.arange(len(rows)) if allowed is None else allowed
    expected = np.sort((rows @ query[0])[permitted])[::-1][:k]
    assert len(ids) == len(set(ids.tolist())) == min(k, len(permitted))
    assert set(ids.tolist()) <= set(permitted.tolist())
    np.testing.assert_allclose(scores, expected, atol=1e-5)
    np.testing.assert_allclose((rows @ query[0])[ids], scores, atol=1e-5)


@given(searches())
def test_scores_are_cosines_of_the_passages_given(search: tuple[Vectors, Vectors, int, Ids | None]) -> None:
    rows, query, _, allowed = search
    ids = np.arange(len(rows)) if allowed is None else allowed
    np.testing.assert_allclose(PassageVectors.build(rows).scores(query, ids), query @ rows[ids].T, atol=1e-5)


def test_a_saved_index_answers_as_before(tmp_path: Path) -> None:
    vectors, query = PassageVectors.build(unit_rows(30, 1)), unit_rows(1, 2)
    vectors.save(tmp_path / "vectors.faiss")
    loaded = PassageVectors.load(tmp_path / "vectors.faiss")
    assert (len(loaded), loaded.dimension) == (30, 8)
    for old, new in zip(vectors.search(query, 5), loaded.search(query, 5), strict=True):
        np.testing.assert_array_equal(old, new)


def test_many_vectors_take_a_quarter_of_the_memory_and_the_best_are_found_all_the_same(tmp_path: Path) -> None:
    rows, query = unit_rows(20_000, 3), unit_rows(1, 4)
    PassageVectors.build(rows).save(tmp_path / "vectors.faiss")
    vectors = PassageVectors.load(tmp_path / "vectors.faiss")
    np.testing.assert_allclose(vectors.rows(), rows, atol=0.02)
    half = np.arange(0, len(rows), 2, dtype=np.int64)
    for allowed in (None, half, half[:100]):
        permitted = np.arange(len(rows)) if allowed is None else allowed
        ids, scores = vectors.search(query, 20, allowed)
        best = permitted[np.argsort(-(rows @ query[0])[permitted])[:20]]
        assert set(ids.tolist()) <= set(permitted.tolist())
        assert len(set(ids.tolist()) & set(best.tolist())) >= 16
        np.testing.assert_allclose((rows @ query[0])[ids], scores, atol=0.02)
