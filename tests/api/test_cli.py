"""The planqa command, in this process over the real index, and as a reader's shell runs it."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from api import cli, console
from index_build import catalogue
from qa.errors import PlanqaError
from qa.records import Plan, PlanText, Reading, Reference
from qa.service import Service
from qa.settings import Settings

QUESTION = "行政复议工作由哪些单位牵头？"
PLAN_FILES = sorted((catalogue.packaged() / "plans").glob("*.txt"))


@pytest.fixture
def run(service: Service, monkeypatch: pytest.MonkeyPatch):
    """Runs the command over the session's service; an error comes out as `main` would print it."""
    monkeypatch.setattr(cli, "_open", lambda: (Settings(public_url="https://plans.example"), service))

    def invoke(*arguments: str):
        result = CliRunner().invoke(cli.app, list(arguments))
        if isinstance(result.exception, PlanqaError):
            return 1, result.exception.message
        return result.exit_code, result.output

    return invoke


def test_ask_shows_region_units_clause_and_link(run):
    code, out = run("ask", QUESTION)
    assert code == 0
    for expected in ("巴东县", "县政府法制办、县编办", "巴东县法治政府建设实施方案（2016—2020年）", "加强行政复议工作"):
        assert expected in out
    assert "https://plans.example/c/422823-2016/2.6.32" in out


def test_ask_json_has_the_shape_others_rely_on(run):
    code, out = run("ask", "--json", QUESTION)
    shape = json.loads(out)
    assert code == 0
    assert {"question", "verdict", "answer", "units", "citations", "scope", "known_regions"} <= shape.keys()
    assert shape["units"][0] == {
        "region": "巴东县", "role": "lead", "name": "县政府法制办", "clause_id": "422823-2016/2.6.32",
    }  # fmt: skip
    citation = shape["citations"][0]
    start, end = citation["span"]
    assert citation["clause"]["text"][start:end] == citation["quote"]


def test_a_file_of_questions_gives_one_line_each_and_errors_in_place(run, tmp_path):
    file = tmp_path / "questions.txt"
    file.write_text(f"{QUESTION}\n\n福田区信访归谁管？\n{'长' * 600}\n巴东县人民调解\n", encoding="utf-8")
    code, out = run("ask", "--json", "--file", str(file))
    rows = [json.loads(line) for line in out.splitlines()]
    assert code == 1
    assert [row.get("verdict") for row in rows] == ["answered", "no_plan_for_region", None, "answered"]
    assert "过长" in rows[2]["error"]


def test_search_file_and_json(run, tmp_path):
    file = tmp_path / "queries.txt"
    file.write_text("行政复议\n政务公开\n", encoding="utf-8")
    code, out = run("search", "--json", "-k", "3", "--file", str(file))
    rows = [json.loads(line) for line in out.splitlines()]
    assert code == 0
    assert [len(row["hits"]) for row in rows] == [3, 3]
    scores = [hit["score"] for hit in rows[0]["hits"]]
    assert scores == sorted(scores, reverse=True)


def test_region_and_plan_confine(run):
    _, out = run("search", "--json", "--region", "罗湖", "行政复议")
    assert {hit["clause"]["plan"]["id"] for hit in json.loads(out)["hits"]} == {"440303-2011"}
    _, out = run("search", "--json", "--plan", "440100-2015", "行政复议")
    assert {hit["clause"]["plan"]["id"] for hit in json.loads(out)["hits"]} == {"440100-2015"}


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["ask"], "请写出问题"),
        (["ask", "  "], "问题为空"),
        (["ask", "a\x00b"], "控制字符"),
        (["search", "-k", "0", "复议"], "1到100"),
        (["ask", "--region", "火星市", "复议"], "没有名为“火星市”"),
        (["ask", "--plan", "nothing", "复议"], "没有编号为“nothing”"),
        (["ask", "--json", "--file", "/nonexistent/questions.txt"], "读不到问题文件"),
        (["inspect", "/nonexistent/plan.txt"], "读不到文件"),
    ],
)
def test_what_cannot_be_used_gets_a_sentence_that_says_what_to_do(run, arguments, expected):
    code, out = run(*arguments)
    assert code == 1
    assert expected in out
    assert "Traceback" not in out


def test_plans_lists_all_and_marks_what_is_inferred(run):
    code, out = run("plans")
    assert code == 0
    assert len(out.splitlines()) == len(PLAN_FILES)
    assert "推断" in next(line for line in out.splitlines() if line.startswith("440303-2011"))


def test_inspect_of_a_packaged_plan(run):
    code, out = run("inspect", "--json", str(next(p for p in PLAN_FILES if p.stem == "badong")))
    shape = json.loads(out)
    assert code == 0
    assert shape["plan"]["id"] == "422823-2016"
    assert {"plan", "clauses", "repairs", "dropped", "checks"} <= shape.keys()
    assert sum(any(u["role"] == "lead" for u in c["units"]) for c in shape["clauses"]) == 65


