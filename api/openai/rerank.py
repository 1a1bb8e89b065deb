"""Door: documents put in the order of their relevance, as Jina, Cohere and Xinference do it."""

import uuid
from typing import Annotated, Any

from fastapi import APIRouter, Body, Request, Response
from pydantic import BaseModel, BeforeValidator, Field, WithJsonSchema

from api.deps import ServiceDep
from api.openai import examples
from api.openai.models import RERANK, unless
from api.openai.relevance import relevances
from api.openai.texts import MOST_DOCUMENTS, check_all, check_one
from api.requests import Encodable

router = APIRouter(tags=["OpenAI 兼容"])


class Document(BaseModel):
    text: Encodable


def _documents(value: Any) -> Any:
    """A text alone is a document."""
    return [{"text": item} if isinstance(item, str) else item for item in value] if isinstance(value, list) else value


_DOCUMENT_SCHEMA = {"type": "object", "required": ["text"], "properties": {"text": {"type": "string"}}}
_DOCUMENTS_SCHEMA = {
    "type": "array",
    "items": {"anyOf": [{"type": "string"}, _DOCUMENT_SCHEMA]},
    "minItems": 1,
    "maxItems": MOST_DOCUMENTS,
}


class RerankIn(BaseModel):
    """重排请求。"""

    model: Encodable = Field(description="planqa-rerank")
    query: Encodable = Field(description="问题")
    documents: Annotated[
        list[Document],
        Field(min_length=1, max_length=MOST_DOCUMENTS),
        BeforeValidator(_documents),
        WithJsonSchema(_DOCUMENTS_SCHEMA),
    ] = Field(description="文字，或含 text 的对象")
    top_n: int | None = Field(None, ge=1, description="最多返回几条；不填则全部")
    return_documents: bool | None = Field(None, strict=True, description="为真时结果附上原文")


class Ranked(BaseModel):
    """index 是在 documents 中的位置，从0起；relevance_score 在0与1之间。"""

    index: int
    relevance_score: float
    document: Document | None = None


class RerankUsage(BaseModel):
    total_tokens: int


class RerankOut(BaseModel):
    """由高到低；同分的依输入的次序。"""

    id: str
    model: str
    results: list[Ranked]
    usage: RerankUsage


@router.post(
    "/rerank",
    summary="重排",
    description=(
        "依与问题的相关程度排列。分数由编码模型的余弦相似度换算，0.5 是相关与否各半；同一文字的分数与位置、次数无关。"
    ),
    response_model=RerankOut,
    response_model_exclude_none=True,
    responses=examples.shown(examples.RERANK),
)
def rerank(
    request: Request,
    body: Annotated[RerankIn, Body(openapi_examples=examples.RERANK_REQUESTS)],
    service: ServiceDep,
) -> RerankOut | Response:
    if refused := unless(request, body.model, (RERANK,)):
        return refused
    encoder, texts = service.encoder, [document.text for document in body.documents]
    check_one(body.query, encoder, "query")
    check_all(texts, "documents")
    scores = relevances(encoder, body.query, texts)
    order = sorted(range(len(texts)), key=lambda i: -scores[i])[: body.top_n]
    shown = body.documents if body.return_documents else [None] * len(texts)
    return RerankOut(
        id=f"rerank-{uuid.uuid4().hex}",
        model=body.model,
        results=[Ranked(index=i, relevance_score=scores[i], document=shown[i]) for i in order],
        usage=RerankUsage(total_tokens=encoder.count_tokens(body.query) + sum(map(encoder.count_tokens, texts))),
    )
