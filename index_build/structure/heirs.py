"""Units of a heading hold for what stands under it: 二、复议（牵头单位：市司法局）, and 1. below it names nobody."""

from collections.abc import Sequence
from dataclasses import replace

from qa.records import Clause


def inherited(clauses: Sequence[Clause]) -> tuple[Clause, ...]:
    """The clauses, each that names no unit with the id of the nearest heading above it that does.

    Only to what is below a heading, never from one paragraph or item to those beside it.
    """
    charged = {c.path: c.id for c in clauses if _is_charged_heading(c)}
    return tuple(c if c.units else replace(c, heir_of=_nearest(charged, c.path)) for c in clauses)


def _nearest(charged: dict[tuple[str, ...], str], path: tuple[str, ...]) -> str | None:
    above = (path[:depth] for depth in range(len(path) - 1, 0, -1))
    return next((charged[p] for p in above if p in charged), None)


def _is_charged_heading(clause: Clause) -> bool:
    """Units on the line of a heading: no sentence ends before them."""
    if not clause.units or not clause.heading:
        return False
    line = clause.text.partition("\n")[0]
    first = clause.units[0].span[0]
    return first < len(line) and "。" not in line[:first].rstrip("。（〔")
