"""A completion as a stream of chunks, or whole: both made from the same pieces of content."""

import json
import logging
import time
import uuid
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, Literal

from fastapi.responses import StreamingResponse
from starlette.concurrency import iterate_in_threadpool

from api.errors import kind_of
from api.openai.content import Content, Links, Pieces, Source
from api.openai.models import ANSWERS_WITH_EVENTS
from api.openai.refusals import worded
from api.openai.schemas import (
    Annotation,
    AnswerMessage,
    Choice,
    Chunk,
    ChunkChoice,
    Completion,
    Delta,
    SearchResult,
    Usage,
    source_event,
)
from api.streaming import HEADERS, MEDIA_TYPE
from qa.errors import PlanqaError

_DONE = "data: [DONE]\n\n"
_log = logging.getLogger("planqa.errors")


@dataclass(frozen=True)
class Reply:
    """One completion. usage: of the whole content; over: called with it once, when it is complete.

    with_usage: whether a stream ends with it. sources: what the answer cites, for the events of Open WebUI.
    """

    model: str
    usage: Callable[[str], Usage]
    over: Callable[[Content], None]
    with_usage: bool = False
    sources: tuple[Source, ...] = ()
    id: str = field(default_factory=lambda: f"chatcmpl-{uuid.uuid4().hex}")
    created: int = field(default_factory=lambda: int(time.time()))


def whole(reply: Reply, pieces: Pieces) -> Completion:
    """The completion, its content being the pieces joined."""
    content = next(piece for piece in pieces if isinstance(piece, Content))
    reply.over(content)
    annotations = [Annotation.of(source) for source in content.sources]
    return Completion(
        id=reply.id,
        created=reply.created,
        model=reply.model,
        choices=[Choice(message=AnswerMessage(content=content.text, annotations=annotations))],
        usage=reply.usage(content.text),
        search_results=[SearchResult.of(source) for source in content.sources],
    )


def streamed(reply: Reply, pieces: Pieces) -> StreamingResponse:
    return StreamingResponse(_sent(reply, pieces), media_type=MEDIA_TYPE, headers=HEADERS)


async def _sent(reply: Reply, pieces: Pieces) -> AsyncIterator[str]:
    """An error in the midst is an event of its own, after which nothing comes."""
    try:
        async for line in iterate_in_threadpool(_lines(reply, pieces)):
            yield line
    except Exception as error:
        _log.exception("a streamed completion broke off")
        known = error if isinstance(error, PlanqaError) else PlanqaError("服务内部出错，请稍后重试。")
        yield _line({"error": worded(kind_of(known), known.message, {})})
    finally:
        # A client that leaves ends the call of the model behind the pieces.
        pieces.close()


def _lines(reply: Reply, pieces: Pieces) -> Iterator[str]:
    yield _chunk(reply, Delta(role="assistant", content=""))
    if reply.model == ANSWERS_WITH_EVENTS:
        yield from (_line(source_event(source)) for source in reply.sources)
    for piece in pieces:
        if isinstance(piece, Content):
            yield from _ending(reply, piece)
        elif isinstance(piece, Links):
            results = [SearchResult.of(source) for source in piece.sources]
            yield _chunk(reply, Delta(content=piece.text), search_results=results)
        else:
            yield _chunk(reply, Delta(content=piece)) if piece else ":\n\n"
    yield _DONE


def _ending(reply: Reply, content: Content) -> Iterator[str]:
    reply.over(content)
    annotations = [Annotation.of(source) for source in content.sources]
    yield _chunk(reply, Delta(annotations=annotations) if annotations else Delta(), "stop")
    if reply.with_usage:
        yield _of(reply, choices=[], usage=reply.usage(content.text))


def _chunk(reply: Reply, delta: Delta, finish: Literal["stop"] | None = None, **more: Any) -> str:
    return _of(reply, choices=[ChunkChoice(index=0, delta=delta, logprobs=None, finish_reason=finish)], **more)


def _of(reply: Reply, **members: Any) -> str:
    usage = {"usage": None} if reply.with_usage else {}
    chunk = Chunk(
        id=reply.id,
        object="chat.completion.chunk",
        created=reply.created,
        model=reply.model,
        **{**usage, **members},
    )
    return _line(chunk.model_dump(exclude_unset=True))


def _line(value: dict[str, Any]) -> str:
    return f"data: {json.dumps(value, ensure_ascii=False)}\n\n"
