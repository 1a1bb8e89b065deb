"""`matches` states what a filter means; the store and the searches are held to it."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qa.filters import Filters
from qa.index import Index, open_index
from qa.ports import Encoder
from qa.records import Clause, Plan
from qa.service import MOST_HITS, Service

CODES = ("440303", "440300", "440000", "440100", "110115", "110000", "422823", "420000", "320106", "000000")
CLAUSES = ("422823-2016/2.6.32", "422823-2016/2.6", "440100-2015/前言", "moushi-2011/1.1", "440303-2011/3.1", "none/1")
YEARS = st.tuples(st.integers(2005, 2030), st.integers(2005, 2030))
real_index = settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture(scope="module")
def index(index_dir: Path, encoder: Encoder) -> Index:
    return open_index(index_dir, encoder)


@pytest.fixture(scope="module")
def everything(index: Index) -> list[tuple[Plan, Clause]]:
    return [(plan, clause) for plan in index.store.plans.values() for clause in index.store.clauses_of(plan.id)]


def few(values: Sequence[str]) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(values), max_size=3).map(tuple)


def any_filters() -> st.SearchStrategy[Filters]:
    plans = ("422823-2016", "110115-2022", "440100-2015", "440303-2011", "moushi-2011", "none")
    units = st.sampled_from(
        ("县", "法制办", "縣政府", "各部门，", "，", "%", "_", "司法局", "县法制办", "发展和改革委员会")
    ) | st.text(max_size=3)
    return st.builds(
        Filters,
        regions=few(CODES),
        plans=few(plans),
        years=st.none() | YEARS,
        kind=st.none() | st.sampled_from(("规划", "要点", "实施方案", "没有")),
        unit=st.none() | units,
        clauses=st.none() | st.frozensets(st.sampled_from(CLAUSES)),
        overrule=st.booleans(),
    )


def found_by(index: Index, filters: Filters) -> set[str]:
    """Ids of the clauses that have a passage which the store lets through."""
    allowed = index.allowed(filters)
    assert allowed is None or not filters.is_empty
    if allowed is None:
        return {c.id for p in index.store.plans for c in index.store.clauses_of(p) if c.searchable}
    numbers = sorted(set(index.columns.clause[allowed].tolist()))
    return {clause.id for clause in index.store.clauses(numbers).values()}


@real_index
@given(any_filters())
def test_the_store_lets_through_exactly_what_matches(
    index: Index, everything: list[tuple[Plan, Clause]], filters: Filters
) -> None:
    regions = index.store.regions
    matching = {c.id for p, c in everything if c.searchable and filters.matches(p, c, regions)}
    assert found_by(index, filters) == matching


@real_index
@given(any_filters(), any_filters())
def test_one_more_condition_never_adds(index: Index, filters: Filters, other: Filters) -> None:
    more = replace(filters, years=filters.years or other.years, kind=filters.kind or other.kind)
    assert found_by(index, more) <= found_by(index, filters)
    assert found_by(index, filters) <= found_by(index, replace(filters, unit=None))
    assert found_by(index, filters) <= found_by(index, Filters())


@settings(real_index, max_examples=8)
@given(
    any_filters(),
    st.sampled_from(("行政复议", "谁牵头清理规范性文件", "罗湖区和巴东县的政务公开", "某市的考核")),
)
def test_every_hit_passes_the_filters(service: Service, filters: Filters, query: str) -> None:
    regions = service._index.store.regions
    hits = service.search(query, MOST_HITS, filters).hits
    assert all(filters.matches(hit.plan, hit.clause, regions) for hit in hits)
    assert all(0 <= hit.score <= 1 for hit in hits)
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)


@pytest.mark.parametrize(
    ("years", "plans"),
    [
        ((2011, 2011), {"440303-2011", "moushi-2011"}),
        ((2015, 2015), {"440303-2011", "440100-2015"}),
        ((2021, 2022), {"110115-2022"}),
        ((1990, 2010), set()),
    ],
)
def test_years_match_where_the_periods_overlap(index: Index, years: tuple[int, int], plans: set[str]) -> None:
    matching = Filters(years=years)
    assert {p.id for p in index.store.plans.values() if matching.matches_plan(p, index.store.regions)} == plans


@pytest.mark.parametrize(
    ("codes", "plans"),
    [
        (("440000",), {"440303-2011", "440100-2015"}),
        (("440300", "110000"), {"440303-2011", "110115-2022"}),
        (("310000",), set()),
    ],
)
def test_a_region_stands_for_all_below_it(index: Index, codes: tuple[str, ...], plans: set[str]) -> None:
    within = Filters(regions=codes)
    assert {p.id for p in index.store.plans.values() if within.matches_plan(p, index.store.regions)} == plans


@pytest.mark.parametrize(
    ("wanted", "written"),
    [
        ("县法制办", "县政府法制办"),
        ("巴东县人民政府法制办公室", "县政府法制办"),
        ("发展和改革委员会", "县发改局"),
        ("编办", "县编办"),
    ],
)
def test_a_unit_is_found_under_its_other_names(index: Index, wanted: str, written: str) -> None:
    assert found_by(index, Filters(unit=wanted)) == found_by(index, Filters(unit=written)) != set()


@pytest.mark.parametrize("wanted", ["市法制办", "秭归县政府法制办", "县教育和体育局"])
def test_a_body_of_another_place_or_name_is_not_found(index: Index, wanted: str) -> None:
    assert found_by(index, Filters(unit=wanted)) == set()
