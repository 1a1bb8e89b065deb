"""A model's server on loopback that speaks OpenAI's chat completions, well or badly, as a test tells it."""

import json
import socket
import threading
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import anyio
import uvicorn
from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse, PlainTextResponse, Response, StreamingResponse


@dataclass
class Model:
    """What the server does next, and what it was asked. left: how many calls ended before their answer did."""

    says: list[str] = field(default_factory=list)
    behaviour: str = "answer"
    pause: float = 0.0
    asked: list[dict[str, Any]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    left: int = 0
    url: str = ""


def _chunk(content: str | None, finish: str | None = None) -> str:
    delta = {"role": "assistant", "content": content} if content is not None else {}
    choice = {"index": 0, "delta": delta, "finish_reason": finish}
    record = {"id": "c1", "object": "chat.completion.chunk", "created": 1, "model": "m", "choices": [choice]}
    return f"data: {json.dumps(record)}\n\n"


def _app(model: Model) -> FastAPI:
    app = FastAPI()

    async def pieces() -> AsyncIterator[str]:
        done = False
        try:
            for text in model.says:
                await anyio.sleep(model.pause)
                yield _chunk(text)
            if model.behaviour == "cut":
                raise ConnectionError
            yield _chunk(None, "length" if model.behaviour == "length" else "stop")
            yield "data: [DONE]\n\n"
            done = True
        finally:
            model.left += not done

    @app.post("/v1/chat/completions")
    async def complete(request: Request) -> Response:
        model.asked.append(await request.json())
        model.headers.append(dict(request.headers))
        if model.behaviour.isdigit():
            error = {"message": "Incorrect API key provided: sk-secret", "type": "x", "param": None, "code": "x"}
            return JSONResponse({"error": error}, int(model.behaviour))
        if model.behaviour == "not json":
            return StreamingResponse(iter(["data: {oops\n\n"]), media_type="text/event-stream")
        if model.behaviour == "wrong json":
            return StreamingResponse(iter(['data: {"choices": [{"delta": "甲"}]}\n\n']), media_type="text/event-stream")
        if model.behaviour == "not a stream":
            return PlainTextResponse("hello")
        return StreamingResponse(pieces(), media_type="text/event-stream")

    return app


@contextmanager
def running(app: FastAPI) -> Iterator[str]:
    """The app in a thread, on a port of its own; its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = uvicorn.Server(uvicorn.Config(app, port=port, log_level="critical"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.05)
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join(30)


@contextmanager
def serving() -> Iterator[Model]:
    model = Model()
    with running(_app(model)) as address:
        model.url = f"{address}/v1"
        yield model
