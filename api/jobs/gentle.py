"""The encoder of the questions, lent to a job: in bites so small that no question waits long for its turn."""

import time
from collections.abc import Callable, Sequence
from typing import cast

import numpy as np

from qa.arrays import Vectors
from qa.ports import Encoder

#: Passages of a bite: a question waits for one at most, a quarter of a second on one core.
_BITE = 4
#: Seconds left free after each: a lock that is taken again at once is never given to whoever waits for it.
_PAUSE = 0.005


class GentleEncoder:
    """An `Encoder` over another."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self.name, self.dimension, self.max_tokens = encoder.name, encoder.dimension, encoder.max_tokens

    def count_tokens(self, text: str) -> int:
        return self._encoder.count_tokens(text)

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """(n, dimension), rows of unit length."""
        return self._encoder.encode_queries(texts)

    def encode_passages(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> Vectors:
        """(n, dimension), rows of unit length; `progress` gets the number of passages just finished."""
        # Texts of like length share a bite, so little is spent on padding.
        order = sorted(range(len(texts)), key=lambda i: len(texts[i]), reverse=True)
        vectors = np.zeros((len(texts), self.dimension), np.float32)
        for start in range(0, len(order), _BITE):
            rows = order[start : start + _BITE]
            vectors[rows] = self._encoder.encode_passages([texts[row] for row in rows], progress)
            time.sleep(_PAUSE)
        return cast(Vectors, vectors)
