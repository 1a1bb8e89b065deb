"""What the pages for those who connect show is run as it stands, against a real server."""

import json
import re
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from api.cli import app as commands
from api.mcp.tools import TOOLS
from qa.settings import Settings

_DOCS = Path(__file__).parents[3] / "docs"
_ADDRESS = "http://127.0.0.1:8000"
PAGES = ["client", "langchain", "llamaindex", "mcp"]


def blocks(language: str) -> list[tuple[str, str]]:
    found = []
    for page in PAGES:
        text = (_DOCS / f"{page}.md").read_text(encoding="utf-8")
        found += [(page, block) for block in re.findall(rf"```{language}\n(.*?)```", text, re.DOTALL)]
    return found


def test_each_page_has_something_to_run() -> None:
    assert {page for page, _ in blocks("python")} == set(PAGES)


@pytest.mark.parametrize(("page", "code"), blocks("python"))
def test_code_runs(server: httpx.Client, page: str, code: str) -> None:
    assert _ADDRESS in code, page
    here = code.replace(_ADDRESS, str(server.base_url).rstrip("/"))
    done = subprocess.run([sys.executable, "-c", here], capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    assert re.search("[一-龥]|https://plans.example/c/", done.stdout)


@pytest.mark.parametrize(("page", "text"), blocks("json"))
def test_json_parses_and_names_what_there_is(page: str, text: str) -> None:
    [server] = json.loads(text)["mcpServers"].values()
    known = {command.name or command.callback.__name__ for command in commands.registered_commands if command.callback}
    assert server.get("url") == f"{_ADDRESS}/mcp" or server["args"][0] in known, page


def test_every_tool_and_parameter_is_on_the_page() -> None:
    text = (_DOCS / "mcp.md").read_text(encoding="utf-8")
    for tool in TOOLS:
        assert f"`{tool.name}`" in text
        assert all(f"`{name}`" in text for name in tool.takes.model_fields)


@pytest.mark.parametrize("page", PAGES)
def test_settings_that_are_named_are_settings(page: str) -> None:
    named = re.findall(r"PLANQA_([A-Z_]+)", (_DOCS / f"{page}.md").read_text(encoding="utf-8"))
    assert {name.lower() for name in named} <= set(Settings.model_fields)
