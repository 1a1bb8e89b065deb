"""Conditions on metadata, as Dify sends them. `matches` states what each means.

What is unknown of a plan passes the operators that deny something, and `empty`; no other.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from api.dify import moments
from api.dify.fields import FIELDS, REGION, REGION_CODE, Field, Held, Time
from api.dify.moments import Days
from qa.records import Clause, Plan

_SAYS: Mapping[str, Callable[[Held, str], bool]] = {
    "is": lambda held, value: held.equals(value),
    "=": lambda held, value: held.equals(value),
    "in": lambda held, value: held.equals(value),
    "contains": lambda held, value: held.contains(value),
    "start with": lambda held, value: held.starts(value),
    "end with": lambda held, value: held.ends(value),
}
_COMPARES: Mapping[str, Callable[[Days, Days], bool]] = {
    ">": lambda when, wanted: when.first > wanted.last,
    "after": lambda when, wanted: when.first > wanted.last,
    "≥": lambda when, wanted: when.first >= wanted.first,
    "<": lambda when, wanted: when.last < wanted.first,
    "before": lambda when, wanted: when.last < wanted.first,
    "≤": lambda when, wanted: when.last <= wanted.last,
}
_KNOWN = "not empty"
_DENIES = {"is not": "is", "≠": "=", "not in": "in", "not contains": "contains", "empty": _KNOWN}
OPERATORS = (*_SAYS, *_COMPARES, *_DENIES, _KNOWN)
#: Those that compare places by where they lie and not by how their names are spelt.
EQUALITIES = frozenset(("is", "=", "in", "is not", "≠", "not in"))
#: Those that ask which of two values comes first.
ORDERINGS = frozenset(_COMPARES)
#: Those that need no value.
PRESENCE = frozenset((_KNOWN, "empty"))
#: Those whose value is a list, with commas where it is written as text.
LISTS = frozenset(("in", "not in"))


@dataclass(frozen=True)
class Condition:
    """name: of a field. values: of several, one that fits is enough.

    within: ids of the plans that fit because they lie in a place that a value names, however it spells it.
    """

    name: str
    operator: str
    values: tuple[str, ...] = ()
    within: frozenset[str] = frozenset()

    @property
    def field(self) -> Field:
        return FIELDS[self.name]


@dataclass(frozen=True)
class Conditions:
    """All of them hold together; either: one is enough. None at all is no condition."""

    conditions: tuple[Condition, ...] = ()
    either: bool = False

    def matches(self, plan: Plan, clause: Clause | None) -> bool:
        """Whether a clause of this plan may be found; without a clause, whether any may, as far as the plan tells."""
        if clause is None and self.of_clauses:
            return self._on_plans.matches(plan, None)
        found = (matches(condition, plan, clause) for condition in self.conditions)
        return not self.conditions or (any(found) if self.either else all(found))

    @property
    def of_clauses(self) -> bool:
        """Whether they tell clauses of one plan apart."""
        return any(condition.field.of_clause for condition in self.conditions)

    @property
    def _on_plans(self) -> "Conditions":
        """As much of them as can be seen without a clause: what fails it fails the whole."""
        seen = tuple(c for c in self.conditions if not c.field.of_clause)
        return Conditions() if self.either and self.of_clauses else replace(self, conditions=seen)

    @property
    def of_regions(self) -> bool:
        """Whether they say which regions are meant."""
        return any(condition.name in (REGION, REGION_CODE) for condition in self.conditions)


def matches(condition: Condition, plan: Plan, clause: Clause | None) -> bool:
    """Whether a clause of this plan meets the condition; the plan is enough unless the field is one of clauses."""
    if denied := _DENIES.get(condition.operator):
        return not matches(replace(condition, operator=denied), plan, clause)
    held = condition.field.held(plan, clause)
    if not held.is_known() or condition.operator == _KNOWN:
        return held.is_known()
    if compared := _COMPARES.get(condition.operator):
        return _compares(compared, held, condition.values[0])
    says = _SAYS[condition.operator]
    return plan.id in condition.within or any(says(held, value) for value in condition.values)


def _compares(compared: Callable[[Days, Days], bool], held: Held, value: str) -> bool:
    wanted = moments.days(value)
    return isinstance(held, Time) and held.when is not None and wanted is not None and compared(held.when, wanted)
