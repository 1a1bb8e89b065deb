"""`planqa log` over a state folder, and `planqa eval` over what it exports."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from api import cli
from api.feedback.cases import cases, is_settled
from api.feedback.entries import Entry, entry
from api.feedback.journal import NAME, Journal
from qa.errors import PlanqaError
from qa.evaluate import cases as question_sets
from qa.service import Service
from qa.settings import Settings

_NOW = datetime.now(UTC).replace(microsecond=0)
_numbers = count()
QUESTIONS = [
    "巴东县行政复议工作由哪些单位牵头？",
    "大兴区执法人员每年要培训多少学时？",
    "罗湖区规范性文件多久清理一次？",
    "火星市的信访由谁负责？",
]


def made(question: str = "问", vote: str | None = "up", **more: Any) -> Entry:
    values: dict[str, Any] = {
        "id": f"answer-{next(_numbers)}", "at": _NOW, "door": "ask", "question": question, "understood": question,
        "filters": {}, "verdict": "answered", "confidence": 0.9, "clauses": ("a-2016/1",), "milliseconds": 20,
        "vote": vote,
    }  # fmt: skip
    return Entry(**(values | more))


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, service: Service) -> Callable[..., tuple[int, str, str]]:
    """Runs planqa over the state folder of this test: code, stdout, stderr or the message `main` would print."""
    monkeypatch.setenv("PLANQA_STATE", str(tmp_path))
    monkeypatch.setattr(cli, "_open", lambda: (Settings(), service))

    def invoke(*arguments: object) -> tuple[int, str, str]:
        result = CliRunner().invoke(cli.app, [*map(str, arguments)])
        if isinstance(result.exception, PlanqaError):
            return 1, "", result.exception.message
        return result.exit_code, result.stdout, result.stderr

    return invoke


def write(folder: Path, *entries: Entry) -> None:
    journal = Journal.create(folder)
    journal.add(entries)
    journal.close()


def test_without_a_journal_it_says_how_to_have_one(run, tmp_path: Path) -> None:
    for arguments in ((), ("--json",), ("--clear",)):
        code, out, said = run("log", *arguments)
        assert (code, out, "PLANQA_AUDIT_DAYS" in said) == (0, "", True)
    assert list(tmp_path.iterdir()) == []


def test_a_reader_gets_a_line_an_answer(run, tmp_path: Path) -> None:
    write(tmp_path, made("甲？", None), made("那乙\n呢？", "down", understood="乙由谁牵头？", comment="不\t对"))
    code, out, _ = run("log")
    newest, oldest = (line.split("\t") for line in out.splitlines())
    assert code == 0
    assert newest[1:] == [
        "ask", "answered", "0.90", "20ms", "无用", "那乙 呢？（理解为：乙由谁牵头？）", "a-2016/1", "不 对",
    ]  # fmt: skip
    assert oldest[5:] == ["—", "甲？", "a-2016/1"]
    assert datetime.strptime(oldest[0], "%Y-%m-%d %H:%M:%S").astimezone() == _NOW


def test_filters_hold_together(run, tmp_path: Path) -> None:
    write(
        tmp_path,
        made("旧", at=_NOW - timedelta(days=3)),
        made("差", "down"),
        made("默", None, verdict="plan_silent"),
        made("聊", door="chat"),
    )

    def asked(*arguments: object) -> list[str]:
        return [json.loads(line)["question"] for line in run("log", "--json", *arguments)[1].splitlines()]

    assert asked() == ["聊", "默", "差", "旧"]
    assert asked("--days", 2, "--vote", "up") == ["聊"]
    assert asked("--vote", "none") == asked("--verdict", "plan_silent") == ["默"]
    assert asked("--door", "ask", "--vote", "down") == ["差"]
    assert asked("--door", "mcp") == []
    assert "没有这样的记录" in run("log", "--door", "mcp")[2]


def test_clear_leaves_nothing(run, tmp_path: Path) -> None:
    write(tmp_path, made("要删的问题"), made("要删的问题"))
    assert run("log", "--clear") == (0, "", "已删除2条记录。\n")
    assert run("log")[1] == ""
    assert all("要删的问题".encode() not in file.read_bytes() for file in tmp_path.glob(f"{NAME}*"))
    for other in (("--days", 1), ("--export", tmp_path / "x.jsonl")):
        assert "不能与其他选项同用" in run("log", "--clear", *other)[2]


def test_a_damaged_file_is_told(run, tmp_path: Path) -> None:
    (tmp_path / NAME).write_bytes(b"something else" * 100)
    code, _, said = run("log")
    assert (code, "feedback.sqlite 暂时无法读写" in said) == (1, True)


def test_answers_found_right_score_everything_when_they_are_asked_again(run, tmp_path: Path, service: Service) -> None:
    answers = [entry("ask", service.ask(question), None, 0.0) for question in (*QUESTIONS, *QUESTIONS[:2])]
    write(tmp_path, *answers)
    with Journal.opened(tmp_path) as journal:
        assert all(journal.vote(answer.id, "up", None) for answer in answers)
    path = tmp_path / "cases.jsonl"
    assert run("log", "--export", path) == (0, "", "已写出4题。\n")
    assert [case.question for case in question_sets.read(path)] == QUESTIONS
    code, out, _ = run("eval", "--questions", path, "--json")
    figures = {name: figure["value"] for name, figure in json.loads(out)["figures"].items() if figure["count"]}
    assert code == 0
    assert figures.pop("answerable refused") == 0
    assert figures.keys() > {"right clause first", "citation accuracy", "recall of answered"}
    assert set(figures.values()) == {1.0}


def test_an_answer_found_wrong_is_no_case_until_a_person_has_settled_it(run, tmp_path: Path) -> None:
    write(tmp_path, made("好？"), made("差？", "down", comment="应引第二条"))
    path = tmp_path / "cases.jsonl"
    said = run("log", "--export", path)[2]
    assert "已写出2题" in said
    assert "第2行须由人填写" in said
    assert run("eval", "--questions", path)[2] == "cases.jsonl 第2行不是一个问题：缺少 verdict。"
    good, bad = map(json.loads, path.read_text(encoding="utf-8").splitlines())
    assert "有人评为无用" in bad["todo"]
    assert bad["answers"] == [{"verdict": "answered", "clauses": ["a-2016/1"], "vote": "down", "comment": "应引第二条"}]
    assert "已经存在" in run("log", "--export", path)[2]
    only_good = tmp_path / "good.jsonl"
    run("log", "--vote", "up", "--export", only_good)
    assert [case.id for case in question_sets.read(only_good)] == [good["id"]]
    path.write_text(json.dumps(bad | {"verdict": "answered", "clauses": ["a-2016/2"]}), encoding="utf-8")
    assert [case.clauses for case in question_sets.read(path)] == [("a-2016/2",)]
    assert "无法写入" in run("log", "--export", tmp_path / "none" / "x.jsonl")[2]


def test_one_question_is_one_case() -> None:
    same = [made("甲 由谁牵头？"), made("甲由谁牵头?"), made("那甲呢？", understood="甲由谁牵头？")]
    (case,) = cases(same)
    assert case["id"] == f"feedback-{same[0].id}"
    assert is_settled(case)
    (torn,) = cases([*same, made("甲由谁牵头？", "down")])
    assert not is_settled(torn)
    (changed,) = cases([*same, made("甲由谁牵头？", clauses=("b-2020/2",))])
    assert "不同的答案" in changed["todo"]
    (confined,) = cases([made("甲？", filters={"regions": ["422823"]})])
    assert (confined["filters"], "写进 question" in confined["todo"]) == ({"regions": ["422823"]}, True)
    assert len(cases([made("甲？"), made("甲？", filters={"unit": "局"})])) == 2


_entries = st.builds(
    made,
    question=st.sampled_from(["甲？", "乙？"]),
    vote=st.sampled_from(["up", "down", None]),
    clauses=st.sampled_from([("a-2016/1",), ("a-2016/2",)]),
    filters=st.sampled_from([{}, {"unit": "局"}]),
)


@given(st.lists(_entries, max_size=8))
def test_a_settled_case_is_one_that_nobody_found_wrong(entries: list[Entry]) -> None:
    found = cases(entries)
    assert len({case["id"] for case in found}) == len(found)
    asked = {(e.question, str(e.filters)) for e in entries if e.vote}
    assert len(found) == len(asked)
    for case in filter(is_settled, found):
        own = [e for e in entries if e.vote and e.question == case["question"] and not e.filters]
        assert {e.vote for e in own} == {"up"}
        assert {e.clauses for e in own} == {tuple(case["clauses"])}
    for case in found:
        assert is_settled(case) != ("todo" in case)
