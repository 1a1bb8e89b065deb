"""Door: the clauses for a query."""

from typing import Annotated

from fastapi import APIRouter, Body

from api import examples
from api.deps import FinderDep, ServiceDep, SettingsDep
from api.requests import SearchIn
from api.schemas import SearchOut

router = APIRouter(tags=["检索与问答"])


@router.post(
    "/search",
    summary="检索条款",
    description="按语义与关键词检索，返回最相近的条款及其出处；同文条款列在 also_in。",
    responses=examples.shown(examples.SEARCH) | examples.BODY_PROBLEMS,
)
async def search(
    body: Annotated[SearchIn, Body(openapi_examples=examples.SEARCH_REQUESTS)],
    service: ServiceDep,
    settings: SettingsDep,
    finder: FinderDep,
) -> SearchOut:
    def found() -> SearchOut:
        return SearchOut.of(service.search(body.query, body.k, body.filters(service)), settings.public_url)

    return await finder(service, body.query, found)
