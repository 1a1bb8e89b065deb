"""What a search may be confined to. `matches` states the meaning; the store must agree with it."""

from dataclasses import dataclass

from qa import unit_names
from qa.records import Clause, Plan
from qa.regions import Regions


@dataclass(frozen=True)
class Filters:
    """All conditions hold together; an empty one is no condition.

    regions: GB/T 2260 codes; a plan of a division below one of them matches too.
    years: first and last year, both included; a plan matches if its period overlaps them.
    unit: part of the name of a unit that the clause itself names, or another name of that unit (`qa.unit_names`).
    clauses: ids of those that may be found; None is no condition.
    overrule: they hold even where the question names only regions outside of them. It confines nothing by itself.
    """

    regions: tuple[str, ...] = ()
    plans: tuple[str, ...] = ()
    years: tuple[int, int] | None = None
    kind: str | None = None
    unit: str | None = None
    clauses: frozenset[str] | None = None
    overrule: bool = False

    def matches_plan(self, plan: Plan, regions: Regions) -> bool:
        """Whether the plan passes every condition on plans."""
        return (
            (not self.plans or plan.id in self.plans)
            and (not self.regions or self._region_matches(plan, regions))
            and (self.years is None or _overlaps(plan.years, self.years))
            and (self.kind is None or plan.kind == self.kind)
        )

    def _region_matches(self, plan: Plan, regions: Regions) -> bool:
        code = plan.region.code if plan.region else None
        return code is not None and any(regions.is_within(code, wanted) for wanted in self.regions)

    def matches(self, plan: Plan, clause: Clause, regions: Regions) -> bool:
        """Whether a clause of this plan may be found."""
        home = plan.region.full_name if plan.region else ""
        named = self.unit is None or any(unit_names.is_named(self.unit, u.name, home) for u in clause.units)
        chosen = self.clauses is None or clause.id in self.clauses
        return named and chosen and self.matches_plan(plan, regions)

    @property
    def is_of_plans(self) -> bool:
        """Whether a plan that they let through is let through whole."""
        return self.unit is None and self.clauses is None

    @property
    def is_empty(self) -> bool:
        return self == Filters()


def _overlaps(period: tuple[int, int] | None, wanted: tuple[int, int]) -> bool:
    return period is not None and period[0] <= wanted[1] and wanted[0] <= period[1]
