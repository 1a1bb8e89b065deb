"""Vectors that are kept: whole after any kill, never computed twice."""

import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index_build import embeddings
from index_build.embeddings import Embeddings
from index_build.vector_file import KEY, VectorFile
from qa.arrays import Vectors
from qa.encoder import HashEncoder

ROWS = st.dictionaries(st.binary(min_size=KEY, max_size=KEY), st.integers(0, 99), max_size=12)
#: Each waits for the disk.
FEW = settings(deadline=None, max_examples=30)
TEXTS = st.lists(st.text(max_size=40), max_size=12)


class Small(HashEncoder):
    """Keeps the texts that it is asked to encode, batch by batch; `after` so many it breaks off."""

    name = "small"
    dimension = 8

    def __init__(self, after: int | None = None) -> None:
        self.batches: list[list[str]] = []
        self._after = after

    def encode_passages(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> Vectors:
        if len(self.batches) == self._after:
            raise KeyboardInterrupt
        self.batches.append(list(texts))
        return super().encode_passages(texts)


def vectors(rows: dict[bytes, int]) -> Vectors:
    return np.array([[n, *range(7)] for n in rows.values()], np.float32).reshape(-1, 8)


@FEW
@given(ROWS, ROWS, st.floats(0, 1), st.floats(0, 1))
def test_whatever_is_cut_off_the_rest_is_as_it_was(
    first: dict[bytes, int], second: dict[bytes, int], keys: float, values: float
) -> None:
    with tempfile.TemporaryDirectory() as parent:
        folder = Path(parent) / "kept"
        VectorFile(folder, 8).append(list(first), vectors(first))
        file = VectorFile(folder, 8)
        file.append(list(second), vectors(second))
        expected = first | second
        assert file.sound(expected) == set(expected)
        np.testing.assert_array_equal(file.vectors(list(expected)), vectors(expected))
        for name, share in (("keys.bin", keys), ("vectors.f32", values)):
            data = (folder / name).read_bytes()
            (folder / name).write_bytes(data[: round(share * len(data))])
        cut = VectorFile(folder, 8)
        left = [key for key in expected if key in cut.sound(expected)]
        written = [*first.items(), *second.items()][: len(cut)]
        assert dict(written) == dict(zip(left, cut.vectors(left)[:, 0], strict=True))
        cut.append(list(second), vectors(second))
        np.testing.assert_array_equal(VectorFile(folder, 8).vectors(list(second)), vectors(second))


@FEW
@given(ROWS.filter(bool), st.data())
def test_a_vector_that_was_changed_on_the_disk_is_not_there(rows: dict[bytes, int], data: st.DataObject) -> None:
    with tempfile.TemporaryDirectory() as parent:
        VectorFile(Path(parent), 8).append(list(rows), vectors(rows))
        path = Path(parent) / "vectors.f32"
        content = bytearray(path.read_bytes())
        place = data.draw(st.integers(0, len(content) - 1))
        content[place] ^= data.draw(st.integers(1, 255))
        path.write_bytes(content)
        assert VectorFile(Path(parent), 8).sound(rows) == set(rows) - {list(rows)[place // 32]}


@FEW
@given(ROWS, st.data())
def test_what_is_kept_is_all_that_is_kept(rows: dict[bytes, int], data: st.DataObject) -> None:
    chosen = data.draw(st.sets(st.sampled_from(list(rows))) if rows else st.just(set()))
    with tempfile.TemporaryDirectory() as parent:
        file = VectorFile(Path(parent) / "kept", 8)
        file.append(list(rows), vectors(rows))
        file.keep(chosen)
        for again in (file, VectorFile(Path(parent) / "kept", 8)):
            assert (again.sound(rows), len(again)) == (chosen, len(chosen))
            np.testing.assert_array_equal(again.vectors(sorted(chosen)), vectors({k: rows[k] for k in sorted(chosen)}))


def test_a_pruning_that_was_killed_is_undone(tmp_path: Path) -> None:
    rows = {bytes([i]) * KEY: i for i in range(3)}
    folder = tmp_path / "kept"
    VectorFile(folder, 8).append(list(rows), vectors(rows))
    folder.rename(tmp_path / "kept.old")
    (tmp_path / "kept.new").mkdir()
    assert VectorFile(folder, 8).sound(rows) == set(rows)
    assert [path.name for path in tmp_path.iterdir()] == ["kept"]


@FEW
@given(TEXTS, TEXTS)
def test_nothing_is_embedded_twice_and_every_text_gets_its_vector(first: list[str], second: list[str]) -> None:
    with tempfile.TemporaryDirectory() as root:
        for texts in (first, second, first):
            found = Embeddings(Path(root), encoder := Small()).vectors(texts)
            np.testing.assert_array_equal(found, HashEncoder.encode_queries(encoder, texts))
        assert encoder.batches == []


def test_the_longest_come_first_and_progress_counts_characters(tmp_path: Path) -> None:
    heard: list[tuple[int, int]] = []
    texts = ["短", "长" * 30, "中等" * 5, "长" * 30]
    Embeddings(tmp_path, encoder := Small()).vectors(texts, lambda done, total: heard.append((done, total)))
    assert encoder.batches == [["长" * 30, "中等" * 5, "短"]]
    assert heard == [(41, 41)]
    heard.clear()
    more = ["长" * 20 + str(number) for number in range(30)]
    Embeddings(tmp_path, Small()).vectors([*texts, *more], lambda done, total: heard.append((done, total)))
    assert len(heard) == 2
    assert heard[0][0] > 0.5 * heard[0][1] == 0.5 * heard[1][0]
    assert heard[-1] == (650, 650)


def test_work_that_is_broken_off_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(embeddings, "_PAUSE", -1.0)
    texts = [str(number) for number in range(99)]
    with pytest.raises(KeyboardInterrupt):
        Embeddings(tmp_path, broken := Small(after=2)).vectors(texts)
    Embeddings(tmp_path, again := Small()).vectors(texts)
    done = [text for batch in broken.batches for text in batch]
    assert done
    assert sorted([*done, *(text for batch in again.batches for text in batch)]) == sorted(texts)


def test_another_encoder_has_vectors_of_its_own(tmp_path: Path) -> None:
    Embeddings(tmp_path, Small()).vectors(["同一句"])
    other = Small()
    other.name = "other"
    Embeddings(tmp_path, other).vectors(["同一句"])
    assert other.batches == [["同一句"]]


def test_what_no_index_holds_any_more_is_dropped_when_it_is_most(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(embeddings, "_FEW", 4)
    texts = [str(number) for number in range(9)]
    kept = Embeddings(tmp_path, Small())
    kept.vectors(texts)
    kept.prune(texts[:5], 5)
    Embeddings(tmp_path, nothing := Small()).vectors(texts)
    kept.prune(texts[:4], 4)
    Embeddings(tmp_path, rest := Small()).vectors(texts)
    assert (nothing.batches, rest.batches) == ([], [texts[4:]])
