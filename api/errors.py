"""Errors over HTTP. The native doors tell them as RFC 9457 `application/problem+json`.

One table maps the error tree to HTTP; what FastAPI itself refuses is put in the same shape. Doors for other people's
clients register the shape that those expect (`install`), and everything is worded once.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from starlette.exceptions import HTTPException
from starlette.routing import Match

from api.operations.observation import request_id
from qa import errors
from qa.errors import PlanqaError

_METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
#: A body with thousands of wrong fields is told of the first ones.
_MOST_ERRORS = 20


@dataclass(frozen=True)
class Kind:
    """One kind of problem: HTTP status, last part of its `type`, title."""

    status: int
    slug: str
    title: str


#: An error is of the kind of its nearest ancestor here.
KINDS: dict[type[PlanqaError], Kind] = {
    errors.InvalidRequest: Kind(422, "invalid-request", "请求不合要求"),
    errors.UnknownRegion: Kind(422, "unknown-region", "没有这个行政区划"),
    errors.AmbiguousRegion: Kind(422, "ambiguous-region", "地名不止一处"),
    errors.NotFound: Kind(404, "not-found", "没有找到"),
    errors.Conflict: Kind(409, "conflict", "当前状态下不能这样做"),
    errors.IndexUnavailable: Kind(503, "index-unavailable", "索引不可用"),
    errors.IndexMismatch: Kind(503, "index-mismatch", "索引与程序不符"),
    errors.IndexBusy: Kind(503, "index-busy", "索引正在更新"),
    errors.VectorsUnavailable: Kind(503, "vectors-unavailable", "向量库不可用"),
    errors.StateUnavailable: Kind(503, "state-unavailable", "服务的存储不可用"),
    errors.StateFull: Kind(507, "state-full", "磁盘空间不足"),
    errors.ModelUnavailable: Kind(503, "model-unavailable", "向量模型不可用"),
    errors.ClusterUnavailable: Kind(503, "cluster-unavailable", "集群不可用"),
    errors.NotReady: Kind(503, "not-ready", "暂时不能作答"),
    errors.BadPlan: Kind(500, "bad-plan", "规划文件有误"),
}

_INTERNAL = Kind(500, "internal-error", "服务内部出错")
_MALFORMED = Kind(400, "malformed-json", "请求体不是有效的 JSON")
_NOT_JSON = Kind(415, "unsupported-media-type", "请求体的类型不对")
#: What FastAPI raises: kind and what to do about it.
_HTTP: dict[int, tuple[Kind, str]] = {
    400: (_MALFORMED, "请求体无法读取，请发送 UTF-8 编码的 JSON 对象。"),
    404: (Kind(404, "not-found", "没有找到"), "没有这个地址，请对照 /docs 中的接口说明。"),
    405: (Kind(405, "method-not-allowed", "不支持这种请求方法"), "请改用响应头 Allow 中列出的方法。"),
    415: (_NOT_JSON, "请以 multipart/form-data 上传文件，例如 curl -F file=@规划.docx。"),
}

#: pydantic's error types -> what a reader sees; names in braces come from the error's own context.
_MESSAGES = {
    "missing": "缺少这一项",
    "extra_forbidden": "没有这一项，请删去或检查拼写",
    "int_type": "须为整数",
    "string_type": "须为字符串",
    "list_type": "须为字符串或数组",
    "tuple_type": "须为数组",
    "greater_than_equal": "不能小于{ge}",
    "less_than_equal": "不能大于{le}",
    "string_too_short": "不能少于{min_length}个字",
    "string_too_long": "不能超过{max_length}个字",
    "too_short": "不能少于{min_length}项",
    "too_long": "不能超过{max_length}项",
    "model_attributes_type": "请求体须为 JSON 对象",
    "literal_error": "只能是：{expected}",
    "string_unicode": "含有无法识别的字符",
}


def kind_of(error: PlanqaError) -> Kind:
    """The table's row for an error, or for the nearest of its ancestors that has one."""
    return next((KINDS[cls] for cls in type(error).__mro__ if cls in KINDS), _INTERNAL)


def problem(request: Request, kind: Kind, detail: str, **more: Any) -> JSONResponse:
    """A problem document; `more` holds its extension members."""
    base = request.app.state.settings.public_url
    body = {
        "type": f"{base}/problems/{kind.slug}",
        "title": kind.title,
        "status": kind.status,
        "detail": detail,
        "instance": quote(request.url.path),
        **more,
    }
    return JSONResponse(body, kind.status, media_type="application/problem+json")


