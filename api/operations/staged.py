"""An encoder and a service whose work is counted as stages of the request that it is done for."""

import time
from collections.abc import Sequence

from api.operations.observation import answered, batched, stage
from qa.around import EncoderAround
from qa.arrays import Vectors
from qa.compare import Comparison
from qa.dialogue.conversation import Turn
from qa.filters import Filters
from qa.index import Index
from qa.ports import Encoder, Writer
from qa.records import Answer, SearchResult
from qa.service import Service
from qa.writing.written import Events


class StagedEncoder(EncoderAround):
    """Counts questions as the stage `encode`, waiting for others included."""

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        with stage("encode"):
            return super().encode_queries(texts)


class CountedEncoder(EncoderAround):
    """Counts how many questions come together; to be put next to the model."""

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        batched(len(texts))
        return super().encode_queries(texts)


class StagedService(Service):
    """A service with the stages `search`, `answer`, `compare` and, with a language model, `write`.

    `encode` lies within the first three.
    """

    def __init__(self, index: Index, encoder: Encoder, writer: Writer | None = None) -> None:
        super().__init__(index, StagedEncoder(encoder), writer)
        #: Seconds since 1970 when this generation was opened.
        self.opened = time.time()

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
