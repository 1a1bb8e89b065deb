"""Dense search: a FAISS index over passages; a passage's number is its row.

A small index compares the question with every passage. A large one (inverted lists: Sivic & Zisserman 2003; Douze et
al. 2024, arXiv:2401.08281) keeps each dimension in 8 bits, in lists around centres, and looks into the lists nearest
to the question. Rows that came after its centres were learnt stand in a last list of their own, which is always
looked into: where they speak of other things than the rows before, few of them lie where a question looks
(docs/growth.md).
"""

import math
from pathlib import Path
from typing import Any

import faiss
import numpy as np

from qa.arrays import Ids, Scores, Vectors

#: From this many passages on an index is large: below, comparing all takes a millisecond or two.
_LARGE = 20_000
#: Lists by the square root of the passages, and the passages a list that its centre is learnt from.
_LISTS, _SAMPLE = 4.0, 40
#: Lists looked into by the square root of how many are wanted, and at least: 98% of those wanted lie in them.
_PROBES, _LEAST = 12, 96
#: Share of the rows that may stand in the last list.
_LATE = 1 / 16
#: What one passage costs: to be scored alone, to be scored within its list, to be passed over there (ns).
_ALONE, _SCORE, _PASS = 600, 35, 6
#: Room for questions whose best passages are rarer among the allowed than elsewhere.
_SLACK = 1.25
#: Rows added at a time, so that vectors may lie in a mapped file.
_BLOCK = 65_536


class PassageVectors:
    """Inner-product search over unit vectors."""

    def __init__(self, index: faiss.Index) -> None:
        self._index: Any = index  # the types that faiss ships with know few of its methods

    @classmethod
    def build(cls, vectors: Vectors) -> "PassageVectors":
        """vectors: (n, d), rows of unit length, perhaps in a mapped file; row i is passage i."""
        return cls(_filled(_trained(vectors), vectors))

    @classmethod
    def load(cls, path: Path) -> "PassageVectors":
        """Mapped into memory, so that the workers of a server share one copy; the file must never be written to."""
        return cls(faiss.read_index(str(path), faiss.IO_FLAG_MMAP_IFC))

    def grown(self, vectors: Vectors) -> "PassageVectors":
        """This one and more rows (m, d) after its last; this one stays as it is.

        What becomes large, or has too many late rows, is built anew; rows of 8 bits are the same ones afterwards.
        """
        count = len(self) + len(vectors)
        if (self._late + len(vectors) > _LATE * count) if self._lists else _lists(count):
            rows = np.concatenate([self.rows(), vectors])
            return PassageVectors(_filled(_trained(rows, self._index if self._lists else None), rows))
        # A copy through bytes: what is mapped cannot be added to, and ends the process where one tries.
        index: Any = faiss.deserialize_index(faiss.serialize_index(self._index))
        if self._lists:
            rows, last = np.ascontiguousarray(vectors), np.full(len(vectors), self._lists, np.int64)
            index.add_core(len(rows), faiss.swig_ptr(rows), None, faiss.swig_ptr(last))
        else:
            index.add(np.ascontiguousarray(vectors))
        return PassageVectors(index)

    def save(self, path: Path) -> None:
        """OSError where the disk is full; faiss itself closes a file without asking whether its end was written."""
        with path.open("wb") as file:
            faiss.write_index(self._index, faiss.PyCallbackIOWriter(file.write))  # type: ignore[attr-defined]

    @property
    def dimension(self) -> int:
        return int(self._index.d)

    def __len__(self) -> int:
        return int(self._index.ntotal)

    def search(self, query: Vectors, k: int, allowed: Ids | None = None) -> tuple[Ids, Scores]:
        """The k best passages for one query (1, d), best first; fewer if fewer are allowed. allowed ascends."""
        k = min(k, len(self) if allowed is None else len(allowed))
        if k == 0:
            return np.empty(0, np.int64), np.empty(0, np.float32)
        if allowed is not None and len(allowed) * _ALONE < len(self) * _PASS:
            scores = self.scores(query, allowed)[0]
            best = np.argsort(-scores, kind="stable")[:k]
            return allowed[best], scores[best]
        if self._lists:
            ids, scores = self._probed(query, k, allowed)
            if len(ids) == k:
                return ids, scores
        return self._scanned(query, k, allowed)

    def row(self, number: int) -> Vectors:
        """The vector of one passage, (d,)."""
        return np.asarray(self._index.reconstruct(number), np.float32)

    def rows(self) -> Vectors:
        """All vectors, (n, d)."""
        return np.asarray(self._index.reconstruct_n(0, len(self)), np.float32)

    def scores(self, queries: Vectors, ids: Ids) -> Scores:
        """Cosines of queries (m, d) to the passages given, (m, len(ids))."""
        if not len(ids):
            return np.empty((len(queries), 0), np.float32)
        return np.asarray(queries @ self._index.reconstruct_batch(ids).T, np.float32)

    @property
    def _lists(self) -> int:
        """How many there are around centres; none in a small index."""
        return int(self._index.nlist) - 1 if isinstance(self._index, faiss.IndexIVF) else 0

    @property
    def _late(self) -> int:
        """Rows in the last list."""
        return int(self._index.invlists.list_size(self._lists))

    def _probed(self, query: Vectors, k: int, allowed: Ids | None) -> tuple[Ids, Scores]:
        """The k best allowed among the best of all, out of the nearest lists; fewer where not enough of those are
        allowed, none where looking for them costs more than passing all lists in review."""
        share = 1.0 if allowed is None else len(allowed) / len(self)
        depth = k if allowed is None else math.ceil(_SLACK * k / share)
        probes = min(self._lists, max(_LEAST, round(_PROBES * math.sqrt(depth))))
        if probes / self._lists * _SCORE > _PASS + share * _SCORE:
            return np.empty(0, np.int64), np.empty(0, np.float32)
        ids, found = self._looked_into(query, depth, probes)
        there = ids >= 0 if allowed is None else _among(ids, allowed)
        return ids[there][:k], found[there][:k]

    def _looked_into(self, query: Vectors, depth: int, probes: int) -> tuple[Ids, Scores]:
        """The best in the nearest lists and the last one; ids of -1 where they hold too few."""
        near, lists = self._index.quantizer.search(query, probes)
        lists[lists == self._lists] = -1
        near, lists = np.append(near[0], np.float32(0)), np.append(lists[0], self._lists)
        scores, ids = np.empty(depth, np.float32), np.empty(depth, np.int64)
        given = [faiss.swig_ptr(array) for array in (np.ascontiguousarray(query), lists, near, scores, ids)]
        # The method without `_c` takes no parameters but those set on the index, which other threads are using.
        self._index.search_preassigned_c(1, given[0], depth, *given[1:], False, self._parameters(probes + 1))
        return ids, scores

    def _scanned(self, query: Vectors, k: int, allowed: Ids | None) -> tuple[Ids, Scores]:
        """The k best of all that are allowed."""
        found, ids = self._index.search(query, k, params=self._parameters(self._lists + 1, allowed))
        return ids[0], found[0]

    def _parameters(self, probes: int, allowed: Ids | None = None) -> faiss.SearchParameters:
        given: dict[str, object] = {"nprobe": probes} if self._lists else {}
        if allowed is not None:
            bits = np.zeros(len(self), bool)
            bits[allowed] = True
            given["sel"] = faiss.IDSelectorBitmap(np.packbits(bits, bitorder="little"))  # type: ignore[call-arg, arg-type]
        return faiss.SearchParametersIVF(**given) if self._lists else faiss.SearchParameters(**given)


