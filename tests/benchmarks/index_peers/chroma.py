"""Chroma, a collection on disk: HNSW with the defaults of https://docs.trychroma.com/docs/collections/configure, the
inner product, and `where` for the region; 2 setups: ef_search as it comes (100), and 400."""

from collections.abc import Sequence
from pathlib import Path

import chromadb
import numpy as np

from qa.arrays import Vectors
from tests.benchmarks.index_peers.common import DEPTH, Search, Work

SETUPS = ("HNSW", "HNSW, ef_search 400")
_BLOCK = 5_000


def build(folder: Path, work: Work, setup: str) -> None:
    hnsw = {"space": "ip"} | ({"ef_search": 400} if "400" in setup else {})
    made = chromadb.PersistentClient(str(folder)).create_collection("passages", configuration={"hnsw": hnsw})
    for start in range(0, len(work.vectors), _BLOCK):
        rows = range(start, min(start + _BLOCK, len(work.vectors)))
        made.add(
            ids=[str(row) for row in rows],
            embeddings=np.asarray(work.vectors[start : start + _BLOCK]),
            metadatas=[{"region": str(work.regions[row])} for row in rows],
        )


def open(folder: Path, setup: str) -> Search:
    passages = chromadb.PersistentClient(str(folder)).get_collection("passages")

    def search(query: Vectors, region: str) -> Sequence[int]:
        where = {"region": region} if region else None
        found = passages.query(query_embeddings=query[None], n_results=DEPTH, where=where, include=["distances"])
        return [int(row) for row in found["ids"][0]]

    return search