#: Words a refusal as a door's clients expect it: request, kind, what to do next, extension members.
Shape = Callable[[Request, Kind, str, Mapping[str, Any]], Response]


def refusal(request: Request, kind: Kind, detail: str, **more: Any) -> Response:
    """An error in the shape of the door that the request came to; a problem document unless it has its own."""
    shapes: Mapping[str, Shape] = request.app.state.shapes
    path = request.url.path
    own = next((shape for prefix, shape in shapes.items() if path == prefix or path.startswith(f"{prefix}/")), None)
    return own(request, kind, detail, more) if own else problem(request, kind, detail, **more)


def install(app: FastAPI, shapes: Mapping[str, Shape]) -> None:
    """Every error that leaves the app leaves it worded. shapes: by the path that a door's addresses begin with."""
    app.state.shapes = shapes
    app.add_exception_handler(PlanqaError, _planqa)
    app.add_exception_handler(RequestValidationError, _validation)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(Exception, unexpected)


def _planqa(request: Request, error: Exception) -> Response:
    assert isinstance(error, PlanqaError)
    more: dict[str, Any] = {}
    if isinstance(error, errors.InvalidRequest):
        more["errors"] = [{"detail": error.message, "pointer": pointer((error.field,))}]
    for name in ("known_regions", "candidates"):
        if hasattr(error, name):
            more[name] = getattr(error, name)
    return refusal(request, kind_of(error), error.message, **more)


def _validation(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    found = error.errors()[:_MOST_ERRORS]
    if found[0]["type"] == "json_invalid":
        detail = f"请求体不是有效的 JSON，第{found[0]['loc'][-1] + 1}个字符附近有误。"
        return refusal(request, _MALFORMED, detail, errors=[{"detail": detail, "pointer": "#"}])
    if isinstance(found[0].get("input"), bytes):
        return refusal(request, _NOT_JSON, "请以 Content-Type: application/json 发送 JSON 对象。")
    listed = faults({**e, "loc": e["loc"][1:]} for e in found)
    return refusal(request, KINDS[errors.InvalidRequest], told(listed), errors=listed)


def faults(found: Iterable[Mapping[str, Any]]) -> list[dict[str, str]]:
    """Each of pydantic's errors in Chinese, with a pointer to the value that is wrong."""
    return [{"detail": _message(error), "pointer": pointer(error["loc"])} for error in found]


def told(listed: Iterable[Mapping[str, str]]) -> str:
    """All of `faults` in one sentence."""
    return "；".join(f"{fault['pointer']} {fault['detail']}" for fault in listed) + "。"


def _message(error: Mapping[str, Any]) -> str:
    if error["type"] == UNUSABLE:
        return str(error["msg"])
    context = dict(error.get("ctx", {}))
    if "expected" in context:
        # pydantic joins the values with an English "or": 'and', 'or' or 'not'.
        context["expected"] = "、".join(re.findall(r"'([^']*)'", str(context["expected"])))
    return _MESSAGES.get(error["type"], "这一项的值不合要求").format(**context)


#: The type of the validation errors that `api.schemas` words itself, in Chinese.
UNUSABLE = "unusable"


def pointer(loc: tuple[str | int, ...]) -> str:
    """RFC 6901, as the fragment of a URI."""
    parts = (str(part).replace("~", "~0").replace("/", "~1") for part in loc)
    return "#" + "".join("/" + quote(part, safe="~", errors="replace") for part in parts)


def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    fallback = (Kind(error.status_code, "http-error", "请求未能完成"), "请对照 /docs 中的接口说明。")
    kind, detail = _HTTP.get(error.status_code, fallback)
    response = refusal(request, kind, detail)
    response.headers.update(error.headers or {})
    if "allow" in response.headers:
        response.headers["allow"] = ", ".join(_allowed(request))
    return response


def _allowed(request: Request) -> list[str]:
    """The methods of an address: it may be several routes, of which the one that refuses knows its own alone."""
    scopes = {method: {**request.scope, "method": method} for method in _METHODS}
    routes = request.app.routes
    return [m for m, scope in scopes.items() if any(r.matches(scope)[0] is Match.FULL for r in routes)]


def unexpected(request: Request, error: Exception) -> Response:
    """The traceback goes to the server's log, never to the client, who gets the id to find it by."""
    found = f"请求编号 {request_id()}，" if request_id() else ""
    return refusal(
        request, _INTERNAL, f"服务内部出错，请稍后重试；若仍然出错，请联系管理员查看日志（{found}发生时间）。"
    )
