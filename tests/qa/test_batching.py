"""Together or alone, in whatever order, remembered or not: the vectors are those of the encoder itself."""

import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextvars import ContextVar, copy_context

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa import batching
from qa.arrays import Vectors
from qa.batching import BatchingEncoder
from qa.encoder import HashEncoder

WAIT = 20


class Slow(HashEncoder):
    """Its first call ends when the test lets it; it notes each batch."""

    def __init__(self) -> None:
        self.batches: list[list[str]] = []
        self.started, self.go_on = threading.Event(), threading.Event()

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        self.batches.append(list(texts))
        self.started.set()
        assert self.go_on.wait(WAIT)
        if "坏" in texts:
            raise RuntimeError("broken")
        return super().encode_queries(texts)


def queue_up(encoder: BatchingEncoder, slow: Slow, pool: ThreadPoolExecutor, texts: Sequence[str]) -> list[Vectors]:
    """The first text occupies the model; the others come meanwhile."""
    first = pool.submit(encoder.encode_queries, texts[:1])
    assert slow.started.wait(WAIT)
    others = [pool.submit(encoder.encode_queries, [text]) for text in texts[1:]]
    while len(encoder._promised) < len(set(texts)):
        pass
    slow.go_on.set()
    return [future.result(WAIT) for future in [first, *others]]


@given(st.lists(st.lists(st.text(max_size=5), max_size=5), max_size=5))
def test_the_vectors_are_those_of_the_encoder(calls: list[list[str]]) -> None:
    alone, together = HashEncoder(), BatchingEncoder(HashEncoder())
    for texts in calls:
        np.testing.assert_array_equal(together.encode_queries(texts), alone.encode_queries(texts))


def test_those_that_come_together_are_encoded_together_and_equal_ones_once() -> None:
    slow = Slow()
    texts = ["甲", "乙", "丙", "乙", "丙", "乙"]
    with ThreadPoolExecutor(len(texts)) as pool:
        found = queue_up(BatchingEncoder(slow), slow, pool, texts)
    assert [sorted(batch) for batch in slow.batches] == [["甲"], ["丙", "乙"]]
    for text, vectors in zip(texts, found, strict=True):
        np.testing.assert_array_equal(vectors, HashEncoder().encode_queries([text]))


def test_a_batch_runs_in_the_context_of_one_whom_it_is_for() -> None:
    caller: ContextVar[str] = ContextVar("caller")
    seen: list[tuple[str, list[str]]] = []

    class Seeing(Slow):
        def encode_queries(self, texts: Sequence[str]) -> Vectors:
            seen.append((caller.get(), list(texts)))
            return super().encode_queries(texts)

    def ask(text: str) -> Vectors:
        caller.set(text)
        return encoder.encode_queries([text])

    slow = Seeing()
    encoder = BatchingEncoder(slow)
    with ThreadPoolExecutor(5) as pool:
        first = pool.submit(copy_context().run, ask, "甲")
        assert slow.started.wait(WAIT)
        # The batch of 乙 and 丙 ends before that of 丁 begins, and leaves what one of them had queued behind.
        others = [pool.submit(copy_context().run, ask, text) for text in "乙丙"]
        while len(encoder._promised) < 3:
            pass
        slow.go_on.set()
        for future in [first, *others, pool.submit(copy_context().run, ask, "丁")]:
            future.result(WAIT)
    assert all(whom in texts for whom, texts in seen)


def test_what_is_promised_comes_and_is_remembered() -> None:
    encoder = BatchingEncoder(HashEncoder())
    assert not encoder.remembers("甲")
    np.testing.assert_array_equal(encoder.promise("甲").result(WAIT), HashEncoder().encode_queries(["甲"])[0])
    assert encoder.remembers("甲")


def test_a_batch_has_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batching, "_MOST", 2)
    slow = Slow()
    with ThreadPoolExecutor(6) as pool:
        queue_up(BatchingEncoder(slow), slow, pool, list("甲乙丙丁戊己"))
    assert [len(batch) for batch in slow.batches] == [1, 2, 2, 1]


def test_a_failure_reaches_those_of_its_batch_and_nobody_after() -> None:
    slow = Slow()
    encoder = BatchingEncoder(slow)
    slow.go_on.set()
    with pytest.raises(RuntimeError, match="broken"):
        encoder.encode_queries(["坏"])
    assert encoder.encode_queries(["好"]).shape == (1, 384)
    with pytest.raises(RuntimeError, match="broken"):
        encoder.encode_queries(["坏"])


def test_what_was_asked_before_is_not_encoded_again_until_others_push_it_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batching, "_REMEMBERED", 2)
    slow = Slow()
    slow.go_on.set()
    encoder = BatchingEncoder(slow)
    for text in "甲甲乙甲丙甲乙":
        encoder.encode_queries([text])
    # 甲 was used last before 丙 came, so 乙 went.
    assert slow.batches == [["甲"], ["乙"], ["丙"], ["乙"]]
