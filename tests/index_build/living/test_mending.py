"""Damage is found and told, and what can be saved is saved."""

import json
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from index_build import salvage
from index_build.add import add
from index_build.build import build
from index_build.salvage import is_whole, repair
from index_build.verify import verify
from qa import columns, index
from qa.encoder import HashEncoder
from qa.errors import IndexMismatch, IndexUnavailable
from qa.records import PlanText
from tests.index_build.living import towns

ENCODER = HashEncoder()
LISTED, ADDED = "320106-2021", "422823-2021"


class NoEncoder(HashEncoder):
    def encode_passages(self, *_: object) -> None:  # type: ignore[override]
        raise AssertionError("what is kept is not embedded again")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two plans of a corpus and one that was added, which is the second version of its town's."""
    folder = tmp_path_factory.mktemp("mending")
    build(towns.write(folder / "corpus", "320106", "440303"), folder / "index", ENCODER)
    text = towns.plan("422823", 1)
    (folder / "巴东.txt").write_text(text.raw, encoding="utf-8")
    add([folder / "巴东.txt"], folder / "index", ENCODER)
    return folder / "index"


@pytest.fixture
def corpus(built: Path) -> Path:
    return built.parent / "corpus"


@pytest.fixture
def root(built: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(built, tmp_path / "index"))


def generation(root: Path) -> Path:
    return root / (root / index.CURRENT).read_text()


def texts(root: Path) -> dict[str, PlanText]:
    with closing(index.open_index(root, ENCODER)) as opened:
        return {plan: opened.store.plan_text(plan) for plan in opened.store.plans}


def flip(path: Path, share: float) -> None:
    """One byte, so far into the file."""
    data = bytearray(path.read_bytes())
    data[int(share * len(data))] ^= 0x55
    path.write_bytes(data)


def faults(root: Path) -> list[str]:
    return [check.what for check in verify(root) if check.fault]


def reseal(root: Path) -> None:
    """The manifest after a change that nobody should see by its digest."""
    manifest = generation(root) / index.MANIFEST
    told = json.loads(manifest.read_text())
    told["files"] = {name: index.digest(generation(root) / name) for name in told["files"]}
    manifest.write_text(json.dumps(told))


def change(root: Path, sql: str) -> None:
    with closing(sqlite3.connect(generation(root) / index.STORE)) as db:
        db.execute(sql)
        db.commit()
    reseal(root)


def test_a_whole_index_is_found_whole_and_left_alone(root: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in root.rglob("*")}
    checks = list(verify(root))
    assert len(checks) > 10
    assert faults(root) == []
    assert is_whole(root)
    assert {path: path.stat().st_mtime_ns for path in root.rglob("*")} == before


@pytest.mark.parametrize("share", [0.0, 0.3, 0.6, 0.999])
def test_one_byte_of_any_file_is_missed(root: Path, share: float) -> None:
    for name in json.loads((generation(root) / index.MANIFEST).read_text())["files"]:
        path = generation(root) / name
        data = path.read_bytes()
        if data:
            flip(path, share)
            assert f"校验和 {name}" in faults(root)
            path.write_bytes(data)
    assert is_whole(root)


@pytest.mark.parametrize(
    ("sql", "what"),
    [
        ("delete from passage where number = 3", "条数与清单一致"),
        ("update passage set clause = clause + 1 where number = 0", "段落各列与数据库一致"),
        ("update clause set span_end = 99999 where number = 2", "条款都在各自的规划之内"),
    ],
)
def test_parts_that_disagree_are_told(root: Path, sql: str, what: str) -> None:
    change(root, sql)
    assert what in faults(root)


def test_rows_that_are_missing_and_files_that_are_too_many_are_told(root: Path) -> None:
    folder = generation(root)
    shutil.copyfile(folder / index.COLUMNS, folder / "more.npy")
    assert faults(root) == ["没有多余的文件"]
    columns.save(folder / index.COLUMNS, [(0, 1, False, False)])
    reseal(root)
    assert "数据库、向量、关键词的行数一致" in faults(root)


