"""The body of `VectorIndex` over a Milvus server, here Milvus Lite: the contract, what it asks, and what goes wrong."""

import contextlib
import logging
import shutil
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from milvus_lite.adapter.grpc.server import start_server_in_thread
from vectors_contract import holds, scores_as_numpy, searches_as_numpy, some_of, unit_rows

from index_build import milvus_fill
from index_build.milvus_fill import filled, grown
from qa import index
from qa.arrays import Ids
from qa.errors import IndexMismatch, IndexUnavailable, VectorsUnavailable
from qa.milvus import Milvus
from qa.milvus_filter import below, expression
from qa.vectors_milvus import FILE, MilvusVectors, Place

ROWS = unit_rows(300, 1)
#: Rows of a later generation of the same collection: better than any other for the query that is their opposite.
LATER = unit_rows(40, 2)
#: Seconds: a server on this machine that is gone is known to be so at once.
_AT_ONCE = 0.3


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Milvus:
    return Milvus(str(tmp_path_factory.mktemp("milvus") / "lite.db"))


@pytest.fixture(scope="module")
def line(server: Milvus, tmp_path_factory: pytest.TempPathFactory) -> tuple[MilvusVectors, MilvusVectors]:
    """A generation and the one that grew from it, in one collection."""
    root = tmp_path_factory.mktemp("index")
    first = filled(root, server, ROWS)
    return first, grown(root, first, LATER)


@pytest.fixture(scope="module")
def older(line: tuple[MilvusVectors, MilvusVectors]) -> MilvusVectors:
    return line[0]


@pytest.fixture(scope="module")
def newer(line: tuple[MilvusVectors, MilvusVectors]) -> MilvusVectors:
    return line[1]


@st.composite
def runs(draw: st.DrawFn, rows: int) -> Ids:
    """Passages as filters choose them: whole plans, and single ones here and there; at least one."""
    marks = np.zeros(rows, bool)
    for first, length in draw(st.lists(st.tuples(st.integers(0, rows - 1), st.integers(1, rows)), max_size=6)):
        marks[first : first + length] = True
    marks[draw(st.lists(st.integers(0, rows - 1), min_size=1, max_size=30))] = True
    return np.flatnonzero(marks)


def lets_through(condition: str, rows: int) -> list[int]:
    """A Milvus filter of numbers is also an expression of Python."""
    return [number for number in range(rows) if eval(condition, {"number": number})]


@settings(deadline=None)
@given(st.data())
def test_a_filter_lets_through_just_what_is_allowed(data: st.DataObject) -> None:
    rows = data.draw(st.integers(1, 400))
    allowed = data.draw(runs(rows))
    condition = expression(allowed, rows, rows)
    assert condition is not None
    assert lets_through(condition, rows + 50) == allowed.tolist()


def test_whole_plans_are_said_in_a_few_words() -> None:
    plans = np.concatenate([np.arange(1_000, 90_000), np.arange(200_000, 900_000)])
    assert len(expression(plans, 1_000_000, 0) or "") < 100
    all_but_one_plan = np.setdiff1d(np.arange(1_000_000), np.arange(500, 900))
    assert len(expression(all_but_one_plan, 1_000_000, 0) or "") < 100
    assert expression(np.arange(1_000_000), 1_000_000, 0) is not None


def test_passages_here_and_there_are_not_listed_beyond_a_limit() -> None:
    assert expression(np.arange(0, 1_000, 2), 1_000, 499) is None
    assert expression(np.arange(0, 1_000, 2), 1_000, 500) is not None


def test_it_gives_back_what_it_was_made_of(older: MilvusVectors, newer: MilvusVectors) -> None:
    holds(older, ROWS)
    holds(newer, np.concatenate([ROWS, LATER]))


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 2**32), st.integers(0, 320), some_of(len(ROWS)) | runs(len(ROWS)))
def test_search_agrees_with_plain_numpy(older: MilvusVectors, seed: int, k: int, allowed: Ids | None) -> None:
    searches_as_numpy(older, ROWS, unit_rows(1, seed), k, allowed)


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 2**32), st.lists(st.integers(0, len(ROWS) - 1), unique=True))
def test_scores_are_cosines_of_the_passages_given(older: MilvusVectors, seed: int, ids: list[int]) -> None:
    scores_as_numpy(older, ROWS, unit_rows(2, seed), np.array(ids, np.int64))


@settings(max_examples=20, deadline=None)
@given(st.integers(0, len(LATER) - 1), st.integers(1, 50))
def test_a_generation_does_not_see_what_a_later_one_added(
    older: MilvusVectors, newer: MilvusVectors, row: int, k: int
) -> None:
    query = LATER[row : row + 1]
    searches_as_numpy(older, ROWS, query, k, None)
    assert newer.search(query, k)[0][0] == len(ROWS) + row


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 2**32), st.integers(1, 60), runs(len(ROWS)))
def test_sifting_finds_what_a_filter_finds(older: MilvusVectors, seed: int, k: int, allowed: Ids) -> None:
    query, k = unit_rows(1, seed), min(k, len(allowed))
    (sifted, scores), (filtered, expected) = older._sifted(query, k, allowed), older.search(query, k, allowed)
    assert sifted.tolist() == filtered.tolist()
    np.testing.assert_allclose(scores, expected, atol=1e-6)


