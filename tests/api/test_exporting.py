"""Files at their doors: `planqa lesson`, `planqa export`, POST /api/v1/lesson and /api/v1/export."""

import io
import re
import zipfile
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import docx
import httpx
import pytest
from typer.testing import CliRunner, Result

from api import cli, export_requests, exporting
from qa.errors import InvalidRequest
from qa.export.forms import FORMS, KIT, MEDIA_TYPES
from qa.service import Service
from qa.settings import Settings


@pytest.fixture(autouse=True)
def _opened(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exporting, "opened", lambda: (Settings(public_url="https://plans.example"), service))


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(cli.app, [str(argument) for argument in arguments])


def test_a_lesson_is_a_folder_of_whole_files_beside_others(tmp_path: Path) -> None:
    kit = tmp_path / "new" / "kit"
    kit.mkdir(parents=True)
    (kit / "备注.txt").write_text("我的")
    (kit / "quiz.md").write_text("旧的")
    told = run("lesson", "行政复议", "--regions", "巴东", "--region", "罗湖", "-o", kit)
    assert told.exit_code == 0, told.output
    assert told.stdout.split() == [str(kit / name) for name in KIT]
    assert {path.name for path in kit.iterdir()} == {*KIT, "备注.txt"}
    assert (kit / "备注.txt").read_text() == "我的"
    assert "下面这句话出自哪份规划" in (kit / "quiz.md").read_text(encoding="utf-8")
    assert "#### 罗湖区" in (kit / "handout.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("form", FORMS)
def test_an_answer_and_a_comparison_in_every_form(tmp_path: Path, form: str) -> None:
    answer, comparison = tmp_path / f"答案.{form.upper()}", tmp_path / f"c.{form}"
    assert run("export", "--ask", "巴东县的行政复议由谁牵头？", "-o", answer).exit_code == 0
    assert run("export", "--compare", "行政复议由谁牵头？", "--region", "巴东", "-o", comparison).exit_code == 0
    assert answer.stat().st_size
    assert comparison.stat().st_size


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["export", "-o", "x.md"], "之一"),
        (["export", "--ask", "问", "--compare", "问", "-o", "x.md"], "之一"),
        (["export", "--ask", "行政复议由谁牵头？", "-o", "x.doc"], "docx"),
        (["export", "--ask", "行政复议由谁牵头？", "-o", "x"], "docx"),
        (["lesson", "行政复议", "--region", "火星市", "-o", "x"], "火星市"),
        (["lesson", "？", "-o", "x"], "专题"),
    ],
)
def test_what_is_asked_amiss_gets_a_sentence_and_no_file(
    arguments: list[str], says: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    error = run(*arguments).exception
    assert isinstance(error, InvalidRequest)
    assert says in error.message
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_a_file_gets_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "kit").write_text("")
    error = run("lesson", "行政复议", "--region", "罗湖", "-o", tmp_path / "kit").exception
    assert isinstance(error, InvalidRequest)
    assert re.search("写不进.*kit", error.message)


def test_where_one_file_cannot_be_written_none_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(path: Path) -> None:
        if path.name == "b.md":
            raise OSError(28, "No space left on device")

    monkeypatch.setattr(exporting, "sync", full)
    with pytest.raises(InvalidRequest, match="磁盘空间不足"):
        exporting.save(tmp_path, {"a.md": b"1", "b.md": b"2"})
    assert list(tmp_path.iterdir()) == []


def post(server: httpx.Client, door: str, status: int = 200, **body: Any) -> httpx.Response:
    response = server.post(f"/api/v1/{door}", json=body)
    assert response.status_code == status, response.text
    return response


def name_of(response: httpx.Response) -> str:
    return unquote(response.headers["content-disposition"].partition("filename*=UTF-8''")[2])


def test_a_lesson_over_http_is_a_zip_the_same_each_time(server: httpx.Client) -> None:
    body = {"topics": "行政复议", "region": ["巴东", "罗湖"]}
    response = post(server, "lesson", **body)
    assert response.headers["content-type"] == "application/zip"
    assert name_of(response) == "行政复议：各地规划对照.zip"
    with zipfile.ZipFile(io.BytesIO(response.content)) as archive:
        assert archive.testzip() is None
        assert archive.namelist() == list(KIT)
        opened = docx.Document(io.BytesIO(archive.read("handout.docx")))
    assert opened.paragraphs[0].text == "行政复议：各地规划对照"
    assert post(server, "lesson", **body).content == response.content
    some = post(server, "lesson", **body, forms=["md"]).content
    assert zipfile.ZipFile(io.BytesIO(some)).namelist() == ["handout.md", "quiz.md"]


@pytest.mark.parametrize("form", FORMS)
def test_one_file_over_http(server: httpx.Client, form: str) -> None:
    answer = post(server, "export", ask="巴东县/行政复议由谁牵头？", form=form)
    assert answer.headers["content-type"] == MEDIA_TYPES[form]
    assert name_of(answer) == f"巴东县行政复议由谁牵头.{form}"
    assert post(server, "export", compare=["行政复议由谁牵头？"], region="罗湖", form=form).content


@pytest.mark.parametrize(
    ("door", "body"),
    [
        ("lesson", {"topics": []}),
        ("lesson", {"topics": "行政复议", "region": "火星市"}),
        ("lesson", {"topics": "行政复议", "forms": ["exe"]}),
        ("lesson", {"topics": "一" * 101}),
        ("export", {"form": "md"}),
        ("export", {"ask": "行政复议由谁牵头？", "compare": "行政复议由谁牵头？"}),
    ],
)
def test_refusals_are_problems(server: httpx.Client, door: str, body: dict[str, Any]) -> None:
    response = post(server, door, 422, **body)
    assert response.headers["content-type"] == "application/problem+json"
    assert response.json()["detail"]


@pytest.mark.parametrize(
    ("door", "requests"), [("lesson", export_requests.LESSONS), ("export", export_requests.EXPORTS)]
)
def test_examples_are_answered(server: httpx.Client, door: str, requests: dict[str, Any]) -> None:
    for example in requests.values():
        assert post(server, door, **example["value"]).content
