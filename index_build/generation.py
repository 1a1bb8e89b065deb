"""A generation of the index being written: plans go in one by one, and only their passages stay in memory."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from index_build.passages import passages
from qa import index
from qa.arrays import Vectors
from qa.index import Index
from qa.keywords import Keywords
from qa.ports import Encoder
from qa.records import PlanText
from qa.regions import Region
from qa.store_writer import StoreWriter
from qa.vectors import PassageVectors

#: stage (Chinese), done, total; a total of 0 is not known.
Progress = Callable[[str, int, int], None]
#: Names of units longer than this are phrases, which the keyword index may cut.
_LONGEST_WORD = 12


class Generation:
    """Written into `folder`; whole once `seal` has returned."""

    def __init__(self, folder: Path, divisions: Sequence[Region], encoder: Encoder) -> None:
        self._folder, self._encoder = folder, encoder
        self._store = StoreWriter(folder / index.STORE)
        self._store.add_regions(divisions)
        self._passages: list[str] = []
        self._words: set[str] = set()
        self._clauses = 0
        self.plans: set[str] = set()

    def add(self, text: PlanText) -> None:
        self.plans.add(text.plan.id)
        self._clauses += len(text.clauses)
        self._words |= _words(text)
        for number, clause in zip(self._store.add_plan(text), text.clauses, strict=True):
            if clause.searchable:
                parts = passages(text.plan, clause, self._encoder)
                self._store.add_passages(number, parts)
                self._passages += parts

    def seal(self, progress: Progress, before: Index | None = None) -> None:
        """Embed and write what remains. before: an index whose vectors serve again where it has the same passage."""
        self._store.close()
        PassageVectors.build(self._vectors(progress, before)).save(self._folder / index.VECTORS)
        (self._folder / index.KEYWORDS).mkdir()
        Keywords.build(self._passages, sorted(self._words)).save(self._folder / index.KEYWORDS)
        counts = {"plans": len(self.plans), "clauses": self._clauses, "passages": len(self._passages)}
        index.seal(self._folder, self._encoder, datetime.now(UTC).isoformat(timespec="seconds"), counts)

    def _vectors(self, progress: Progress, before: Index | None) -> Vectors:
        known = before.store.passages() if before else {}
        missing = [text for text in dict.fromkeys(self._passages) if text not in known]
        done = 0

        def advance(count: int) -> None:
            nonlocal done
            done += count
            progress("编码条款", done, len(missing))

        new = dict(zip(missing, self._encoder.encode_passages(missing, advance), strict=True)) if missing else {}
        if before is None:
            return np.stack([new[text] for text in self._passages])
        return np.stack([new[text] if text in new else before.vectors.row(known[text]) for text in self._passages])


def _words(text: PlanText) -> set[str]:
    """Names that the keyword index must not cut: units, and the regions that have a plan."""
    units = {u.name for c in text.clauses for u in c.units if 2 <= len(u.name) <= _LONGEST_WORD}
    return units | ({text.plan.region.name} if text.plan.region else set())
