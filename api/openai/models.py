"""Door: what models there are. None of them is a language model; each name stands for one thing that planqa does."""

from typing import Literal

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel

from api import errors
from api.errors import Kind
from api.openai import examples

ANSWERS, ANSWERS_WITH_EVENTS, EMBEDDING, RERANK = "planqa", "planqa-sources", "planqa-embedding", "planqa-rerank"
#: The models of each door.
CHAT = (ANSWERS, ANSWERS_WITH_EVENTS)
_ALL = (*CHAT, EMBEDDING, RERANK)
#: 1 January 2026; clients want a number of seconds and some sort by it.
_CREATED = 1_767_225_600
_UNKNOWN = Kind(404, "model-not-found", "没有这个模型")

router = APIRouter(tags=["OpenAI 兼容"])


class ModelOut(BaseModel):
    id: str
    object: Literal["model"] = "model"
    created: int = _CREATED
    owned_by: str = "planqa"


class ModelsOut(BaseModel):
    object: Literal["list"] = "list"
    data: list[ModelOut]


@router.get(
    "/models",
    summary="列出模型",
    description=(
        "planqa 作答；planqa-sources 也作答，流中另带 Open WebUI 的 source 事件；"
        "planqa-embedding 生成向量；planqa-rerank 重排。"
    ),
    response_model=ModelsOut,
    responses=examples.shown(examples.MODELS),
)
def models() -> ModelsOut:
    return ModelsOut(data=[ModelOut(id=name) for name in _ALL])


@router.get(
    "/models/{model}",
    summary="一个模型",
    description="模型是否存在；不存在时 404，code 为 model_not_found。",
    response_model=ModelOut,
    responses=examples.shown(examples.MODEL),
)
def model(request: Request, model: examples.ModelId) -> ModelOut | Response:
    return unless(request, model, _ALL) or ModelOut(id=model)


def unless(request: Request, model: str, known: tuple[str, ...]) -> Response | None:
    """The refusal of a model that is not among those known to a door."""
    if model in known:
        return None
    detail = f"这里没有名为“{model[:50]}”的模型，请改用{'或'.join(known)}。"
    return errors.refusal(request, _UNKNOWN, detail, errors=[{"detail": detail, "pointer": "#/model"}])
