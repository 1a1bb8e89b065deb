"""LangChain's FAISS: the flat index that `from_embeddings` makes. A filter is applied to `fetch_k` results
(https://docs.langchain.com/oss/python/integrations/vectorstores/faiss), 20 as it comes; and to 5,000."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from langchain_community.vectorstores import FAISS
from langchain_community.vectorstores.utils import DistanceStrategy
from langchain_core.embeddings import FakeEmbeddings

from qa.arrays import Vectors
from tests.benchmarks.index_peers.common import DEPTH, Search, Work

SETUPS = ("Flat", "Flat, fetch_k 5000")


def build(folder: Path, work: Work, setup: str) -> None:
    pairs = ((str(row), vector) for row, vector in enumerate(np.asarray(work.vectors).tolist()))
    abouts = [{"region": region} for region in work.regions.tolist()]
    strategy = DistanceStrategy.MAX_INNER_PRODUCT
    FAISS.from_embeddings(pairs, _embeddings(work), abouts, distance_strategy=strategy).save_local(str(folder))
    np.save(folder / "dimension.npy", work.vectors.shape[1])


def _embeddings(work: Work) -> FakeEmbeddings:
    return FakeEmbeddings(size=work.vectors.shape[1])


def open(folder: Path, setup: str) -> Search:
    embeddings = FakeEmbeddings(size=int(np.load(folder / "dimension.npy")))
    strategy, fetched = DistanceStrategy.MAX_INNER_PRODUCT, 5_000 if "5000" in setup else 20
    store = FAISS.load_local(str(folder), embeddings, allow_dangerous_deserialization=True, distance_strategy=strategy)

    def search(query: Vectors, region: str) -> Sequence[int]:
        given = {"region": region} if region else None
        found = store.similarity_search_with_score_by_vector(query.tolist(), DEPTH, filter=given, fetch_k=fetched)
        return [int(document.page_content) for document, _ in found]

    return search
