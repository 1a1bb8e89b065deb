from dataclasses import replace

import pytest

from qa.evaluate.compare import Change, compare
from qa.evaluate.outcome import Cited, Outcome, Run


@pytest.fixture
def run(hit: Outcome, unit: Outcome, several: Outcome, absent: Outcome) -> Run:
    return Run(10, (hit, unit, several, absent))


def changes(before: Outcome, after: Outcome) -> set[tuple[str, str, str, str]]:
    found = compare(Run(10, (before,)), Run(10, (after,)))
    return {(c.respect, c.before, c.after, c.direction) for q in found.questions for c in q.changes}


def test_a_run_compared_with_itself_has_no_changes(run: Run) -> None:
    found = compare(run, run)
    assert found.questions == ()
    assert {(d.after.value - d.before.value, d.p) for d in found.figures} == {(0, 1)}
    assert {d.after.name for d in found.figures} >= {"right clause first", "unit recall", "citation accuracy"}
    assert all(s.before == s.after for s in found.shifts)


def test_only_the_questions_that_changed_are_listed(run: Run, unit: Outcome) -> None:
    worse = replace(run, outcomes=(run.outcomes[0], replace(unit, units=("甲局",)), *run.outcomes[2:]))
    (changed,) = compare(run, worse).questions
    assert (changed.id, changed.question) == ("u", unit.case.question)
    assert changed.changes == (Change("units", "甲局、乙局", "甲局", "worse"),)


def test_better_one_way_is_worse_the_other(hit: Outcome) -> None:
    late = replace(hit, ranking=("x/1", "y/1", "p/1"), verdict="plan_silent", regions=("110115",))
    assert changes(late, hit) == {
        ("verdict", "plan_silent", "answered", "better"),
        ("rank", "3", "1", "better"),
        ("right region", "0", "1", "better"),
    }
    assert {direction for *_, direction in changes(hit, late)} == {"worse"}


def test_a_clause_no_longer_found_has_no_rank(hit: Outcome) -> None:
    assert changes(hit, replace(hit, ranking=("x/1",))) == {("rank", "1", "", "worse")}


def test_another_wrong_thing_is_neither_better_nor_worse(hit: Outcome, absent: Outcome) -> None:
    refused = replace(absent, verdict="plan_silent")
    assert changes(refused, replace(absent, verdict="answered")) == {("verdict", "plan_silent", "answered", "neither")}
    assert changes(hit, replace(hit, units=("甲局",))) == {("units", "", "甲局", "neither")}


def test_a_citation_more_is_worth_what_it_supports(several: Outcome) -> None:
    right, wrong = Cited("q/2", None, True, ()), Cited("x/1", None, True, ())
    more, off = (replace(several, citations=(*several.citations, c)) for c in (right, wrong))
    assert changes(several, more) == {("citations", "p/1", "p/1、q/2", "better")}
    assert changes(several, off) == {("citations", "p/1", "p/1、x/1", "worse")}


def test_the_order_behind_the_first_counts_for_questions_to_several_plans(several: Outcome, hit: Outcome) -> None:
    ((respect, before, after, direction),) = changes(several, replace(several, ranking=("p/1", "x/1", "q/1")))
    assert (respect, before, after, direction) == ("nDCG@10", "1.000", "0.920", "worse")
    assert changes(hit, replace(hit, ranking=("p/1", "x/1"))) == set()


def test_differences_are_paired_where_the_same_is_counted(hit: Outcome) -> None:
    ids = "abcdef"
    right = Run(10, tuple(replace(hit, case=replace(hit.case, id=i)) for i in ids))
    wrong = replace(right, outcomes=tuple(replace(o, ranking=(), verdict="plan_silent") for o in right.outcomes))
    found = {d.after.name: d for d in compare(wrong, right).figures}
    assert found["right clause first"].before.value == 0
    assert found["right clause first"].after.value == 1
    assert found["right clause first"].p == pytest.approx(2 / 2**6)
    assert found["citation accuracy"].p == 1
    quiet = replace(right, outcomes=(replace(right.outcomes[0], citations=()), *right.outcomes[1:]))
    unpaired = {d.after.name: d.p for d in compare(right, quiet).figures}
    assert unpaired["citation accuracy"] is None
    assert unpaired["right clause first"] == 1


def test_shifts_name_what_is_no_mean(hit: Outcome) -> None:
    slower = replace(hit, seconds=0.3, confidence=0.4)
    found = {s.name: (s.before, s.after) for s in compare(Run(10, (hit,)), Run(10, (slower,))).shifts}
    assert found["median seconds"] == (0.1, 0.3)
    assert found["Brier score"] == (pytest.approx(0.01), pytest.approx(0.36))
