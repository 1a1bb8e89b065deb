"""The index directory: the whole contract between building and answering.

    <index>/CURRENT              name of the generation in use, replaced in one step
    <index>/<generation>/        never changed once published
        manifest.json            format, encoder, counts, XXH3-128 of every other file
        plans.sqlite             qa.store
        plans.json               titles of the plans by id, for `planqa index --repair` where the database is lost
        columns.npy              qa.columns
        vectors.faiss            qa.vectors; or vectors.milvus, where in a Milvus server they are (qa.vectors_milvus)
        keywords/                qa.keywords
        added/                   files of plans that users added; not needed to answer, not looked at by open
    <index>/embeddings/          vectors by passage, for the next build; may be deleted

A generation is built beside, under a name that begins with a dot, and becomes visible when CURRENT names it: a
build that is killed leaves the old index whole. Copy the folder and it works elsewhere.
"""

import contextlib
import json
import os
import secrets
import shutil
import sqlite3
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from filelock import FileLock, Timeout

from qa import vectors_milvus
from qa.arrays import Ids
from qa.columns import Columns
from qa.errors import IndexBusy, IndexMismatch, IndexUnavailable, VectorsUnavailable
from qa.files import digest, sha256, sync
from qa.filters import Filters
from qa.keywords import Keywords
from qa.milvus import Milvus
from qa.ports import Encoder, VectorIndex
from qa.query_map import QueryMap
from qa.store import Store
from qa.vectors import PassageVectors
from qa.vectors_milvus import MilvusVectors

FORMAT = 5
CURRENT = "CURRENT"
MANIFEST = "manifest.json"
STORE = "plans.sqlite"
PLANS = "plans.json"
COLUMNS = "columns.npy"
VECTORS = "vectors.faiss"
KEYWORDS = "keywords"
ADDED = "added"
_BUILDING = ".building"
_LOCK = ".lock"
_REBUILD = "请运行 planqa index 重建索引。"
_MEND = "请运行 planqa index --repair 修复。"


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
    vectors: VectorIndex
    keywords: Keywords
    columns: Columns
    query_map: QueryMap | None

    def allowed(self, filters: Filters) -> Ids | None:
        """Rows of the passages that a filter lets through, ascending, never a dead one; None stands for all."""
        return self.columns.allowed(self.store.plans_matching(filters), self.store.clauses_matching(filters))

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
            for left in root.glob(f".{CURRENT}-*"):
                left.unlink()
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


def seal(
    folder: Path, encoder: Encoder, created: str, counts: dict[str, int], known: Mapping[str, str] | None = None
) -> None:
    """Write the manifest of a generation whose other files are all there. known: digests of files that need not be
    read again, by name."""
    names = sorted(str(p.relative_to(folder)) for p in folder.rglob("*") if p.is_file())
    files = {name: (known or {}).get(name) or digest(folder / name) for name in names}
    manifest = Manifest(FORMAT, encoder.name, encoder.dimension, created, counts, files)
    text = json.dumps(asdict(manifest), ensure_ascii=False, indent=1)
    (folder / MANIFEST).write_text(text, encoding="utf-8")


def publish(root: Path, folder: Path) -> Path:
    """Put a sealed generation in use and remove those that came before it."""
    for path in folder.rglob("*"):
        sync(path)
    name = "g-" + sha256(folder / MANIFEST)[:16]
    if (root / name).exists():  # of the same second, and perhaps damaged
        name += f"-{secrets.token_hex(4)}"
    target = folder.rename(root / name)
    pointer = root / f".{CURRENT}-{os.getpid()}"
    pointer.write_text(name, encoding="utf-8")
    sync(pointer)
    pointer.replace(root / CURRENT)
    sync(root)
    for old in root.glob("g-*"):
        if old.name != name:
            shutil.rmtree(old, ignore_errors=True)
    return target


def open_index(root: Path, encoder: Encoder, query_map: QueryMap | None = None, milvus: Milvus | None = None) -> Index:
    """The generation in use. IndexUnavailable or IndexMismatch say which command mends it.

    milvus: the server that has the vectors, if they are in one; VectorsUnavailable where it does not answer.
    """
    try:
        return _open(root, encoder, query_map, milvus)
    except VectorsUnavailable:
        raise
    except IndexUnavailable:
        # A build may have replaced the generation between reading its name and opening it.
        return _open(root, encoder, query_map, milvus)


def _open(root: Path, encoder: Encoder, query_map: QueryMap | None, milvus: Milvus | None) -> Index:
    folder, manifest = current(root)
    if (manifest.encoder, manifest.dimension) != (encoder.name, encoder.dimension):
        raise IndexMismatch(f"索引由编码模型 {manifest.encoder} 建立，当前设置为 {encoder.name}。{_REBUILD}")
    try:
        _check(folder, manifest)
        store = Store(folder / STORE)
        vectors, keywords = load_vectors(folder, milvus), Keywords.load(folder / KEYWORDS)
        columns = Columns.load(folder / COLUMNS, store.plan_numbers)
        return Index(folder, manifest, store, vectors, keywords, columns, query_map)
    except IndexUnavailable:
        raise  # of the server that has the vectors: the folder itself is whole
    except Exception as error:  # each part has errors of its own; all mean that the folder is damaged
        raise IndexUnavailable(f"索引 {folder} 已损坏（{error}）。{_MEND}") from error


def load_vectors(folder: Path, milvus: Milvus | None) -> VectorIndex:
    """Those of a generation, from where its files say that they are."""
    remote = folder / vectors_milvus.FILE
    return MilvusVectors.load(remote, milvus) if remote.is_file() else PassageVectors.load(folder / VECTORS)


def _check(folder: Path, manifest: Manifest) -> None:
    """OSError or ValueError where a file is missing or not as it was sealed: a cut database opens all the same."""
    for name, sealed in manifest.files.items():
        if not name.startswith(f"{ADDED}/") and digest(folder / name) != sealed:
            raise ValueError(f"{name} 与清单不符")


def read_manifest(folder: Path) -> Manifest:
    """OSError, ValueError or TypeError where there is none, or it is damaged."""
    return Manifest(**json.loads((folder / MANIFEST).read_text(encoding="utf-8")))


def current(root: Path) -> tuple[Path, Manifest]:
    """The generation in use and what it says of itself. IndexUnavailable, IndexMismatch."""
    try:
        folder = root / (root / CURRENT).read_text(encoding="utf-8").strip()
        manifest = read_manifest(folder)
    except FileNotFoundError as error:
        raise IndexUnavailable(f"{root} 中没有索引。请先运行 planqa index 建立索引。") from error
    except (OSError, ValueError, TypeError) as error:
        raise IndexUnavailable(f"{root} 中的索引无法读取（{error}）。{_MEND}") from error
    if manifest.format != FORMAT:
        raise IndexMismatch(f"索引格式为 {manifest.format}，本程序使用 {FORMAT}。{_REBUILD}")
    return folder, manifest