def test_inspect_of_an_unknown_file_reads_what_the_text_says(run, tmp_path):
    file = tmp_path / "plan.txt"
    file.write_text("某某县法治工作要点\n\n一、总体要求\n坚持依法行政。\n", encoding="utf-8")
    code, out = run("inspect", "--json", str(file))
    shape = json.loads(out)
    assert code == 0
    assert shape["plan"]["title"] == "某某县法治工作要点"
    assert shape["plan"]["region"] is None
    assert [c["id"] for c in shape["clauses"]] == ["plan/1"]


@pytest.mark.parametrize("data", [b"", b"  \n", b"\xff\xfe\x00bad\xff"])
def test_inspect_of_what_is_no_text(run, tmp_path, data):
    file = tmp_path / "odd.txt"
    file.write_bytes(data)
    code, out = run("inspect", str(file))
    assert code == 1
    assert "odd.txt" in out


def test_inspect_writes_a_report_to_read(run, tmp_path):
    report = tmp_path / "report.html"
    code, _ = run("inspect", str(next(p for p in PLAN_FILES if p.stem == "badong")), "--html", str(report))
    assert code == 0
    page = report.read_text(encoding="utf-8")
    assert "<h1>巴东县法治政府建设实施方案（2016—2020年）</h1>" in page
    assert page.count("<article ") == 106


def test_inspect_shows_what_a_clause_names_and_what_was_damaged(run):
    code, out = run("inspect", str(next(p for p in PLAN_FILES if p.stem == "luohu")))
    assert code == 0
    assert "处乱码，已修复〕" in out
    assert "1处存疑未改〕" in out


def test_readings_are_shown_with_their_place_and_confidence(capsys):
    plan = Plan(
        "x",
        "某规划",
        None,
        None,
        None,
        None,
        None,
        None,
        "规划",
        "x.txt",
        implements=(Reference("纲要", "国发〔2015〕1号"),),
    )
    readings = (Reading("title", "某规划", "某规划", 3, 1.0), Reading("issuer", "某县", "某县政府", 0, 0.75))
    console.inspection(PlanText(plan, "", "", (), (), (), (), readings))
    lines = capsys.readouterr().out.splitlines()
    assert "贯彻落实 《纲要》（国发〔2015〕1号）" in lines
    assert "标题 某规划（把握100%，第3行：某规划）" in lines
    assert "发文机关 某县（把握75%，文件自带的信息：某县政府）" in lines


def test_a_citation_says_what_was_damaged(run):
    _, sound = run("search", "--plan", "422823-2016", "行政复议")
    _, damaged = run("search", "--plan", "440303-2011", "行政执法")
    assert "原文此条" not in sound
    assert re.search("    （原文此条有[0-9]+处乱码，已修复.*，见链接）\n    https://", damaged)


def test_a_fresh_machine_builds_and_answers(tmp_path: Path):
    """No index: the command makes one, shows a bar on stderr, and answers on stdout."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith("PLANQA_")}
    environment["PLANQA_INDEX"] = str(tmp_path / "new" / "index")
    command = [sys.executable, "-m", "api.cli", "ask", QUESTION]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("巴东县：牵头单位：县政府法制办、县编办。")
    assert "编码条款" in done.stderr
    assert "Traceback" not in done.stderr
    assert (tmp_path / "new" / "index" / "CURRENT").is_file()


def test_an_error_on_the_command_line_is_one_sentence(tmp_path: Path):
    command = [sys.executable, "-m", "api.cli", "inspect", str(tmp_path / "missing.txt")]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 1
    assert done.stderr.startswith("错误：missing.txt：读不到文件")
    assert done.stdout == ""


def test_chat_understands_a_follow_up_and_says_how(run, tmp_path, monkeypatch):
    monkeypatch.setattr(cli, "typed", lambda: iter(["那罗湖呢？", "a\x00b", "换成巴东县"]))
    code, out = run("ask", "--chat", "巴东县行政复议工作由谁牵头？")
    assert code == 0
    assert "理解为：罗湖行政复议工作由谁牵头？" in out
    assert "控制字符" in out
    assert "理解为：巴东县行政复议工作由谁牵头？" in out

    file = tmp_path / "turns.txt"
    file.write_text("巴东县行政复议工作由谁牵头？\n那大兴呢？\n", encoding="utf-8")
    _, out = run("ask", "--chat", "--file", str(file))
    assert json.loads(out.splitlines()[1])["understood"] == "大兴行政复议工作由谁牵头？"
    _, out = run("ask", "--file", str(file))
    assert json.loads(out.splitlines()[1])["understood"] == "那大兴呢？"
