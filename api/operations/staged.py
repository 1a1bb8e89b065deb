"""An encoder and a service whose work is counted as stages of the request that it is done for."""

import asyncio
import time
from collections.abc import Sequence

from api.operations.observation import answered, batched, stage
from qa import question
from qa.around import EncoderAround
from qa.arrays import Vectors
from qa.batching import BatchingEncoder
from qa.compare import Comparison
from qa.dialogue.conversation import Turn
from qa.errors import InvalidRequest
from qa.filters import Filters
from qa.index import Index
from qa.ports import Writer
from qa.records import Answer, SearchResult
from qa.service import Service
from qa.text import fold
from qa.writing.written import Events


class StagedEncoder(EncoderAround):
    """Counts questions as the stage `encode`, waiting for others included; those remembered are not encoded."""

    def __init__(self, encoder: BatchingEncoder) -> None:
        super().__init__(encoder)
        self._batching = encoder

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        if all(map(self._batching.remembers, texts)):
            return super().encode_queries(texts)
        with stage("encode"):
            return super().encode_queries(texts)


class CountedEncoder(EncoderAround):
    """Counts how many questions come together; to be put next to the model."""

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        batched(len(texts))
        return super().encode_queries(texts)


class StagedService(Service):
    """A service with the stages `search`, `answer`, `compare` and, with a language model, `write`.

    `encode` lies before the first three, or within.
    """

    def __init__(self, index: Index, encoder: BatchingEncoder, writer: Writer | None = None) -> None:
        super().__init__(index, StagedEncoder(encoder), writer)
        self._batching = encoder
        #: Seconds since 1970 when this generation was opened.
        self.opened = time.time()

    async def ready(self, text: str) -> None:
        """Wait, with no thread, for the vector that a question alone is looked up by; not at all for what is none."""
        try:
            wanted = fold(question.check(text))
        except InvalidRequest:
            return
        if self._batching.remembers(wanted):
            return
        with stage("encode"):
            # Shielded: who leaves must not take the vector from others who wait for it.
            await asyncio.shield(asyncio.wrap_future(self._batching.promise(wanted)))

    def search(self, query: str, k: int = 10, filters: Filters | None = None) -> SearchResult:
        with stage("search"):
            return super().search(query, k, filters)

    def ask(self, text: str, filters: Filters | None = None, history: Sequence[Turn] = ()) -> Answer:
        with stage("answer"):
            found = super().ask(text, filters, history)
        answered(found.verdict)
        return found

    def compare(self, questions: Sequence[str], filters: Filters | None = None) -> Comparison:
        with stage("compare"):
            return super().compare(questions, filters)

    def phrase(self, found: Answer) -> Events:
        events = super().phrase(found)
        return events if self._writer is None else _timed(events)


def _timed(events: Events) -> Events:
    """From the first piece wanted to the last, or to when the reader left."""
    with stage("write"):
        try:
            yield from events
        finally:
            events.close()
