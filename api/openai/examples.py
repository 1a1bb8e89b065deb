"""What /docs shows for the doors under /v1. Tests hold the examples to their shapes and to what is really sent."""

from typing import Annotated, Any

from fastapi import Path

from api.examples import CLAUSE, Responses

ModelId = Annotated[str, Path(description="模型名", examples=["planqa"])]

MODEL: dict[str, Any] = {"id": "planqa", "object": "model", "created": 1767225600, "owned_by": "planqa"}
MODELS = {
    "object": "list",
    "data": [{**MODEL, "id": name} for name in ("planqa", "planqa-sources", "planqa-embedding", "planqa-rerank")],
}

QUESTION = "巴东县行政复议工作由哪些单位牵头？"
_TITLE = (
    "巴东县法治政府建设实施方案（2016—2020年）（湖北省恩施土家族苗族自治州巴东县） › "
    "工作措施及责任分工 › 依法有效化解社会矛盾纠纷 › 32.加强行政复议工作"
)
_URL = CLAUSE["permalink"]
_TEXT = "巴东县：牵头单位：县政府法制办、县编办。[1]"
CONTENT = f"{_TEXT}\n\n出处：\n\n1. [{_TITLE}]({_URL})"
_ANNOTATIONS = [
    {
        "type": "url_citation",
        "url_citation": {
            "start_index": _TEXT.index("[1]"),
            "end_index": len(_TEXT),
            "url": _URL,
            "title": _TITLE,
        },
    }
]
_RESULTS = [{"title": _TITLE, "url": _URL, "date": "2017-08-24"}]
CHAT_REQUESTS = {
    "提问": {"value": {"model": "planqa", "messages": [{"role": "user", "content": QUESTION}]}},
    "追问": {
        "value": {
            "model": "planqa",
            "messages": [
                {"role": "user", "content": QUESTION},
                {"role": "assistant", "content": CONTENT},
                {"role": "user", "content": "这些单位还牵头哪些工作？"},
            ],
        }
    },
    "逐句送出": {
        "value": {
            "model": "planqa",
            "messages": [{"role": "user", "content": QUESTION}],
            "stream": True,
            "stream_options": {"include_usage": True},
        }
    },
}
COMPLETION: dict[str, Any] = {
    "id": "chatcmpl-5f0c3d",
    "object": "chat.completion",
    "created": 1790000000,
    "model": "planqa",
    "choices": [
        {
            "index": 0,
            "message": {"role": "assistant", "content": CONTENT, "refusal": None, "annotations": _ANNOTATIONS},
            "logprobs": None,
            "finish_reason": "stop",
        }
    ],
    "usage": {"prompt_tokens": 14, "completion_tokens": 93, "total_tokens": 107},
    "search_results": _RESULTS,
}
_STREAM = (
    'data: {"id": "chatcmpl-5f0c3d", "object": "chat.completion.chunk", "created": 1790000000, "model": "planqa", '
    '"choices": [{"index": 0, "delta": {"role": "assistant", "content": ""}, "logprobs": null, "finish_reason": null}]}'
    "\n\n……\n\ndata: [DONE]\n\n"
)

EMBEDDINGS_REQUESTS = {
    "一段": {"value": {"model": "planqa-embedding", "input": "加强行政复议工作"}},
    "问题": {"value": {"model": "planqa-embedding", "input": [QUESTION], "input_type": "query"}},
}
EMBEDDINGS: dict[str, Any] = {
    "object": "list",
    "data": [{"object": "embedding", "index": 0, "embedding": [0.05, -0.02]}],
    "model": "planqa-embedding",
    "usage": {"prompt_tokens": 5, "total_tokens": 5},
}

RERANK_REQUESTS = {
    "重排": {
        "value": {
            "model": "planqa-rerank",
            "query": "行政复议工作由谁牵头？",
            "documents": ["每年选派律师驻点信访接待大厅。", "行政复议工作由县政府法制办牵头。"],
            "top_n": 1,
        }
    }
}
RERANK: dict[str, Any] = {
    "id": "rerank-5f0c3d",
    "model": "planqa-rerank",
    "results": [{"index": 1, "relevance_score": 0.98}],
    "usage": {"total_tokens": 36},
}

_ERROR = {
    "error": {
        "message": "问题为空，请输入要问的内容。",
        "type": "invalid_request_error",
        "param": "messages",
        "code": "invalid_request",
    }
}
_ERROR_SCHEMA = {
    "type": "object",
    "required": ["error"],
    "properties": {
        "error": {
            "type": "object",
            "required": ["message", "type", "param", "code"],
            "properties": {
                "message": {"type": "string"},
                "type": {"type": "string"},
                "param": {"type": ["string", "null"]},
                "code": {"type": ["string", "null"]},
            },
        }
    },
}


def _refused(what: str) -> dict[str, Any]:
    return {"description": what, "content": {"application/json": {"schema": _ERROR_SCHEMA, "example": _ERROR}}}


_REFUSED: Responses = {"4XX": _refused("请求不合要求"), "5XX": _refused("暂时不能作答")}


def shown(example: object) -> Responses:
    """A JSON answer, or an error as OpenAI words them."""
    return {200: {"content": {"application/json": {"example": example}}}, **_REFUSED}


def shown_completion() -> Responses:
    """A completion whole, or in chunks."""
    contents = {"application/json": {"example": COMPLETION}, "text/event-stream": {"example": _STREAM}}
    return {200: {"content": contents}, **_REFUSED}