def _lists(count: int) -> int:
    """How many lists so many passages want; none for a small index."""
    return round(_LISTS * math.sqrt(count)) if count >= _LARGE else 0


def _trained(vectors: Vectors, before: faiss.IndexIVFScalarQuantizer | None = None) -> faiss.Index:
    """An empty index that suits the vectors. before: one whose steps of 8 bits are kept."""
    count, dimension = vectors.shape
    lists = _lists(count)
    if not lists:
        return faiss.IndexFlatIP(dimension)
    chosen = np.random.default_rng(0).choice(count, min(count, _SAMPLE * lists), replace=False)
    sample = np.ascontiguousarray(vectors[np.sort(chosen)])
    centres = faiss.Kmeans(dimension, lists, niter=10, spherical=True, min_points_per_centroid=1)
    centres.train(sample)
    quantizer = faiss.IndexFlatIP(dimension)
    # The last list has no centre: no passage is like a vector of zeros.
    quantizer.add(np.concatenate([centres.centroids, np.zeros((1, dimension), np.float32)]))
    kind = faiss.ScalarQuantizer.QT_8bit
    index = faiss.IndexIVFScalarQuantizer(quantizer, dimension, lists + 1, kind, faiss.METRIC_INNER_PRODUCT, False)
    index.train(sample)
    if before is not None:
        index.sq.trained = before.sq.trained
    index.make_direct_map()
    return index


def _filled(index: faiss.Index, vectors: Vectors) -> faiss.Index:
    for start in range(0, len(vectors), _BLOCK):
        index.add(np.ascontiguousarray(vectors[start : start + _BLOCK]))
    return index


def _among(ids: Ids, allowed: Ids) -> Ids:
    """Which ids are among the allowed, which ascend and are not empty; (len(ids),) of bool."""
    places = np.minimum(np.searchsorted(allowed, ids), len(allowed) - 1)
    there: Ids = allowed[places] == ids
    return there
