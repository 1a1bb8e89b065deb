"""The HTTP door as a whole: `uvicorn --factory api.app:create_app`."""

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles

from api import ask, compare, errors, examples, health, page, plans, search
from api.deps import Opened
from api.limits import BodyLimit
from api.wiring import load_encoder, load_writer
from qa.errors import PlanqaError
from qa.service import Service
from qa.settings import Settings

_STATIC = Path(__file__).parent / "web" / "static"
_log = logging.getLogger("uvicorn.error")
#: Loads what loads at first use: the dictionaries of words and of places.
_WARM_UP = "行政复议工作由哪个单位牵头？"


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
    errors.install(app)
    app.add_middleware(BodyLimit)
    for router in (search.router, ask.router, compare.router, plans.router):
        app.include_router(router, prefix="/api/v1", responses=examples.PROBLEMS)
    app.include_router(health.router, responses=examples.UNAVAILABLE)
    app.include_router(page.router, responses=examples.PROBLEMS)
    app.mount("/static", StaticFiles(directory=_STATIC))
    return app


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    app.state.opened = _open(app.state.settings)
    yield


def _open(settings: Settings) -> Opened:
    """Without an index the app still starts: it can say what is wrong."""
    try:
        service = Service.open(settings.index, load_encoder(settings, _log.info), load_writer(settings, _log.warning))
    except PlanqaError as error:
        _log.error(error.message)
        return Opened(error=error)
    service.ask(_WARM_UP)
    return Opened(service)
