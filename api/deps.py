"""What endpoints are given: the opened service, the settings it was opened with, and who finds with it."""

from typing import Annotated

from fastapi import Depends, Path, Request

from api.finder import Finder
from api.live import Live
from qa.service import Service
from qa.settings import Settings


async def get_settings(request: Request) -> Settings:
    settings: Settings = request.app.state.settings
    return settings


async def get_service(request: Request) -> Service:
    """The service. Raises what opening the index raised."""
    live: Live = request.app.state.live
    return live.service


async def get_finder(request: Request) -> Finder:
    finder: Finder = request.app.state.finder
    return finder


FinderDep = Annotated[Finder, Depends(get_finder)]
SettingsDep = Annotated[Settings, Depends(get_settings)]
ServiceDep = Annotated[Service, Depends(get_service)]
PlanId = Annotated[str, Path(description="规划编号", examples=["422823-2016"])]
ClausePath = Annotated[str, Path(description="条款编号中规划编号之后的部分", examples=["2.6.32"])]
