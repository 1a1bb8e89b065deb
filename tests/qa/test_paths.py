import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qa.exact.paths import Fit, Step, fit, steps

LABELS = st.sampled_from(
    ["二", "(六)", "32", "(3)", "①", "第三章", "第十二条", "第一部分", "前言", "p1", "IV", "a", "1.2"]
)
PATHS = st.lists(LABELS, min_size=1, max_size=4)


@settings(deadline=None)
@given(PATHS)
def test_a_path_fits_itself_best(path: list[str]):
    own = steps(path)
    assert fit(own, own) == Fit(0, 0, 0, 0)
    assert fit(own[-1:], own) == Fit(0, 0, 0, len(own) - 1)


@settings(deadline=None)
@given(PATHS, PATHS)
def test_only_a_path_that_ends_in_the_same_number_fits(one: list[str], other: list[str]):
    if fit(steps(one), steps(other)):
        assert steps(one)[-1].number == steps(other)[-1].number


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        (["二", "(六)", "32"], ["2", "6", "32"]),
        (["1", "1.1", "1.1.2"], ["1", "1", "2"]),
        (["第十七条之一", "(三)"], ["17之一", "3"]),
        (["三", "(一)", "目标"], ["3", "1", "目标"]),
        (["II", "(b)"], ["2", "b"]),
        (["32-2"], ["32"]),
    ],
)
def test_steps_are_numbered_as_in_ids(path: list[str], expected: list[str]):
    assert [step.number for step in steps(path)] == expected


def test_the_kind_named_counts_before_every_other():
    article, item = fit([Step("article", "3")], steps(["第三条"])), fit([Step("article", "3")], steps(["3"]))
    assert article is not None
    assert item is not None
    assert article < item
    assert fit([Step("chapter", "3")], steps(["3"])) is None
    assert fit([Step("chinese", "2"), Step("digit", "32")], steps(["二", "(六)", "32"])) == Fit(0, 0, 1, 0)
