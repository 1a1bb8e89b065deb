"""The table of regions and years: laws over any plans."""

from dataclasses import replace
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from api.spread import levels, periods, spread
from qa.records import Plan, RegionName
from qa.service import RegionCount

_PLAN = Plan("p", "规划", None, None, None, None, None, None, "规划", "")
_REGIONS = [
    RegionName(f"{p}{c}{d}", f"{p}{c}{d}", "")
    for p in ("11", "42", "44")
    for c, d in (("00", "00"), ("01", "00"), ("01", "15"))
]
_SPANS = st.tuples(st.integers(1990, 2030), st.integers(0, 9)).map(lambda s: (s[0], s[0] + s[1]))


@st.composite
def shelves(draw: st.DrawFn) -> tuple[list[Plan], list[RegionCount]]:
    """Plans, and the regions that have them, each below its province."""
    homes = draw(st.lists(st.tuples(st.none() | st.sampled_from(_REGIONS), st.none() | _SPANS), max_size=12))
    plans = [replace(_PLAN, id=str(i), region=region, years=years) for i, (region, years) in enumerate(homes)]
    counts = [
        RegionCount(
            region, found, () if region.code.endswith("0000") else (RegionName(region.code[:2] + "0000", "", ""),)
        )
        for region in _REGIONS
        if (found := tuple(plan.id for plan in plans if plan.region == region))
    ]
    return plans, counts


@given(shelves())
def test_every_plan_is_counted_once_a_period_that_it_touches(shelf: tuple[list[Plan], list[RegionCount]]) -> None:
    plans, regions = shelf
    table = spread(plans, regions)
    assert sum(row.total for row in table.rows) == len(plans)
    assert sum(row.undated for row in table.rows) == sum(plan.years is None for plan in plans)
    for place, period in enumerate(table.periods):
        inside = [p for p in plans if p.years and p.years[0] <= period.last and p.years[1] >= period.first]
        assert sum(row.cells[place] for row in table.rows) == len(inside)
    assert {row.region for row in table.rows if row.region} <= {count.region for count in regions}


@given(st.lists(st.none() | _SPANS, max_size=8))
def test_the_columns_follow_each_other_and_hold_every_year(spans: list[tuple[int, int] | None]) -> None:
    columns = periods(spans)
    assert len(columns) <= 25
    assert all(a.last + 1 == b.first for a, b in pairwise(columns))
    years = {year for span in spans if span for year in span}
    assert all(any(c.first <= year <= c.last for c in columns) for year in years)
    assert bool(columns) == bool(years)


@given(shelves())
def test_shades_grow_with_the_numbers(shelf: tuple[list[Plan], list[RegionCount]]) -> None:
    table = spread(*shelf)
    shades = {count: table.shade(count) for row in table.rows for count in row.cells}
    assert all(0 <= shade <= 4 and bool(shade) == bool(count) for count, shade in shades.items())
    assert [shades[count] for count in sorted(shades)] == sorted(shades.values())


def test_many_regions_stand_under_their_provinces() -> None:
    province = RegionName("420000", "湖北省", "湖北省")
    homes = [RegionName(f"42{i:02}00", f"{i}市", f"湖北省{i}市") for i in range(1, 31)]
    plans = [replace(_PLAN, id=home.code, region=home, years=(2016, 2020)) for home in homes]
    table = spread(plans, [RegionCount(home, (home.code,), (province,)) for home in homes])
    [row] = table.rows
    assert (row.region, row.total, row.cells, table.deep) == (province, 30, (30,) * 5, True)
    assert levels(plans) == [("市级", 30)]
    assert levels([*plans, _PLAN]) == [("市级", 30), ("地区未写明", 1)]
