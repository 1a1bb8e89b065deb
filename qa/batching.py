"""Questions that come together are encoded together, and one that comes again is not encoded again.

A model spends most of a single question's time on being called; in a batch it is shared out (dynamic batching, as
inference servers do). Nobody waits for company: whoever finds the model free takes along all who queued up while it
was busy.
"""

import threading
from collections import OrderedDict
from collections.abc import Iterable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextvars import copy_context
from functools import partial
from itertools import islice

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
        self._waiting: OrderedDict[str, Future[Vectors]] = OrderedDict()
        self._remembered: OrderedDict[str, Vectors] = OrderedDict()
        self._books, self._model = threading.Lock(), threading.Lock()
        # Always the same one: each thread that calls the model gets a team of its own (OpenMP), and idle teams spin.
        self._thread = ThreadPoolExecutor(1, "encoder")

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """(n, dimension), rows of unit length."""
        if not texts:
            return self._encoder.encode_queries(texts)
        promised = [self._promise(text) for text in texts]
        while not _kept(promised):
            with self._model:
                # Whoever had the model before may have encoded these as well.
                if not _kept(promised):
                    self._encode_waiting()
        return np.stack([promise.result() for promise in promised])

    def _promise(self, text: str) -> Future[Vectors]:
        with self._books:
            if text in self._remembered:
                self._remembered.move_to_end(text)
                known: Future[Vectors] = Future()
                known.set_result(self._remembered[text])
                return known
            return self._waiting.setdefault(text, Future())

    def _encode_waiting(self) -> None:
        """One batch of those that wait, oldest first."""
        with self._books:
            batch = dict(islice(self._waiting.items(), _MOST))
        try:
            # With the caller's context, so that whoever looks on knows for whom.
            call = partial(copy_context().run, self._encoder.encode_queries, list(batch))
            vectors = self._thread.submit(call).result()
        except Exception as error:
            self._take_off(batch)
            for promise in batch.values():
                promise.set_exception(error)
            return
        self._take_off(batch)
        for (text, promise), vector in zip(batch.items(), vectors, strict=True):
            self._remember(text, vector)
            promise.set_result(vector)

    def _take_off(self, batch: Iterable[str]) -> None:
        with self._books:
            for text in batch:
                del self._waiting[text]

    def _remember(self, text: str, vector: Vectors) -> None:
        with self._books:
            self._remembered[text] = vector
            if len(self._remembered) > _REMEMBERED:
                self._remembered.popitem(last=False)


def _kept(promised: Iterable[Future[Vectors]]) -> bool:
    return all(promise.done() for promise in promised)
