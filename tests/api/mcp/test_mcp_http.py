"""The address of the MCP server: which hosts, methods and paths it answers, and what it says without an index."""

from collections.abc import Iterator

import anyio
import httpx
import pytest
from mcp import Client

from tests.conftest import Serve

PING = {"jsonrpc": "2.0", "id": 1, "method": "ping"}
ACCEPTS = {"Accept": "application/json, text/event-stream"}


@pytest.mark.parametrize("path", ["/mcp", "/mcp/"])
def test_both_paths_answer_without_a_redirect(server: httpx.Client, path: str) -> None:
    response = server.post(path, json=PING, headers=ACCEPTS)
    assert response.status_code == 200, response.text
    assert response.json()["result"] == {}


def test_the_official_client_accepts_the_slash(server: httpx.Client) -> None:
    async def listed() -> int:
        async with Client(f"{server.base_url}/mcp/") as client:
            return len((await client.list_tools()).tools)

    assert anyio.run(listed) == 5


@pytest.mark.parametrize("method", ["GET", "DELETE"])
def test_there_is_no_stream_to_open_and_no_session_to_end(server: httpx.Client, method: str) -> None:
    response = server.request(method, "/mcp", headers=ACCEPTS)
    assert response.status_code == 405
    assert response.headers["Allow"] == "POST"


def test_a_body_that_is_too_large_is_refused(server: httpx.Client) -> None:
    response = server.post("/mcp", content=b" " * 5_000_000, headers={"Content-Type": "application/json"})
    assert response.status_code == 413


def test_a_body_that_is_no_message_is_refused(server: httpx.Client) -> None:
    response = server.post("/mcp", content=b"{", headers={**ACCEPTS, "Content-Type": "application/json"})
    assert response.status_code == 400
    assert response.json()["error"]["code"] == -32700


@pytest.fixture(scope="module")
def named(serve: Serve, tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    """A server without keys and without an index, called by names."""
    root = tmp_path_factory.mktemp("none")
    with serve(root, PLANQA_ACCESS="open", PLANQA_HOSTS="planqa.internal, plans.internal") as client:
        yield client


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("planqa.internal", 200),
        ("plans.internal:8443", 200),
        ("plans.example", 200),
        ("localhost:1234", 200),
        ("[::1]:8000", 200),
        ("evil.example", 421),
        ("planqa.internal.evil.example", 421),
        ("xplanqa.internal", 421),
    ],
)
def test_only_known_hosts_are_answered(named: httpx.Client, host: str, status: int) -> None:
    assert named.post("/mcp", json=PING, headers={**ACCEPTS, "Host": host}).status_code == status


@pytest.mark.parametrize(("origin", "status"), [("https://plans.example", 200), ("https://evil.example", 403)])
def test_only_pages_of_known_sites_may_call(named: httpx.Client, origin: str, status: int) -> None:
    headers = {**ACCEPTS, "Host": "plans.example", "Origin": origin}
    assert named.post("/mcp", json=PING, headers=headers).status_code == status


def test_a_missing_index_is_told(named: httpx.Client) -> None:
    async def called() -> tuple[bool, str]:
        async with Client(f"{named.base_url}/mcp") as client:
            assert (await client.list_tools()).tools
            result = await client.call_tool("list_plans", {})
            return result.is_error, str(result.content)

    is_error, words = anyio.run(called)
    assert is_error
    assert "请先运行 planqa index" in words


def test_without_a_key_a_strange_name_gets_nowhere(server: httpx.Client) -> None:
    assert server.post("/mcp", json=PING, headers={**ACCEPTS, "Host": "evil.example"}).status_code in (401, 421)
