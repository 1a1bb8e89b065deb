"""Dense search past one machine: the same seam as `qa.vectors`, over a collection of a Milvus server.

A line of grown generations shares one collection: rows are only ever appended, so a generation is the first `rows` of
them, and what a later one added is left out of its answers. Scores are computed here from the vectors as they were
stored: whichever index the server searches with, they are those of a local index that compares all.
"""

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from qa.arrays import Ids, Scores, Vectors
from qa.errors import IndexMismatch, IndexUnavailable, VectorsUnavailable
from qa.milvus import Milvus, calling
from qa.milvus_filter import NUMBER, below, expression

#: Names the place, in the folder of a generation whose vectors are not there.
FILE = "vectors.milvus"
VECTOR = "vector"
#: The most that Milvus gives of one search.
_MOST = 16_384
#: Vectors fetched at once: 6 MB of 384 dimensions.
_FETCHED = 4_096
#: Up to so many allowed passages, none is given up because the server's index did not come by it.
_FEW = 4_096
#: A filter that lists more numbers than this takes longer to parse than the search.
_LISTED = 20_000
#: Candidates that an HNSW index looks at for each that is wanted (Milvus: ef).
_LOOKED_AT = 2
_CHANGED = (
    "Milvus 中的向量与索引不符（{}）。请检查 PLANQA_MILVUS 是否指向建立索引时的服务，或运行 planqa index 重建索引。"
)


@dataclass(frozen=True)
class Place:
    """Where a generation's vectors are: the first `rows` of a collection."""

    collection: str
    rows: int
    dimension: int

    @classmethod
    def read(cls, path: Path) -> "Place":
        return cls(**json.loads(path.read_text(encoding="utf-8")))

    def write(self, path: Path) -> None:
        path.write_text(json.dumps(asdict(self)), encoding="utf-8")


