"""`planqa eval` in this process over the real index."""

import json
import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from api import cli
from index_build import catalogue
from qa.errors import PlanqaError
from qa.service import Service
from qa.settings import Settings

REVIEW = {
    "id": "a", "kind": "unit", "question": "行政复议工作由哪些单位牵头？", "verdict": "answered",
    "clauses": ["422823-2016/2.6.32"], "units": ["县政府法制办", "县编办"],
}  # fmt: skip
MARS = {
    "id": "b", "kind": "unanswerable", "question": "火星市的信访由谁负责？", "verdict": "no_plan_for_region",
    "clauses": [], "units": [],
}  # fmt: skip


@pytest.fixture
def run(service: Service, monkeypatch: pytest.MonkeyPatch):
    """Runs the command; what goes to stdout, or the message `main` would print."""
    monkeypatch.setattr(cli, "_open", lambda: (Settings(), service))

    def invoke(*arguments: object):
        result = CliRunner().invoke(cli.app, ["eval", *map(str, arguments)])
        if isinstance(result.exception, PlanqaError):
            return 1, result.exception.message
        return result.exit_code, result.stdout

    return invoke


@pytest.fixture
def refuse(run, monkeypatch: pytest.MonkeyPatch):
    """Runs the command where it must be refused, before any index is opened."""

    def never() -> None:
        pytest.fail("opened the index")

    monkeypatch.setattr(cli, "_open", never)

    def invoke(*arguments: object) -> str:
        code, message = run(*arguments)
        assert code == 1
        return message

    return invoke


def questions(folder: Path, *rows: dict[str, object], name: str = "cases.jsonl") -> Path:
    path = folder / name
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    return path


def test_json_has_every_figure_over_all_and_by_kind(run, tmp_path):
    code, out = run("--questions", questions(tmp_path, REVIEW, MARS), "--json")
    found = json.loads(out)
    assert code == 0
    assert (found["file"], found["questions"]) == ("cases.jsonl", 2)
    exact = found["figures"]["units exactly right"]
    assert (exact["value"], exact["count"]) == (1, 1)
    assert 0 < exact["low"] < exact["high"] == 1
    assert found["figures"]["unit recall"]["count"] == 2
    assert set(found["kinds"]) == {"unit", "unanswerable"}
    assert found["kinds"]["unanswerable"]["recall of no_plan_for_region"]["value"] == 1
    assert found["reliability"]["count"] == 1
    assert 0 < found["seconds"]["median"] <= found["seconds"]["p99"]
    assert "against" not in found


def test_a_reader_gets_every_figure_in_chinese(run, tmp_path):
    code, out = run("--questions", questions(tmp_path, REVIEW, MARS))
    assert code == 0
    assert "cases.jsonl：2题。" in out
    assert re.search(r"^ 100\.0%（34\.2–100\.0%，2）单位查全率（unit recall）$", out, re.MULTILINE)
    assert "\n问单位（unit）\n" in out
    assert "结论 no_plan_for_region 的查准率" in out
    assert re.search(r"把握平均 [01]\.\d\d：1题，首条正确 100\.0%", out)
    assert "每题用时：中位数" in out


def test_a_saved_run_is_compared_with(run, tmp_path):
    path, kept = questions(tmp_path, REVIEW, MARS), tmp_path / "run.json"
    assert run("--questions", path, "--save", kept)[0] == 0
    code, out = run("--questions", path, "--against", kept)
    assert code == 0
    assert "与保存的记录相比，有0题变化。" in out
    assert re.search(r"100\.0% → 100\.0%（\+0\.00，p 1\.000）第一条就是正确条款", out)
    earlier = kept.read_text(encoding="utf-8")
    kept.write_text(
        earlier.replace('"verdict": "answered",\n    "ranking"', '"verdict": "plan_silent",\n    "ranking"')
    )
    code, out = run("--questions", path, "--against", kept)
    assert "有1题变化：\na 行政复议工作由哪些单位牵头？\n    变好  结论：plan_silent → answered\n" in out
    (changed,) = json.loads(run("--questions", path, "--against", kept, "--json")[1])["against"]["questions"]
    assert changed["changes"] == [
        {"respect": "verdict", "before": "plan_silent", "after": "answered", "direction": "better"}
    ]


def test_markdown_has_a_column_a_question_set(run, tmp_path):
    one, two = questions(tmp_path, REVIEW, name="one.jsonl"), questions(tmp_path, REVIEW, MARS, name="two.jsonl")
    code, out = run("--questions", one, "--questions", two, "--markdown")
    assert code == 0
    assert out.startswith("|  | one.jsonl (1) | two.jsonl (2) |\n| --- | --- | --- |\n| right clause first 第一条")
    assert "| recall of no_plan_for_region 结论 no_plan_for_region 的查全率 | – | 100.0% (20.7–100.0%; 1) |" in out
    assert "| unit 问单位 | 100.0% (20.7–100.0%; 1) | 100.0% (20.7–100.0%; 1) |" in out
    assert len({line.count("|") for line in out.splitlines() if line}) == 1


def test_a_hundred_clauses_give_a_deep_recall(run, tmp_path):
    path = questions(tmp_path, REVIEW)
    assert json.loads(run("--questions", path, "-k", 100, "--json")[1])["figures"]["recall@100"]["value"] == 1
    assert "recall@100" not in json.loads(run("--questions", path, "--json")[1])["figures"]


def test_what_cannot_be_done_is_said_before_anything_is_opened(refuse, tmp_path):
    path = questions(tmp_path, REVIEW)
    assert refuse("-k", 5) == "返回条数须在10到100之间。"
    assert refuse("--json", "--markdown") == "--json 与 --markdown 不能同用。"
    assert refuse("--questions", path, "--markdown", "--against", path) == "--markdown 与 --against 不能同用。"
    assert "读不到运行记录" in refuse("--questions", path, "--against", tmp_path / "none.json")
    assert "不是完整的运行记录" in refuse("--questions", path, "--against", path)
    assert "无法写入" in refuse("--questions", path, "--save", tmp_path / "none" / "run.json")
    other = catalogue.packaged() / "questions.jsonl"
    assert "一次只用于一套问题" in refuse("--questions", path, "--questions", other, "--save", tmp_path / "run.json")
    assert "文件名不能相同" in refuse("--questions", path, "--questions", path)
    path.write_text("{}\n", encoding="utf-8")
    assert refuse("--questions", path) == "cases.jsonl 第1行不是一个问题：缺少 id。"


def test_a_run_of_other_questions_is_not_compared_with(run, tmp_path):
    kept = tmp_path / "run.json"
    run("--questions", questions(tmp_path, REVIEW, MARS), "--save", kept)
    code, message = run("--questions", questions(tmp_path, REVIEW), "--against", kept)
    assert (code, "另一套问题（有1题不同）" in message) == (1, True)
