"""The index directory: what is published is whole, what is damaged says which command mends it."""

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from small_corpus import FUZHOU, NANJING, write

from index_build.build import build
from qa import index
from qa.encoder import HashEncoder
from qa.errors import IndexMismatch, IndexUnavailable
from qa.service import Service

ENCODER = HashEncoder()


class OtherEncoder(HashEncoder):
    name = "another"


class WiderEncoder(HashEncoder):
    dimension = 512


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(tmp_path_factory.mktemp("small") / "corpus")


@pytest.fixture(scope="module")
def built(corpus: Path) -> Path:
    root = corpus.parent / "index"
    build(corpus, root, ENCODER)
    return root


@pytest.fixture
def copy(built: Path, tmp_path: Path) -> Path:
    """The index in a place of its own, free to be damaged."""
    return Path(shutil.copytree(built, tmp_path / "index"))


def generation(root: Path) -> Path:
    return root / (root / index.CURRENT).read_text()


def answers(root: Path) -> bool:
    hits = Service.open(root, ENCODER).search("行政复议委员会").hits
    return hits[0].clause.id == f"{NANJING}/1.2"


def test_the_folder_works_where_it_is_copied_to(built: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "别处 #1?100%"
    shutil.copytree(built, elsewhere)
    assert answers(elsewhere)


def test_reading_needs_no_right_to_write_and_changes_nothing(copy: Path) -> None:
    for path in [copy, *copy.rglob("*")]:
        path.chmod(0o555 if path.is_dir() else 0o444)
    before = {path: path.stat().st_mtime_ns for path in copy.rglob("*")}
    assert answers(copy)
    assert {path: path.stat().st_mtime_ns for path in copy.rglob("*")} == before


def test_everybody_may_read_what_is_published(built: Path) -> None:
    mask = os.umask(0)
    os.umask(mask)
    assert generation(built).stat().st_mode & 0o777 == 0o777 & ~mask


def test_the_manifest_lists_every_file_and_counts_what_is_there(built: Path) -> None:
    folder = generation(built)
    opened = index.open_index(built, ENCODER)
    files = {str(p.relative_to(folder)) for p in folder.rglob("*") if p.is_file()}
    assert set(opened.manifest.files) == files - {index.MANIFEST}
    counts = opened.store.counts()
    assert opened.manifest.counts == {"plans": 2, "clauses": counts["clause"], "passages": counts["passage"]}
    assert len(opened.vectors) == len(opened.keywords) == counts["passage"]


def test_a_second_build_takes_the_place_of_the_first(copy: Path, corpus: Path) -> None:
    old = generation(copy)
    manifest = old / index.MANIFEST
    manifest.write_text(manifest.read_text().replace('"created": "2', '"created": "1'))
    new = build(corpus, copy, ENCODER)
    assert generation(copy) == new != old
    assert sorted(p.name for p in copy.iterdir() if p.name != ".lock") == [index.CURRENT, "embeddings", new.name]
    assert answers(copy)


def test_a_build_that_fails_leaves_the_old_index_and_nothing_else(copy: Path, corpus: Path) -> None:
    class Broken(HashEncoder):
        def encode_passages(self, *_: object) -> None:  # type: ignore[override]
            raise RuntimeError("no memory")

    shutil.rmtree(copy / "embeddings")
    before = sorted(copy.rglob("*"))
    with pytest.raises(RuntimeError, match="no memory"):
        build(corpus, copy, Broken())
    assert sorted(copy.rglob("*")) == before
    assert answers(copy)


def test_a_half_built_folder_does_not_disturb(copy: Path, corpus: Path) -> None:
    half = copy / ".building-left"
    half.mkdir()
    (half / index.STORE).write_bytes(b"half")
    assert answers(copy)
    assert build(corpus, copy, ENCODER) == generation(copy)


def truncate(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def _edit(**changes: object) -> Callable[[Path], None]:
    def edit(root: Path) -> None:
        manifest = generation(root) / index.MANIFEST
        manifest.write_text(json.dumps(json.loads(manifest.read_text()) | changes))

    return edit


_FILES = (index.STORE, index.COLUMNS, index.VECTORS, f"{index.KEYWORDS}/rows.npy", f"{index.KEYWORDS}/words.txt")
DAMAGES: dict[str, Callable[[Path], object]] = {
    "no folder": shutil.rmtree,
    "no pointer": lambda root: (root / index.CURRENT).unlink(),
    "empty pointer": lambda root: (root / index.CURRENT).write_text(""),
    "pointer to nothing": lambda root: (root / index.CURRENT).write_text("g-0"),
    "pointer of bytes": lambda root: (root / index.CURRENT).write_bytes(b"\xff\x00"),
    "no manifest": lambda root: (generation(root) / index.MANIFEST).unlink(),
    "half a manifest": lambda root: truncate(generation(root) / index.MANIFEST),
    "a manifest that is a list": lambda root: (generation(root) / index.MANIFEST).write_text("[]"),
    "a manifest with more": _edit(more=1),
    "no keywords": lambda root: shutil.rmtree(generation(root) / index.KEYWORDS),
    **{f"no {name}": lambda root, name=name: (generation(root) / name).unlink() for name in _FILES},
    **{f"half of {name}": lambda root, name=name: truncate(generation(root) / name) for name in _FILES},
    **{f"empty {name}": lambda root, name=name: (generation(root) / name).write_bytes(b"") for name in _FILES},
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_index_says_which_command_mends_it(copy: Path, damage: str) -> None:
    DAMAGES[damage](copy)
    with pytest.raises(IndexUnavailable, match="planqa index"):
        index.open_index(copy, ENCODER)


@pytest.mark.parametrize("damage", [_edit(format=99), _edit(encoder="unknown"), _edit(dimension=12)])
def test_an_index_of_another_kind_says_which_command_mends_it(copy: Path, damage: Callable[[Path], None]) -> None:
    damage(copy)
    with pytest.raises(IndexMismatch, match="planqa index"):
        index.open_index(copy, ENCODER)


@pytest.mark.parametrize("encoder", [OtherEncoder(), WiderEncoder()])
def test_another_encoder_says_which_command_mends_it(built: Path, encoder: HashEncoder) -> None:
    with pytest.raises(IndexMismatch, match="planqa index"):
        index.open_index(built, encoder)


def test_a_damaged_index_is_mended_by_a_build(copy: Path, corpus: Path) -> None:
    truncate(generation(copy) / index.STORE)
    build(corpus, copy, ENCODER)
    assert set(index.open_index(copy, ENCODER).store.plans) == {NANJING, FUZHOU}


def test_a_place_that_is_a_file_is_refused(corpus: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(IndexUnavailable, match="无法写入索引目录"):
        build(corpus, tmp_path / "file" / "index", ENCODER)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_may_not_be_written_is_refused(corpus: Path, tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(IndexUnavailable, match="检查权限"):
        build(corpus, tmp_path / "index", ENCODER)


def test_one_writer_at_a_time_and_the_next_clears_up(tmp_path: Path) -> None:
    left = tmp_path / ".building"
    left.mkdir()
    (left / "half").write_text("of a killed build")
    with index.staged(tmp_path) as folder:
        assert list(folder.iterdir()) == []
        with pytest.raises(IndexUnavailable, match="另一个进程"), index.staged(tmp_path):
            pass
    assert not folder.exists()


def test_a_full_disk_is_said_in_words(tmp_path: Path) -> None:
    with pytest.raises(IndexUnavailable, match="磁盘空间"), index.staged(tmp_path):
        raise OSError(28, "No space left on device")
    assert [p.name for p in tmp_path.iterdir()] == [".lock"]
