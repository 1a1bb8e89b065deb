"""Units × tasks of one plan (责任清单): who is charged by which clause, in which role, by when."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any, Literal, get_args

from qa.records import ROLE_NAMES, Clause, Plan, Role, Unit
from qa.text import fold, sentences
from qa.unit_names import body, canonical, is_named, same

Order = Literal["unit", "role", "task", "deadline"]
#: The columns that a list can be sorted by, in the order in which they are shown.
ORDERS: tuple[Order, ...] = get_args(Order)
#: What is said of a plan without any.
NO_UNITS = "该规划未载明责任单位"
_ROLES = {role: place for place, role in enumerate(ROLE_NAMES)}


@dataclass(frozen=True)
class Duty:
    """What one clause charges one unit with: `source.text[unit.span] == unit.name`.

    source: the clause that names the unit: `clause` itself, or the heading above it whose units hold here too.
    """

    unit: Unit
    clause: Clause
    source: Clause

    @property
    def is_inherited(self) -> bool:
        return self.source.id != self.clause.id


@dataclass(frozen=True)
class Body:
    """One body with all that it is charged with, in the order of the plan; at least one duty.

    names: its wordings, as written, in the order in which they first come.
    """

    names: tuple[str, ...]
    duties: tuple[Duty, ...]

    @property
    def name(self) -> str:
        return self.names[0]


@dataclass(frozen=True)
class DutyList:
    """A plan's list. bodies: by name. unnamed: clauses for which the plan names no unit, bare headings left out."""

    plan: Plan
    bodies: tuple[Body, ...]
    unnamed: tuple[Clause, ...]


@dataclass(frozen=True)
class Wanted:
    """Conditions on duties, all of which must hold; what is empty is no condition.

    unit: a name as listed, else as in `qa.filters`. words: each must stand in the clause, above it or in the unit.
    """

    unit: str = ""
    role: Role | None = None
    words: str = ""


def duty_list(plan: Plan, clauses: Sequence[Clause]) -> DutyList:
    """clauses: all of the plan, in the order of its text."""
    by_id = {clause.id: clause for clause in clauses}
    duties = [duty for clause in clauses for duty in _duties(clause, by_id)]
    charged = {duty.clause.id for duty in duties}
    return DutyList(
        plan=plan,
        bodies=tuple(sorted(_bodies(duties), key=lambda found: pinyin(found.name))),
        unnamed=tuple(c for c in clauses if c.searchable and c.id not in charged),
    )


def selected(listed: DutyList, wanted: Wanted) -> tuple[Body, ...]:
    """The bodies with those of their duties that are wanted; without those that have none."""
    home = listed.plan.region.full_name if listed.plan.region else ""
    exact = [b for b in listed.bodies if wanted.unit in b.names]
    bodies = exact or [b for b in listed.bodies if any(is_named(wanted.unit, name, home) for name in b.names)]
    kept = (Body(b.names, tuple(d for d in b.duties if _is_wanted(d, wanted))) for b in bodies)
    return tuple(b for b in kept if b.duties)


def unnamed(listed: DutyList, words: str) -> tuple[Clause, ...]:
    """The clauses without units that have these words."""
    return tuple(clause for clause in listed.unnamed if _has(clause, "", words))


def ordered(bodies: Iterable[Body], by: Order, descending: bool = False) -> list[Duty]:
    """Every duty of the bodies; equal ones in the order of the plan, those that lack what is sorted by last."""
    pairs = [(found.name, duty) for found in bodies for duty in found.duties]
    keyed = sorted(((_place(by, name, duty), duty) for name, duty in pairs), key=lambda pair: pair[1].clause.ordinal)
    known = sorted((pair for pair in keyed if pair[0] is not None), key=lambda pair: pair[0], reverse=descending)
    lacking = [duty for place, duty in keyed if place is None]
    return [duty for _, duty in known] + sorted(lacking, key=lambda duty: not duty.clause.deadlines)


