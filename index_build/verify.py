"""Whether an index is whole: every file as it was sealed, and the parts at one with each other."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np

from qa import index
from qa.columns import Columns
from qa.files import digest
from qa.index import Manifest
from qa.milvus import Milvus
from qa.postings import GONE, Postings
from qa.store import Store
from qa.store_writer import COUNTED

_COLUMNS = """
select passage.number, passage.clause,
    clause.heir_of is not null or exists (select 1 from unit where unit.clause = clause.number),
    clause.label = '' and clause.ordinal = 0
from passage join clause on clause.number = passage.clause order by passage.number
"""


@dataclass(frozen=True)
class Check:
    """What was looked at, and what is wrong with it; an empty fault is none."""

    what: str
    fault: str = ""


def verify(root: Path, milvus: Milvus | None = None) -> Iterator[Check]:
    """Check by check, the generation in use. milvus: the server that has its vectors, if one has.

    IndexUnavailable where there is none that could be looked at, IndexMismatch.
    """
    folder, manifest = index.current(root)
    for name, sealed in manifest.files.items():
        yield _tried(f"校验和 {name}", partial(_file, folder / name, sealed))
    checks: dict[str, Callable[[], str]] = {
        "没有多余的文件": partial(_strangers, folder, manifest),
        "数据库结构": partial(_database, folder),
        "条数与清单一致": partial(_counts, folder, manifest),
        "数据库、向量、关键词的行数一致": partial(_rows, folder, milvus),
        "段落各列与数据库一致": partial(_columns, folder),
        "条款都在各自的规划之内": partial(_spans, folder),
    }
    for what, check in checks.items():
        yield _tried(what, check)


def _tried(what: str, check: Callable[[], str]) -> Check:
    try:
        return Check(what, check())
    except Exception as error:  # what a damaged file may raise nobody knows
        return Check(what, f"无法检查：{error}")


def _file(path: Path, sealed: str) -> str:
    return "" if digest(path) == sealed else "内容与清单不符"


def _strangers(folder: Path, manifest: Manifest) -> str:
    there = {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}
    return "、".join(sorted(there - set(manifest.files) - {index.MANIFEST}))


def _database(folder: Path) -> str:
    with closing(_connected(folder)) as db:
        told = [row[0] for row in db.execute("pragma integrity_check(5)")]
    return "" if told == ["ok"] else "；".join(told)


def _counts(folder: Path, manifest: Manifest) -> str:
    with closing(Store(folder / index.STORE)) as store:
        counts = store.counts()
    found = {name: counts[table] for name, table in COUNTED.items()}
    return "" if found == manifest.counts else f"清单为 {manifest.counts}，数据库中为 {found}"


def _rows(folder: Path, milvus: Milvus | None) -> str:
    columns = _loaded(folder)
    lengths = Postings.load(folder / index.KEYWORDS).lengths
    sizes = {"段落": len(columns.live), "向量": len(index.load_vectors(folder, milvus)), "关键词": len(lengths)}
    if len(set(sizes.values())) > 1:
        return "，".join(f"{name} {size} 行" for name, size in sizes.items())
    return "" if ((lengths != GONE) == columns.live).all() else "关键词中有已移除的段落，或缺少未移除的段落"


def _columns(folder: Path) -> str:
    columns = _loaded(folder)
    with closing(_connected(folder)) as db:
        told = np.array(db.execute(_COLUMNS).fetchall(), np.int64).reshape(-1, 4)
    rows = np.flatnonzero(columns.live)
    held = np.stack([rows, columns.clause[rows], columns.names_units[rows], columns.opens[rows]], axis=1)
    return "" if np.array_equal(told, held) else "有段落的条款或标记与数据库不同"


def _spans(folder: Path) -> str:
    """The first clause that does not lie in its plan behind the one before."""
    with closing(Store(folder / index.STORE)) as store:
        for plan in store.plans:
            text, end = store.plan_text(plan), 0
            for clause in text.clauses:
                if not end <= clause.span[0] <= clause.span[1] <= len(text.clean):
                    return f"{clause.id} 的位置 {clause.span} 不在规划之内"
                end = clause.span[1]
    return ""


def _connected(folder: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{(folder / index.STORE).absolute().as_uri()}?immutable=1", uri=True)


def _loaded(folder: Path) -> Columns:
    with closing(Store(folder / index.STORE)) as store:
        return Columns.load(folder / index.COLUMNS, store.plan_numbers)
