"""Dense search: a FAISS index over passages; a passage's number is its row."""

from pathlib import Path

import faiss
import numpy as np

from qa.arrays import Ids, Scores, Vectors


class FlatVectors:
    """Exact inner-product search over unit vectors."""

    def __init__(self, index: faiss.Index) -> None:
        self._index = index

    @classmethod
    def build(cls, vectors: Vectors) -> "FlatVectors":
        """vectors: (n, d), rows of unit length; row i is passage i."""
        index = faiss.IndexFlatIP(vectors.shape[1])
        index.add(np.ascontiguousarray(vectors))
        return cls(index)

    @classmethod
    def load(cls, path: Path) -> "FlatVectors":
        return cls(faiss.read_index(str(path)))

    def save(self, path: Path) -> None:
        faiss.write_index(self._index, str(path))

    @property
    def dimension(self) -> int:
        return int(self._index.d)

    def __len__(self) -> int:
        return int(self._index.ntotal)

    def search(self, query: Vectors, k: int, allowed: Ids | None = None) -> tuple[Ids, Scores]:
        """The k best passages for one query (1, d), best first; fewer if fewer are allowed."""
        k = min(k, len(self) if allowed is None else len(allowed))
        if k == 0:
            return np.empty(0, np.int64), np.empty(0, np.float32)
        parameters = None
        if allowed is not None:
            parameters = faiss.SearchParameters(sel=faiss.IDSelectorBatch(allowed))  # type: ignore[call-arg]
        scores, ids = self._index.search(query, k, params=parameters)
        return ids[0], scores[0]

    def row(self, number: int) -> Vectors:
        """The vector of one passage, (d,)."""
        return np.asarray(self._index.reconstruct(number), np.float32)

    def scores(self, query: Vectors, ids: Ids) -> Scores:
        """Cosine of one query (1, d) to each passage given."""
        if not len(ids):
            return np.empty(0, np.float32)
        rows = self._index.reconstruct_batch(ids)
        return np.asarray(rows @ query[0], np.float32)
