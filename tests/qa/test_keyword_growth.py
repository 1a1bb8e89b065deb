"""An index made in pieces, or grown, is the index made at once."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest import mock

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qa import keyword_build, keyword_growth
from qa.keyword_scores import Scorer
from qa.postings import GONE, Postings
from tests.small_keywords import keywords, one_dictionary

#: jieba by itself cuts it.
NAME = "区法治办"
TERMS = ["行政复议", "执法公示", "信访", "规范性文件清理", "ai", "2020", "。", f"{NAME}牵头"]
passages = st.lists(st.lists(st.sampled_from(TERMS), max_size=5).map("，".join), max_size=8)
NONE = np.empty(0, np.int64)


@pytest.fixture(autouse=True, scope="module")
def quick() -> Iterator[None]:
    with one_dictionary():
        yield


@contextmanager
def pieces(size: int) -> Iterator[None]:
    """Everything is cut, merged and copied so many at a time."""
    with (
        mock.patch.multiple(keyword_build, _RUN=size, _PART=size),
        mock.patch.object(keyword_growth, "_PIECE", size),
    ):
        yield


def built(folder: Path, texts: Iterable[str], words: Sequence[str] = ()) -> Path:
    folder.mkdir()
    keyword_build.build(folder, texts, words)
    return folder


def grown(
    before: Path,
    gone: np.ndarray,
    texts: Sequence[str],
    words: Sequence[str] = (),
    recut: Mapping[int, str] | None = None,
) -> Path:
    folder = before.with_name(before.name + "+")
    folder.mkdir()
    keyword_growth.grow(before, folder, gone, texts, words, recut or {})
    return folder


def assert_same(one: Path, other: Path) -> None:
    """Array for array; peaks may be higher than need be in the first."""
    first, second = Postings.load(one), Postings.load(other)
    for name, column in vars(first).items():
        np.testing.assert_array_equal(column, getattr(second, name), err_msg=name)
    peaks, exact = np.load(one / "peaks.npy"), np.load(other / "peaks.npy")
    assert (peaks >= exact * (1 - 1e-6)).all()
    assert keyword_build.read_words(one) == keyword_build.read_words(other)


@settings(max_examples=25, deadline=None)
@given(passages, st.integers(1, 9))
def test_runs_merged_are_one_run(texts: list[str], size: int) -> None:
    with TemporaryDirectory() as folder:
        whole = built(Path(folder) / "whole", texts)
        with pieces(size):
            parts = built(Path(folder) / "parts", iter(texts))
        assert_same(parts, whole)
        assert {p.name for p in parts.iterdir()} == {p.name for p in whole.iterdir()}


@settings(max_examples=25, deadline=None)
@given(passages, passages, st.integers(1, 9))
def test_an_index_grown_is_the_index_of_all(texts: list[str], more: list[str], size: int) -> None:
    with TemporaryDirectory() as folder:
        before = built(Path(folder) / "before", texts)
        with pieces(size):
            after = grown(before, NONE, more)
        assert_same(after, built(Path(folder) / "whole", texts + more))


@settings(max_examples=25, deadline=None)
@given(passages, passages, st.data())
def test_what_is_gone_counts_no_more(texts: list[str], more: list[str], data: st.DataObject) -> None:
    rows = st.lists(st.sampled_from(range(len(texts))), unique=True) if texts else st.just([])
    gone, later = np.array(data.draw(rows), np.int64), np.array(data.draw(rows), np.int64)
    left = [row for row in range(len(texts) + len(more)) if row not in {*gone.tolist(), *later.tolist()}]
    with TemporaryDirectory() as folder, pieces(3):
        first = grown(built(Path(folder) / "before", texts), gone, more)
        scorer = Scorer.load(grown(first, later, []))
        whole = Scorer.load(built(Path(folder) / "whole", [(texts + more)[row] for row in left]))
        lengths = np.load(Path(folder) / "before++" / "lengths.npy")
    assert np.flatnonzero(lengths != GONE).tolist() == left
    everything = np.arange(len(texts) + len(more))
    for term in ["信访", "ai", "2020", "清理", "‿公示"]:
        scores = scorer.scores(scorer.asked({term: 1.0}), everything)
        expected = whole.scores(whole.asked({term: 1.0}), np.arange(len(left)))
        np.testing.assert_allclose(scores[left], expected, rtol=1e-6)
        assert scores.sum() == pytest.approx(expected.sum())
        assert scorer.asked({term: 1.0}).left[0] >= expected.max(initial=0) * (1 - 1e-6)


@settings(max_examples=25, deadline=None)
@given(passages, passages, st.integers(1, 9))
def test_a_new_word_is_whole_in_old_passages_too(texts: list[str], more: list[str], size: int) -> None:
    recut = {row: text for row, text in enumerate(texts) if NAME in text}
    with TemporaryDirectory() as folder:
        before = built(Path(folder) / "before", texts)
        with pieces(size):
            after = grown(before, NONE, more, [NAME], recut)
        assert_same(after, built(Path(folder) / "whole", texts + more, [NAME]))


def test_a_count_beyond_a_byte_widens_the_column(tmp_path: Path) -> None:
    before = built(tmp_path / "before", ["ai"])
    after = grown(before, NONE, ["ai " * 300])
    assert_same(after, built(tmp_path / "whole", ["ai", "ai " * 300]))
    assert Postings.load(before).counts.dtype == np.uint8
    assert Postings.load(after).counts.max() == 300


def test_terms_of_one_hash_count_as_one() -> None:
    with mock.patch("xxhash.xxh3_64_intdigest", lambda data: len(data)):
        index = keywords(["ai 20 ai", "2020", "ai"])
        assert index.scores({"20": 1.0}, np.arange(3)).tolist() == index.scores({"ai": 1.0}, np.arange(3)).tolist()
        assert sorted(index.best({"20": 1.0}, 3, None)) == [0, 2]
