"""How much each plan holds."""

import sqlite3
from dataclasses import dataclass

_COUNTED = """
select clause.plan, count(distinct clause.number), count(unit.clause)
from clause left join unit on unit.clause = clause.number group by clause.plan
"""


@dataclass(frozen=True)
class Size:
    """units: how often clauses name one."""

    clauses: int
    units: int


def sizes(db: sqlite3.Connection) -> dict[str, Size]:
    """By plan, of a database that `qa.store_writer` has filled; a plan without clauses is left out."""
    return {plan: Size(clauses, units) for plan, clauses, units in db.execute(_COUNTED)}
