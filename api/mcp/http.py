"""MCP over streamable HTTP at /mcp: every request stands alone, so that any worker may answer it.

Under which host names it is called, and from which sites' pages, is for the gate to judge (`api.access.gate`), as at
every door; the library's own check, which knows neither keys nor address ranges, stays off.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI
from mcp.server.streamable_http_manager import StreamableHTTPSessionManager
from starlette.routing import BaseRoute, Route
from starlette.types import Receive, Scope, Send

from api.feedback.audit import record
from api.live import Live
from api.mcp.server import server
from qa.filters import Filters
from qa.records import Answer

PATH = "/mcp"


def routes() -> list[BaseRoute]:
    """With and without a slash at the end: clients do not follow redirects with a body.

    POST alone: nothing is ever sent unasked, so there is no stream to open with GET and no session to DELETE.
    """
    return [Route(path, _Endpoint(), methods=["POST"], include_in_schema=False) for path in (PATH, f"{PATH}/")]


class _Endpoint:
    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        manager: StreamableHTTPSessionManager = scope["app"].state.mcp
        await manager.handle_request(scope, receive, send)


@asynccontextmanager
async def running(app: FastAPI, live: Live) -> AsyncIterator[None]:
    """Within it the routes answer. To be entered in the app's own lifespan, anew each time."""

    def keep(answer: Answer, started: float, filters: Filters) -> str | None:
        return record(app.state, "mcp", answer, started, filters)

    tools = server(lambda: live.service, app.state.settings.public_url, keep)
    app.state.mcp = StreamableHTTPSessionManager(tools, json_response=True, stateless=True)
    async with app.state.mcp.run():
        yield
