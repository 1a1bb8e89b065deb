from math import log2

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from qa.evaluate.ranking import measures, summary

NAMES = ["nDCG@10", "MRR@10", "Recall@1", "Recall@5", "Recall@100", "Success@1", "Success@5"]
ITEMS = [str(n) for n in range(15)]
RANKINGS = st.permutations(ITEMS).flatmap(lambda p: st.integers(0, 15).map(lambda n: p[:n]))


def one(right: set[str], ranking: list[str]) -> dict[str, float]:
    return {name: of["q"] for name, of in measures({"q": right}, {"q": ranking}, NAMES).items()}


@given(st.sets(st.sampled_from(ITEMS), min_size=1), RANKINGS)
def test_every_measure_is_between_0_and_1(right: set[str], ranking: list[str]) -> None:
    assert all(0 <= value <= 1 + 1e-9 for value in one(right, ranking).values())


@given(st.sets(st.sampled_from(ITEMS), min_size=1), RANKINGS.filter(lambda r: len(r) > 1), st.data())
def test_a_right_item_moved_up_never_lowers_a_measure(right: set[str], ranking: list[str], data: st.DataObject) -> None:
    at = data.draw(st.integers(1, len(ranking) - 1))
    assume(ranking[at] in right)
    better = [*ranking[: at - 1], ranking[at], ranking[at - 1], *ranking[at + 1 :]]
    before, after = one(right, ranking), one(right, better)
    assert all(after[name] >= before[name] - 1e-9 for name in NAMES)


def test_by_hand() -> None:
    found = one({"a", "b"}, ["x", "a", "y", "b"])
    assert found["nDCG@10"] == pytest.approx((1 / log2(3) + 1 / log2(5)) / (1 + 1 / log2(3)))
    assert found["MRR@10"] == 0.5
    assert (found["Recall@1"], found["Recall@5"]) == (0, 1)
    assert (found["Success@1"], found["Success@5"]) == (0, 1)


def test_an_item_below_the_cut_is_not_found() -> None:
    found = one({"a"}, [*ITEMS[:10], "a"])
    assert (found["nDCG@10"], found["MRR@10"], found["Recall@5"], found["Recall@100"]) == (0, 0, 0, 1)


def test_an_item_found_twice_stands_where_it_was_found_first() -> None:
    assert one({"a"}, ["x", "a", "x", "a"]) == one({"a"}, ["x", "a"])


def test_a_question_without_a_run_found_nothing_and_one_without_right_items_is_left_out() -> None:
    assert measures({"q": ["a"], "r": []}, {"r": ["a"]}, ["MRR@10"]) == {"MRR@10": {"q": 0}}
    assert measures({}, {}, ["MRR@10"]) == {"MRR@10": {}}


def test_a_summary_is_the_mean_over_the_questions() -> None:
    values = measures({"q": ["a"], "r": ["a"]}, {"q": ["a"], "r": ["x", "x2", "a"]}, ["MRR@10"])
    (figure,) = summary(values | {"none": {}})
    assert figure.name == "MRR@10"
    assert figure.value == pytest.approx((1 + 1 / 3) / 2)
    assert (figure.count, figure.low < figure.value < figure.high) == (2, True)


def test_an_unknown_measure_is_refused() -> None:
    with pytest.raises(NameError):
        measures({"q": ["a"]}, {}, ["goodness@10"])
