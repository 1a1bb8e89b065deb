"""The MCP server over a service that may change or fail to open: lists the tools, calls them in threads."""

import json
import logging
from collections.abc import Callable, Mapping
from typing import Any

import anyio.to_thread
from mcp import MCPError, types
from mcp.server.lowlevel import Server
from pydantic import ValidationError

from api import errors
from api.mcp.tools import TOOLS, Desk, Keep, Tool
from qa.errors import PlanqaError
from qa.service import Service

_INSTRUCTIONS = (
    "各地法治政府建设规划、实施方案、实施意见的检索与问答。回答时引用条款原文并附上结果中的链接；"
    "结果说规划没有写明或没有收录，就照实说，不要用别处的知识补上。"
)
#: Parameters that take an array, which some clients send as a string that holds JSON.
_ARRAYS = frozenset({"plan", "questions", "region", "years"})
_log = logging.getLogger("planqa.mcp")


def server(service: Callable[[], Service], base: str, keep: Keep) -> Server[Any]:
    """service: asked anew at every call; what it raises is told to the client. base, keep: as in `Desk`.

    The low-level class: it validates with the requests of the native doors, words their errors in Chinese, and leaves
    the logging of the process alone.
    """
    calls = _Calls(service, base, keep)
    return Server(
        "planqa",
        version="1",
        title="地方法治政府建设规划问答",
        instructions=_INSTRUCTIONS,
        get_tool_input_schema=calls.input_schema,
        on_list_tools=calls.list_tools,
        on_call_tool=calls.call_tool,
    )


class _Calls:
    def __init__(self, service: Callable[[], Service], base: str, keep: Keep) -> None:
        self._service, self._base, self._keep = service, base, keep
        self._tools = {tool.name: tool for tool in TOOLS}
        self._described = [tool.described() for tool in TOOLS]

    def input_schema(self, name: str) -> Mapping[str, Any] | None:
        return next((tool.input_schema for tool in self._described if tool.name == name), None)

    async def list_tools(self, _: object, __: object) -> types.ListToolsResult:
        return types.ListToolsResult(tools=self._described)

    async def call_tool(self, _: object, asked: types.CallToolRequestParams) -> types.CallToolResult:
        """MCPError for a tool that there is not; every other error is a result that a model can read."""
        tool = self._tools.get(asked.name)
        if tool is None:
            known = "、".join(self._tools)
            raise MCPError(types.INVALID_PARAMS, f"没有名为“{asked.name}”的工具，可用的有：{known}。")
        return await anyio.to_thread.run_sync(self._called, tool, asked.arguments or {})

    def _called(self, tool: Tool, arguments: Mapping[str, Any]) -> types.CallToolResult:
        try:
            given = tool.takes.model_validate({name: _unpacked(name, value) for name, value in arguments.items()})
        except ValidationError as error:
            return _failed(errors.told(errors.faults(map(dict, error.errors()))))
        try:
            found = tool.call(Desk(self._service(), self._base, self._keep), given)
        except PlanqaError as error:
            return _failed(error.message)
        except Exception:
            _log.exception("the tool %s broke off", tool.name)
            return _failed("服务内部出错，请稍后重试；若仍然出错，请联系管理员查看日志。")
        return types.CallToolResult(content=_text(found.text), structured_content=found.shape.model_dump(mode="json"))


def _unpacked(name: str, value: object) -> object:
    if name not in _ARRAYS or not isinstance(value, str) or not value.lstrip().startswith("["):
        return value
    try:
        return json.loads(value)
    except ValueError:
        return value


def _failed(message: str) -> types.CallToolResult:
    return types.CallToolResult(content=_text(message), is_error=True)


def _text(words: str) -> list[types.ContentBlock]:
    return [types.TextContent(type="text", text=words)]
