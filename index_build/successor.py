"""The generation that follows the one in use: what is new is read, the rest is carried over."""

from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing, contextmanager
from functools import cached_property
from pathlib import Path

from index_build import originals
from index_build.generation import Progress
from index_build.growth import Growth
from index_build.originals import Originals
from index_build.sources import Source
from qa import index
from qa.errors import IndexUnavailable
from qa.files import copy
from qa.index import Index
from qa.milvus import Milvus
from qa.ports import Encoder
from qa.records import PlanText


class Successor:
    """Plans go in and out one by one; `publish` puts it in use."""

    def __init__(self, root: Path, folder: Path, before: Index, encoder: Encoder, copied: "Future[str]") -> None:
        """copied: the digest of the database, once it is in the folder."""
        self.regions = before.store.regions
        self.before = before
        self.carried = originals.carried(root)
        self._root, self._folder, self._encoder, self._copied = root, folder, encoder, copied
        self._new: dict[str, Source] = {}
        self._gone: set[str] = set()

    @property
    def plans(self) -> frozenset[str]:
        """Ids of the plans that went in."""
        return frozenset(self._new)

    def add(self, text: PlanText, source: Source) -> None:
        """A plan whose id is not among `plans`; it takes the place of one of that id in the index before."""
        if text.plan.id in self.before.store.plans:
            self._growth.remove(text.plan.id)
        self._growth.add(text)
        self._new[text.plan.id] = source

    def remove(self, plan: str) -> None:
        self._growth.remove(plan)
        self._gone.add(plan)

    def publish(self, progress: Progress) -> Path:
        kept, sealed, known = Originals(self._folder), self.before.manifest.files, {}
        for entry in self.carried:
            if entry.id not in self._gone and entry.id not in self._new:
                name = kept.carry(entry)
                known[name] = sealed[name]
        for plan, source in self._new.items():
            kept.keep(plan, source)
        self._growth.seal(progress, known)
        return index.publish(self._root, self._folder)

    @cached_property
    def _growth(self) -> Growth:
        if self._copied.result() != self.before.manifest.files[index.STORE]:
            raise IndexUnavailable(f"索引 {self.before.folder} 已损坏。请运行 planqa index --repair 修复。")
        return Growth(self._folder, self.before, self._encoder)


@contextmanager
def following(root: Path, encoder: Encoder, milvus: Milvus | None = None) -> Iterator[Successor]:
    """A successor of the index in use, which stays whole until `publish`. IndexUnavailable, IndexBusy."""
    with index.staged(root) as folder, ThreadPoolExecutor(1) as aside:
        before = index.generation(root)
        # Some hundred megabytes, while the files to be added are read.
        copied = aside.submit(copy, (before or root) / index.STORE, folder / index.STORE)
        with closing(index.open_index(root, encoder, milvus=milvus)) as opened:
            yield Successor(root, folder, opened, encoder, copied)
