"""planqa index --verify and --repair."""

import json
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from api import mending
from api.cli import app
from qa import index
from qa.encoder import HashEncoder
from qa.errors import InvalidRequest, PlanqaError
from tests import small_corpus


@pytest.fixture
def root(small_index: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the small index, named by the settings."""
    monkeypatch.setenv("PLANQA_INDEX", str(tmp_path / "index"))
    monkeypatch.setattr(mending, "load_encoder", lambda *_: HashEncoder())
    return Path(shutil.copytree(small_index, tmp_path / "index"))


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["index", *arguments])


def damage(root: Path, name: str) -> None:
    path = root / (root / index.CURRENT).read_text() / name
    path.write_bytes(path.read_bytes()[:-1])


def test_a_whole_index_is_said_to_be_whole(root: Path) -> None:
    told = run("--verify")
    assert told.exit_code == 0
    assert "完好  校验和 plans.sqlite" in told.stdout
    assert "有误" not in told.stdout
    repaired = run("--repair", "--json")
    assert (repaired.exit_code, json.loads(repaired.stdout)["repaired"]) == (0, False)


def test_damage_is_named_and_repaired(root: Path, tmp_path: Path) -> None:
    damage(root, index.VECTORS)
    told = run("--verify", "--json")
    assert told.exit_code == 1
    faults = [line["what"] for line in map(json.loads, told.stdout.splitlines()) if line["fault"]]
    assert f"校验和 {index.VECTORS}" in faults
    repaired = run("--repair", "--corpus", str(small_corpus.write(tmp_path / "corpus")))
    assert repaired.exit_code == 0, repaired.output
    assert "已修复" in repaired.stdout
    assert run("--verify").exit_code == 0


def test_a_plan_that_is_lost_is_named(root: Path) -> None:
    damage(root, index.STORE)
    path = root / (root / index.CURRENT).read_text() / index.STORE
    path.write_bytes(path.read_bytes().replace("行车记录仪".encode(), "行车记录本".encode()))
    told = run("--repair")
    assert told.exit_code == 1
    assert small_corpus.FUZHOU in told.stdout
    assert "damaged-" in told.stdout
    assert run("--verify").exit_code == 0


@pytest.mark.parametrize(
    "arguments",
    [
        ["--verify", "--repair"],
        ["--verify", "--add", "x"],
        ["--repair", "--remove", "x"],
        ["--repair", "--ray", "local"],
    ],
)
def test_what_cannot_go_together_is_refused(arguments: list[str]) -> None:
    told = run(*arguments)
    assert isinstance(told.exception, InvalidRequest)
    assert "单独使用" in told.exception.message


def test_without_an_index_it_is_said_which_command_makes_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLANQA_INDEX", str(tmp_path / "none"))
    told = run("--verify")
    assert isinstance(told.exception, PlanqaError)
    assert "planqa index" in told.exception.message
