"""The clients that programs in JavaScript use, as npm installs them; one process of Node asks everything."""

import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import httpx
import openai
import pytest

_HERE = Path(__file__).parent / "node"
_QUESTION = "巴东县行政复议工作由哪些单位牵头？"
_SDKS = ["@ai-sdk/openai", "@ai-sdk/openai-compatible"]


@pytest.fixture(scope="module")
def found(server: httpx.Client, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What each client got."""
    if not (shutil.which("node") and shutil.which("npm")):
        pytest.skip("Node.js with npm is not installed here")
    folder = tmp_path_factory.mktemp("node")
    for name in ("package.json", "package-lock.json", "clients.mjs"):
        shutil.copy(_HERE / name, folder)
    installed = _run(["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"], folder)
    if installed.returncode:
        pytest.skip(f"npm cannot get the packages here: {installed.stderr.strip()[-300:]}")
    asked = _run(["node", "clients.mjs", str(server.base_url.join("/v1")), _QUESTION], folder)
    assert asked.returncode == 0, asked.stderr
    results: dict[str, Any] = json.loads(asked.stdout)
    return results


def _run(command: list[str], folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, timeout=240)


@pytest.fixture
def content(client: openai.OpenAI) -> str:
    """What the client of Python gets."""
    messages: Any = [{"role": "user", "content": _QUESTION}]
    return str(client.chat.completions.create(model="planqa", messages=messages).choices[0].message.content)


def test_the_official_client(found: dict[str, Any], content: str) -> None:
    got = found["openai"]
    assert got["whole"] == got["streamed"] == content
    assert got["cited"] == ["[1]"]
    assert got["models"] == ["planqa", "planqa-sources", "planqa-embedding", "planqa-rerank"]
    assert got["dimension"] == 384
    assert got["refused"] == {"status": 404, "code": "model_not_found"}


@pytest.mark.parametrize("name", _SDKS)
def test_the_ai_sdk(found: dict[str, Any], content: str, name: str) -> None:
    got = found[name]
    assert got["whole"] == got["streamed"] == content
    assert got["finish"] == "stop"
    assert got["tokens"] == got["streamedTokens"] > 0
    assert got["dimension"] == 384
    assert "问题过长" in got["refused"]


def test_the_ai_sdk_shows_the_sources(found: dict[str, Any], content: str) -> None:
    urls = re.findall(r"\]\((\S+)\)", content)
    assert found["@ai-sdk/openai"]["urls"] == found["@ai-sdk/openai"]["streamedUrls"] == urls
