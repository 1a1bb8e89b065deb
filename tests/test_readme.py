"""The documents say what is: commands, settings, routes and figures."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.core import TyperCommand as Command
from typer.main import get_command

from api.app import create_app
from api.cli import app as commands
from qa.settings import Settings

_ROOT = Path(__file__).parents[1]
_READMES = [_ROOT / "README.md", _ROOT / "README.zh-CN.md"]


def _blocks(path: Path) -> list[str]:
    return re.findall(r"```(?:sh|json)\n(.*?)```", path.read_text(encoding="utf-8"), re.DOTALL)


def _commands(name: str, command: Command) -> Iterator[str]:
    """`planqa ask`, `planqa keys create`: every command, those within groups too."""
    inner: dict[str, Command] = getattr(command, "commands", {})
    if not inner:
        yield name
    for own, one in inner.items():
        yield from _commands(f"{name} {own}", one)


def test_ci_runs_the_very_command_that_the_readme_gives():
    last = (_ROOT / ".ci" / "run").read_text(encoding="utf-8").strip().splitlines()[-1]
    assert any(last in block.splitlines() for block in _blocks(_READMES[0]))


def test_both_readmes_give_the_same_commands_and_figures():
    english, chinese = (path.read_text(encoding="utf-8") for path in _READMES)
    assert _blocks(_READMES[0]) == _blocks(_READMES[1])
    figures = r"\d+(?:\.\d+)?\s?(?:%|ms|s\b)"
    assert re.findall(figures, english) == re.findall(figures, chinese)


@pytest.mark.parametrize("readme", _READMES, ids=lambda path: path.name)
def test_every_setting_command_and_route_is_there(readme: Path):
    text = readme.read_text(encoding="utf-8")
    for name in Settings.model_fields:
        assert f"PLANQA_{name.upper()}" in text
    for command in _commands("planqa", get_command(commands)):
        assert command in text
    for path in create_app(Settings()).openapi()["paths"]:
        assert path.replace("/api/v1/", "") in text


def test_the_version_is_in_the_changelog():
    version = tomllib.loads((_ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    changelog = (_ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert f"[{version}]" in changelog or "[Unreleased]" in changelog


def test_every_decision_has_the_four_parts():
    for path in sorted((_ROOT / "docs" / "decisions").glob("*.md")):
        heads = re.findall(r"^## (.+)$", path.read_text(encoding="utf-8"), re.MULTILINE)
        assert heads[0] == "Context", path.name
        assert heads[1] == "Decision", path.name
        assert heads[-1] == "What guards it", path.name
