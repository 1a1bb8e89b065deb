"""What ranking must know of every passage, in arrays: asking the database for each would take longer than searching."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from qa.arrays import Ids

Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Columns:
    """Row i is passage i. clause: number of its clause; plan: place of its plan in the corpus, from 0.

    names_units: the clause names units, or inherits some. opens: the clause is the paragraph that a plan opens with.
    """

    clause: Ids
    plan: Ids
    names_units: Flags
    opens: Flags

    def passages(self, clauses: Iterable[int]) -> Ids:
        """The passages of some clauses; `clause` ascends."""
        numbers = np.array(sorted(clauses), np.int64)
        starts, ends = (np.searchsorted(self.clause, numbers, side) for side in ("left", "right"))
        runs = (np.arange(a, b, dtype=np.int64) for a, b in zip(starts, ends, strict=True))
        return np.concatenate([np.empty(0, np.int64), *runs])
