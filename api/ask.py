"""Door: an answer with its clauses, or why there is none."""

from typing import Annotated

from fastapi import APIRouter, Body, Request, Response

from api import examples
from api.deps import ServiceDep, SettingsDep
from api.requests import AskIn
from api.schemas import AskOut
from api.streaming import streamed

router = APIRouter(tags=["检索与问答"])


@router.post(
    "/ask",
    summary="提问",
    description=(
        "依据条款原文作答，每句话都有引文。verdict：answered 已作答；plan_silent 规划未写明；"
        "no_plan_for_region 没有收录该地区的规划；low_confidence 没有找到足够可靠的条款。"
    ),
    response_model=AskOut,
    responses=examples.shown_answer(),
)
def ask(
    request: Request,
    body: Annotated[AskIn, Body(openapi_examples=examples.ASK_REQUESTS)],
    service: ServiceDep,
    settings: SettingsDep,
) -> AskOut | Response:
    found = service.ask(body.question, body.filters(service), body.turns(service))
    if body.stream:
        return streamed(request, service.phrase(found), lambda answer: AskOut.of(answer, settings.public_url))
    return AskOut.of(service.written(found), settings.public_url)
