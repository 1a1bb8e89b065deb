"""What every store of vectors is given, and what is asked of it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np
import numpy.typing as npt

from qa.arrays import Ids, Vectors

#: Results asked for; what filters let through, by the region that is asked for.
DEPTH = 10
REGIONS = {"none": "", "1%": "one", "10%": "ten"}
#: Rows of one region on end, as the clauses of one law are.
_RUN = 40

Names = npt.NDArray[np.str_]
#: A query (d,) and a region, empty for all: the rows found, best first.
Search = Callable[[Vectors, str], Sequence[int]]


@dataclass(frozen=True)
class Work:
    """vectors: (n, d), rows of unit length; regions: (n,); queries: (m, d)."""

    vectors: Vectors
    regions: Names
    queries: Vectors

    @classmethod
    def load(cls, folder: Path) -> "Work":
        vectors = np.load(folder / "vectors.npy", mmap_mode="r")
        return cls(vectors, np.load(folder / "regions.npy"), np.load(folder / "queries.npy"))

    def right(self, region: str) -> Ids:
        """The best rows of each query by comparing all, (m, DEPTH)."""
        ids = np.flatnonzero(self.regions == region) if region else np.arange(len(self.vectors))
        scores = self.queries @ np.asarray(self.vectors)[ids].T
        best: Ids = ids[np.argsort(-scores, axis=1)[:, :DEPTH]]
        return best


def write(folder: Path, vectors: Vectors, queries: Vectors) -> None:
    """One run in a hundred lies in the one region, ten in the other."""
    drawn = np.random.default_rng(0).random(len(vectors) // _RUN + 1)
    regions = np.select([drawn < 0.01, drawn < 0.11], ["one", "ten"], "rest")
    np.save(folder / "regions.npy", np.repeat(regions, _RUN)[: len(vectors)])
    np.save(folder / "vectors.npy", vectors)
    np.save(folder / "queries.npy", queries)


class Peer(Protocol):
    """A module that builds an index in a folder, set up as its documentation says, and opens it again."""

    #: Names of its setups, which say the type of index.
    SETUPS: Sequence[str]

    def build(self, folder: Path, work: Work, setup: str) -> None: ...

    def open(self, folder: Path, setup: str) -> Search: ...
