"""Passages encoded by the workers of a cluster."""

from collections.abc import Callable, Iterable, Iterator, Sequence

import numpy as np

from index_build.cluster import work
from index_build.cluster.work import Terms
from index_build.cluster.workers import Workers
from qa.around import EncoderAround
from qa.arrays import Vectors
from qa.encoder import BATCH, of_like_length
from qa.ports import Encoder


class ClusterEncoder(EncoderAround):
    """An `Encoder` whose passages are encoded elsewhere, by encoders of its name; questions are encoded here.

    A batch travels as the encoder itself would form it: in bfloat16 a vector depends on the company of its batch.
    """

    def __init__(self, encoder: Encoder, workers: Workers, terms: Terms) -> None:
        super().__init__(encoder)
        self._workers, self._terms = workers, terms

    def encode_passages(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> Vectors:
        """(n, dimension), rows of unit length; `progress` gets the number of passages just finished."""
        vectors = np.zeros((len(texts), self.dimension), np.float32)
        batches = list(of_like_length(texts, BATCH))
        encoded = self.encode_batches([texts[row] for row in rows] for rows in batches)
        for rows, found in zip(batches, encoded, strict=True):
            vectors[rows] = found
            if progress:
                progress(len(rows))
        return vectors

    def encode_batches(self, batches: Iterable[Sequence[str]]) -> Iterator[Vectors]:
        """The vectors of each batch in turn, while the next are being encoded."""
        for _, vectors in self._workers.over(work.encode, self._terms, batches):
            yield vectors