DAMAGES: dict[str, Callable[[Path], object]] = {
    "vectors": lambda root: flip(generation(root) / index.VECTORS, 0.5),
    "keywords": lambda root: shutil.rmtree(generation(root) / index.KEYWORDS),
    "columns": lambda root: (generation(root) / index.COLUMNS).unlink(),
    "no database": lambda root: (generation(root) / index.STORE).unlink(),
    "half a database": lambda root: (generation(root) / index.STORE).write_bytes(
        (generation(root) / index.STORE).read_bytes()[:200_000]
    ),
    "no manifest": lambda root: (generation(root) / index.MANIFEST).unlink(),
    "no pointer": lambda root: (root / index.CURRENT).unlink(),
    "pointer of bytes": lambda root: (root / index.CURRENT).write_bytes(b"\xff\x00"),
    "an original": lambda root: flip(next((generation(root) / index.ADDED).glob("*.txt")), 0.5),
    "the list of originals": lambda root: flip(generation(root) / index.ADDED / "catalogue.toml", 0.0),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_all_plans_are_saved_and_nothing_is_embedded(root: Path, corpus: Path, damage: str) -> None:
    before = texts(root)
    DAMAGES[damage](root)
    assert not is_whole(root)
    found = repair(root, corpus, NoEncoder())
    assert (dict(found.lost), found.left) == ({}, None)
    assert texts(root) == before
    assert is_whole(root)
    assert [path for path in root.iterdir() if path.name.startswith(("damaged", ".building"))] == []


@pytest.mark.parametrize("damage", ["an original", "the list of originals"])
def test_a_rebuild_after_it_has_all_plans_again(root: Path, corpus: Path, damage: str) -> None:
    before = texts(root)
    DAMAGES[damage](root)
    repair(root, corpus, NoEncoder())
    build(corpus, root, NoEncoder())
    assert {plan: text.clauses for plan, text in texts(root).items()} == {p: t.clauses for p, t in before.items()}


def test_what_cannot_be_saved_is_named_and_what_is_left_is_kept(root: Path, corpus: Path) -> None:
    flip(next((generation(root) / index.ADDED).glob("*.txt")), 0.5)
    change(root, f"update plan set clean = '' where id = '{ADDED}'")
    flip(generation(root) / index.STORE, 0.9999)
    old = generation(root).name
    found = repair(root, corpus, ENCODER)
    assert dict(found.lost) == {ADDED: towns.plan("422823", 1).plan.title}
    assert found.left == root / f"damaged-{old}"
    assert (found.left / index.STORE).is_file()
    assert set(texts(root)) == {LISTED, "440303-2021"}


def test_where_nothing_can_be_saved_nothing_is_touched(root: Path, tmp_path: Path) -> None:
    for path in generation(root).rglob("*"):
        if path.is_file() and path.name != index.MANIFEST:
            path.write_bytes(b"")
    before = sorted(root.rglob("*"))
    with pytest.raises(IndexUnavailable, match="没有一份规划能救回"):
        repair(root, tmp_path / "none", ENCODER)
    assert sorted(root.rglob("*")) == before


def test_without_an_index_it_is_said_which_command_makes_one(tmp_path: Path) -> None:
    with pytest.raises(IndexUnavailable, match="planqa index"):
        repair(tmp_path, tmp_path, ENCODER)
    with pytest.raises(IndexUnavailable, match="planqa index"):
        list(verify(tmp_path))


def test_another_format_is_built_anew_not_repaired(root: Path) -> None:
    manifest = generation(root) / index.MANIFEST
    manifest.write_text(json.dumps(json.loads(manifest.read_text()) | {"format": 1}))
    with pytest.raises(IndexMismatch, match="planqa index"):
        salvage.is_whole(root)
