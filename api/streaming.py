"""An answer as Server-Sent Events (WHATWG HTML, 9.2): `delta`, then one `answer`, or `error`.

The events of one answer: any number of `delta` {"text"}; then `answer`, an AskOut whose text counts even where the
pieces before it differ; or `error`, the problem document of an ordinary refusal. Lines that begin with a colon are
sent while a model is thinking and mean nothing.
"""

import json
import logging
from collections.abc import AsyncIterator, Callable

from fastapi import Request
from fastapi.responses import StreamingResponse
from pydantic import BaseModel
from starlette.concurrency import iterate_in_threadpool

from api import errors
from qa.errors import PlanqaError
from qa.records import Answer
from qa.writing.written import Delta, Events

MEDIA_TYPE = "text/event-stream"
#: Proxies that gather what they pass on would hold the stream back.
HEADERS = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
_log = logging.getLogger("uvicorn.error")

Shape = Callable[[Answer], BaseModel]


def streamed(request: Request, events: Events, shape: Shape) -> StreamingResponse:
    """The response. shape: what an answer is sent as."""
    return StreamingResponse(_sent(request, events, shape), media_type=MEDIA_TYPE, headers=HEADERS)


async def _sent(request: Request, events: Events, shape: Shape) -> AsyncIterator[str]:
    try:
        async for event in iterate_in_threadpool(events):
            yield _event(event, shape)
    except Exception as error:
        _log.exception("a streamed answer broke off")
        yield f"event: error\ndata: {_problem(request, error)}\n\n"
    finally:
        # A client that leaves ends the call of the model behind the events.
        events.close()


def _problem(request: Request, error: Exception) -> str:
    known = error if isinstance(error, PlanqaError) else PlanqaError("服务内部出错，请稍后重试。")
    return bytes(errors.problem(request, errors.kind_of(known), known.message).body).decode()


def _event(event: Delta | Answer, shape: Shape) -> str:
    if isinstance(event, Answer):
        return f"event: answer\ndata: {shape(event).model_dump_json()}\n\n"
    if not event.text:
        return ":\n\n"
    return f"event: delta\ndata: {json.dumps({'text': event.text}, ensure_ascii=False)}\n\n"
