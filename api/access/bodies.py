"""How much a client may send and how long it may take, before anything is parsed.

A body that is too large by its own announcement is refused before any of it is read; one that turns out so, or comes
too slowly, as soon as that is seen, whatever the app makes of it. A client that is still sending when it has its answer
is cut off.
"""

import asyncio
import contextlib
import time
from dataclasses import dataclass
from typing import NoReturn

from fastapi import Request
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.access import routes
from api.access.refusals import LARGE_BODY, SLOW_BODY, Refused
from api.errors import Kind


@dataclass(frozen=True)
class Limit:
    """bytes: of the whole body. seconds: from the headers to its end. idle: without a byte in between."""

    bytes: int
    seconds: float
    idle: float


_KIB, _MIB = 1024, 1024 * 1024
#: The longest question with every filter is well under a tenth of it.
QUESTION = Limit(64 * _KIB, 30, 15)
#: A chat brings its whole course along, embeddings and reranking many texts.
CHAT = Limit(_MIB, 60, 15)
#: A plan in any format, perhaps scanned.
UPLOAD = Limit(100 * _MIB, 600, 30)
#: Seconds for which what comes after an answer is read and dropped: first to see whether it ends by itself, then so
#: that the client sees the answer, not a broken connection (RFC 9112, 9.6).
_GLANCE, _LINGER = 0.05, 2.0

_PLANS = "/api/v1/plans"


def limit_of(method: str, path: str) -> Limit:
    """What a request may send."""
    if (method == "POST" and path == _PLANS) or (method == "PUT" and path.startswith(f"{_PLANS}/")):
        return UPLOAD
    return CHAT if path.startswith("/v1/") else QUESTION


class BodyLimit:
    """Holds every request to its `Limit` from when the app first reads; a stranger is refused as one before that."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        body = _Body(limit_of(scope["method"], routes.path_of(scope)), Headers(scope=scope), receive, send)
        try:
            await self._app(scope, body.receive, body.send)
        except Exception:
            if body.refused is None:
                raise
        if body.refused is not None:
            await body.refused.response(Request(scope))(scope, receive, body.answer)


class _Body:
    """One request's body, as the app receives it."""

    def __init__(self, limit: Limit, headers: Headers, receive: Receive, send: Send) -> None:
        self._limit, self._receive, self._send = limit, receive, send
        self._announced = int(headers.get("content-length", 0))
        self._is_whole = not self._announced and "transfer-encoding" not in headers
        #: Such a client sends nothing before it is asked to, which the first reading does.
        self._waits = headers.get("expect", "").lower() == "100-continue"
        self._ends = time.monotonic() + limit.seconds
        self._length, self._has_started = 0, False
        self.refused: Refused | None = None

    async def receive(self) -> Message:
        """The app's: what comes once it has answered, or after the body, is no longer this one's business."""
        if self._is_whole or self._has_started:
            return await self._next()
        if self._announced > self._limit.bytes:
            self._refuse(LARGE_BODY)
        try:
            async with asyncio.timeout(min(self._limit.idle, self._ends - time.monotonic())):
                message = await self._next()
        except TimeoutError:
            self._refuse(SLOW_BODY)
        if self._length > self._limit.bytes:
            self._refuse(LARGE_BODY)
        return message

    async def send(self, message: Message) -> None:
        """The app's: what it says of a body that was broken off is dropped."""
        if self.refused is None:
            await self.answer(message)

    async def answer(self, message: Message) -> None:
        """On to the client; the connection ends with the answer where the body does not."""
        if message["type"] == "http.response.start":
            self._has_started = True
            await self._drop(_GLANCE)
            if not self._is_whole:
                MutableHeaders(scope=message)["Connection"] = "close"
        elif not self._is_whole and not message.get("more_body", False):
            await self._send({**message, "more_body": True})
            await self._drop(_LINGER)
            message = {"type": "http.response.body", "body": b"", "more_body": False}
        await self._send(message)

    def _refuse(self, kind: Kind) -> NoReturn:
        self.refused = Refused(kind)
        raise self.refused

    async def _next(self) -> Message:
        self._waits = False
        message = await self._receive()
        self._length += len(message.get("body", b""))
        self._is_whole = not message.get("more_body", False)
        return message

    async def _drop(self, seconds: float) -> None:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                while not self._is_whole and not self._waits:
                    await self._next()
