"""The encoder of the questions, lent to a job: in bites so small that no question waits long for its turn."""

import time
from collections.abc import Callable, Sequence
from typing import cast

import numpy as np

from qa.around import EncoderAround
from qa.arrays import Vectors
from qa.encoder import of_like_length

#: Passages of a bite: a question waits for one at most, a quarter of a second on one core.
_BITE = 4
#: Seconds left free after each: a lock that is taken again at once is never given to whoever waits for it.
_PAUSE = 0.005


class GentleEncoder(EncoderAround):
    """An `Encoder` over another."""

    def encode_passages(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> Vectors:
        """(n, dimension), rows of unit length; `progress` gets the number of passages just finished."""
        vectors = np.zeros((len(texts), self.dimension), np.float32)
        for rows in of_like_length(texts, _BITE):
            vectors[rows] = self._encoder.encode_passages([texts[row] for row in rows], progress)
            time.sleep(_PAUSE)
        return cast(Vectors, vectors)
