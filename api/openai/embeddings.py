"""Door: vectors of texts, by the encoder that the index was built with."""

import base64
from typing import Annotated, Any, Literal

import numpy as np
from fastapi import APIRouter, Body, Request, Response
from pydantic import BaseModel, BeforeValidator, Field, WithJsonSchema
from pydantic_core import PydanticCustomError

from api.deps import ServiceDep
from api.errors import UNUSABLE
from api.openai import examples
from api.openai.models import EMBEDDING, unless
from api.openai.relevance import embedded
from api.openai.texts import MOST_TEXTS, check_all, check_one
from api.requests import Encodable
from qa.arrays import Vectors
from qa.errors import InvalidRequest
from qa.ports import Encoder

router = APIRouter(tags=["OpenAI 兼容"])


def _listed(value: Any) -> Any:
    """A text alone is a list of one; numbers would be the tokens of another model."""
    if isinstance(value, list) and any(isinstance(item, int | list) for item in value):
        raise PydanticCustomError(
            UNUSABLE, "须为文字，不接受词元编号（LangChain 请设 check_embedding_ctx_length=False）"
        )
    return [value] if isinstance(value, str) else value


_INPUT_SCHEMA = {
    "anyOf": [
        {"type": "string"},
        {"type": "array", "items": {"type": "string"}, "minItems": 1, "maxItems": MOST_TEXTS},
    ]
}


class EmbeddingsIn(BaseModel):
    """向量请求。"""

    model: Encodable = Field(description="planqa-embedding")
    input: Annotated[
        list[Encodable],
        Field(min_length=1, max_length=MOST_TEXTS),
        BeforeValidator(_listed),
        WithJsonSchema(_INPUT_SCHEMA),
    ] = Field(description="一段文字，或若干段")
    encoding_format: Literal["float", "base64"] | None = Field(None, description="base64 是小端 float32")
    input_type: Literal["query", "passage"] | None = Field(None, description="问题填 query；不填当作 passage")
    dimensions: int | None = Field(None, description="只能是模型本来的维数")


class EmbeddingOut(BaseModel):
    object: Literal["embedding"] = "embedding"
    index: int
    embedding: list[float] | str


class EmbeddingsUsage(BaseModel):
    prompt_tokens: int
    total_tokens: int


class EmbeddingsOut(BaseModel):
    """各段文字的单位向量，依输入的次序。"""

    object: Literal["list"] = "list"
    data: list[EmbeddingOut]
    model: str
    usage: EmbeddingsUsage


@router.post(
    "/embeddings",
    summary="向量",
    description="用建立索引的编码模型生成单位向量；每段文字不能超过模型一次能读的长度。",
    response_model=EmbeddingsOut,
    responses=examples.shown(examples.EMBEDDINGS),
)
def embeddings(
    request: Request,
    body: Annotated[EmbeddingsIn, Body(openapi_examples=examples.EMBEDDINGS_REQUESTS)],
    service: ServiceDep,
) -> EmbeddingsOut | Response:
    if refused := unless(request, body.model, (EMBEDDING,)):
        return refused
    encoder = service.encoder
    _check(body, encoder)
    vectors = _vectors(body, encoder)
    tokens = sum(map(encoder.count_tokens, body.input))
    return EmbeddingsOut(
        data=[EmbeddingOut(index=i, embedding=_sent(v, body.encoding_format)) for i, v in enumerate(vectors)],
        model=body.model,
        usage=EmbeddingsUsage(prompt_tokens=tokens, total_tokens=tokens),
    )


def _check(body: EmbeddingsIn, encoder: Encoder) -> None:
    if body.dimensions not in (None, encoder.dimension):
        raise InvalidRequest(f"向量只有{encoder.dimension}维，请去掉 dimensions。", "dimensions")
    check_all(body.input, "input")
    for text in body.input:
        check_one(text, encoder, "input")


def _vectors(body: EmbeddingsIn, encoder: Encoder) -> Vectors:
    if body.input_type == "query":
        return encoder.encode_queries(body.input)
    found = embedded(encoder, body.input)
    return np.stack([found[text] for text in body.input])


def _sent(vector: Vectors, form: str | None) -> list[float] | str:
    if form == "base64":
        return base64.b64encode(vector.astype("<f4").tobytes()).decode()
    numbers: list[float] = vector.tolist()
    return numbers
