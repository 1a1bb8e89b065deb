"""Doors for jobs: what has been ordered, how far it is, how its files were read."""

from typing import Annotated

from fastapi import APIRouter, Query, Response
from fastapi.responses import StreamingResponse

from api import examples
from api.jobs import examples as job_examples
from api.jobs.deps import DeskDep, JobId
from api.jobs.events import events
from api.jobs.reports import Form, Reports
from api.jobs.schemas import JobOut, JobsOut
from api.streaming import HEADERS, MEDIA_TYPE

router = APIRouter(prefix="/jobs", tags=["管理"])

#: The report brings its own style and needs nothing else.
_PAGE_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
}
_TYPES: dict[Form, str] = {"html": "text/html; charset=utf-8", "json": "application/json"}


@router.get("", summary="任务列表", description="最近的任务，新的在前。", responses=examples.shown(job_examples.JOBS))
def jobs(desk: DeskDep) -> JobsOut:
    return JobsOut(jobs=[JobOut.of(job) for job in desk.newest()])


@router.get(
    "/{job}",
    summary="一个任务",
    description="状态、进度，以及结束后的结果或原因。",
    responses=examples.shown(job_examples.JOB),
)
def job(job: JobId, desk: DeskDep) -> JobOut:
    return JobOut.of(desk.get(job))


@router.get(
    "/{job}/events",
    summary="任务的进度",
    description=(
        "以 Server-Sent Events 送出：若干 progress，最后一个 result 或 error，数据都是任务本身。"
        "任何时候都可以开始收听，先送出当前状态；任务已结束则只送出最后一个。"
    ),
    response_class=Response,
    responses=job_examples.shown_events(),
)
def job_events(job: JobId, desk: DeskDep) -> StreamingResponse:
    return StreamingResponse(events(desk, desk.get(job)), media_type=MEDIA_TYPE, headers=HEADERS)


@router.get(
    "/{job}/report",
    summary="读取报告",
    description="一份文件读成了什么：原文与结果对照的网页，或 JSON（与 planqa inspect --json 相同）。",
    response_class=Response,
    responses=job_examples.shown_report(),
)
def job_report(
    job: JobId,
    desk: DeskDep,
    file: Annotated[int, Query(ge=1, description="报告的序号，见结果中各文件的 report", examples=[1])] = 1,
    form: Annotated[Form, Query(alias="format", description="html 或 json", examples=["html"])] = "html",
) -> Response:
    report = Reports(desk.reports(desk.get(job).order.id)).read(file, form)
    return Response(report, media_type=_TYPES[form], headers=_PAGE_HEADERS)


@router.delete(
    "/{job}",
    summary="取消任务",
    description=(
        "等候中的任务立即取消；进行中的任务在下一步停下（stopping 为 true），索引不变；已到最后一步的仍会完成。"
        "已结束的任务不能取消。"
    ),
    responses=job_examples.cancelled(),
)
def cancel(job: JobId, desk: DeskDep) -> JobOut:
    return JobOut.of(desk.cancel(job))
