"""A generation of the index being written: plans go in one by one, and only their passages stay in memory."""

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

from index_build import vector_store
from index_build.embeddings import Embeddings
from index_build.identify.frontmatter import TITLE
from index_build.passages import passages
from qa import columns, index, keyword_build
from qa.milvus import Milvus
from qa.ports import Encoder
from qa.records import PlanText
from qa.regions import Region
from qa.store_writer import StoreWriter
from qa.text import key

#: stage (Chinese), done, total; a total of 0 is not known.
Progress = Callable[[str, int, int], None]
#: What is being done, and of what done and total speak.
ENCODING = "编码条款（字）"
#: Names of units longer than this are phrases, which the keyword index may cut.
_LONGEST_WORD = 12


class Generation:
    """Written into a folder that `qa.index.staged` gave; whole once `seal` has returned."""

    def __init__(
        self, folder: Path, divisions: Sequence[Region], encoder: Encoder, milvus: Milvus | None = None
    ) -> None:
        """milvus: the server that gets the vectors; by default they go into the folder."""
        self._folder, self._encoder, self._milvus = folder, encoder, milvus
        self._store = StoreWriter(folder / index.STORE)
        self._store.add_regions(divisions)
        self.plans: set[str] = set()

    def add(self, text: PlanText, parts: Sequence[Sequence[str]] | None = None) -> None:
        """parts: the passages of each clause, where they were cut before."""
        self.plans.add(text.plan.id)
        self._store.add_plan(text, parts or cut(text, self._encoder), words(text), content(text))

    def seal(self, progress: Progress, known: Mapping[str, str] | None = None) -> None:
        """Embed and write what remains. known: digests of files that are there already."""
        texts, counts, names = self._store.texts, self._store.counts(), self._store.words()
        list_plans(self._folder, self._store)
        columns.save(self._folder / index.COLUMNS, self._store.rows)
        self._store.close()
        embeddings = Embeddings(self._folder.parent, self._encoder)
        vectors = embeddings.vectors(texts, lambda done, total: progress(ENCODING, done, total))
        vector_store.write(self._folder, vectors, self._milvus)
        (self._folder / index.KEYWORDS).mkdir()
        keyword_build.build(self._folder / index.KEYWORDS, texts, names)
        index.seal(self._folder, self._encoder, now(), counts, known)
        embeddings.prune(texts, len(texts))


def list_plans(folder: Path, store: StoreWriter) -> None:
    (folder / index.PLANS).write_text(json.dumps(store.titles(), ensure_ascii=False, indent=0), encoding="utf-8")


def now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def cut(text: PlanText, encoder: Encoder) -> list[list[str]]:
    """The passages of each clause; none of one that is not searched for."""
    return [passages(text.plan, clause, encoder) if clause.searchable else [] for clause in text.clauses]


def words(text: PlanText) -> set[str]:
    """Names that the keyword index must not cut: units, and the regions that have a plan."""
    units = {u.name for c in text.clauses for u in c.units if 2 <= len(u.name) <= _LONGEST_WORD}
    return units | ({text.plan.region.name} if text.plan.region else set())


def content(text: PlanText) -> str:
    """A digest of what a plan says under its title: two counties may have copied the rest from their province."""
    title = "".join(line.line for line in text.dropped if line.reason == TITLE)
    return hashlib.sha256(f"{key(title)}\0{key(text.clean)}".encode()).hexdigest()
