"""The subcommands that read files: index --add and inspect of folders, zips and reports."""

import json
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from api import cli, reading
from qa.errors import InvalidRequest
from qa.ports import Encoder

TEXT = "江夏区法治建设实施方案（2021—2025年）\n\n一、培训\n\n执法人员每年不少于40学时的培训。（责任单位：区司法局）\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "plans"
    folder.mkdir()
    (folder / "江夏.txt").write_text(TEXT, encoding="utf-8")
    return folder


def run(*arguments: str) -> Result:
    return CliRunner().invoke(cli.app, list(arguments))


@pytest.fixture
def index(index_dir: Path, encoder: Encoder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the packaged plans' index, named by the settings."""
    root = tmp_path / "index"
    shutil.copytree(index_dir, root)
    monkeypatch.setenv("PLANQA_INDEX", str(root))
    monkeypatch.setattr(reading, "load_encoder", lambda settings, say: encoder)
    return root


def test_an_added_plan_is_counted_named_and_answers(index: Path, folder: Path) -> None:
    (folder / "坏.pdf").write_bytes(b"%PDF-1.4")
    told = run("index", "--add", "--json", str(folder))
    shape = json.loads(told.stdout)
    assert told.exit_code == 1
    assert [(file["name"], file["plan"]) for file in shape["files"]] == [("坏.pdf", None), ("江夏.txt", "420115-2021")]
    assert shape["plans"] == 6
    again = run("index", "--add", str(folder / "江夏.txt"))
    assert again.exit_code == 0
    assert "江夏.txt：已收录为 420115-2021（内容与已收录的相同，未重复收录）" in again.stdout


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["index", "--add"], "请写出要加入的文件"),
        (["index", "plan.docx"], "planqa index --add"),
        (["index", "--add", "--corpus", "x", "plan.docx"], "不能同用"),
    ],
)
def test_what_is_asked_amiss_gets_a_sentence(arguments: list[str], says: str) -> None:
    error = run(*arguments).exception
    assert isinstance(error, InvalidRequest)
    assert says in error.message


def test_a_folder_is_inspected_file_by_file(folder: Path) -> None:
    (folder / "空.txt").write_bytes(b"")
    told = run("inspect", "--json", str(folder))
    assert told.exit_code == 1
    plan, error = map(json.loads, told.stdout.splitlines())
    assert plan["plan"]["id"] == "420115-2021"
    assert plan["clauses"][0]["targets"][0]["unit"] == "学时"
    assert (error["file"], "空文件" in error["error"]) == ("空.txt", True)


def test_a_report_is_written_for_one_file(folder: Path, tmp_path: Path) -> None:
    report = tmp_path / "report.html"
    assert run("inspect", str(folder / "江夏.txt"), "--html", str(report)).exit_code == 0
    assert "不少于40学时" in report.read_text(encoding="utf-8")
    assert isinstance(run("inspect", str(folder), "--html", str(report)).exception, InvalidRequest)
    assert "无法写入" in str(run("inspect", str(folder / "江夏.txt"), "--html", str(tmp_path)).exception)
