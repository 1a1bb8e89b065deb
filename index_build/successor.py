"""The generation that follows the one in use: what is new is read, the rest is carried over with its vectors."""

from collections.abc import Collection, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from index_build import catalogue, originals, sources
from index_build.generation import Generation, Progress
from index_build.originals import Originals
from index_build.sources import Source
from qa import index
from qa.index import Index
from qa.ports import Encoder
from qa.records import PlanText
from qa.regions import Regions, read_csv


class Successor:
    """Plans go in one by one; `publish` adds those of the index before whose place no new one has taken."""

    def __init__(self, root: Path, folder: Path, before: Index, encoder: Encoder) -> None:
        divisions = read_csv(catalogue.packaged() / "regions.csv")
        self.regions = Regions(divisions)
        self.before = before
        self.carried = originals.carried(root)
        self._root, self._folder = root, folder
        self._generation, self._kept = Generation(folder, divisions, encoder), Originals(folder)

    @property
    def plans(self) -> Collection[str]:
        """Ids of the plans that went in."""
        return self._generation.plans

    def add(self, text: PlanText, source: Source) -> None:
        self._generation.add(text)
        self._kept.keep(text.plan.id, source)

    def publish(self, progress: Progress, without: Collection[str] = ()) -> Path:
        """Put it in use. without: ids of plans that end here."""
        gone = {*self._generation.plans, *without}
        for plan in self.before.store.plans:
            if plan not in gone:
                self._generation.add(self.before.store.plan_text(plan))
        for entry in self.carried:
            if entry.id not in gone:
                self._kept.keep(entry.id, sources.of(entry))
        self._generation.seal(progress, self.before)
        return index.publish(self._root, self._folder)


@contextmanager
def following(root: Path, encoder: Encoder) -> Iterator[Successor]:
    """A successor of the index in use, which stays whole until `publish`. IndexUnavailable, IndexBusy."""
    with index.staged(root) as folder, closing(index.open_index(root, encoder)) as before:
        yield Successor(root, folder, before, encoder)
