from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qa.evaluate.outcome import Outcome, Run
from qa.evaluate.reliability import reliability


def sure(outcome: Outcome, confidence: float, right: bool = True) -> Outcome:
    citations = outcome.citations if right else ()
    return replace(outcome, confidence=confidence, citations=citations, ranking=("p/1",) if right else ("x/1",))


def test_bins_by_hand(hit: Outcome) -> None:
    outcomes = (sure(hit, 0.95), sure(hit, 0.93), sure(hit, 0.97, right=False), sure(hit, 0.22), sure(hit, 0.0, False))
    found = reliability(Run(10, outcomes))
    assert found is not None
    assert [(b.low, b.high, b.confidence, b.right.value, b.right.count) for b in found.bins] == [
        (0, 0.1, 0, 0, 1),
        (0.2, 0.3, pytest.approx(0.22), 1, 1),
        (0.9, 1, pytest.approx(0.95), pytest.approx(2 / 3), 3),
    ]
    assert found.calibration_error == pytest.approx((0.78 + 3 * (0.95 - 2 / 3)) / 5)
    assert found.brier == pytest.approx((0.05**2 + 0.07**2 + 0.97**2 + 0.78**2) / 5)
    assert found.count == 5


def test_a_region_without_a_plan_weighs_no_clause(hit: Outcome, absent: Outcome) -> None:
    assert reliability(Run(10, (absent,))) is None
    found = reliability(Run(10, (hit, absent)))
    assert found is not None
    assert found.count == 1


def test_certainty_that_comes_true_is_perfect(hit: Outcome) -> None:
    found = reliability(Run(10, (sure(hit, 1.0), sure(hit, 1.0))))
    assert found is not None
    assert (found.calibration_error, found.brier) == (0, 0)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
@given(data=st.lists(st.tuples(st.sampled_from([0.0, 0.1, 0.3, 0.55, 0.7, 1.0]), st.booleans()), min_size=1))
def test_every_question_is_in_one_bin(hit: Outcome, data: list[tuple[float, bool]]) -> None:
    found = reliability(Run(10, tuple(sure(hit, *each) for each in data)))
    assert found is not None
    assert sum(b.right.count for b in found.bins) == found.count == len(data)
    assert all(b.low - 1e-9 <= b.confidence <= b.high + 1e-9 for b in found.bins)
    right = sum(b.right.value * b.right.count for b in found.bins)
    assert right == pytest.approx(sum(r for _, r in data))
    assert 0 <= found.calibration_error <= 1
    assert 0 <= found.brier <= 1
