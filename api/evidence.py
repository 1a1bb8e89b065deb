"""A clause as plain text for a language model that sees nothing but this text."""

from collections.abc import Sequence

from api import wording
from qa.records import Clause, Plan, Unit

#: Between a heading and what stands under it, as the command line shows it.
_UNDER = " › "
_CELL = " | "


def clause_path(clause: Clause) -> str:
    """The headings above a clause and its own, outermost first."""
    return _UNDER.join([*_above(clause), wording.name(clause)])


def title(clause: Clause, plan: Plan) -> str:
    return f"{plan.title}{_UNDER}{wording.name(clause)}"


def text(clause: Clause, plan: Plan, units: Sequence[Unit]) -> str:
    """Where the clause stands, what it says, and what only its surroundings say of it.

    units: those that hold for the clause, be they its own or its heading's.
    """
    home = plan.region.full_name if plan.region else ""
    inherited = "；".join(f"{role}：{names}" for _, role, names in wording.units(units)) if not clause.units else ""
    damage = wording.damage(clause)
    lines = [
        f"{home}《{plan.title}》",
        _UNDER.join(_above(clause)),
        _row(_worded(clause)),
        f"（上级标题写明的单位：{inherited}）" if inherited else "",
        f"（{damage}）" if damage else "",
    ]
    return "\n".join(filter(None, lines))


def _worded(clause: Clause) -> str:
    """Its own words; the page has those of an unnumbered heading (目标) on a line of its own, `text` has not."""
    return clause.label + ("\n" if clause.label and clause.label == clause.heading else "") + clause.text


def _above(clause: Clause) -> list[str]:
    return [_row(heading) for heading in clause.trail]


def _row(words: str) -> str:
    return words.replace("\t", _CELL)
