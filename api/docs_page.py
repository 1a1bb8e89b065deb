"""Door for people who write programs: what the HTTP doors take and give, as a page of this server's own."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from api import wording

router = APIRouter(tags=["浏览"])
#: Characters of an example; who wants it whole has /openapi.json.
_LONGEST_EXAMPLE = 1500


@dataclass(frozen=True)
class Operation:
    """One method of one address. examples: (what it shows, text), of requests and then of the answer."""

    method: str
    path: str
    summary: str
    description: str
    parameters: tuple[tuple[str, str], ...]
    examples: tuple[tuple[str, str], ...]


@router.get("/docs", include_in_schema=False, response_class=HTMLResponse)
def docs(request: Request) -> HTMLResponse:
    """Every operation of /openapi.json, in groups."""
    groups: dict[str, list[Operation]] = {}
    for path, methods in request.app.openapi()["paths"].items():
        for method, described in methods.items():
            tag = described.get("tags", ["其他"])[0]
            groups.setdefault(tag, []).append(_operation(method, path, described))
    return HTMLResponse(wording.render("docs.html", groups=groups))


def _operation(method: str, path: str, described: dict[str, Any]) -> Operation:
    return Operation(
        method=method.upper(),
        path=path,
        summary=described.get("summary", ""),
        description=described.get("description", ""),
        parameters=tuple((p["name"], p.get("description", "")) for p in described.get("parameters", ())),
        examples=(*_requests(described), *_answers(described)),
    )


def _requests(described: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for content in described.get("requestBody", {}).get("content", {}).values():
        for name, example in content.get("examples", {}).items():
            yield f"请求：{name}", _shown(example.get("value"))


def _answers(described: dict[str, Any]) -> Iterator[tuple[str, str]]:
    done = (response for status, response in described["responses"].items() if status.startswith("2"))
    for response in done:
        for kind, content in response.get("content", {}).items():
            if "example" in content:
                yield f"返回（{kind}）", _shown(content["example"])


def _shown(example: object) -> str:
    text = example if isinstance(example, str) else json.dumps(example, ensure_ascii=False, indent=2)
    return text if len(text) <= _LONGEST_EXAMPLE else text[:_LONGEST_EXAMPLE] + "……"
