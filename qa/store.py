"""SQLite: plans, clauses, units, regions and what repair did. All SQL lives here and there.

`qa.store_writer` fills the database, this reads it; `qa.exact.key_tables` does both for what exact keys are looked up
in. A clause's number (`clause.number`) is its row in the order of the corpus; a passage's number is its row in FAISS
and BM25. Ids are unique; texts need not be.
"""

import functools
import json
import sqlite3
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from qa import unit_names
from qa.arrays import Ids
from qa.exact.key_tables import KeyTables
from qa.filters import Filters
from qa.homes import Homes
from qa.records import Clause, Deadline, Dropped, Plan, PlanText, Reading, Reference, RegionName, Repair, Target, Unit
from qa.regions import Region, Regions, shared
from qa.sizes import Size, sizes
from qa.text import key

#: Clauses kept ready, some 5 KB each.
_REMEMBERED = 4096
#: Answers to filters kept ready: people who ask again mostly ask of the same region.
_FILTERS = 64
#: A unit's name holds the words, or (asked only of the same body) is another name of what is wanted. Each name stands
#: once in `unit_name`, however many clauses name it.
_NAMING = """
select distinct clause from unit where same in (select same from unit_name where instr(same, ?))
    or (body = ? and is_named(?, name, (select plan from clause where number = unit.clause)))
"""
_PLAN = (
    "number, id, title, region, issuer, document_number, year_from, year_to, issued, published, kind, source,"
    " inferred, implements, content"
)


