"""The official client over both transports and both generations of the protocol: the same tools, the same results."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import anyio
import httpx
import jsonschema
import pytest
from mcp import Client, MCPError
from mcp.client.stdio import StdioServerParameters
from mcp.types import CallToolResult, TextContent, Tool

QUESTION = "行政复议工作由哪些单位牵头？"
CLAUSE = "422823-2016/2.6.32"
CALLS: dict[str, tuple[str, dict[str, Any]]] = {
    "search": ("search_clauses", {"query": "行政复议", "k": 3, "region": "巴东"}),
    "search twice": ("search_clauses", {"query": "政务公开", "region": ["广州", "罗湖"], "years": [2016, 2020]}),
    "search in vain": ("search_clauses", {"query": "政务公开", "kind": "没有这种文件"}),
    "ask": ("ask", {"question": QUESTION, "region": None}),
    "ask elsewhere": ("ask", {"question": "上海市浦东新区的行政复议由谁负责？"}),
    "clause": ("get_clause", {"id": CLAUSE}),
    "compare": ("compare_regions", {"questions": "行政复议由谁负责", "region": ["巴东", "罗湖"]}),
    "compare as text": ("compare_regions", {"questions": '["行政复议由谁负责"]', "region": '["巴东", "罗湖"]'}),
    "plans": ("list_plans", {}),
    "some plans": ("list_plans", {"region": "广东省", "limit": 1}),
}
REFUSED: dict[str, tuple[str, dict[str, Any], str]] = {
    "unknown region": ("search_clauses", {"query": "政务公开", "region": "火星市"}, "没有名为“火星市”的行政区划"),
    "ambiguous region": ("ask", {"question": QUESTION, "region": "鼓楼区"}, "请写明上级地名或区划代码"),
    "unknown region of a list": ("list_plans", {"region": "火星市"}, "没有名为“火星市”的行政区划"),
    "unknown clause": ("get_clause", {"id": "422823-2016/9.9"}, "没有编号为“422823-2016/9.9”的条款"),
    "unknown plan": ("compare_regions", {"questions": QUESTION, "plan": ["x"]}, "没有编号为“x”的规划"),
    "too many": ("search_clauses", {"query": "政务公开", "k": 1000}, "#/k 不能大于100"),
    "nothing asked": ("ask", {}, "#/question 缺少这一项"),
    "nothing in it": ("ask", {"question": " "}, "#/question"),
    "too long": ("get_clause", {"id": "x" * 201}, "#/id 不能超过200个字"),
    "no such parameter": ("list_plans", {"all": True}, "#/all 没有这一项"),
    "years reversed": ("search_clauses", {"query": "政务公开", "years": [2025, 2021]}, "起始年份不能晚于结束年份"),
}


@dataclass
class Said:
    """All that a server said in one conversation."""

    title: str | None
    version: str
    tools: dict[str, Tool]
    results: dict[str, CallToolResult] = field(default_factory=dict)
    at_once: list[CallToolResult] = field(default_factory=list)
    unknown_tool: str = ""


async def converse(make: Callable[[], Client]) -> Said:
    async with make() as client:
        tools = {tool.name: tool for tool in (await client.list_tools()).tools}
        said = Said(client.server_info.title if client.server_info else None, client.protocol_version, tools)
        for name, (tool, arguments, *_) in (CALLS | REFUSED).items():
            said.results[name] = await client.call_tool(tool, arguments)
        async with anyio.create_task_group() as tasks:
            for _ in range(10):
                tasks.start_soon(_append, said.at_once, client)
        try:
            await client.call_tool("forget", {})
        except MCPError as error:
            said.unknown_tool = error.message
    return said


async def _append(results: list[CallToolResult], client: Client) -> None:
    results.append(await client.call_tool("ask", {"question": QUESTION}))


@pytest.fixture(scope="module", params=["http", "http, with a handshake", "stdio"])
def said(request: pytest.FixtureRequest, server: httpx.Client, command: StdioServerParameters) -> Said:
    url = f"{server.base_url}/mcp"
    clients: dict[str, Callable[[], Client]] = {
        "http": lambda: Client(url),
        "http, with a handshake": lambda: Client(url, mode="legacy"),
        "stdio": lambda: Client(command),
    }
    return anyio.run(converse, clients[request.param])


def words(result: CallToolResult) -> str:
    [block] = result.content
    assert isinstance(block, TextContent)
    return block.text


def test_the_server_says_who_it_is(said: Said) -> None:
    assert said.title == "地方法治政府建设规划问答"


def test_the_tools_are_described(said: Said) -> None:
    assert set(said.tools) == {"search_clauses", "ask", "get_clause", "compare_regions", "list_plans"}
    for tool in said.tools.values():
        assert re.search("[一-龥]{4}", tool.description or ""), tool.name
        assert tool.annotations is not None
        assert tool.annotations.read_only_hint is True
        assert tool.annotations.open_world_hint is False


@pytest.mark.parametrize("name", CALLS)
def test_structure_has_the_shape_that_was_announced(said: Said, name: str) -> None:
    result = said.results[name]
    assert not result.is_error, words(result)
    schema = said.tools[CALLS[name][0]].output_schema
    assert schema is not None
    jsonschema.Draft202012Validator(schema).validate(result.structured_content)
    assert result.structured_content


@pytest.mark.parametrize("name", CALLS)
def test_every_clause_that_is_found_has_its_link_in_the_text(said: Said, name: str) -> None:
    found = set(_permalinks(said.results[name].structured_content))
    assert all(f"链接：{link}\n" in words(said.results[name]) + "\n" for link in found)
    assert found or name in {"plans", "some plans", "ask elsewhere", "search in vain"}


def _permalinks(value: Any) -> list[str]:
    if isinstance(value, dict):
        own = [value["permalink"]] if "permalink" in value else []
        return own + [link for member in value.values() for link in _permalinks(member)]
    return [link for member in value for link in _permalinks(member)] if isinstance(value, list) else []


def test_the_answer_is_that_of_the_native_door(said: Said, server: httpx.Client) -> None:
    native = server.post("/api/v1/ask", json={"question": QUESTION}).json()
    assert said.results["ask"].structured_content == native
    assert native["answer"] in words(said.results["ask"])


def test_clauses_come_whole(said: Said, server: httpx.Client) -> None:
    native = server.get(f"/api/v1/clauses/{CLAUSE}").json()
    assert said.results["clause"].structured_content == native
    assert native["text"] in words(said.results["clause"])
    assert f"上一条：{native['previous']}" in words(said.results["clause"])


def test_a_list_that_a_client_sends_as_text_is_a_list(said: Said) -> None:
    assert said.results["compare as text"] == said.results["compare"]
    columns = (said.results["compare"].structured_content or {})["columns"]
    assert [column["region"]["name"] for column in columns] == ["巴东县", "罗湖区"]


def test_what_is_left_out_of_a_list_is_counted(said: Said) -> None:
    every, some = said.results["plans"].structured_content, said.results["some plans"].structured_content
    assert every is not None
    assert some is not None
    below = [plan for plan in every["plans"] if plan["region"] and plan["region"]["code"].startswith("44")]
    assert every["more"] == 0
    assert some["plans"] == below[:1]
    assert some["more"] == len(below) - 1 > 0
    assert f"另有{some['more']}份" in words(said.results["some plans"])


def test_a_plan_that_is_not_there_is_an_answer(said: Said) -> None:
    assert (said.results["ask elsewhere"].structured_content or {})["verdict"] == "no_plan_for_region"


@pytest.mark.parametrize("name", REFUSED)
def test_refusals_say_in_chinese_what_to_do(said: Said, name: str) -> None:
    result = said.results[name]
    assert result.is_error
    assert REFUSED[name][2] in words(result)
    assert "Traceback" not in words(result)
    assert not re.search(r"[a-z]{4,} [a-z]{2,}", words(result)), "words of the library"


def test_calls_that_come_together_are_answered_alike(said: Said) -> None:
    assert len(said.at_once) == 10
    assert all(result == said.results["ask"] for result in said.at_once)


def test_a_tool_that_there_is_not_is_named(said: Said) -> None:
    assert "没有名为“forget”的工具" in said.unknown_tool
    assert "list_plans" in said.unknown_tool
