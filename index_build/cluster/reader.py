"""Files read and cut by the workers of a cluster."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace

from index_build import document
from index_build.cluster import work
from index_build.cluster.work import Terms
from index_build.cluster.workers import Workers
from index_build.readers import Cut, Found
from index_build.sources import Source
from qa.errors import BadPlan


class ClusterReader:
    """A file's bytes travel with its task, so that no worker needs to see the corpus."""

    def __init__(self, workers: Workers, terms: Terms) -> None:
        self._workers, self._terms = workers, terms

    def read(self, sources: Iterable[Source], taken: Collection[str]) -> Found:
        for source, found in self._read(sources):
            yield source, self._freed(source, found, taken)

    def _read(self, sources: Iterable[Source]) -> Iterator[tuple[Source, Cut | BadPlan]]:
        return self._workers.over(work.read, self._terms, sources, _size)

    def _freed(self, source: Source, found: Cut | BadPlan, taken: Collection[str]) -> Cut | BadPlan:
        """Read again under another id where the one that a worker chose is taken: it knows of no other plan."""
        if isinstance(found, BadPlan) or source.known.get("id") or found.text.plan.id not in taken:
            return found
        known = {**source.known, "id": document.free(found.text.plan.id, taken)}
        [(_, again)] = self._read([replace(source, known=known)])
        return again


def _size(source: Source) -> int:
    return 0 if isinstance(source.data, BadPlan) else len(source.data)
