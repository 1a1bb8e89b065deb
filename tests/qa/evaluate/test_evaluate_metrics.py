from dataclasses import replace
from math import log2

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qa.evaluate.metrics import Evaluation, evaluation, figures, seconds
from qa.evaluate.outcome import Cited, Outcome, Run
from qa.evaluate.values import SEPARATOR, of_question, values


def run_of(*outcomes: Outcome, depth: int = 10) -> Run:
    """Each under an id of its own."""
    named = (replace(o, case=replace(o.case, id=f"{o.case.id}{n}")) for n, o in enumerate(outcomes))
    return Run(depth, tuple(named))


def found(*outcomes: Outcome, depth: int = 10) -> dict[str, tuple[float, int]]:
    return {f.name: (f.value, f.count) for f in figures(run_of(*outcomes, depth=depth))}


def test_the_right_clause_first_and_in_the_first_five(hit: Outcome, absent: Outcome) -> None:
    second, late = replace(hit, ranking=("x/1", "p/1")), replace(hit, ranking=(*"uvwxy", "p/1"))
    shares = found(hit, second, late, replace(hit, ranking=()), absent)
    assert shares["right clause first"] == (0.25, 4)
    assert shares["right clause in first five"] == (0.5, 4)
    assert shares["MRR@10"] == (pytest.approx((1 + 1 / 2 + 1 / 6) / 4), 4)
    assert shares["nDCG@10"] == (pytest.approx((1 + 1 / log2(3) + 1 / log2(7)) / 4), 4)
    assert shares["recall@10"] == (0.75, 4)


def test_any_clause_of_a_plan_will_do_but_every_plan_is_wanted(several: Outcome) -> None:
    alternative = replace(several, ranking=("q/2", "p/1"))
    assert found(alternative)["nDCG@10"] == found(several)["nDCG@10"] == (1, 1)
    assert found(replace(several, ranking=("q/1", "q/2")))["recall@10"] == (0.5, 1)
    between = replace(several, ranking=("q/1", "q/2", "p/1"))
    assert found(between)["nDCG@10"] == (pytest.approx((1 + 1 / 2) / (1 + 1 / log2(3))), 1)
    assert found(between)["recall@1"] == (0.5, 1)


def test_a_deep_recall_is_taken_of_deep_runs_only(hit: Outcome) -> None:
    far = replace(hit, ranking=(*(f"x/{n}" for n in range(50)), "p/1"))
    assert "recall@100" not in found(far)
    assert found(far, depth=100)["recall@100"] == (1, 1)
    assert found(far, depth=100)["recall@10"] == (0, 1)


def test_a_region_counts_where_one_is_asked_for_and_has_a_plan(hit: Outcome, several: Outcome, absent: Outcome) -> None:
    elsewhere = replace(hit, regions=("110115",))
    unheard = replace(absent, case=replace(absent.case, region="440304"))
    assert found(hit, elsewhere, several, absent, unheard)["right region"] == (0.5, 2)


def test_units_by_hand(unit: Outcome, hit: Outcome) -> None:
    given_units = (("乙局", "甲局"), ("甲局",), ("甲局", "乙局", "丙局"), ())
    shares = found(*(replace(unit, units=units) for units in given_units), hit)
    assert shares["units exactly right"] == (0.25, 4)
    assert shares["unit precision"] == (pytest.approx(5 / 6), 6)
    assert shares["unit recall"] == (pytest.approx(5 / 8), 8)
    assert shares["unit precision by question"] == (pytest.approx((1 + 1 + 2 / 3) / 3), 3)
    assert shares["unit recall by question"] == (pytest.approx((1 + 1 / 2 + 1) / 4), 4)


def test_a_unit_given_for_two_roles_counts_once(unit: Outcome) -> None:
    twice = found(replace(unit, units=("甲局", "乙局", "甲局")))
    assert twice["unit precision"] == (1, 2)
    assert twice["units exactly right"] == (0, 1)


def test_citations_are_counted_one_by_one(hit: Outcome, absent: Outcome) -> None:
    wrong = Cited("p/2", None, True, ())
    bent = replace(hit.citations[0], verbatim=False)
    shares = found(replace(hit, citations=(*hit.citations, wrong, bent)), replace(absent, citations=(wrong,)))
    assert shares["citation accuracy"] == (0.25, 4)
    assert shares["quotes verbatim"] == (0.75, 4)


def test_a_refusal_counts_only_with_its_own_verdict(hit: Outcome, absent: Outcome) -> None:
    shares = found(absent, replace(absent, verdict="low_confidence"), hit, replace(hit, verdict="plan_silent"))
    assert shares["unanswerable refused with right verdict"] == (0.5, 2)
    assert shares["answerable refused"] == (0.5, 2)
    assert shares["precision of no_plan_for_region"] == (1, 1)
    assert shares["recall of no_plan_for_region"] == (0.5, 2)
    assert shares["precision of low_confidence"] == (0, 1)
    assert shares["recall of answered"] == (0.5, 2)


def test_a_figure_without_anything_to_count_is_left_out(absent: Outcome) -> None:
    assert figures(Run(10, ())) == ()
    assert set(found(absent)) == {
        "unanswerable refused with right verdict",
        "precision of no_plan_for_region",
        "recall of no_plan_for_region",
    }


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
@given(data=st.data())
def test_figures_are_shares_whatever_the_order(
    hit: Outcome, unit: Outcome, several: Outcome, absent: Outcome, data: st.DataObject
) -> None:
    pool = [hit, unit, several, absent, replace(hit, ranking=("x/1",)), replace(unit, units=("丙局",), citations=())]
    run = run_of(*data.draw(st.lists(st.sampled_from(pool), min_size=1, max_size=12)))
    for figure in figures(run):
        assert 0 <= figure.low <= figure.value <= figure.high <= 1
        assert figure.count > 0
    backwards = {f.name: (f.value, f.count) for f in figures(replace(run, outcomes=run.outcomes[::-1]))}
    assert backwards == {f.name: (pytest.approx(f.value), f.count) for f in figures(run)}


def test_what_is_counted_is_named_after_its_question(unit: Outcome) -> None:
    scored = values(Run(10, (unit,)))
    assert set(scored["unit recall"]) == {f"u{SEPARATOR}甲局", f"u{SEPARATOR}乙局"}
    assert of_question("u", scored)["units exactly right"] == 1
    assert "unit recall" not in of_question("u", scored)


def test_each_kind_has_figures_of_its_own(hit: Outcome, unit: Outcome) -> None:
    found: Evaluation = evaluation(run_of(hit, replace(unit, ranking=()), hit))
    assert list(found.kinds) == ["content", "unit"]
    first = {kind: figures[0] for kind, figures in found.kinds.items()}
    assert {kind: (f.name, f.value, f.count) for kind, f in first.items()} == {
        "content": ("right clause first", 1, 2),
        "unit": ("right clause first", 0, 1),
    }
    assert found.questions == found.overall[0].count == 3


def test_seconds_are_percentiles(hit: Outcome) -> None:
    taken = seconds(run_of(*(replace(hit, seconds=n / 100) for n in range(101))))
    assert (taken.median, taken.p99) == (pytest.approx(0.5), pytest.approx(0.99))
    with pytest.raises(ValueError, match="without questions"):
        seconds(Run(10, ()))
