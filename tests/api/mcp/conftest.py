"""How tests reach the two MCP servers: a real HTTP server, and `planqa mcp` as a client starts it."""

import os
import sys
from pathlib import Path

import pytest
from mcp.client.stdio import StdioServerParameters

_ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="session")
def command(index_dir: Path, public_url: str) -> StdioServerParameters:
    """`planqa mcp` over the packaged corpus."""
    return started_over(index_dir, public_url)


def started_over(index: Path, public_url: str) -> StdioServerParameters:
    own = {"PLANQA_INDEX": str(index), "PLANQA_PUBLIC_URL": public_url}
    env = {name: value for name, value in os.environ.items() if not name.startswith("PLANQA_")} | own
    return StdioServerParameters(command=sys.executable, args=["-m", "api.cli", "mcp"], env=env, cwd=_ROOT)