class MilvusVectors:
    """Inner-product search over unit vectors; safe to use from several threads.

    Where the server fails, VectorsUnavailable.
    """

    def __init__(self, server: Milvus, place: Place) -> None:
        self.server, self.place = server, place
        self._client = server.client()

    @classmethod
    def load(cls, path: Path, server: Milvus | None) -> "MilvusVectors":
        """Those of the place that a file names. IndexMismatch without a server, IndexUnavailable where the server does
        not hold all of them."""
        if server is None:
            raise IndexMismatch("这个索引的向量保存在 Milvus 中，请设置 PLANQA_MILVUS，或运行 planqa index 重建索引。")
        vectors = cls(server, Place.read(path))
        vectors.check()
        return vectors

    def save(self, path: Path) -> None:
        self.place.write(path)

    def check(self) -> None:
        """Whether all rows are there, seen by whatever is asked next; those of later generations may be there too."""
        place = self.place
        with calling():
            state = str(self._client.get_load_state(place.collection, timeout=self.server.timeout)["state"])
            if state == "NotLoad":  # else it stays loaded as it is, with as many replicas as somebody gave it
                self._client.load_collection(place.collection, timeout=self.server.timeout)
        if state == "NotExist":
            raise IndexUnavailable(_CHANGED.format(f"没有集合 {place.collection}"))
        [found] = self._query(output_fields=["count(*)"], consistency_level="Strong")
        if found["count(*)"] < place.rows:
            raise IndexUnavailable(_CHANGED.format(f"应有{place.rows}条，实有{found['count(*)']}条"))

    @property
    def dimension(self) -> int:
        return self.place.dimension

    def __len__(self) -> int:
        return self.place.rows

    def search(self, query: Vectors, k: int, allowed: Ids | None = None) -> tuple[Ids, Scores]:
        """The k best passages for one query (1, d), best first; fewer if fewer are allowed, or k exceeds 16,384."""
        k = min(k, len(self) if allowed is None else len(allowed), _MOST)
        if k == 0:
            return np.empty(0, np.int64), np.empty(0, np.float32)
        if allowed is None:
            return self._search_all(query, k)
        condition = expression(allowed, len(self), _LISTED)
        ids, scores = self._sifted(query, k, allowed) if condition is None else self._found(query, k, condition)
        if len(ids) < k and len(allowed) <= _FEW:
            return self._best_of(query, k, allowed)
        return ids, scores

    def _search_all(self, query: Vectors, k: int) -> tuple[Ids, Scores]:
        """Only while a later generation is there does leaving it out need a filter."""
        ids, scores = self._found(query, k, "")
        return self._found(query, k, below(len(self))) if (ids >= len(self)).any() else (ids, scores)

    def _sifted(self, query: Vectors, k: int, allowed: Ids) -> tuple[Ids, Scores]:
        """Many passages here and there: more are asked for than wanted, and those not allowed dropped.

        Of the best of all, those allowed are the best of the allowed, so it is the same as filtering; where what the
        server gives at most holds too few of them, it gets the filter, however long.
        """
        asked = min(2 * k * len(self) // len(allowed), _MOST)
        ids, scores = self._search_all(query, asked)
        kept = np.isin(ids, allowed, assume_unique=True)
        if kept.sum() >= k:
            return ids[kept][:k], scores[kept][:k]
        condition = expression(allowed, len(self), len(self))
        assert condition is not None
        return self._found(query, k, condition)

    def _best_of(self, query: Vectors, k: int, allowed: Ids) -> tuple[Ids, Scores]:
        scores = self.scores(query, allowed)[0]
        best = np.argsort(-scores, kind="stable")[:k]
        return allowed[best], scores[best]

    def _found(self, query: Vectors, k: int, condition: str) -> tuple[Ids, Scores]:
        with calling():
            [found] = self._client.search(
                self.place.collection,
                np.ascontiguousarray(query, np.float32),
                filter=condition,
                limit=k,
                output_fields=[NUMBER],
                search_params={"metric_type": "IP", "params": {"ef": _LOOKED_AT * k}},
                anns_field=VECTOR,
                timeout=self.server.timeout,
            )
            ids = np.array([hit[NUMBER] for hit in found], np.int64)
            scores = np.array([hit["distance"] for hit in found], np.float32)
        order = np.lexsort((ids, -scores))
        return ids[order], scores[order]

    def row(self, number: int) -> Vectors:
        """The vector of one passage, (d,)."""
        vector: Vectors = self._fetched(np.array([number], np.int64))[0]
        return vector

    def rows(self) -> Vectors:
        """All vectors, (n, d): each comes over the network."""
        return self._fetched(np.arange(len(self), dtype=np.int64))

    def scores(self, queries: Vectors, ids: Ids) -> Scores:
        """Cosines of queries (m, d) to the passages given, (m, len(ids))."""
        cosines: Scores = queries @ self._fetched(ids).T
        return cosines

    def _fetched(self, ids: Ids) -> Vectors:
        """(len(ids), d), in the order of the ids. IndexUnavailable where the server has not got one of them."""
        parts = [self._part(ids[start : start + _FETCHED]) for start in range(0, len(ids), _FETCHED)]
        return np.concatenate([np.empty((0, self.dimension), np.float32), *parts])

    def _part(self, ids: Ids) -> Vectors:
        found = self._query(ids=ids.tolist(), output_fields=[NUMBER, VECTOR])
        if len(found) != len(ids):
            raise VectorsUnavailable("Milvus 中还没有这个索引的全部向量，请稍后重试；若仍然如此，请运行 planqa index。")
        numbers = np.array([row[NUMBER] for row in found], np.int64)
        vectors = np.array([row[VECTOR] for row in found], np.float32)
        ordered: Vectors = vectors[np.argsort(numbers)][np.argsort(np.argsort(ids))]
        return ordered

    def _query(self, **wanted: Any) -> list[dict[str, Any]]:
        with calling():
            found: list[dict[str, Any]] = self._client.query(
                self.place.collection, timeout=self.server.timeout, **wanted
            )
        return found
