"""txtai: its FAISS with the components that it chooses itself (IVFx,Flat, a sixteenth of the lists probed, see
https://neuml.github.io/txtai/embeddings/configuration/ann/), and the region in its SQLite; a filter is SQL, applied to
ten times as many results as are asked for, or to as many as `similar` is told to bring (5,000; more lists are probed
then)."""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from txtai.embeddings import Embeddings

from qa.arrays import Vectors
from tests.benchmarks.index_peers.common import DEPTH, Search, Work

#: Without it no function of one's own may stand in for an encoder.
os.environ["ALLOW_RESOLVE_TRANSFORM"] = "True"
SETUPS = ("IVF, Flat", "IVF, Flat, nprobe 256, 5000 candidates")


def build(folder: Path, work: Work, setup: str) -> None:
    made = Embeddings(
        method="external", transform="tests.benchmarks.index_peers.txtai.as_they_are", content=True, **_probed(setup)
    )
    vectors, regions = np.asarray(work.vectors), work.regions.tolist()
    rows = enumerate(zip(vectors, regions, strict=True))
    made.index((row, {"object": vector, "region": region}, None) for row, (vector, region) in rows)
    made.save(str(folder / "txtai"))


def _probed(setup: str) -> dict[str, Any]:
    return {"faiss": {"nprobe": 256}} if "nprobe" in setup else {}


def as_they_are(inputs: Sequence[object]) -> Vectors:
    """They are vectors already."""
    return np.stack([np.asarray(one, np.float32) for one in inputs])


def open(folder: Path, setup: str) -> Search:
    opened = Embeddings()
    opened.load(str(folder / "txtai"))
    similar = "similar(:asked, 5000)" if "5000" in setup else "similar(:asked)"

    def search(query: Vectors, region: str) -> Sequence[int]:
        condition = f"{similar} and region = :region" if region else "similar(:asked)"
        given = {"asked": query} | ({"region": region} if region else {})
        found = opened.search(f"select id, score from txtai where {condition}", DEPTH, parameters=given)
        return [int(one["id"]) for one in found]

    return search
