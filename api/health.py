"""Doors for whoever runs the service."""

from fastapi import APIRouter

from api import examples
from api.deps import ServiceDep
from api.plan_schemas import Alive, Ready

router = APIRouter(tags=["运行状态"])


@router.get("/healthz", summary="进程是否在运行", description="总是 200。", responses=examples.shown({"status": "ok"}))
def healthz() -> Alive:
    return Alive(status="ok")


@router.get(
    "/readyz",
    summary="是否可以作答",
    description="索引可用时 200，否则 503 并说明原因。",
    responses=examples.shown(examples.READY),
)
def readyz(service: ServiceDep) -> Ready:
    return Ready.of(service.manifest)