class Store:
    """A database opened for reading; safe to use from several threads."""

    def __init__(self, path: Path, regions: Regions | None = None) -> None:
        """regions: divisions to be used instead of its own."""
        # immutable: a published index never changes, so SQLite needs no locks and no second file beside it.
        self._db = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False)
        self._db.row_factory = sqlite3.Row
        self.regions = regions or shared(tuple(self._regions()))
        # The texts of plans lie behind these fields in their rows, and are not read.
        rows = self._db.execute(f"select {_PLAN} from plan order by number").fetchall()
        self.plans = {plan.id: plan for plan in map(self._plan, rows)}
        #: Numbers of the plans in the database, in the same order; one that was removed leaves a gap.
        self.plan_numbers = [row["number"] for row in rows]
        #: Ids of plans by what they say (`qa.store_writer.content`).
        self.contents = {row["content"]: row["id"] for row in rows}
        self.homes = Homes.of(self.plans.values())
        self.keys = KeyTables(self._db)
        self._db.create_function("is_named", 3, self._is_named, deterministic=True)
        # Made of some ten rows and documents each, and a busy server shows the same ones over and over.
        self._numbered = functools.lru_cache(_REMEMBERED)(self._at)
        self._all = list(self.plans.values())
        self._order = {plan.id: place for place, plan in enumerate(self._all)}
        self._matching = functools.lru_cache(_FILTERS)(self._places)
        self._named = functools.lru_cache(_FILTERS)(self._naming)
        self._twins = functools.lru_cache(_REMEMBERED)(self._same_text)

    def close(self) -> None:
        self._db.close()

    def _regions(self) -> Iterator[Region]:
        for row in self._db.execute("select * from region"):
            aliases = tuple(filter(None, row["aliases"].split("|")))
            yield Region(row["code"], row["name"], row["full_name"], row["parent"], row["level"], aliases)

    def _plan(self, row: sqlite3.Row) -> Plan:
        region = self.regions.get(row["region"]) if row["region"] else None
        return Plan(
            id=row["id"],
            title=row["title"],
            region=RegionName(region.code, region.name, region.full_name) if region else None,
            issuer=row["issuer"],
            document_number=row["document_number"],
            years=(row["year_from"], row["year_to"]) if row["year_from"] is not None else None,
            issued=row["issued"],
            published=row["published"],
            kind=row["kind"],
            source=row["source"],
            inferred=tuple(json.loads(row["inferred"])),
            implements=tuple(Reference(**r) for r in json.loads(row["implements"])),
        )

    def plan_text(self, plan: str) -> PlanText:
        """Everything kept of one plan; KeyError if there is none of that id."""
        row = self._db.execute("select raw, clean, checks, readings, places from plan where id = ?", (plan,)).fetchone()
        repairs = self._db.execute("select * from repair where plan = ? order by rowid", (plan,))
        dropped = self._db.execute("select * from dropped where plan = ? order by number", (plan,))
        return PlanText(
            self.plans[plan],
            row["raw"],
            row["clean"],
            tuple(self.clauses_of(plan)),
            tuple(_repair(r) for r in repairs),
            tuple(Dropped(r["line"], r["reason"], r["number"]) for r in dropped),
            tuple(json.loads(row["checks"])),
            tuple(Reading(**r) for r in json.loads(row["readings"])),
            tuple((offset, name) for offset, name in json.loads(row["places"])),
        )

    def clauses_of(self, plan: str) -> list[Clause]:
        """A plan's clauses in the order of its text."""
        return self._clauses("plan = ? order by ordinal", (plan,))

    def openings(self) -> dict[str, str]:
        """The id of the first clause of each plan, by plan."""
        rows = self._db.execute("select plan, id from clause where ordinal = 0")
        return {row["plan"]: row["id"] for row in rows}

    def sizes(self) -> dict[str, Size]:
        """How much each plan holds, by plan; one without clauses is left out."""
        return sizes(self._db)

    def clause(self, clause_id: str) -> Clause | None:
        found = self._clauses("id = ?", (clause_id,))
        return found[0] if found else None

    def numbers(self, ids: Collection[str]) -> dict[str, int]:
        """The numbers of clauses by id; one that is not there is left out."""
        rows = (self._db.execute("select id, number from clause where id = ?", (i,)).fetchone() for i in ids)
        return {row["id"]: row["number"] for row in rows if row}

    def clauses(self, numbers: Sequence[int]) -> dict[int, Clause]:
        """Clauses by number, ascending; KeyError if there is none of a number."""
        return {number: self._numbered(number) for number in sorted(map(int, numbers))}

    def _at(self, number: int) -> Clause:
        row = self._db.execute("select * from clause where number = ?", (number,)).fetchone()
        if row is None:
            raise KeyError(number)
        return self._clause(row)

    def _clauses(self, where: str, values: tuple[Any, ...]) -> list[Clause]:
        return [self._clause(r) for r in self._db.execute(f"select * from clause where {where}", values).fetchall()]

    def _clause(self, row: sqlite3.Row) -> Clause:
        units = self._db.execute("select * from unit where clause = ? order by span_start", (row["number"],))
        return Clause(
            id=row["id"],
            plan_id=row["plan"],
            ordinal=row["ordinal"],
            path=tuple(json.loads(row["path"])),
            trail=tuple(json.loads(row["trail"])),
            level=row["level"],
            label=row["label"],
            heading=row["heading"],
            text=row["text"],
            units=tuple(Unit(u["role"], u["name"], (u["span_start"], u["span_end"]), bool(u["others"])) for u in units),
            deadlines=tuple(Deadline(**_spanned(d)) for d in json.loads(row["deadlines"])),
            targets=tuple(Target(**_spanned(t)) for t in json.loads(row["targets"])),
            span=(row["span_start"], row["span_end"]),
            raw_span=(row["raw_start"], row["raw_end"]),
            searchable=bool(row["searchable"]),
            mended=row["mended"],
            doubtful=row["doubtful"],
            heir_of=row["heir_of"],
        )

    def same_text(self, clause: Clause) -> tuple[str, ...]:
        """Ids of the other clauses that say the same, letter for letter but for punctuation and spaces."""
        return self._twins(clause.id)

    def _same_text(self, clause_id: str) -> tuple[str, ...]:
        same = "from clause as own join clause on clause.same_digest = own.same_digest and clause.same = own.same"
        where = "where own.id = ? and clause.number != own.number and clause.searchable order by clause.number"
        rows = self._db.execute(f"select clause.id {same} {where}", (clause_id,))
        return tuple(row["id"] for row in rows)

    def repairs_in(self, clause: Clause) -> list[Repair]:
        """What repair changed or flagged within a clause."""
        rows = self._db.execute(
            "select * from repair where plan = ? and span_start < ? and span_end >= ? order by raw_start",
            (clause.plan_id, clause.span[1], clause.span[0]),
        )
        return [_repair(row) for row in rows]

    def texts(self) -> Iterator[str]:
        """The passages in the order of their rows, those of removed plans left out."""
        return (row["text"] for row in self._db.execute("select text from passage order by number"))

    def parts(self, text: PlanText) -> list[list[str]]:
        """The passages that each clause of a plan was cut into."""
        found: dict[int, list[str]] = {}
        sql = "select ordinal, passage.text from clause join passage on passage.clause = clause.number where plan = ?"
        for ordinal, part in self._db.execute(f"{sql} order by passage.number", (text.plan.id,)):
            found.setdefault(ordinal, []).append(part)
        return [found.get(clause.ordinal, []) for clause in text.clauses]

    def plans_matching(self, filters: Filters) -> Ids | None:
        """Places of the plans that a filter lets through, ascending; None stands for all."""
        return self._matching(replace(filters, unit=None, clauses=None, overrule=False))

    def clauses_matching(self, filters: Filters) -> Ids | None:
        """Numbers of the clauses that the conditions on clauses let through, of whatever plan; None stands for all."""
        named = None if filters.unit is None else self._named(filters.unit)
        if filters.clauses is None:
            return named
        ids = json.dumps(sorted(filters.clauses))
        rows = self._db.execute("select number from clause where id in (select value from json_each(?))", (ids,))
        chosen = np.array([row[0] for row in rows], np.int64)
        return chosen if named is None else np.intersect1d(chosen, named)

    def _places(self, filters: Filters) -> Ids | None:
        if filters.is_empty:
            return None
        asked = (
            [self._order[i] for i in set(filters.plans) if i in self._order] if filters.plans else range(len(self._all))
        )
        matching = (n for n in asked if filters.matches_plan(self._all[n], self.regions))
        return np.array(sorted(matching), np.int64)

    def _naming(self, unit: str) -> Ids:
        rows = self._db.execute(_NAMING, (key(unit), unit_names.body(unit), unit)).fetchall()
        return np.array([row[0] for row in rows], np.int64)

    def _is_named(self, wanted: str, name: str, plan: str) -> bool:
        region = self.plans[plan].region
        return unit_names.is_named(wanted, name, region.full_name if region else "")

    def counts(self) -> dict[str, int]:
        tables = ("plan", "clause", "passage", "unit")
        return {t: self._db.execute(f"select count(*) from {t}").fetchone()[0] for t in tables}


def _spanned(fields: dict[str, Any]) -> dict[str, Any]:
    return {**fields, "span": tuple(fields["span"])}


def _repair(row: sqlite3.Row) -> Repair:
    span, raw_span = (row["span_start"], row["span_end"]), (row["raw_start"], row["raw_end"])
    values = {name: row[name] for name in ("stage", "raw", "repaired", "reason", "confidence")}
    return Repair(**values, span=span, raw_span=raw_span)
