"""The server by itself: slow calls hold up no other, mistakes of the program stay inside, stdout is for messages."""

import json
import subprocess
import threading
from pathlib import Path
from typing import IO, Any

import anyio
import pytest
from mcp import Client
from mcp.types import CallToolResult, TextContent

from api.mcp.server import server
from index_build.build import build
from qa.encoder import HashEncoder
from qa.filters import Filters
from qa.records import Answer
from qa.service import Service
from tests import small_corpus
from tests.api.mcp.conftest import started_over


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Service:
    root = tmp_path_factory.mktemp("small")
    build(small_corpus.write(root / "corpus"), root / "index", HashEncoder())
    return Service.open(root / "index", HashEncoder())


def unkept(*_: object) -> None:
    """Keeps no answer."""


def words(result: CallToolResult) -> str:
    [block] = result.content
    assert isinstance(block, TextContent)
    return block.text


def test_a_slow_call_holds_up_no_other(small: Service) -> None:
    second_began = threading.Event()
    is_first = iter([True, False])

    def service() -> Service:
        if next(is_first):
            assert second_began.wait(60)
        second_began.set()
        return small

    async def both() -> list[CallToolResult]:
        results: list[CallToolResult] = []

        async def call() -> None:
            results.append(await client.call_tool("list_plans", {}))

        async with Client(server(service, "", unkept)) as client, anyio.create_task_group() as tasks:
            tasks.start_soon(call)
            tasks.start_soon(call)
        return results

    results = anyio.run(both)
    assert [result.is_error for result in results] == [False, False]


def test_every_call_asks_for_the_service_in_use(small: Service) -> None:
    asked: list[int] = []

    def service() -> Service:
        asked.append(1)
        return small

    async def twice() -> None:
        async with Client(server(service, "", unkept)) as client:
            await client.list_tools()
            assert asked == []
            await client.call_tool("list_plans", {})
            await client.call_tool("list_plans", {})

    anyio.run(twice)
    assert len(asked) == 2


def test_answers_are_handed_over_to_be_kept_with_their_filters(small: Service) -> None:
    kept: list[tuple[str, Filters]] = []

    def keep(answer: Answer, started: float, filters: Filters) -> str:
        kept.append((answer.verdict, filters))
        return "id"

    async def asked() -> CallToolResult:
        async with Client(server(lambda: small, "", keep)) as client:
            await client.call_tool("search_clauses", {"query": "执法公示"})
            return await client.call_tool("ask", {"question": "执法公示由谁牵头？", "region": "南京市"})

    result = anyio.run(asked)
    sent = result.structured_content or {}
    assert kept == [(sent["verdict"], Filters(regions=("320100",)))]
    assert sent["id"] == "id"


def test_a_mistake_of_the_program_is_logged_and_not_told(caplog: pytest.LogCaptureFixture) -> None:
    def broken() -> Service:
        raise ZeroDivisionError("secret")

    async def called() -> CallToolResult:
        async with Client(server(broken, "", unkept)) as client:
            return await client.call_tool("list_plans", {})

    result = anyio.run(called)
    assert result.is_error
    assert words(result).startswith("服务内部出错")
    assert "secret" not in words(result)
    assert "secret" in caplog.text


def test_stdout_holds_messages_alone_and_opening_waits_for_a_call(tmp_path: Path) -> None:
    """The index is damaged: that is told at the first call, long after the greeting."""
    index = tmp_path / "index"
    index.mkdir()
    (index / "CURRENT").write_text("nowhere", encoding="utf-8")
    made = started_over(index, "https://plans.example")
    process = subprocess.Popen(
        [made.command, *made.args], cwd=made.cwd, env=made.env,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8",
    )  # fmt: skip
    assert process.stdin is not None
    assert process.stdout is not None
    greeting = {"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "t", "version": "1"}}
    try:
        hello = _asked(process.stdin, process.stdout, 1, "initialize", greeting)
        assert hello["serverInfo"]["name"] == "planqa"
        called = _asked(process.stdin, process.stdout, 2, "tools/call", {"name": "list_plans", "arguments": {}})
        assert called["isError"]
        assert "planqa index" in called["content"][0]["text"]
        rest, errors = process.communicate(timeout=300)
    finally:
        process.kill()
    assert rest == ""
    assert "Traceback" not in errors
    assert process.returncode == 0


def _asked(stdin: IO[str], stdout: IO[str], number: int, method: str, params: dict[str, Any]) -> dict[str, Any]:
    print(json.dumps({"jsonrpc": "2.0", "id": number, "method": method, "params": params}), file=stdin, flush=True)
    message = json.loads(stdout.readline())
    assert message["id"] == number
    result: dict[str, Any] = message["result"]
    return result
