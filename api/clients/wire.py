"""Reading responses: shapes, problems, and the events of a streamed answer."""

import json
from collections.abc import Iterable, Iterator
from typing import Any, TypeVar

import httpx
from pydantic import BaseModel, ValidationError

from api.clients.problems import ApiError, TooManyRequests
from api.schemas import AskOut

Shape = TypeVar("Shape", bound=BaseModel)


def shaped(response: httpx.Response, shape: type[Shape]) -> Shape:
    """A response's body. ApiError if the server refused, or if the body is something else."""
    check(response)
    return _read(shape, response.content, response.status_code)


def check(response: httpx.Response) -> None:
    """ApiError unless the response is a success; its body must have been read."""
    if response.status_code == httpx.codes.TOO_MANY_REQUESTS:
        raise TooManyRequests(_problem(response), _seconds(response.headers.get("Retry-After", "")))
    if not response.is_success:
        raise ApiError(response.status_code, _problem(response))


def answered(chunks: Iterable[bytes], status: int) -> Iterator[str | AskOut]:
    """The pieces of an answer, then the answer. ApiError for an `error` event, or if the stream ends before."""
    for event, data in _events(chunks):
        if event == "error":
            problem = json.loads(data)
            raise ApiError(problem.get("status", status), problem)
        if event == "answer":
            yield _read(AskOut, data, status)
            return
        yield str(json.loads(data)["text"])
    raise ApiError(status, {"detail": "答案没有传完，请重新提问。"})


def _events(chunks: Iterable[bytes]) -> Iterator[tuple[str, bytes]]:
    """Name and data of each event. Lines end with a line feed alone: JSON may hold the other signs that end lines."""
    held = b""
    for chunk in chunks:
        *whole, held = (held + chunk).split(b"\n\n")
        for event in whole:
            fields = {name: value for name, _, value in (line.partition(b": ") for line in event.split(b"\n"))}
            if b"data" in fields:
                yield fields.get(b"event", b"message").decode(), fields[b"data"]


def _read(shape: type[Shape], body: bytes, status: int) -> Shape:
    try:
        return shape.model_validate_json(body)
    except ValidationError as error:
        detail = "应答不是这个版本的 planqa 服务的格式，请检查地址，并使服务与客户端的版本一致。"
        raise ApiError(status, {"detail": detail}) from error


def _problem(response: httpx.Response) -> dict[str, Any]:
    try:
        found = response.json()
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _seconds(retry_after: str) -> float | None:
    return float(retry_after) if retry_after.isdecimal() else None
