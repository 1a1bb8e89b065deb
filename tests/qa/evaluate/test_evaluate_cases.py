import json
from pathlib import Path

import pytest

from qa.errors import InvalidRequest
from qa.evaluate import cases
from qa.evaluate.cases import Case
from qa.evaluate.values import REFUSALS
from qa.service import Service

ROW = {"id": "a", "kind": "content", "question": "问？", "verdict": "answered", "clauses": ["p/1"], "units": []}
LINE = json.dumps(ROW, ensure_ascii=False)


def line(**changed: object) -> str:
    return json.dumps(ROW | changed, ensure_ascii=False)


def write(folder: Path, *lines: str) -> Path:
    path = folder / "cases.jsonl"
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def test_cases_are_read_one_a_line(tmp_path: Path) -> None:
    read = cases.read(write(tmp_path, LINE, "", line(id="b", region="440303", author="x"), ""))
    assert read[0] == Case("a", "content", "问？", "answered", ("p/1",), (), None)
    assert (read[1].id, read[1].region) == ("b", "440303")


@pytest.mark.parametrize(
    ("broken", "reason"),
    [
        ("{", "不是 JSON 对象"),
        ("[]", "不是 JSON 对象"),
        ("1", "不是 JSON 对象"),
        ('{"id": "b"}', "缺少 kind"),
        (line(id="b", clauses=None), "clauses 的值不对"),
        (line(id="b", verdict="perhaps"), "verdict 的值不对"),
        (line(id="b", units=[1]), "units 的值不对"),
    ],
)
def test_a_line_that_is_no_case_is_named(tmp_path: Path, broken: str, reason: str) -> None:
    with pytest.raises(InvalidRequest, match=f"第3行不是一个问题：{reason}。") as refusal:
        cases.read(write(tmp_path, LINE, "", broken))
    assert refusal.value.field == "file"


def test_an_id_stands_for_one_question(tmp_path: Path) -> None:
    with pytest.raises(InvalidRequest, match="第2行的编号“a”"):
        cases.read(write(tmp_path, LINE, line(question="又问？")))


def test_a_file_without_questions_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InvalidRequest, match="没有问题"):
        cases.read(write(tmp_path, "", ""))


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    (tmp_path / "latin").write_bytes(b"\xff")
    for name in ("none", "latin"):
        with pytest.raises(InvalidRequest, match=name):
            cases.read(tmp_path / name)


@pytest.mark.parametrize("name", ["questions.jsonl", "questions-check.jsonl"])
def test_the_packaged_questions_are_cases_of_the_packaged_plans(service: Service, name: str) -> None:
    read = cases.read(Path(__file__).parents[3] / "corpus" / name)
    ids = {clause.id for plan in service.plans() for clause in service.plan(plan.id).clauses}
    assert {clause for case in read for clause in case.clauses} <= ids
    assert {case.verdict for case in read} <= {"answered", *REFUSALS}
    assert {case.region for case in read if case.region} <= {r.region.code for r in service.regions()}
