"""What /docs shows for the doors of jobs. Tests hold the examples to their shapes."""

from typing import Any

from api import examples
from api.examples import Responses

_ID = "5f0c8e0d6a7b4c39a1d2e3f405162738"
WAITING: dict[str, Any] = {
    "id": _ID,
    "kind": "add",
    "state": "waiting",
    "plan": None,
    "files": ["巴东县水利规划.docx"],
    "stage": "",
    "done": 0,
    "total": 0,
    "stopping": False,
    "created": "2026-01-01T00:00:00+00:00",
    "changed": "2026-01-01T00:00:00+00:00",
    "result": None,
    "error": None,
}
JOB: dict[str, Any] = {
    **WAITING,
    "state": "done",
    "stage": "编码条款（字）",
    "done": 12960,
    "total": 12960,
    "changed": "2026-01-01T00:00:09+00:00",
    "result": {
        "files": [
            {
                "name": "巴东县水利规划.docx",
                "plan": "422823-2021",
                "note": "",
                "summary": {"clauses": 40, "units": 12, "repairs": 3, "dropped": 2, "doubts": 0},
                "report": 1,
            }
        ],
        "counts": {"plans": 6, "clauses": 360, "passages": 341},
        "generation": "g-0123456789abcdef",
    },
}
JOBS = {"jobs": [JOB]}
EVENTS = (
    'event: progress\ndata: {"state": "running", "stage": "编码条款（字）", "done": 5040, "total": 12960, …}\n\n'
    'event: result\ndata: {"state": "done", "result": {"files": […], …}, …}\n\n'
)


def accepted() -> Responses:
    """202 with the job and its address."""
    location = {"description": "任务的地址", "schema": {"type": "string"}}
    content = {"application/json": {"example": WAITING}}
    return {
        202: {"description": "已接受", "content": content, "headers": {"Location": location}},
        **refused("请求体无法读取", 400),
        **refused("请求体过大", 413),
        **refused("请求体不是 multipart/form-data", 415),
        **refused("磁盘空间不足", 507),
    }


def cancelled() -> Responses:
    return {**examples.shown({**WAITING, "state": "cancelled"}), **refused("任务已经结束", 409)}


def shown_events() -> Responses:
    return {200: {"content": {"text/event-stream": {"example": EVENTS}}}}


def shown_report() -> Responses:
    contents = {"text/html": {"example": examples.PAGE}, "application/json": {"example": {"plan": "…", "clauses": []}}}
    return {200: {"content": contents}}


def refused(what: str, status: int) -> Responses:
    return {status: examples.refused(what)}
