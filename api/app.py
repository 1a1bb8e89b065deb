"""The HTTP door as a whole: `uvicorn --factory api.app:create_app`."""

import asyncio
import contextlib
import gc
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles

from api import (
    ask,
    compare,
    compare_page,
    docs_page,
    duties,
    duties_page,
    errors,
    examples,
    exports,
    health,
    home,
    page,
    plans,
    search,
    shelf,
)
from api.access import install as access
from api.access.headers import SecurityHeaders
from api.dify import refusals as dify_refusals
from api.dify import retrieval as dify
from api.feedback import audit
from api.feedback import routes as feedback
from api.finder import Finder
from api.jobs import routes as jobs
from api.jobs.running import running as jobs_running
from api.mcp import http as mcp
from api.openai import refusals as openai_refusals
from api.openai import routes as openai
from api.openwebui import search as openwebui
from api.operations import observing
from api.uploads import routes as uploads
from api.wiring import live_service
from qa.settings import Settings

_STATIC = Path(__file__).parent / "web" / "static"
#: Seconds between two looks at whether another generation of the index is in use.
_LOOKS_EVERY = 1.0


def create_app(settings: Settings | None = None, metrics: Path | None = None) -> FastAPI:
    """The app over the index that the settings (by default, of the environment) name.

    metrics: the folder in which several workers count together; None where one process serves alone.
    """
    app = FastAPI(
        title="planqa",
        summary="地方法治政府建设规划问答",
        description="对各地法治政府建设规划提问：每个答案都给出条款、出处和地区。出错时返回 RFC 9457 的 problem+json。",
        version="1",
        lifespan=_lifespan,
        redirect_slashes=False,
        docs_url=None,  # FastAPI's own pages load their scripts from another host
        redoc_url=None,
    )
    app.state.settings = settings or Settings()
    errors.install(app, {dify.PATH: dify_refusals.refused, openai.PREFIX: openai_refusals.shaped})
    access.install(app, app.state.settings)
    for door in (search, ask, compare, exports, plans, duties, feedback, uploads, jobs):
        app.include_router(door.router, prefix="/api/v1", responses=examples.PROBLEMS)
    app.include_router(health.router, responses=examples.UNAVAILABLE)
    app.include_router(home.router)
    app.include_router(compare_page.router)
    app.include_router(shelf.router)
    app.include_router(duties_page.router)
    app.include_router(docs_page.router)
    app.include_router(page.router, responses=examples.PROBLEMS)
    app.include_router(dify.router)
    app.include_router(openai.router)
    app.include_router(openwebui.router, responses=examples.PROBLEMS)
    app.router.routes.extend(mcp.routes())
    app.mount("/static", StaticFiles(directory=_STATIC))
    observing.install(app, metrics)  # around all else, refusals too
    app.add_middleware(SecurityHeaders, settings=app.state.settings)
    return app


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    """Without an index the app starts all the same: it can say what is wrong, and sees the index when it comes."""
    live, finder = live_service(app.state.settings), Finder()
    app.state.live, app.state.finder = live, finder
    await asyncio.to_thread(live.refresh)
    # What is here now stays: walking a million objects again and again would hold every question up (p99).
    gc.collect()
    gc.freeze()

    async def follow() -> None:
        while True:
            await asyncio.sleep(_LOOKS_EVERY)
            await asyncio.to_thread(live.refresh)

    following = asyncio.create_task(follow())
    async with mcp.running(app, live), jobs_running(app, live):
        with audit.running(app.state):
            yield
    finder.close()
    following.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await following
