"""Door: what Open WebUI asks an external web search.

Its client takes a plain list and shows nothing of an error, so a question that is too long is cut, never refused.
Docstrings and descriptions are shown in /docs, hence Chinese.
"""

from typing import Annotated, Any

from fastapi import APIRouter, Body
from pydantic import BaseModel, Field

from api import evidence
from api.deps import FinderDep, ServiceDep, SettingsDep
from api.examples import BODY_PROBLEMS, Responses
from api.requests import OpeningText
from api.schemas import permalink
from qa.service import MOST_HITS

#: As many as Open WebUI itself asks for by default.
_COUNT = 3
_REQUESTS: dict[str, Any] = {"检索": {"value": {"query": "巴东县行政复议工作由哪些单位牵头？", "count": 1}}}
_ANSWER = [
    {
        "link": "http://127.0.0.1:8000/c/422823-2016/2.6.32",
        "title": "巴东县法治政府建设实施方案（2016—2020年） › 32.加强行政复议工作",
        "snippet": (
            "湖北省恩施土家族苗族自治州巴东县《巴东县法治政府建设实施方案（2016—2020年）》\n"
            "工作措施及责任分工 › 依法有效化解社会矛盾纠纷\n"
            "32.加强行政复议工作\n健全行政复议案件审理机制，加大公开听证审理和现场调查力度。……（牵头单位：县政府法制办、县编办）"
        ),
    }
]
_RESPONSES: Responses = {200: {"content": {"application/json": {"example": _ANSWER}}}}
PATH = "/search/openwebui"
router = APIRouter(tags=["接入"])


class ExternalSearchIn(BaseModel):
    """Open WebUI 外部搜索的请求。"""

    query: OpeningText = Field(description="要找的内容；其中写明的地区会限定检索范围")
    count: Annotated[int, Field(ge=1)] | None = Field(
        None, description=f"最多返回几条；不填为{_COUNT}，至多{MOST_HITS}"
    )


class ExternalSearchHit(BaseModel):
    """一个条款；link 是固定链接，snippet 是条款原文及其出处。"""

    link: str
    title: str
    snippet: str


@router.post(
    PATH,
    summary="Open WebUI 外部搜索",
    description="供 Open WebUI 的联网搜索使用：引擎选 external，地址填本接口，不必写代码。",
    responses=_RESPONSES | BODY_PROBLEMS,
)
@router.post(f"{PATH}/", include_in_schema=False)
async def search(
    body: Annotated[ExternalSearchIn, Body(openapi_examples=_REQUESTS)],
    service: ServiceDep,
    settings: SettingsDep,
    finder: FinderDep,
) -> list[ExternalSearchHit]:
    def found() -> list[ExternalSearchHit]:
        hits = service.search(body.query, min(body.count or _COUNT, MOST_HITS)).hits
        return [
            ExternalSearchHit(
                link=permalink(settings.public_url, hit.clause.id),
                title=evidence.title(hit.clause, hit.plan),
                snippet=evidence.text(hit.clause, hit.plan, service.units(hit.clause)),
            )
            for hit in hits
        ]

    return await finder(service, body.query, found)