def _place(by: Order, name: str, duty: Duty) -> Any:
    """What sorts a duty, comparable with that of others; None where it has no such thing."""
    if by == "unit":
        return pinyin(name)
    if by == "role":
        return _ROLES[duty.unit.role]
    if by == "deadline":
        return min((deadline.by for deadline in duty.clause.deadlines if deadline.by), default=None)
    return duty.clause.ordinal


def pinyin(name: str) -> bytes:
    """Sorts names as a Chinese reader expects: the common characters of GB 18030 stand in the order of their pinyin."""
    return name.encode("gb18030", "replace")


def task(clause: Clause) -> str:
    """The clause in its own words, one of: its heading, a table row's longest cell without a unit, its first sentence.

    Of a sentence what stands before the bracket with the units. The label stands apart.
    """
    if clause.heading:
        return clause.heading
    if "\t" in clause.text:
        return _cell(clause)
    start, end = next(iter(sentences(clause.text)), (0, len(clause.text)))
    first = min((unit.span[0] for unit in clause.units), default=end)
    bracket = _bracket(clause.text, start, first) if first < end else None
    return clause.text[start : bracket or end]


def _bracket(text: str, start: int, inside: int) -> int | None:
    """Where the bracket opens that a place stands in; None where it stands in none, or in one that is all there is."""
    opens = max(text.rfind(sign, start, inside) for sign in "（(")
    return opens if opens > start and not re.search("[）)]", text[opens:inside]) else None


def entry(clause: Clause) -> str:
    """The task behind the clause's label."""
    words = task(clause)
    return words if clause.label == words else clause.label + words


def above(clause: Clause) -> str:
    """The headings that the clause stands under."""
    return " › ".join(step for step in clause.trail if step and "\t" not in step)


def deadlines(clause: Clause) -> str:
    """By when, as written, each wording once."""
    return "、".join(dict.fromkeys(found.words for found in clause.deadlines))


def _cell(clause: Clause) -> str:
    cells = [cell.strip() for line in clause.text.split("\n") for cell in line.split("\t")]
    names = [unit.name for unit in clause.units]
    return max([c for c in cells if not any(name in c for name in names)] or cells, key=len)


def _duties(clause: Clause, by_id: dict[str, Clause]) -> list[Duty]:
    """One for each unit and role, however often the clause repeats them."""
    source = by_id.get(clause.heir_of, clause) if clause.heir_of else clause
    named: dict[tuple[Role, str], Unit] = {}
    for unit in source.units:
        named.setdefault((unit.role, unit.name), unit)
    return [Duty(unit, clause, source) for unit in named.values()]


def _bodies(duties: Sequence[Duty]) -> list[Body]:
    """Duties by body: names that `canonical` makes one, and those that are all the same as each other."""
    by_name: dict[str, dict[str, list[Duty]]] = {}
    for duty in duties:
        alike = by_name.setdefault(body(duty.unit.name), {})
        alike.setdefault(canonical(duty.unit.name), []).append(duty)
    joined = (_joined(tuple(alike.values())) for alike in by_name.values())
    return [_body(found) for groups in joined for found in groups]


def _joined(groups: Sequence[list[Duty]]) -> Sequence[list[Duty]]:
    """One group, if whichever two of them mean one body; `same` carries no further than two names."""
    names = [group[0].unit.name for group in groups]
    if any(not same(a, b) for a, b in combinations(names, 2)):
        return groups
    return [sorted((duty for group in groups for duty in group), key=lambda duty: duty.clause.ordinal)]


def _body(duties: Sequence[Duty]) -> Body:
    return Body(tuple(dict.fromkeys(duty.unit.name for duty in duties)), tuple(duties))


def _is_wanted(duty: Duty, wanted: Wanted) -> bool:
    return wanted.role in (None, duty.unit.role) and _has(duty.clause, duty.unit.name, wanted.words)


def _has(clause: Clause, name: str, words: str) -> bool:
    wanted = fold(words).split()
    said = fold("\n".join((*clause.trail, clause.text, name))) if wanted else ""
    return all(word in said for word in wanted)
