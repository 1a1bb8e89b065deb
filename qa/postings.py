"""The postings of a keyword index: term by term, the passages that have it and how often, in files mapped into memory.

    hashes.npy   uint64 (t,)       XXH3 of each term, ascending
    starts.npy   int64 (t + 1,)    where the postings of each term begin
    rows.npy     int32 (p,)        passages, ascending within a term
    counts.npy   uint8, … (p,)     how often the term stands there; the smallest type that holds the largest count
    lengths.npy  int32 (n,)        terms of each passage, GONE where the passage is no longer there
    peaks.npy    float32 (t,)      what no passage's `damped` count of the term exceeds

Terms are known by 64 bits of hash: among two million terms that two share one has the odds of one in ten million, and
then the two count as one term, in the passages and in the questions alike.
"""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
import numpy.typing as npt
import xxhash

from qa.arrays import Ids, Scores

#: Usual values of Lucene and of the baseline that this project measures against.
_K1, _B = 1.2, 0.75
#: The length of a passage that was removed; an empty one has 0.
GONE = -1

Hashes = npt.NDArray[np.uint64]
#: Integers of 8 to 32 bits.
Small = npt.NDArray[Any]
Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Postings:
    """The arrays that the files hold, without `peaks`, which follow from the others."""

    hashes: Hashes
    starts: Ids
    rows: Small
    counts: Small
    lengths: Small

    @classmethod
    def load(cls, folder: Path) -> "Postings":
        return cls(*(mapped(folder, field.name) for field in fields(cls)))

    @property
    def frequencies(self) -> Ids:
        """In how many passages each term stands, (t,)."""
        return np.diff(self.starts)

    def places(self, terms: Iterable[str]) -> Ids:
        """Where each term stands, -1 where it does not; (len(terms),)."""
        wanted = hashes(terms)
        found = np.searchsorted(self.hashes, wanted)
        there = found < len(self.hashes)
        there[there] = self.hashes[found[there]] == wanted[there]
        return np.where(there, found, -1)


def hashes(terms: Iterable[str]) -> Hashes:
    return np.array([xxhash.xxh3_64_intdigest(term.encode()) for term in terms], np.uint64)


def union(parts: Iterable[Hashes]) -> Hashes:
    """All the hashes once, ascending; `np.unique`, which hashes them again, takes ten times as long."""
    both = np.sort(np.concatenate([np.empty(0, np.uint64), *parts]), kind="stable")
    first = np.ones(len(both), bool)
    first[1:] = both[1:] != both[:-1]
    return both[first]


def mean_length(lengths: Small) -> float:
    """Of the passages that are there; 1 where none of them has a term."""
    there = lengths[lengths != GONE]
    return float(there.mean()) if there.any() else 1.0


def damping(lengths: Small) -> Scores:
    """What each passage's length takes from its counts, (n,): k1 (1 - b + b length / mean length)."""
    against: Scores = (_K1 * (1 - _B + _B / mean_length(lengths) * np.maximum(lengths, 0))).astype(np.float32)
    return against


def damped(counts: Small, against: Scores) -> Scores:
    """The share of its idf that a term is worth where it stands `counts` times, 0 to 1; against: of its passage."""
    held = counts.astype(np.float32)
    held /= held + against
    return held


def among(passages: Small, having: Small) -> tuple[Ids, Flags]:
    """Where each passage stands or would stand among those that have a term, and whether it does."""
    # Of another type than the postings, they would all be converted to that of the passages.
    wanted = passages.astype(having.dtype)
    places = np.searchsorted(having, wanted)
    there = places < len(having)
    there[there] = having[places[there]] == wanted[there]
    return places, there


def mapped(folder: Path, name: str) -> npt.NDArray[Any]:
    """One of the arrays."""
    # Without its class, which makes each slice cost microseconds.
    array: npt.NDArray[Any] = np.load(folder / f"{name}.npy", mmap_mode="r").view(np.ndarray)
    return array


class Column:
    """A file of one array, written piece by piece; how long it will be is known beforehand.

    Not mapped for writing: there a full disk kills the process instead of raising OSError.
    """

    def __init__(self, folder: Path, name: str, dtype: npt.DTypeLike, length: int) -> None:
        self._file: BinaryIO = (folder / f"{name}.npy").open("wb")
        self._dtype = np.dtype(dtype)
        header = {"descr": self._dtype.str, "fortran_order": False, "shape": (length,)}
        np.lib.format.write_array_header_1_0(self._file, header)

    def __enter__(self) -> "Column":
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def append(self, piece: npt.NDArray[Any]) -> None:
        self._file.write(np.ascontiguousarray(piece, self._dtype).data)
