"""MCP over stdin and stdout, for clients that start the server themselves: `planqa mcp`."""

from collections.abc import Callable

import anyio
from mcp.server.stdio import stdio_server

from api.live import Live
from api.mcp.server import server
from qa.service import Service
from qa.settings import Settings


def run(settings: Settings, opened: Callable[[], Service]) -> None:
    """Serve until stdin ends. opened: opens the index in use, at the first call and whenever another is in use.

    While it serves, whatever is printed goes to stderr: `stdio_server` keeps stdout for itself.
    """
    live = Live(settings.index, opened)

    def service() -> Service:
        live.refresh()
        return live.service

    anyio.run(_serve, service, settings.public_url)


async def _serve(service: Callable[[], Service], base: str) -> None:
    serving = server(service, base, lambda *_: None)
    async with stdio_server() as (incoming, outgoing):
        await serving.run(incoming, outgoing, serving.create_initialization_options())
