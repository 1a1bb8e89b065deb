"""The outermost layer of the app: gives each request its id, and tells logs, metrics and traces when it is over."""

import asyncio
import logging
import re
import time
import uuid
from pathlib import Path

from fastapi import FastAPI
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api import errors
from api.operations import tracing
from api.operations.metrics import Metrics
from api.operations.observation import Observation, current
from api.operations.readiness import Readiness

HEADER = "X-Request-ID"
#: Where no route was found, or the request was refused before one was looked for.
UNROUTED = "other"
_SANE_ID = re.compile(r"[A-Za-z0-9._:-]{1,64}")
#: What RFC 9110 and RFC 5789 name; a method that somebody made up is no label.
_METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}
_access = logging.getLogger("planqa.access")
_errors = logging.getLogger("planqa.errors")


def install(app: FastAPI, metrics: Path | None) -> None:
    """Puts the layer around all that has been added before. metrics: the folder that several workers share."""
    tracing.check(app.state.settings)
    endpoint = app.state.settings.otlp_endpoint
    app.state.metrics, app.state.readiness = Metrics(metrics), Readiness()
    app.add_middleware(
        Observing,
        metrics=app.state.metrics,
        readiness=app.state.readiness,
        tracing=tracing.Tracing(endpoint) if endpoint else None,
    )


class Observing:
    """ASGI middleware; what goes wrong inside it is answered here, so that the answer has its id too."""

    def __init__(self, app: ASGIApp, metrics: Metrics, readiness: Readiness, tracing: tracing.Tracing | None) -> None:
        self._app, self._metrics, self._readiness, self._tracing = app, metrics, readiness, tracing

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            await self._request(scope, receive, send)
        elif scope["type"] == "lifespan":
            await self._lifespan(scope, receive, send)
        else:
            await self._app(scope, receive, send)

    async def _lifespan(self, scope: Scope, receive: Receive, send: Send) -> None:
        with self._readiness.until_stopped():
            try:
                await self._app(scope, receive, send)
            finally:
                if self._tracing:
                    await asyncio.to_thread(self._tracing.close)

    async def _request(self, scope: Scope, receive: Receive, send: Send) -> None:
        scope.setdefault("state", {})
        observed = Observation(_id(Headers(scope=scope).get(HEADER)))
        sent = _Sent(send, observed.request_id)
        token = current.set(observed)
        start, begun = time.time_ns(), time.perf_counter()
        self._metrics.begun()
        try:
            await self._app(scope, receive, sent)
        except Exception as error:
            _errors.exception("未预料的错误：%s", type(error).__name__)
            # Once a response has begun, the server breaks the connection off: the client sees that it is not whole.
            if sent.status is None:
                await errors.unexpected(Request(scope), error)(scope, receive, sent)
        finally:
            self._over(scope, observed, sent, start, time.perf_counter() - begun)
            current.reset(token)

    def _over(self, scope: Scope, observed: Observation, sent: "_Sent", start: int, seconds: float) -> None:
        door, method = template(scope), scope["method"] if scope["method"] in _METHODS else "OTHER"
        status = f"{sent.status // 100}xx" if sent.status else "aborted"
        self._metrics.ended(door, method, status, seconds, observed)
        if self._tracing:
            parent = Headers(scope=scope).get("traceparent")
            self._tracing.record(tracing.Exchange(door, method, sent.status, start, seconds, parent), observed)
        caller = getattr(scope["state"].get("caller"), "name", None)
        details = {
            "door": door,
            "method": method,
            "status": sent.status,
            "ms": round(seconds * 1000, 1),
            "bytes": sent.size,
            "caller": caller,
            "verdict": observed.verdict,
        }
        _access.info("%s %s %s %.1f ms", method, door, sent.status, seconds * 1000, extra=details)


class _Sent:
    """Passes a response on with the request's id, and counts what goes out."""

    def __init__(self, send: Send, request_id: str) -> None:
        self._send, self._request_id = send, request_id
        self.status: int | None = None
        self.size = 0

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            MutableHeaders(scope=message)[HEADER] = self._request_id
        self.size += len(message.get("body", b""))
        await self._send(message)


def _id(given: str | None) -> str:
    """The id that a client or proxy gave, if it is a plain word; else a new one."""
    return given if given and _SANE_ID.fullmatch(given) else uuid.uuid4().hex


def template(scope: Scope) -> str:
    """The address of the route that was found, with names for its parts: /api/v1/clauses/{plan}/{path}."""
    route = scope.get("route")
    if route is None or not hasattr(route, "path_format"):
        return UNROUTED
    form: str = route.path_format
    # A route knows only the part of its address behind the prefix that its router was included under.
    own = form.format_map({name: str(value) for name, value in scope.get("path_params", {}).items()})
    path: str = scope["path"]
    return path.removesuffix(own) + form if path.endswith(own) else form
