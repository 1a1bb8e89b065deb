"""The layer around the app: ids, doors' names, what happens to errors that nobody expected."""

import asyncio
import logging
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from fastapi import APIRouter, FastAPI
from fastapi.responses import StreamingResponse
from hypothesis import given, settings
from hypothesis import strategies as st
from starlette.routing import Mount, Route

from api import errors
from api.operations import observing
from qa.settings import Settings


def made() -> FastAPI:
    app, router = FastAPI(), APIRouter()
    app.state.settings = Settings(public_url="https://plans.example")
    errors.install(app, {})

    @router.get("/clauses/{plan}/{path:path}")
    def clause(plan: str, path: str) -> str:
        return plan + path

    @router.get("/fail")
    def fail() -> None:
        raise RuntimeError("postgres://secret")

    @router.get("/break")
    def broken() -> StreamingResponse:
        async def pieces() -> AsyncIterator[str]:
            yield "one"
            raise RuntimeError("postgres://secret")

        return StreamingResponse(pieces())

    async def inner(request: Any) -> Any:
        return errors.problem(request, errors.Kind(200, "x", "x"), "x")

    app.include_router(router, prefix="/api/v1")
    app.router.routes.append(Mount("/mounted", routes=[Route("/tools/{name}", inner)]))
    observing.install(app, None)
    return app


APP = made()


def get(path: str, headers: dict[str, str] | None = None, method: str = "GET") -> httpx.Response:
    async def asked() -> httpx.Response:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(APP), base_url="http://door") as client:
            return await client.request(method, path, headers=headers)

    return asyncio.run(asked())


def access(caplog: pytest.LogCaptureFixture) -> Any:
    return next(record for record in caplog.records if record.name == "planqa.access")


@settings(deadline=None)
@given(st.from_regex(r"[A-Za-z0-9._:-]{1,64}", fullmatch=True))
def test_a_plain_word_is_taken_as_the_id(given_id: str) -> None:
    assert get("/api/v1/clauses/a/b", {"X-Request-ID": given_id}).headers["x-request-id"] == given_id


@settings(deadline=None)
@given(st.text(st.characters(min_codepoint=32, max_codepoint=126)))
def test_whatever_is_given_the_id_is_a_plain_word(given_id: str) -> None:
    found = get("/api/v1/clauses/a/b", {"X-Request-ID": given_id}).headers["x-request-id"]
    assert 1 <= len(found) <= 64
    assert found.replace("-", "").replace("_", "").replace(".", "").replace(":", "").isalnum() or found == given_id


@pytest.mark.parametrize(
    ("method", "path", "door"),
    [
        ("GET", "/api/v1/clauses/422823-2016/2.6.32", "/api/v1/clauses/{plan}/{path}"),
        ("GET", "/api/v1/clauses/%E6%96%87/a/b/c", "/api/v1/clauses/{plan}/{path}"),
        ("POST", "/api/v1/clauses/a/b", "/api/v1/clauses/{plan}/{path}"),
        ("GET", "/mounted/tools/ask", "/mounted/tools/{name}"),
        ("GET", "/nothing/at/all", "other"),
    ],
)
def test_a_door_is_named_by_its_template(method: str, path: str, door: str, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, "planqa.access"):
        get(path, method=method)
    assert access(caplog).door == door


def test_an_unexpected_error_is_logged_whole_and_told_by_its_id(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO):
        response = get("/api/v1/fail", {"X-Request-ID": "f-1"})
    assert response.status_code == 500
    assert response.headers["x-request-id"] == "f-1"
    assert "f-1" in response.json()["detail"]
    assert "secret" not in response.text
    [logged] = [record for record in caplog.records if record.name == "planqa.errors"]
    assert logged.exc_info is not None
    assert "postgres://secret" in str(logged.exc_info[1])
    assert access(caplog).status == 500


def test_a_response_that_breaks_off_is_not_made_to_look_whole(caplog: pytest.LogCaptureFixture) -> None:
    sent: list[Any] = []

    async def receive() -> Any:
        await asyncio.sleep(60)

    async def send(message: Any) -> None:
        sent.append(message)

    scope = {"type": "http", "method": "GET", "path": "/api/v1/break", "headers": [], "query_string": b""}
    with caplog.at_level(logging.INFO):
        asyncio.run(APP(scope, receive, send))
    assert [m["type"] for m in sent] == ["http.response.start", "http.response.body"]
    assert sent[-1]["more_body"]
    assert access(caplog).bytes == len(b"one")
