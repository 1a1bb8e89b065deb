"""Questions that come together are encoded together, and one that comes again is not encoded again.

A model spends most of a single question's time on being called; in a batch it is shared out (dynamic batching, as
inference servers do). Nobody waits for company: the model takes what is there, and all that queue up meanwhile go
together next. One batch at a time: a second at its side makes both smaller, and takes the core that finds the clauses
of the questions before (docs/decisions/0020).
"""

import threading
from collections import OrderedDict
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextvars import Context, copy_context

import numpy as np

from qa.around import EncoderAround
from qa.arrays import Vectors
from qa.ports import Encoder

#: Questions encoded at once, at most: beyond it a batch takes proportionally longer, and the first in it wait.
_MOST = 32
#: Questions whose vectors are remembered, 1.5 KB each.
_REMEMBERED = 2048


class BatchingEncoder(EncoderAround):
    """Safe to call from several threads. Passages go straight through."""

    def __init__(self, encoder: Encoder) -> None:
        super().__init__(encoder)
        #: Queued or being encoded; of these, the texts that are still queued, each with its caller's context.
        self._promised: dict[str, Future[Vectors]] = {}
        self._queued: OrderedDict[str, Context] = OrderedDict()
        self._remembered: OrderedDict[str, Vectors] = OrderedDict()
        self._books = threading.Lock()
        # Always the same one: each thread that calls the model gets a team of its own (OpenMP), and idle teams spin.
        self._thread = ThreadPoolExecutor(1, "encoder")

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """(n, dimension), rows of unit length."""
        if not texts:
            return self._encoder.encode_queries(texts)
        promised = [self.promise(text) for text in texts]
        return np.stack([promise.result() for promise in promised])

    def remembers(self, text: str) -> bool:
        """Whether its vector is there already."""
        return text in self._remembered

    def promise(self, text: str) -> Future[Vectors]:
        """Its vector, (dimension,), when it is there; not to be cancelled, for others may wait for it too."""
        with self._books:
            if text in self._remembered:
                self._remembered.move_to_end(text)
                known: Future[Vectors] = Future()
                known.set_result(self._remembered[text])
                return known
            if text not in self._promised:
                self._promised[text], self._queued[text] = Future(), copy_context()
                self._thread.submit(self._encode_queued)
            return self._promised[text]

    def _encode_queued(self) -> None:
        """One batch of what is queued, oldest first; nothing where an earlier batch took it along."""
        with self._books:
            taken = [self._queued.popitem(last=False) for _ in range(min(_MOST, len(self._queued)))]
        if not taken:
            return
        batch = [text for text, _ in taken]
        try:
            # In the context of one who waits for it, so that whoever looks on knows for whom.
            vectors = taken[0][1].run(self._encoder.encode_queries, batch)
        except Exception as error:
            for promise in self._off(batch):
                promise.set_exception(error)
        else:
            for text, vector in zip(batch, vectors, strict=True):
                self._remember(text, vector)
            for promise, vector in zip(self._off(batch), vectors, strict=True):
                promise.set_result(vector)

    def _off(self, batch: Sequence[str]) -> list[Future[Vectors]]:
        with self._books:
            return [self._promised.pop(text) for text in batch]

    def _remember(self, text: str, vector: Vectors) -> None:
        with self._books:
            self._remembered[text] = vector
            if len(self._remembered) > _REMEMBERED:
                self._remembered.popitem(last=False)
