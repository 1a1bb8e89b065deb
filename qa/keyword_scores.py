"""What a passage is worth to some terms: BM25 over postings.

Scores as Lucene's BM25 (Robertson & Zaragoza 2009; the variant of Kamphuis et al. 2020). A passage's score is the same
to the last bit however it was come by, for its terms are always added in one order.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from qa.arrays import Ids, Scores
from qa.postings import GONE, Postings, Small, among, damped, damping, mapped

Weights = npt.NDArray[np.float64]
#: Looking a passage up in a term's postings takes as long as adding up this many.
LOOKUP = 8
#: Postings added up at a time; more need memory that the system clears each time, which takes as long again.
_PIECE = 65_536


@dataclass(frozen=True)
class Asked:
    """The terms of a question that the index has, m of them, first the one that may add the most.

    begins, ends: of their postings, (m,). weights: how often asked, times idf, (m,). left: what the terms from each
    on may add to one passage at most, (m + 1,).
    """

    begins: Ids
    ends: Ids
    weights: Weights
    left: Weights

    def __len__(self) -> int:
        return len(self.weights)

    @property
    def postings(self) -> Ids:
        """How many the terms before each have, (m + 1,)."""
        return np.concatenate([np.zeros(1, np.int64), np.cumsum(self.ends - self.begins)])

    def spans(self, first: int, end: int) -> Iterator[tuple[slice, float]]:
        """The postings and the weights of some terms."""
        inside = slice(first, end)
        begins, ends, weights = self.begins[inside].tolist(), self.ends[inside].tolist(), self.weights[inside].tolist()
        return zip(map(slice, begins, ends), weights, strict=True)


class Scorer:
    """Safe to use from several threads."""

    def __init__(self, postings: Postings, peaks: npt.NDArray[np.float32]) -> None:
        self._postings, self._peaks = postings, peaks
        self._damping = damping(postings.lengths)
        self._there = int(np.count_nonzero(postings.lengths != GONE))

    @classmethod
    def load(cls, folder: Path) -> "Scorer":
        return cls(Postings.load(folder), mapped(folder, "peaks"))

    def __len__(self) -> int:
        """Passages, those that were removed among them."""
        return len(self._damping)

    def having(self, term: str) -> npt.NDArray[np.int32]:
        """The passages that have a term, ascending."""
        place = int(self._postings.places([term])[0])
        starts = self._postings.starts
        return self._postings.rows[starts[place] : starts[place + 1]] if place >= 0 else np.empty(0, np.int32)

    def idf(self, frequencies: npt.ArrayLike) -> Weights:
        """ln(1 + (n - df + 0.5) / (df + 0.5)) of terms that stand in df passages each."""
        df = np.asarray(frequencies, np.float64)
        weights: Weights = np.log(1 + (self._there - df + 0.5) / (df + 0.5))
        return weights

    def asked(self, terms: Mapping[str, float]) -> Asked:
        """terms: how often each is asked, above 0."""
        places, weights = self._postings.places(terms), np.fromiter(terms.values(), np.float64, len(terms))
        places, weights = places[places >= 0], weights[places >= 0]
        begins, ends = self._postings.starts[places], self._postings.starts[places + 1]
        weights = weights * self.idf(ends - begins)
        most = weights * self._peaks[places]
        order = np.lexsort((places, -most))
        left = np.append(np.cumsum(most[order][::-1])[::-1], 0.0)
        return Asked(begins[order], ends[order], weights[order], left)

    def scores(self, asked: Asked, passages: Ids) -> Scores:
        """BM25 of some passages, (len(passages),); 0 of one that has none of the terms."""
        if asked.postings[-1] < LOOKUP * len(passages) * len(asked):
            sums = np.zeros(len(self), np.float32)
            self.add(asked, 0, len(asked), sums)
            return sums[passages]
        ascending, places = np.unique(passages, return_inverse=True)
        sums = np.zeros(len(ascending), np.float32)
        self.look_up(asked, 0, len(asked), ascending, sums)
        return sums[places]

    def add(self, asked: Asked, first: int, end: int, sums: Scores) -> None:
        """Add what the terms from `first` to `end` are worth to every passage, (n,)."""
        for rows, counts, weights in self._pieces(asked, first, end):
            shares = damped(counts, self._damping.take(rows))
            # All of one type: where they differ, this takes ten times as long.
            np.add.at(sums, rows, weights * shares)

    def _pieces(self, asked: Asked, first: int, end: int) -> Iterator[tuple[Ids, Small, Scores]]:
        """The postings of some terms in their order, `_PIECE` at a time, each with the weight of its term.

        Those of rare terms go together: a call of numpy takes as long as adding up a few hundred.
        """
        group: list[slice] = []
        weights: list[float] = []
        room = _PIECE
        for span, weight in asked.spans(first, end):
            start = span.start
            while start < span.stop:
                stop = min(start + room, span.stop)
                group.append(slice(start, stop))
                weights.append(weight)
                room -= stop - start
                start = stop
                if not room:
                    yield self._joined(group, weights)
                    group, weights, room = [], [], _PIECE
        if group:
            yield self._joined(group, weights)

    def _joined(self, group: Sequence[slice], weights: Sequence[float]) -> tuple[Ids, Small, Scores]:
        rows, counts = self._postings.rows, self._postings.counts
        lengths = [piece.stop - piece.start for piece in group]
        return (
            np.concatenate([rows[piece] for piece in group], dtype=np.intp),
            np.concatenate([counts[piece] for piece in group]),
            np.repeat(np.array(weights, np.float32), lengths),
        )

    def look_up(self, asked: Asked, first: int, end: int, passages: Ids, sums: Scores) -> None:
        """The same to some passages alone, which ascend, (len(passages),)."""
        against = self._damping[passages]
        for span, weight in asked.spans(first, end):
            places, there = among(passages, self._postings.rows[span])
            sums[there] += np.float32(weight) * damped(self._postings.counts[span][places[there]], against[there])
