"""Jobs for as long as the app runs."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI

from api.jobs.desk import Desk
from api.jobs.runner import Runner
from api.live import Live


@asynccontextmanager
async def running(app: FastAPI, live: Live) -> AsyncIterator[None]:
    settings = app.state.settings
    desk = app.state.desk = Desk(settings.state)
    runner = app.state.runner = Runner(desk, live, settings)
    runner.start()
    try:
        yield
    finally:
        await asyncio.to_thread(runner.stop)
