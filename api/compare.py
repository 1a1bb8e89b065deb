"""Door: questions and plans side by side."""

from typing import Annotated

from fastapi import APIRouter, Body

from api import examples
from api.compare_schemas import CompareOut
from api.deps import ServiceDep, SettingsDep
from api.requests import CompareIn

router = APIRouter(tags=["检索与问答"])


@router.post(
    "/compare",
    summary="比较各地",
    description=(
        "若干问题与若干规划的对照表，每格是该规划最相关的条款、写明的单位和引文，各格互不影响。kind：answered 有规定；"
        "silent 有相关条款，但没有写明所问的单位、时间或数字；not_covered 该规划未涉及；no_plan 没有可比较的规划。"
    ),
    responses=examples.shown(examples.COMPARE) | examples.BODY_PROBLEMS,
)
def compare(
    body: Annotated[CompareIn, Body(openapi_examples=examples.COMPARE_REQUESTS)],
    service: ServiceDep,
    settings: SettingsDep,
) -> CompareOut:
    return CompareOut.of(service.compare(body.questions, body.filters(service)), settings.public_url)
