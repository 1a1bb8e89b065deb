"""The HTTP door as a whole: `uvicorn --factory api.app:create_app`."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles

from api import ask, compare, errors, examples, health, page, plans, search
from api.limits import BodyLimit
from api.wiring import live_service
from qa.settings import Settings

_STATIC = Path(__file__).parent / "web" / "static"
#: Seconds between two looks at whether another generation of the index is in use.
_LOOKS_EVERY = 1.0


def create_app(settings: Settings | None = None) -> FastAPI:
    """The app over the index that the settings (by default, of the environment) name."""
    app = FastAPI(
        title="planqa",
        summary="地方法治政府建设规划问答",
        description="对各地法治政府建设规划提问：每个答案都给出条款、出处和地区。出错时返回 RFC 9457 的 problem+json。",
        version="1",
        lifespan=_lifespan,
        redirect_slashes=False,
    )
    app.state.settings = settings or Settings()
    errors.install(app, {})
    app.add_middleware(BodyLimit)
    for router in (search.router, ask.router, compare.router, plans.router):
        app.include_router(router, prefix="/api/v1", responses=examples.PROBLEMS)
    app.include_router(health.router, responses=examples.UNAVAILABLE)
    app.include_router(page.router, responses=examples.PROBLEMS)
    app.mount("/static", StaticFiles(directory=_STATIC))
    return app


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    """Without an index the app starts all the same: it can say what is wrong, and sees the index when it comes."""
    live = app.state.live = live_service(app.state.settings)
    await asyncio.to_thread(live.refresh)

    async def follow() -> None:
        while True:
            await asyncio.sleep(_LOOKS_EVERY)
            await asyncio.to_thread(live.refresh)

    following = asyncio.create_task(follow())
    yield
    following.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await following
