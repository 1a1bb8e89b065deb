"""The index directory: the whole contract between building and answering.

    <index>/CURRENT              name of the generation in use, replaced in one step
    <index>/<generation>/        never changed once published
        manifest.json            format, encoder, counts, sha256 of every other file
        plans.sqlite             qa.store
        vectors.faiss            qa.vectors
        keywords/                qa.keywords

A generation is built beside, under a name that begins with a dot, and becomes visible when CURRENT names it: a
build that is killed leaves the old index whole. Copy the folder and it works elsewhere.
"""

import contextlib
import json
import os
import shutil
import sqlite3
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from filelock import FileLock, Timeout

from qa.columns import Columns
from qa.errors import IndexBusy, IndexMismatch, IndexUnavailable
from qa.files import sha256, sync
from qa.keywords import Keywords
from qa.ports import Encoder
from qa.query_map import QueryMap
from qa.store import Store
from qa.vectors import PassageVectors

FORMAT = 4
CURRENT = "CURRENT"
MANIFEST = "manifest.json"
STORE = "plans.sqlite"
VECTORS = "vectors.faiss"
KEYWORDS = "keywords"
_BUILDING = ".building"
_LOCK = ".lock"
_REBUILD = "请运行 planqa index 重建索引。"


@dataclass(frozen=True)
class Manifest:
    """What a generation was built from and with."""

    format: int
    encoder: str
    dimension: int
    created: str
    counts: dict[str, int]
    files: dict[str, str]


@dataclass(frozen=True)
class Index:
    """A generation opened for reading. query_map: None where there is none for its encoder."""

    folder: Path
    manifest: Manifest
    store: Store
    vectors: PassageVectors
    keywords: Keywords
    columns: Columns
    query_map: QueryMap | None

    def close(self) -> None:
        self.store.close()


def exists(root: Path) -> bool:
    return (root / CURRENT).is_file()


def generation(root: Path) -> Path | None:
    """The folder of the generation in use, of whatever format; None where there is none."""
    return root / (root / CURRENT).read_text(encoding="utf-8").strip() if exists(root) else None


@contextlib.contextmanager
def staged(root: Path) -> Iterator[Path]:
    """A folder to build a generation in; removed again unless `publish` took it.

    One writer at a time, held by a lock that ends with its process; what a killed build left is cleared away.
    """
    folder = root / _BUILDING
    try:
        root.mkdir(parents=True, exist_ok=True)
        with FileLock(root / _LOCK, timeout=0):
            shutil.rmtree(folder, ignore_errors=True)
            # Not tempfile.mkdtemp: its folders can be read by nobody else, and this one is to be published.
            folder.mkdir()
            try:
                yield folder
            finally:
                shutil.rmtree(folder, ignore_errors=True)
    except Timeout as error:
        raise IndexBusy(f"另一个进程正在 {root} 建立索引，请等它完成后再试。") from error
    except (OSError, sqlite3.Error) as error:
        raise IndexUnavailable(f"无法写入索引目录 {root}：{error}。请换一个目录，或检查权限和磁盘空间。") from error


def seal(folder: Path, encoder: Encoder, created: str, counts: dict[str, int]) -> None:
    """Write the manifest of a generation whose other files are all there."""
    files = {str(p.relative_to(folder)): sha256(p) for p in sorted(folder.rglob("*")) if p.is_file()}
    manifest = Manifest(FORMAT, encoder.name, encoder.dimension, created, counts, files)
    text = json.dumps(asdict(manifest), ensure_ascii=False, indent=1)
    (folder / MANIFEST).write_text(text, encoding="utf-8")


def publish(root: Path, folder: Path) -> Path:
    """Put a sealed generation in use and remove those that came before it."""
    for path in folder.rglob("*"):
        sync(path)
    name = "g-" + sha256(folder / MANIFEST)[:16]
    target = root / name
    if not target.exists():
        folder.rename(target)
    pointer = root / f".{CURRENT}-{os.getpid()}"
    pointer.write_text(name, encoding="utf-8")
    sync(pointer)
    pointer.replace(root / CURRENT)
    sync(root)
    for old in root.glob("g-*"):
        if old.name != name:
            shutil.rmtree(old, ignore_errors=True)
    return target


def open_index(root: Path, encoder: Encoder, query_map: QueryMap | None = None) -> Index:
    """The generation in use. IndexUnavailable or IndexMismatch say which command mends it."""
    try:
        return _open(root, encoder, query_map)
    except IndexUnavailable:
        # A build may have replaced the generation between reading its name and opening it.
        return _open(root, encoder, query_map)


def _open(root: Path, encoder: Encoder, query_map: QueryMap | None) -> Index:
    folder, manifest = _current(root)
    if manifest.format != FORMAT:
        raise IndexMismatch(f"索引格式为 {manifest.format}，本程序使用 {FORMAT}。{_REBUILD}")
    if (manifest.encoder, manifest.dimension) != (encoder.name, encoder.dimension):
        raise IndexMismatch(f"索引由编码模型 {manifest.encoder} 建立，当前设置为 {encoder.name}。{_REBUILD}")
    try:
        _check(folder, manifest)
        store = Store(folder / STORE)
        vectors, keywords = PassageVectors.load(folder / VECTORS), Keywords.load(folder / KEYWORDS)
        return Index(folder, manifest, store, vectors, keywords, store.columns(), query_map)
    except Exception as error:  # each part has errors of its own; all mean that the folder is damaged
        raise IndexUnavailable(f"索引 {folder} 已损坏（{error}）。{_REBUILD}") from error


def _check(folder: Path, manifest: Manifest) -> None:
    """OSError or ValueError where a file is missing or not as it was sealed: a cut database opens all the same."""
    for name, digest in manifest.files.items():
        if sha256(folder / name) != digest:
            raise ValueError(f"{name} 与清单不符")


def _current(root: Path) -> tuple[Path, Manifest]:
    try:
        folder = root / (root / CURRENT).read_text(encoding="utf-8").strip()
        manifest = Manifest(**json.loads((folder / MANIFEST).read_text(encoding="utf-8")))
    except FileNotFoundError as error:
        raise IndexUnavailable(f"{root} 中没有索引。请先运行 planqa index 建立索引。") from error
    except (OSError, ValueError, TypeError) as error:
        raise IndexUnavailable(f"{root} 中的索引无法读取（{error}）。{_REBUILD}") from error
    return folder, manifest
