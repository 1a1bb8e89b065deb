import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.errors import InvalidRequest
from qa.evaluate import cases
from qa.evaluate.cases import Case
from qa.evaluate.metrics import REFUSALS, Figure, Outcome, figures
from qa.evaluate.run import run
from qa.service import Service

RIGHT = "440303-2011/3.1.3"
CASE = Case("a", "content", "罗湖区规范性文件多久清理一次？", "answered", (RIGHT,), ())
HIT = Outcome(CASE, "answered", (RIGHT, "x"), (), True, 0.1)
SECOND, LATE = replace(HIT, ranking=("x", RIGHT)), replace(HIT, ranking=(*"uvwxy", RIGHT))
UNIT = replace(HIT, case=replace(CASE, kind="unit", clauses=(), units=("甲局", "乙局")))
ABSENT = Outcome(replace(CASE, verdict="no_plan_for_region", clauses=()), "no_plan_for_region", (), (), True, 0.1)


def values(*outcomes: Outcome) -> dict[str, tuple[float, int]]:
    return {f.name: (f.value, f.count) for f in figures(outcomes)}


def test_ranks_count_from_one() -> None:
    assert [o.rank for o in (HIT, SECOND, LATE, ABSENT)] == [1, 2, 6, None]


def test_the_right_clause_first_and_in_the_first_five() -> None:
    found = values(HIT, SECOND, LATE, replace(HIT, ranking=()), ABSENT)
    assert found["right clause first"] == (0.25, 4)
    assert found["right clause in first five"] == (0.5, 4)


def test_units_are_right_if_all_are_there_and_no_more() -> None:
    given_units = (("乙局", "甲局"), ("甲局",), ("甲局", "乙局", "丙局"), ())
    found = values(*(replace(UNIT, units=units) for units in given_units))
    assert found["units exactly right"] == (0.25, 4)


def test_a_refusal_counts_only_with_its_own_verdict() -> None:
    found = values(ABSENT, replace(ABSENT, verdict="low_confidence"), HIT, replace(HIT, verdict="plan_silent"))
    assert found["unanswerable refused with right verdict"] == (0.5, 2)
    assert found["answerable refused"] == (0.5, 2)


def test_quotes_are_counted_over_all() -> None:
    assert values(HIT, replace(ABSENT, verbatim=False))["quotes verbatim"] == (0.5, 2)


def test_a_figure_without_questions_is_left_out() -> None:
    assert figures([]) == []
    assert set(values(ABSENT)) == {"unanswerable refused with right verdict", "quotes verbatim"}


@given(st.lists(st.sampled_from([HIT, SECOND, LATE, UNIT, ABSENT, replace(HIT, verdict="low_confidence")])))
def test_figures_are_shares_and_do_not_depend_on_the_order(outcomes: list[Outcome]) -> None:
    found = figures(outcomes)
    assert found == figures(outcomes[::-1])
    assert all(0 <= f.value <= 1 and 0 < f.count <= len(outcomes) for f in found)
    assert {o.verdict for o in outcomes} - {"answered"} <= REFUSALS


def test_a_run_has_one_outcome_a_case_in_order(service: Service) -> None:
    absent = Case("b", "region", "火星市的信访由谁负责？", "no_plan_for_region", (), ())
    audit = Case(
        "c", "unit", "巴东县自然资源资产离任审计谁牵头？", "answered", ("422823-2016/2.1.8.p3",), ("县审计局",)
    )
    heard: list[int] = []
    outcomes = run(service, [CASE, absent, audit], heard.append)
    assert [o.case.id for o in outcomes] == ["a", "b", "c"]
    assert heard == [1, 1, 1]
    assert [o.rank for o in outcomes] == [1, None, 1]
    assert outcomes[2].units == ("县审计局",)
    assert all(o.verbatim and o.seconds > 0 for o in outcomes)
    assert all(figure.value == (figure.name != "answerable refused") for figure in figures(outcomes))
    assert Figure("units exactly right", 1.0, 1) in figures(outcomes)


def write(folder: Path, *lines: str) -> Path:
    path = folder / "cases.jsonl"
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


LINE = json.dumps(
    {"id": "a", "kind": "content", "question": "问？", "verdict": "answered", "clauses": ["p/1"], "units": []}
)


def test_cases_are_read_one_a_line(tmp_path: Path) -> None:
    read = cases.read(write(tmp_path, LINE, "", LINE.replace('"a"', '"b"'), ""))
    assert [c.id for c in read] == ["a", "b"]
    assert read[0] == Case("a", "content", "问？", "answered", ("p/1",), ())


@pytest.mark.parametrize("line", ["{", "[]", "1", '{"id": "a"}', LINE.replace("[]", "null")])
def test_a_line_that_is_no_case_is_named(tmp_path: Path, line: str) -> None:
    with pytest.raises(InvalidRequest, match="第3行") as refusal:
        cases.read(write(tmp_path, LINE, "", line))
    assert refusal.value.field == "file"


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    (tmp_path / "latin").write_bytes(b"\xff")
    for name in ("none", "latin"):
        with pytest.raises(InvalidRequest, match=name):
            cases.read(tmp_path / name)


def test_the_packaged_questions_are_cases_of_the_packaged_plans(service: Service) -> None:
    read = cases.read(Path(__file__).parents[2] / "corpus" / "questions.jsonl")
    ids = {clause.id for plan in service.plans() for clause in service.plan(plan.id).clauses}
    assert len({case.id for case in read}) == len(read)
    assert {clause for case in read for clause in case.clauses} <= ids
    assert {case.verdict for case in read} <= {"answered", *REFUSALS}
