from math import sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.evaluate.estimate import chance, mean, share

VALUES = st.lists(st.sampled_from([0.0, 0.25, 0.63, 1.0]), min_size=1, max_size=40)


@given(VALUES)
def test_an_interval_holds_its_value_within_0_and_1(values: list[float]) -> None:
    figure = mean("x", values)
    assert 0 <= figure.low <= figure.value <= figure.high <= 1
    assert figure.value == pytest.approx(sum(values) / len(values))
    assert figure.count == len(values)


@given(st.integers(1, 50).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_more_of_the_same_narrows_a_share(counts: tuple[int, int]) -> None:
    right, count = counts
    few, many = share("x", right, count), share("x", 10 * right, 10 * count)
    assert few.value == many.value
    assert few.low < many.low or right == 0
    assert many.high < few.high or right == count


def test_wilsons_interval_by_hand() -> None:
    """(p + z²/2n ± z √(p(1-p)/n + z²/4n²)) / (1 + z²/n) for 9 of 10, with z = 1.959964."""
    figure, centre, spread = share("x", 9, 10), 0.9 + 3.841459 / 20, 1.959964 * sqrt(0.09 / 10 + 3.841459 / 400)
    assert figure.low == pytest.approx((centre - spread) / 1.3841459, abs=1e-6)
    assert figure.high == pytest.approx((centre + spread) / 1.3841459, abs=1e-6)


def test_all_right_is_not_certain() -> None:
    assert mean("x", [1.0] * 10).low < 0.75
    assert mean("x", [0.0] * 10).high > 0.25


def test_one_value_says_little() -> None:
    figure = mean("x", [0.63])
    assert (figure.low, figure.value, figure.high) == (0, 0.63, 1)


def test_a_bootstrap_is_the_same_each_time() -> None:
    values = [0.1 * i for i in range(11)]
    assert mean("x", values) == mean("x", values)
    assert 0.25 < mean("x", values).low < 0.4 < 0.6 < mean("x", values).high < 0.75


@given(st.lists(st.tuples(st.sampled_from([0.0, 0.5, 1.0]), st.sampled_from([0.0, 0.5, 1.0])), min_size=1, max_size=9))
def test_chance_is_a_probability_whichever_is_first(pairs: list[tuple[float, float]]) -> None:
    before, after = [a for a, _ in pairs], [b for _, b in pairs]
    assert 0 < chance(before, after) <= 1
    assert chance(before, after) == pytest.approx(chance(after, before))
    assert chance(before, before) == 1


@pytest.mark.parametrize(("gained", "lost", "p"), [(1, 0, 1), (2, 0, 0.5), (5, 0, 0.0625), (4, 1, 0.375), (3, 3, 1)])
def test_chance_of_shares_is_mcnemars_exact_test(gained: int, lost: int, p: float) -> None:
    """Twice the tail of a fair coin over the questions that changed: 5 of 5 is 2 / 32."""
    before = [0.0] * gained + [1.0] * lost + [1.0, 0.0] * 5
    after = [1.0] * gained + [0.0] * lost + [1.0, 0.0] * 5
    assert chance(before, after) == pytest.approx(p)


def test_many_changes_one_way_are_no_chance() -> None:
    assert chance([0.0] * 40, [1.0] * 40) < 0.001
    assert chance([0.0, 1.0] * 20, [1.0, 0.0] * 20) > 0.5
