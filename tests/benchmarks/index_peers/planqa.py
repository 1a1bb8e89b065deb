"""planqa's own: `qa.vectors`, and rows by a filter as `qa.columns` finds them."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from qa.arrays import Vectors
from qa.columns import Columns
from qa.vectors import PassageVectors
from tests.benchmarks.index_peers.common import DEPTH, Search, Work

SETUPS = ("IVF, 8 bits",)


def build(folder: Path, work: Work, setup: str) -> None:
    PassageVectors.build(work.vectors).save(folder / "vectors.faiss")
    starts = np.flatnonzero(np.append(True, work.regions[1:] != work.regions[:-1]))
    np.save(folder / "names.npy", work.regions[starts])
    np.save(folder / "plan.npy", np.cumsum(np.isin(np.arange(len(work.regions)), starts)) - 1)


def open(folder: Path, setup: str) -> Search:
    """A plan is a run of rows of one region."""
    vectors, plan = PassageVectors.load(folder / "vectors.faiss"), np.load(folder / "plan.npy")
    flags, names = np.ones(len(plan), bool), np.load(folder / "names.npy")
    columns = Columns(np.arange(len(plan)), plan, flags, flags)

    def search(query: Vectors, region: str) -> Sequence[int]:
        plans = np.flatnonzero(names == region) if region else None
        found: list[int] = vectors.search(query[None], DEPTH, columns.allowed(plans, None))[0].tolist()
        return found

    return search