def test_a_place_that_was_saved_is_opened(older: MilvusVectors, server: Milvus, tmp_path: Path) -> None:
    older.save(tmp_path / FILE)
    holds(MilvusVectors.load(tmp_path / FILE, server), ROWS)
    with pytest.raises(IndexMismatch, match="PLANQA_MILVUS"):
        MilvusVectors.load(tmp_path / FILE, None)


@pytest.mark.parametrize("place", [Place("planqa_gone", 300, 8), Place("", 341, 8)])
def test_a_server_without_the_vectors_says_what_to_do(
    older: MilvusVectors, server: Milvus, place: Place, tmp_path: Path
) -> None:
    Place(place.collection or older.place.collection, place.rows, 8).write(tmp_path / FILE)
    with pytest.raises(IndexUnavailable, match="planqa index"):
        MilvusVectors.load(tmp_path / FILE, server)


def test_what_a_build_that_died_has_left_is_not_kept(server: Milvus, tmp_path: Path) -> None:
    first = filled(tmp_path, server, ROWS)
    grown(tmp_path, first, unit_rows(30, 3))  # never published
    again = grown(tmp_path, first, LATER)
    holds(again, np.concatenate([ROWS, LATER]))
    assert (again.search(unit_rows(1, 3), 400)[0] < len(again)).all()


def published(root: Path, vectors: MilvusVectors) -> None:
    """As `qa.index.publish` does, long enough ago for all readers to have followed."""
    (root / "g-0").mkdir(exist_ok=True)
    vectors.save(root / "g-0" / FILE)
    (root / index.CURRENT).write_text("g-0")


def collections(server: Milvus, *wanted: MilvusVectors) -> list[bool]:
    return [server.client().has_collection(vectors.place.collection) for vectors in wanted]


def test_collections_that_nobody_reads_any_more_are_dropped(
    server: Milvus, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = tmp_path / "index"
    root.mkdir()
    first = filled(root, server, ROWS)
    published(root, first)
    died = filled(root, server, ROWS)
    assert collections(server, first, died) == [True, True]
    second = filled(root, server, ROWS)
    published(root, second)
    third = filled(root, server, ROWS)
    assert collections(server, first, died, second, third) == [True] * 4, "readers may not have followed yet"
    monkeypatch.setattr(milvus_fill, "LEAVING", 0.0)
    grown(root, second, LATER)
    assert collections(server, first, died, second, third) == [False, False, True, False]


def test_a_copy_of_an_index_drops_nothing_of_the_original(
    server: Milvus, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(milvus_fill, "LEAVING", 0.0)
    root = tmp_path / "index"
    root.mkdir()
    original = filled(root, server, ROWS)
    published(root, original)
    copy = shutil.copytree(root, tmp_path / "copy")
    published(copy, filled(copy, server, ROWS))
    filled(copy, server, ROWS)
    assert collections(server, original) == [True]


@pytest.fixture
def leaving(tmp_path: Path) -> tuple[Milvus, MilvusVectors]:
    """A server that has already gone, and vectors that were opened before."""
    running, database, port = start_server_in_thread(str(tmp_path / "lite"))
    server = Milvus(f"http://user:geheim@127.0.0.1:{port}", timeout=_AT_ONCE)
    vectors = filled(tmp_path, server, ROWS)
    running.stop(None).wait()
    database.close()
    return server, vectors


def test_a_server_that_goes_away_is_told_without_place_or_secret(
    leaving: tuple[Milvus, MilvusVectors], tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    server, vectors = leaving
    vectors.save(tmp_path / FILE)
    with caplog.at_level(logging.DEBUG):
        for ask in (
            lambda: vectors.search(ROWS[:1], 3),
            lambda: vectors.scores(ROWS[:1], np.arange(3)),
            lambda: MilvusVectors.load(tmp_path / FILE, server),
            lambda: filled(tmp_path, server, ROWS),
        ):
            with pytest.raises(VectorsUnavailable, match="Milvus 没有答复") as raised:
                ask()
            assert "127.0.0.1" not in raised.value.message
    assert "Milvus failed" in caplog.text
    assert "geheim" not in caplog.text + repr(server)


def _insist(ask: Callable[[], object]) -> None:
    """Until it is answered: a connection that was lost is not tried again at once."""
    for _ in range(60):
        with contextlib.suppress(VectorsUnavailable):
            ask()
            return
        time.sleep(0.25)
    ask()


def test_vectors_answer_again_when_their_server_is_back(leaving: tuple[Milvus, MilvusVectors], tmp_path: Path) -> None:
    server, vectors = leaving
    with pytest.raises(VectorsUnavailable):
        vectors.search(ROWS[:1], 3)
    port = int(server.uri.rpartition(":")[2])
    running, database, _ = start_server_in_thread(str(tmp_path / "lite"), port=port)
    try:
        _insist(vectors.check)
        searches_as_numpy(vectors, ROWS, ROWS[:1], 3, None)
    finally:
        running.stop(None).wait()
        database.close()


def test_what_a_filter_lists_is_below_the_rows_of_the_generation() -> None:
    assert lets_through(below(7), 20) == list(range(7))
