"""Over which regions and years the plans are spread: a table that is as readable for 5 plans as for 500."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from qa.records import Plan, RegionName
from qa.service import RegionCount

#: Rows beyond which regions stand under the province that they lie in.
_MOST_ROWS = 24
#: Years beyond which five of them share a column.
_MOST_YEARS, _FIVE = 25, 5
_SHADES = 4
UNKNOWN = "地区未写明"
_LEVELS = (("0000", "省级"), ("00", "市级"), ("", "县级"))


@dataclass(frozen=True)
class Period:
    """A column, both years included."""

    first: int
    last: int

    @property
    def name(self) -> str:
        return f"{self.first}" if self.first == self.last else f"{self.first}—{self.last}"


@dataclass(frozen=True)
class Row:
    """A region (None: plans that name none) and how many plans it has: in all, in each period, without years."""

    region: RegionName | None
    total: int
    cells: tuple[int, ...]
    undated: int


@dataclass(frozen=True)
class Spread:
    """deep: the regions of the rows have others within, whose plans are counted with theirs."""

    periods: tuple[Period, ...]
    rows: tuple[Row, ...]
    deep: bool

    def shade(self, count: int) -> int:
        """0 for none, up to 4 for the most of any cell; small numbers are told apart by 1."""
        most = max((count for row in self.rows for count in row.cells), default=0)
        return -(-count * _SHADES // max(most, _SHADES))

    @property
    def has_undated(self) -> bool:
        return any(row.undated for row in self.rows)


def spread(plans: Sequence[Plan], regions: Sequence[RegionCount]) -> Spread:
    """regions: those that have plans, in the order of the rows."""
    columns = periods(plan.years for plan in plans)
    deep = len(regions) > _MOST_ROWS
    homes = {plan: ((*c.above, c.region)[0] if deep else c.region) for c in regions for plan in c.plans}
    grouped: dict[RegionName | None, list[Plan]] = {region: [] for region in homes.values()}
    for plan in plans:
        grouped.setdefault(homes.get(plan.id), []).append(plan)
    return Spread(columns, tuple(_row(region, found, columns) for region, found in grouped.items()), deep)


def _row(region: RegionName | None, plans: Sequence[Plan], columns: Sequence[Period]) -> Row:
    years = [plan.years for plan in plans if plan.years]
    cells = tuple(sum(first <= c.last and last >= c.first for first, last in years) for c in columns)
    return Row(region, len(plans), cells, len(plans) - len(years))


def periods(spans: Iterable[tuple[int, int] | None]) -> tuple[Period, ...]:
    """Columns from the first year to the last; none where no plan has years."""
    years = [year for span in spans if span for year in span]
    if not years:
        return ()
    first, last = min(years), max(years)
    if last - first < _MOST_YEARS:
        return tuple(Period(year, year) for year in range(first, last + 1))
    # Five-year plans begin in years that end in 1 or 6.
    starts = range(first - (first - 1) % _FIVE, last + 1, _FIVE)
    return tuple(Period(start, start + _FIVE - 1) for start in starts)


def levels(plans: Iterable[Plan]) -> list[tuple[str, int]]:
    """How many plans are of a province, a city, a county; read off the codes of GB/T 2260."""
    found = Counter(_level(plan.region) for plan in plans)
    return [(name, found[name]) for name in (*(name for _, name in _LEVELS), UNKNOWN) if found[name]]


def _level(region: RegionName | None) -> str:
    return next(name for ending, name in _LEVELS if region.code.endswith(ending)) if region else UNKNOWN
