"""Outcomes to measure, each right: what makes one wrong is said where it is used."""

from dataclasses import replace

import pytest

from qa.evaluate.cases import Case
from qa.evaluate.outcome import Cited, Outcome


@pytest.fixture
def hit() -> Outcome:
    """A question whose right clause is first and cited."""
    case = Case("a", "content", "罗湖区规范性文件多久清理一次？", "answered", ("p/1",), (), "440303")
    return Outcome(case, "answered", ("p/1", "p/2"), ("440303",) * 2, (), (Cited("p/1", "440303", True, ()),), 0.9, 0.1)


@pytest.fixture
def unit(hit: Outcome) -> Outcome:
    """A question for two units, which were given."""
    names = ("甲局", "乙局")
    case = replace(hit.case, id="u", kind="unit", units=names)
    return replace(hit, case=case, units=names, citations=(replace(hit.citations[0], named=names),))


@pytest.fixture
def several(hit: Outcome) -> Outcome:
    """A question to two plans, one of which has two right clauses."""
    case = replace(hit.case, id="m", kind="multi", clauses=("p/1", "q/1", "q/2"), region=None)
    ranking = ("p/1", "q/1", "q/2")
    return replace(hit, case=case, ranking=ranking, regions=("440303", None, None))


@pytest.fixture
def absent(hit: Outcome) -> Outcome:
    """A question about a region that has no plan, so refused."""
    case = replace(hit.case, id="n", kind="region", verdict="no_plan_for_region", clauses=(), region=None)
    return Outcome(case, "no_plan_for_region", (), (), (), (), 0.0, 0.1)
