"""Years asked about against the years of a plan."""

import pytest

from qa.answers.period import covers, outside, years
from qa.records import Clause, Plan

PLAN = Plan("p", "方案", None, None, None, (2016, 2020), None, None, "方案", "p.txt")
CLAUSE = Clause("p/1", "p", 0, ("一",), (), 1, "一、", "", "到2035年基本建成。", (), (), (), (0, 11))


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("2025年由谁牵头", (2025,)),
        ("2010到2014年间", (2010, 2014)),
        ("《实施纲要（2021-2025年）》怎么落实", ()),
        ("中发〔2015〕36号", ()),
        ("方案(2016—2020年)的要求", ()),
        ("每年几次", ()),
    ],
)
def test_years_of_a_question_but_not_of_a_title(question: str, found: tuple[int, ...]) -> None:
    assert years(question) == found


@pytest.mark.parametrize(
    ("asked", "held"), [((), True), ((2018,), True), ((2025,), False), ((2035,), True), ((2014, 2016), True)]
)
def test_a_plan_covers_its_period_and_what_its_clause_speaks_of(asked: tuple[int, ...], held: bool) -> None:
    assert covers(PLAN, CLAUSE, asked) is held


def test_the_period_is_named() -> None:
    assert outside(PLAN, (2025,)) == "该规划的期限为2016—2020年，不包括2025年"
