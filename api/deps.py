"""What endpoints are given: the opened service, and the settings it was opened with."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Path, Request

from qa.errors import PlanqaError
from qa.service import Service
from qa.settings import Settings


@dataclass(frozen=True)
class Opened:
    """What came of opening the index: a service, or the error that says why there is none."""

    service: Service | None = None
    error: PlanqaError | None = None


def get_settings(request: Request) -> Settings:
    settings: Settings = request.app.state.settings
    return settings


def get_service(request: Request) -> Service:
    """The service. Raises what opening the index raised."""
    opened: Opened = request.app.state.opened
    if opened.error is not None:
        raise opened.error.with_traceback(None)
    assert opened.service is not None
    return opened.service


SettingsDep = Annotated[Settings, Depends(get_settings)]
ServiceDep = Annotated[Service, Depends(get_service)]
PlanId = Annotated[str, Path(description="规划编号", examples=["422823-2016"])]
ClausePath = Annotated[str, Path(description="条款编号中规划编号之后的部分", examples=["2.6.32"])]
