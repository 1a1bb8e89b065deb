"""Doors for whoever runs the service."""

from fastapi import APIRouter, Request, Response
from fastapi.responses import PlainTextResponse
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4

from api import errors, examples
from api.live import Live
from api.operations.metrics import Metrics
from api.operations.readiness import Readiness
from api.operations.staged import StagedService
from api.plan_schemas import Alive, Ready
from qa.errors import NotReady, PlanqaError

router = APIRouter(tags=["运行状态"])


@router.get("/healthz", summary="进程是否在运行", description="总是 200。", responses=examples.shown({"status": "ok"}))
def healthz() -> Alive:
    return Alive(status="ok")


@router.get(
    "/readyz",
    summary="是否可以作答",
    description="已打开索引并确能检索时 200，否则（包括正在停止时）503 并说明原因。",
    response_model=Ready,
    responses=examples.shown(examples.READY),
)
def readyz(request: Request) -> Ready | Response:
    readiness: Readiness = request.app.state.readiness
    try:
        readiness.check(request.app.state.live)
    except NotReady:
        raise
    except PlanqaError as error:
        # What went wrong names folders of this machine, and anybody may ask here.
        kind = errors.kind_of(error)
        return errors.refusal(request, kind, f"{kind.title}，请管理员查看日志，必要时运行 planqa index。")
    return Ready(status="ready")


@router.get(
    "/metrics",
    summary="运行指标",
    description="Prometheus 文本格式：各接口的请求与耗时、各阶段的耗时、结论、正在处理的请求、索引的大小与时间。",
    response_class=PlainTextResponse,
    responses={200: {"content": {"text/plain": {"example": examples.METRICS}}}},
)
def metrics(request: Request) -> Response:
    found: Metrics = request.app.state.metrics
    return Response(found.scrape(_opened(request.app.state.live)), media_type=CONTENT_TYPE_PLAIN_0_0_4)


def _opened(live: Live) -> StagedService | None:
    try:
        service = live.service
    except PlanqaError:
        return None
    return service if isinstance(service, StagedService) else None
