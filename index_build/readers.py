"""From sources to plans cut into passages, in this process; `index_build.cluster` has a body that asks others."""

from collections.abc import Collection, Generator, Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from index_build import document
from index_build.generation import cut
from index_build.sandbox import Sandbox
from index_build.sources import Source
from qa.errors import BadPlan
from qa.ports import Encoder
from qa.records import PlanText
from qa.regions import Regions


@dataclass(frozen=True)
class Cut:
    """A plan as read, and the passages of each of its clauses."""

    text: PlanText
    parts: Sequence[Sequence[str]]


#: Each source with what it says, or why that cannot be had.
Found = Generator[tuple[Source, Cut | BadPlan], None, None]


class Reader(Protocol):
    """Reads files. Bodies: `LocalReader`, `index_build.cluster.reader.ClusterReader`."""

    def read(self, sources: Iterable[Source], taken: Collection[str]) -> Found:
        """In the order of the sources.

        taken: ids that no plan gets; looked at when a plan's turn has come, so whoever takes it may add its id.
        """


class LocalReader:
    """One file after the other, opened in a sandbox."""

    def __init__(self, regions: Regions, encoder: Encoder) -> None:
        self._regions, self._encoder = regions, encoder

    def read(self, sources: Iterable[Source], taken: Collection[str]) -> Found:
        with Sandbox() as sandbox:
            for source in sources:
                yield source, read_one(source, sandbox, self._regions, self._encoder, taken)


def read_one(
    source: Source, sandbox: Sandbox, regions: Regions, encoder: Encoder, taken: Collection[str]
) -> Cut | BadPlan:
    """A file, read and cut, or why it cannot be."""
    try:
        text = document.read(source, sandbox, regions, taken)
    except BadPlan as error:
        return error
    return Cut(text, cut(text, encoder))
