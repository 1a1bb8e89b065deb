"""The contract on FAISS, small and large; and that it grows as if it had been built at once."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qa import vectors as module
from qa.arrays import Ids, Vectors
from qa.vectors import PassageVectors
from tests.qa import vectors_contract as contract
from tests.qa.vectors_contract import searches, some_of, unit_rows

#: Half a step of 256 in a component of a unit vector, which a centre lies near.
EIGHT_BITS = 0.01
ROWS = 21_000


@dataclass(frozen=True)
class Large:
    """A large index of `rows` as it was built, and as it is once saved and mapped."""

    rows: Vectors
    built: PassageVectors
    index: PassageVectors
    path: Path


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Large:
    rows, path = unit_rows(ROWS, 3), tmp_path_factory.mktemp("large") / "vectors.faiss"
    built = PassageVectors.build(rows)
    built.save(path)
    return Large(rows, built, PassageVectors.load(path), path)


@settings(deadline=None)
@given(searches())
def test_a_small_index_agrees_with_numpy(search: tuple[Vectors, Vectors, int, Ids | None]) -> None:
    rows, query, k, allowed = search
    index = PassageVectors.build(rows)
    contract.holds(index, rows)
    contract.searches_as_numpy(index, rows, query, k, allowed)
    contract.scores_as_numpy(index, rows, np.concatenate([query, rows[:1]]), np.arange(len(rows))[::-1])
    contract.scores_as_numpy(index, rows, query, np.arange(len(rows)) if allowed is None else allowed)


def test_a_large_index_holds_its_rows_in_eight_bits(large: Large) -> None:
    contract.holds(large.index, large.rows, EIGHT_BITS)
    contract.scores_as_numpy(large.index, large.rows, unit_rows(2, 5), np.array([ROWS - 1, 0, 7]), EIGHT_BITS)
    of_a_row = large.path.stat().st_size / ROWS
    assert of_a_row < 2 * 8 + contract.DIMENSION * 2  # its number twice, its components, its share of the centres


@settings(deadline=None, max_examples=25)
@given(st.integers(0, 2**32), st.integers(1, 300), some_of(ROWS))
def test_few_of_a_large_index_are_found_exactly(large: Large, seed: int, k: int, allowed: Ids | None) -> None:
    index, rows = large.index, large.rows
    few = np.arange(0, ROWS, 701) if allowed is None else allowed
    contract.searches_as_numpy(index, rows, unit_rows(1, seed), k, few, EIGHT_BITS)


@pytest.mark.parametrize("k", [1, 10, 200, 2000])
@pytest.mark.parametrize("share", [0.001, 0.02, 0.1, 0.5, 0.999, None])
def test_of_the_best_of_a_large_index_nearly_all_are_found(large: Large, share: float | None, k: int) -> None:
    """Whether the allowed lie anywhere or where the question does not look. As good as the best is one of the best:
    in few dimensions many lie closer together than 8 bits tell apart."""
    found = []
    for seed in range(8):
        query = unit_rows(1, 100 + seed)
        scores = large.rows @ query[0]
        anywhere = np.flatnonzero(np.random.default_rng(seed).random(ROWS) < (share or 1))
        aside = np.sort(np.argsort(scores)[: round(ROWS * (share or 1))])
        for allowed in (anywhere, aside):
            ids, _ = large.index.search(query, k, None if share is None else allowed)
            least = np.sort(scores[allowed])[::-1][: len(ids)][-1]
            assert len(ids) == len(set(ids.tolist())) == min(k, len(allowed))
            assert set(ids.tolist()) <= set(allowed.tolist())
            found.append(np.mean(scores[ids] >= least - EIGHT_BITS))
    assert np.mean(found) >= 0.98


def test_a_large_index_finds_as_many_as_are_asked_for(large: Large) -> None:
    index, rows = large.index, large.rows
    query = unit_rows(1, 9)
    contract.searches_as_numpy(index, rows, query, ROWS + 1, None, EIGHT_BITS)
    contract.searches_as_numpy(index, rows, query, ROWS, np.arange(1, ROWS), EIGHT_BITS)


@pytest.mark.parametrize("k", [5, 500])
def test_a_saved_index_answers_as_before(large: Large, tmp_path: Path, k: int) -> None:
    small, query = PassageVectors.build(unit_rows(30, 1)), unit_rows(1, 2)
    small.save(tmp_path / "vectors.faiss")
    for before, after in ((small, PassageVectors.load(tmp_path / "vectors.faiss")), (large.built, large.index)):
        assert (len(after), after.dimension) == (len(before), contract.DIMENSION)
        for old, new in zip(before.search(query, k), after.search(query, k), strict=True):
            np.testing.assert_array_equal(old, new)


@settings(deadline=None)
@given(searches(), st.integers(0, 40))
def test_a_small_index_grows_as_if_built_at_once(search: tuple[Vectors, Vectors, int, Ids | None], first: int) -> None:
    rows, query, k, allowed = search
    before = PassageVectors.build(rows[:first])
    grown, whole = before.grown(rows[first:]), PassageVectors.build(rows)
    np.testing.assert_array_equal(grown.rows(), rows)
    for one, other in zip(grown.search(query, k, allowed), whole.search(query, k, allowed), strict=True):
        np.testing.assert_array_equal(one, other)
    assert len(before) == len(rows[:first])


def test_a_mapped_large_index_grows_and_stays_as_it_was(large: Large, tmp_path: Path) -> None:
    index, rows = large.index, large.rows
    more = unit_rows(80, 11)
    grown = index.grown(more)
    np.testing.assert_array_equal(grown.rows()[:ROWS], index.rows())
    contract.holds(grown, np.concatenate([rows, more]), EIGHT_BITS)
    for number in (0, 79):
        assert grown.search(more[number : number + 1], 1)[0].tolist() == [ROWS + number]
    assert len(index) == ROWS
    grown.save(tmp_path / "vectors.faiss")
    again = PassageVectors.load(tmp_path / "vectors.faiss").grown(more[:1])
    assert again.scores(more[:1], np.array([ROWS + 80])) == pytest.approx(1, abs=0.05)


def test_what_grows_is_built_anew_where_it_becomes_large_and_where_many_came_late(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(module, "_LARGE", 1_000)
    axes = np.eye(contract.DIMENSION, dtype=np.float32)  # no component lies beyond what the first rows have
    rows, query = np.concatenate([axes, -axes, unit_rows(4_984, 12)]), unit_rows(1, 13)
    index, late = PassageVectors.build(rows[:900]), []
    for start, end in ((900, 1_000), (1_000, 1_060), (1_060, 1_080), (1_080, 5_000)):
        before, index = index, index.grown(rows[start:end])
        late.append(index._late)
        np.testing.assert_allclose(index.rows()[:start], before.rows(), atol=EIGHT_BITS if start < 1_000 else 1e-6)
        contract.holds(index, rows[:end], EIGHT_BITS)
        contract.searches_as_numpy(index, rows[:end], query, 20, np.arange(0, end, 3), EIGHT_BITS)
    assert late == [0, 60, 0, 0]


def test_late_rows_are_found_wherever_they_lie(large: Large) -> None:
    """Far from all centres, too: the lists nearest to a question would not hold them."""
    more = -np.abs(unit_rows(500, 21))
    grown = large.index.grown(more)
    for number in range(0, 500, 25):
        query = more[number : number + 1]
        contract.searches_as_numpy(grown, np.concatenate([large.rows, more]), query, 5, None, EIGHT_BITS)
