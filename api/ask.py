"""Door: an answer with its clauses, or why there is none."""

import time
from typing import Annotated

from fastapi import APIRouter, Body, Request, Response
from starlette.concurrency import run_in_threadpool

from api import examples
from api.deps import FinderDep, ServiceDep, SettingsDep
from api.feedback.audit import record
from api.requests import AskIn
from api.schemas import AskOut
from api.streaming import streamed
from qa.filters import Filters
from qa.records import Answer

router = APIRouter(tags=["检索与问答"])


@router.post(
    "/ask",
    summary="提问",
    description=(
        "依据条款原文作答，每句话都有引文。verdict：answered 已作答；plan_silent 规划未写明；"
        "no_plan_for_region 没有收录该地区的规划；low_confidence 没有找到足够可靠的条款。"
    ),
    response_model=AskOut,
    responses=examples.shown_answer() | examples.BODY_PROBLEMS,
)
async def ask(
    request: Request,
    body: Annotated[AskIn, Body(openapi_examples=examples.ASK_REQUESTS)],
    service: ServiceDep,
    settings: SettingsDep,
    finder: FinderDep,
) -> AskOut | Response:
    started = time.perf_counter()

    def find() -> tuple[Filters, Answer]:
        filters = body.filters(service)
        return filters, service.ask(body.question, filters, body.turns(service))

    filters, found = await finder(service, body.question, find)

    def shown(answer: Answer) -> AskOut:
        kept_as = record(request.app.state, "ask", answer, started, filters)
        return AskOut.of(answer, settings.public_url, kept_as)

    if body.stream:
        return streamed(request, service.phrase(found), shown)
    # A language model may be asked now, which takes seconds: in a thread of the request's own.
    return await run_in_threadpool(lambda: shown(service.written(found)))
