"""What the doors of jobs are given."""

from typing import Annotated

from fastapi import Depends, Path, Request

from api.jobs.desk import Desk
from api.jobs.runner import Runner


async def get_desk(request: Request) -> Desk:
    desk: Desk = request.app.state.desk
    return desk


async def get_runner(request: Request) -> Runner:
    runner: Runner = request.app.state.runner
    return runner


DeskDep = Annotated[Desk, Depends(get_desk)]
RunnerDep = Annotated[Runner, Depends(get_runner)]
JobId = Annotated[str, Path(description="任务编号", examples=["5f0c8e0d6a7b4c39a1d2e3f405162738"])]
