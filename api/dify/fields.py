"""What a condition may ask about: the fields of a plan and of a clause, and what each holds.

A field that is unknown holds nothing. Names are compared by their characters alone (`qa.text.key`: Traditional and
full-width forms are one, punctuation and spaces count for nothing), numbers of clauses and plans as they are written.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Protocol

from api.dify import moments
from api.dify.moments import Days
from api.evidence import clause_path
from qa import unit_names
from qa.records import Clause, Plan
from qa.text import fold, key


class Held(Protocol):
    """What a field holds: nothing, one value or several; of several, one that fits is enough."""

    def is_known(self) -> bool: ...

    def equals(self, value: str) -> bool: ...

    def contains(self, value: str) -> bool: ...

    def starts(self, value: str) -> bool: ...

    def ends(self, value: str) -> bool: ...


@dataclass(frozen=True)
class Texts:
    """Words; form: how they are written to be compared."""

    texts: tuple[str, ...]
    form: Callable[[str], str] = key

    def is_known(self) -> bool:
        return bool(self.texts)

    def equals(self, value: str) -> bool:
        return any(self.form(value) == self.form(text) for text in self.texts)

    def contains(self, value: str) -> bool:
        return any(self.form(value) in self.form(text) for text in self.texts)

    def starts(self, value: str) -> bool:
        return any(self.form(text).startswith(self.form(value)) for text in self.texts)

    def ends(self, value: str) -> bool:
        return any(self.form(text).endswith(self.form(value)) for text in self.texts)


@dataclass(frozen=True)
class Units(Texts):
    """Names of units, each by its other names too (`qa.unit_names`). home: full name of the region of the plan."""

    home: str = ""

    def equals(self, value: str) -> bool:
        return super().equals(value) or any(
            unit_names.same(value, name) and unit_names.is_named(value, name, self.home) for name in self.texts
        )

    def contains(self, value: str) -> bool:
        return any(unit_names.is_named(value, name, self.home) for name in self.texts)


@dataclass(frozen=True)
class Time(Texts):
    """A day or, where no more is known, a month or a year. texts: as shown."""

    when: Days | None = None

    def equals(self, value: str) -> bool:
        """Whether it lies in the day, month, year or years that are asked for."""
        wanted = moments.days(value)
        return wanted is not None and self.when is not None and self.when.within(wanted)

    def contains(self, value: str) -> bool:
        return self.equals(value) or super().contains(value)

    def starts(self, value: str) -> bool:
        return self.equals(value) or super().starts(value)


@dataclass(frozen=True)
class Period(Time):
    """The years that a plan is for."""

    def equals(self, value: str) -> bool:
        """Whether the plan is for just these years, or for the year among others."""
        wanted = moments.days(value)
        return wanted == self.when if wanted and wanted.first.year != wanted.last.year else self.contains(value)

    def contains(self, value: str) -> bool:
        """Whether the plan is for all of it."""
        wanted = moments.days(value)
        return wanted is not None and self.when is not None and wanted.within(self.when)

    def starts(self, value: str) -> bool:
        return Texts.starts(self, value)


@dataclass(frozen=True)
class Field:
    """held: its value, of a clause only where it is `of_clause`: where the clauses of one plan differ in it.

    kind: what it is compared as.
    """

    held: Callable[[Plan, Clause | None], Held]
    kind: type[Texts] = Texts
    of_clause: bool = False

    @property
    def is_ordered(self) -> bool:
        """Whether one value can come before another."""
        return issubclass(self.kind, Time)


def _some(*texts: str | None) -> tuple[str, ...]:
    return tuple(text for text in texts if text)


def _texts(read: Callable[[Plan], tuple[str, ...]], form: Callable[[str], str] = key) -> Field:
    return Field(lambda plan, _: Texts(read(plan), form))


def _time(read: Callable[[Plan], str | None]) -> Field:
    def held(plan: Plan, _: Clause | None) -> Held:
        text = read(plan)
        return Time(_some(text), when=moments.days(text) if text else None)

    return Field(held, Time)


def _period(plan: Plan, _: Clause | None) -> Held:
    if plan.years is None:
        return Period(())
    return Period((f"{plan.years[0]}-{plan.years[1]}",), when=moments.years(*plan.years))


def _of_clause(read: Callable[[Plan, Clause], Texts], kind: type[Texts] = Texts) -> Field:
    return Field(lambda plan, clause: read(plan, clause) if clause else kind(()), kind, of_clause=True)


def _units(lead: bool) -> Field:
    def held(plan: Plan, clause: Clause) -> Texts:
        names = tuple(unit.name for unit in clause.units if unit.role == "lead" or not lead)
        return Units(names, home=plan.region.full_name if plan.region else "")

    return _of_clause(held, Units)


def _region(plan: Plan) -> tuple[str, ...]:
    return (plan.region.name, plan.region.full_name) if plan.region else ()


#: The field whose values name places (`Condition.within`), and that of their codes, which are mere text.
REGION, REGION_CODE = "region", "region_code"
FIELDS: Mapping[str, Field] = {
    REGION: _texts(_region),
    REGION_CODE: _texts(lambda plan: (plan.region.code,) if plan.region else (), fold),
    "plan": _texts(lambda plan: (plan.id,), fold),
    "title": _texts(lambda plan: (plan.title,)),
    "kind": _texts(lambda plan: _some(plan.kind)),
    "document_number": _texts(lambda plan: _some(plan.document_number)),
    "issuer": _texts(lambda plan: _some(plan.issuer)),
    "years": Field(_period, Period),
    "year_from": _time(lambda plan: str(plan.years[0]) if plan.years else None),
    "year_to": _time(lambda plan: str(plan.years[1]) if plan.years else None),
    "issued": _time(lambda plan: plan.issued),
    "published": _time(lambda plan: plan.published),
    "unit": _units(lead=False),
    "lead_unit": _units(lead=True),
    "clause_path": _of_clause(lambda _, clause: Texts((clause_path(clause), clause.id.partition("/")[2]), fold)),
    "document_id": _of_clause(lambda _, clause: Texts((clause.id,), fold)),
}
#: What some of them are called in the metadata of a record.
ALIASES: Mapping[str, str] = {"units": "unit", "lead_units": "lead_unit", "plan_title": "title"}
