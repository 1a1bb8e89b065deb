"""Door: what Dify asks an external knowledge base."""

from typing import Annotated

from fastapi import APIRouter, Body

from api.deps import FinderDep, ServiceDep, SettingsDep
from api.dify import examples
from api.dify.records import Record, RetrievalOut
from api.dify.requests import RetrievalIn
from api.dify.scope import filters

PATH = "/retrieval"
router = APIRouter(tags=["接入"])


@router.post(
    PATH,
    summary="Dify 外部知识库",
    description="按 Dify 外部知识库 API 检索条款，支持其全部筛选条件。在 Dify 中填写本服务的地址，不写 /retrieval。",
    responses=examples.RESPONSES,
)
@router.post(f"{PATH}/", include_in_schema=False)
async def retrieval(
    body: Annotated[RetrievalIn, Body(openapi_examples=examples.REQUESTS)],
    service: ServiceDep,
    settings: SettingsDep,
    finder: FinderDep,
) -> RetrievalOut:
    def found() -> RetrievalOut:
        hits = service.search(body.query, body.most, filters(body, service)).hits
        sure = (hit for hit in hits if hit.score >= body.least_score)
        return RetrievalOut(records=[Record.of(hit, service.units(hit.clause), settings.public_url) for hit in sure])

    return await finder(service, body.query, found)
