"""What a client sends: too much, too slowly, without end. Over a real socket, with limits small enough to wait for."""

import asyncio
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import httpx
import pytest
import uvicorn
from fastapi import Body, FastAPI, Request
from fastapi.responses import PlainTextResponse, StreamingResponse

from api import errors
from api.access import bodies
from api.access.bodies import BodyLimit, Limit, limit_of
from api.app import create_app
from qa.settings import Settings

_BYTES = 100_000


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    """An app with doors of every sort behind the limit, served in a thread."""
    app = FastAPI()
    app.state.settings = Settings()
    errors.install(app, {})
    app.add_middleware(BodyLimit)

    @app.post("/json")
    def json(body: Annotated[dict[str, str], Body()]) -> int:
        return len(body)

    @app.post("/stubborn")
    async def stubborn(request: Request) -> str:
        """As libraries do that catch whatever goes wrong while they read."""
        try:
            await request.body()
        except Exception:
            return "swallowed"
        return "read"

    @app.post("/deaf")
    async def deaf() -> PlainTextResponse:
        return PlainTextResponse("not for you", 403)

    @app.post("/stream")
    async def stream(request: Request) -> StreamingResponse:
        body = await request.body()

        async def slowly() -> Iterator[str]:
            for _ in range(4):
                await asyncio.sleep(0.2)
                yield f"{len(body)} "

        return StreamingResponse(slowly())

    patch = pytest.MonkeyPatch()
    patch.setattr(bodies, "limit_of", lambda method, path: Limit(_BYTES, 1.0, 0.5))
    patch.setattr(bodies, "_LINGER", 0.5)
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        server = uvicorn.Server(uvicorn.Config(app, log_level="warning"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        try:
            yield listening.getsockname()[1]
        finally:
            server.should_exit = True
            thread.join()
    patch.undo()


def _head(path: str, *headers: str) -> bytes:
    lines = [f"POST {path} HTTP/1.1", "Host: localhost", "Content-Type: application/json", *headers]
    return "\r\n".join([*lines, "", ""]).encode()


def _spoken(port: int, *parts: bytes | float) -> bytes:
    """Sends bytes, waits for numbers of seconds; then all that comes back until the server closes."""
    with socket.create_connection(("127.0.0.1", port), timeout=30) as connection:
        for part in parts:
            if isinstance(part, bytes):
                connection.sendall(part)
            else:
                time.sleep(part)
        return b"".join(iter(lambda: connection.recv(65_536), b""))


@pytest.mark.parametrize("path", ["/json", "/stubborn"])
def test_an_announced_length_is_refused_before_anything_is_read(port: int, path: str) -> None:
    answer = _spoken(port, _head(path, f"Content-Length: {_BYTES + 1}"))
    assert answer.startswith(b"HTTP/1.1 413")
    assert b"connection: close" in answer.lower()
    assert "请求体超过大小限制" in answer.decode()


def test_who_asks_first_is_not_asked_to_send(port: int) -> None:
    headers = (f"Content-Length: {_BYTES + 1}", "Expect: 100-continue")
    assert _spoken(port, _head("/json", *headers)).startswith(b"HTTP/1.1 413")
    body = b"{}"
    headers = (f"Content-Length: {len(body)}", "Expect: 100-continue", "Connection: close")
    assert _spoken(port, _head("/json", *headers), body).startswith(b"HTTP/1.1 100")


@pytest.mark.parametrize("path", ["/json", "/stubborn"])
def test_what_turns_out_too_large_is_refused_then(port: int, path: str) -> None:
    chunk = b"1000\r\n" + b" " * 0x1000 + b"\r\n"
    answer = _spoken(port, _head(path, "Transfer-Encoding: chunked"), chunk * 25)
    assert answer.startswith(b"HTTP/1.1 413")


@pytest.mark.parametrize("path", ["/json", "/stubborn"])
@pytest.mark.parametrize("headers", [("Content-Length: 1000",), ("Transfer-Encoding: chunked",)])
def test_a_body_that_never_comes(port: int, path: str, headers: tuple[str]) -> None:
    assert _spoken(port, _head(path, *headers)).startswith(b"HTTP/1.1 408")


def test_a_body_that_trickles_and_never_ends(port: int) -> None:
    """Always some progress: only the time for the whole ends it."""
    trickle = [part for _ in range(12) for part in (b"1\r\n \r\n", 0.1)]
    answer = _spoken(port, _head("/json", "Transfer-Encoding: chunked"), *trickle)
    assert answer.startswith(b"HTTP/1.1 408")


def test_others_are_served_meanwhile_and_a_slow_but_honest_client_too(port: int) -> None:
    held = [socket.create_connection(("127.0.0.1", port)) for _ in range(60)]
    for connection in held:
        connection.sendall(_head("/json", "Transfer-Encoding: chunked") + b"1\r\n{\r\n")
    assert httpx.post(f"http://127.0.0.1:{port}/json", json={"a": "b"}, trust_env=False).json() == 1
    for connection in held:
        connection.close()
    body = _head("/json", "Content-Length: 10", "Connection: close")
    assert _spoken(port, body, b'{"a"', 0.2, b': "b"', 0.2, b"}").startswith(b"HTTP/1.1 200")


def test_a_whole_body_has_all_the_time_for_its_answer(port: int) -> None:
    answered = httpx.post(f"http://127.0.0.1:{port}/stream", content=b"x" * _BYTES, trust_env=False)
    assert answered.text == f"{_BYTES} " * 4


def test_who_is_refused_unread_keeps_the_connection_or_loses_it(port: int) -> None:
    """A short body costs no connection; one without an end is not waited for."""
    with httpx.Client(base_url=f"http://127.0.0.1:{port}", trust_env=False) as client:
        for _ in range(3):
            answered = client.post("/deaf", content=b"x" * 1000)
            assert answered.status_code == 403
            assert "connection" not in answered.headers
    answer = _spoken(port, _head("/deaf", "Transfer-Encoding: chunked"), b"1\r\n \r\n")
    assert answer.startswith(b"HTTP/1.1 403")
    assert answer.endswith(b"not for you")


def test_a_large_body_still_gets_its_answer(port: int) -> None:
    for body in (b" " * 5_000_000, iter([b" " * 50_000] * 100)):
        answered = httpx.post(f"http://127.0.0.1:{port}/json", content=body, trust_env=False)
        assert answered.status_code == 413


@pytest.mark.parametrize(
    ("method", "path", "limit"),
    [
        ("POST", "/api/v1/ask", bodies.QUESTION),
        ("POST", "/v1/chat/completions", bodies.CHAT),
        ("POST", "/api/v1/plans", bodies.UPLOAD),
        ("PUT", "/api/v1/plans/moushi-2011", bodies.UPLOAD),
        ("POST", "/api/v1/plans/moushi-2011", bodies.QUESTION),
        ("DELETE", "/api/v1/plans/moushi-2011", bodies.QUESTION),
        ("POST", "/mcp", bodies.QUESTION),
        ("POST", "/nothing", bodies.QUESTION),
    ],
)
def test_each_address_has_its_limit(method: str, path: str, limit: Limit) -> None:
    assert limit_of(method, path) == limit


def test_a_stranger_is_refused_as_one_whatever_he_sends(tmp_path: Path) -> None:
    async def post() -> httpx.Response:
        app = create_app(Settings(state=tmp_path, access="keys"))
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://localhost") as client:
            return await client.post("/api/v1/ask", content=b"x" * 200_000)

    assert asyncio.run(post()).status_code == 401
