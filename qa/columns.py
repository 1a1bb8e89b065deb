"""What ranking must know of every passage, in arrays: asking the database for each would take longer than searching."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
import numpy.typing as npt

from qa.arrays import Ids

Flags = npt.NDArray[np.bool_]
#: A row of the file: number of the clause, number of the plan in the database, and the two flags.
Row = tuple[int, int, bool, bool]


@dataclass(frozen=True)
class Columns:
    """Row i is passage i. clause: number of its clause; plan: place of its plan in the corpus, from 0, and -1 for a
    passage whose plan was removed.

    names_units: the clause names units, or inherits some. opens: the clause is the paragraph that a plan opens with.
    """

    clause: Ids
    plan: Ids
    names_units: Flags
    opens: Flags

    @classmethod
    def load(cls, path: Path, plans: Sequence[int]) -> "Columns":
        """plans: numbers of the plans that are there, ascending."""
        clause, numbers, names_units, opens = np.load(path).astype(np.int64)
        places = np.full(max(numbers.max(initial=0), *plans, 0) + 1, -1, np.int64)
        places[list(plans)] = np.arange(len(plans))
        return cls(clause, places[numbers], names_units.astype(bool), opens.astype(bool))

    @cached_property
    def live(self) -> Flags:
        """Whether the plan of each row is still there."""
        return self.plan >= 0

    @cached_property
    def rows(self) -> Ids | None:
        """The live ones, ascending; None stands for all."""
        return None if self.live.all() else np.flatnonzero(self.live)

    def passages(self, clauses: Iterable[int]) -> Ids:
        """The passages of some clauses; `clause` ascends."""
        return _runs(self.clause, np.array(sorted(clauses), np.int64))

    def allowed(self, plans: Ids | None, clauses: Iterable[int] | None) -> Ids | None:
        """The live rows of some plans (places, ascending) and of some clauses, ascending; None stands for all, of
        plans, of clauses and of rows. Among the live rows `plan` ascends."""
        if clauses is not None:
            rows = self.passages(clauses)
            return rows[self.live[rows] if plans is None else np.isin(self.plan[rows], plans)]
        if plans is None:
            return self.rows
        found = _runs(self._plans, plans)
        if self.rows is not None:
            return self.rows[found]
        return None if len(found) == len(self.plan) else found

    @cached_property
    def _plans(self) -> Ids:
        """Of the live rows."""
        return self.plan if self.rows is None else self.plan[self.rows]


def _runs(values: Ids, wanted: Ids) -> Ids:
    """Where the values, which ascend, are one of the wanted, which ascend too."""
    starts, ends = (np.searchsorted(values, wanted, side) for side in ("left", "right"))
    lengths = ends - starts
    before = np.cumsum(lengths) - lengths
    found: Ids = np.arange(lengths.sum(), dtype=np.int64) + np.repeat(starts - before, lengths)
    return found


def save(path: Path, rows: Sequence[Row], before: Path | None = None) -> None:
    """The columns of new passages, behind those of an index before."""
    new = np.array(rows, np.int32).reshape(-1, 4).T
    np.save(path, np.ascontiguousarray(new if before is None else np.concatenate([np.load(before), new], axis=1)))
