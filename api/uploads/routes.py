"""Doors that change the plans: each makes a job and says where to ask about it."""

from pathlib import PurePath
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from starlette.concurrency import run_in_threadpool

from api.deps import PlanId, ServiceDep
from api.jobs import examples
from api.jobs.deps import DeskDep, RunnerDep
from api.jobs.records import Kind, Order
from api.jobs.schemas import JobOut
from api.uploads.described import ONE_FILE, SEVERAL_FILES
from api.uploads.form import Form, receive
from api.uploads.stated import StatedIn
from qa.errors import InvalidRequest

router = APIRouter(prefix="/plans", tags=["管理"])

DryRun = Annotated[bool, Query(description="为真时只读取并给出报告，不收录", examples=[False])]


@router.post(
    "",
    status_code=202,
    summary="收录规划",
    description=(
        "上传一份或几份文件（文本、网页、Word、PDF、OFD、图片，或含有它们的 zip），成为一个任务。"
        "对规划的说明（title 等）只能与单独一份文件同传。读不成的文件逐一说明原因，其余照常。"
    ),
    openapi_extra=SEVERAL_FILES,
    responses=examples.accepted(),
)
async def add(
    request: Request, response: Response, desk: DeskDep, runner: RunnerDep, service: ServiceDep, dry_run: DryRun = False
) -> JobOut:
    with desk.receiving() as (job_id, folder):
        form = await receive(request, folder)
        stated = StatedIn.of(form.fields)
        if form.fields and not _is_single(form):
            raise InvalidRequest("对规划的说明只能与单独一份文件同传，请逐份上传。", next(iter(form.fields)))
        known = await run_in_threadpool(stated.known, service)
        kind: Kind = "inspect" if dry_run else "add"
        order = Order(job_id, kind, None, f"{folder.parent.name}/{folder.name}", form.files, known)
        return await run_in_threadpool(_ordered, order, desk, runner, response)


@router.put(
    "/{plan}",
    status_code=202,
    summary="替换规划",
    description="用上传的一份文件替换这份规划，编号不变，与文件名无关。没有给出的说明由新文件读出。",
    openapi_extra=ONE_FILE,
    responses=examples.accepted(),
)
async def replace(
    plan: PlanId, request: Request, response: Response, desk: DeskDep, runner: RunnerDep, service: ServiceDep
) -> JobOut:
    await run_in_threadpool(service.plan, plan)
    with desk.receiving() as (job_id, folder):
        form = await receive(request, folder)
        stated = StatedIn.of(form.fields)
        if not _is_single(form):
            raise InvalidRequest("替换一份规划须上传恰好一份文件，不能是 zip。", "file")
        known = await run_in_threadpool(stated.known, service)
        order = Order(job_id, "replace", plan, f"{folder.parent.name}/{folder.name}", form.files, known)
        return await run_in_threadpool(_ordered, order, desk, runner, response)


@router.delete(
    "/{plan}",
    status_code=202,
    summary="移除规划",
    description="移除这份规划。最后一份不能移除；建立索引时所用目录中的规划，以后重建索引会再次收录。",
    responses=examples.accepted(),
)
def remove(plan: PlanId, response: Response, desk: DeskDep, runner: RunnerDep, service: ServiceDep) -> JobOut:
    service.plan(plan)
    return _ordered(Order(desk.new_id(), "remove", plan), desk, runner, response)


def _is_single(form: Form) -> bool:
    return len(form.files) == 1 and PurePath(form.files[0]).suffix.lower() != ".zip"


def _ordered(order: Order, desk: DeskDep, runner: RunnerDep, response: Response) -> JobOut:
    job = desk.submit(order)
    runner.wake()
    response.headers["Location"] = f"/api/v1/jobs/{order.id}"
    return JobOut.of(job)
