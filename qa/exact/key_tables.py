"""The tables that exact keys are looked up in: one description for the writer that fills them and the store that reads.

place     the last step of every clause's path, so that 第三十二条 is one look into an index
numbering how far each kind of label counts in a plan
document  numbers of documents: a plan's own (clause is null) and those that clauses cite
title     titles of plans, with and without the years behind them
gram      two neighbouring characters of a clause's text -> the clauses that have them, as 32-bit numbers, ascending;
          each growth of the index adds rows behind, and those of removed clauses stay
unit_name every name of a unit, once, with its body (`qa.unit_names`)
"""

import json
import re
import sqlite3
from array import array
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from qa import unit_names
from qa.exact import document_numbers, paths
from qa.records import Clause, Plan
from qa.text import fold, key

SCHEMA = """
create table place (tail text, plan text, clause integer, kind text, primary key (tail, plan, clause)) without rowid;
create table numbering (plan text, kind text, last integer, label text, primary key (plan, kind)) without rowid;
create table document (year integer, serial integer, organ text, plan text, clause integer);
create table title (same text, plan text, primary key (same, plan)) without rowid;
create table gram (gram text, clauses blob);
create table unit_name (same text primary key, body text);
create index document_number on document (year, serial);
create index gram_gram on gram (gram);
create index unit_name_body on unit_name (body);
create index unit_same on unit (same);
"""
#: Plans to which a search for words is narrowed beforehand.
_FEW_PLANS = 20
_TAIL = re.compile(r"\s*[（(][^（）()]*[)）]\s*$")
#: More clauses than this that may have the words quoted: common words, which the searches find better.
_MOST_VERIFIED = 1000

Numbers = npt.NDArray[np.int32]


@dataclass(frozen=True)
class Place:
    """A clause at a number: its own number in the corpus, its plan, and the names of its path."""

    clause: int
    plan: str
    path: tuple[str, ...]


@dataclass(frozen=True)
class Mention:
    """A document's number where it stands. clause: None where it is the plan's own."""

    organ: str
    plan: str
    clause: int | None


def short_title(title: str) -> str:
    """The title without the years behind it: …规划（2015—2020年）."""
    return _TAIL.sub("", title)


class KeyWriter:
    """Fills the tables of a database that has them."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db
        self._grams: dict[str, array[int]] = defaultdict(lambda: array("i"))

    def add_plan(self, plan: Plan, clauses: Sequence[Clause], first: int) -> None:
        """clauses: all of the plan, numbered from `first` on."""
        titles = {key(plan.title), key(short_title(plan.title))}
        self._db.executemany("insert or ignore into title values (?,?)", [(same, plan.id) for same in titles if same])
        own = [(plan.document_number, None)] if plan.document_number else []
        carried = [(r.document_number, first) for r in plan.implements if r.document_number and clauses]
        cited = [(c.text, first + i) for i, c in enumerate(clauses) if "号" in c.text]
        self._db.executemany(
            "insert into document values (?,?,?,?,?)",
            {(n.year, n.serial, n.organ, plan.id, at) for text, at in (*own, *carried, *cited) for n in _numbers(text)},
        )
        self._add_places(plan.id, clauses, first)

    def _add_places(self, plan: str, clauses: Sequence[Clause], first: int) -> None:
        last: dict[str, tuple[int, str]] = {}
        rows = []
        for i, clause in enumerate(clauses):
            step = paths.steps(clause.path)[-1]
            rows.append((step.number, plan, first + i, step.kind))
            if step.number.isdigit() and int(step.number) > last.get(step.kind, (0, ""))[0]:
                last[step.kind] = int(step.number), clause.label
        self._db.executemany("insert into place values (?,?,?,?)", rows)
        counts = [(plan, kind, number, label) for kind, (number, label) in last.items()]
        self._db.executemany("insert into numbering values (?,?,?,?)", counts)

    def add_text(self, clause: int, same: str) -> None:
        """same: the clause's text as `qa.text.key` has it. Clauses come in ascending order."""
        for gram in {same[i : i + 2] for i in range(len(same) - 1)}:
            self._grams[gram].append(clause)

    def add_units(self, names: Collection[tuple[str, str]]) -> None:
        """names: each as `qa.text.key` has it, and its body."""
        self._db.executemany("insert or ignore into unit_name values (?,?)", names)

    def remove_plan(self, plan: str) -> None:
        """To be called while the plan's clauses and units are still there."""
        for table in ("place", "numbering", "document", "title"):
            self._db.execute(f"delete from {table} where plan = ?", (plan,))
        own = "select unit.same from unit join clause on clause.number = unit.clause where clause.plan = :plan"
        elsewhere = (
            "select 1 from unit join clause on clause.number = unit.clause"
            " where unit.same = unit_name.same and clause.plan != :plan"
        )
        self._db.execute(f"delete from unit_name where same in ({own}) and not exists ({elsewhere})", {"plan": plan})

    def close(self) -> None:
        rows = ((gram, numbers.tobytes()) for gram, numbers in sorted(self._grams.items()))
        self._db.executemany("insert into gram values (?,?)", rows)


def _numbers(text: str) -> Iterator[document_numbers.DocumentNumber]:
    yield from document_numbers.find(fold(text))


class KeyTables:
    """The tables of an index opened for reading. `plans`: ids to look within; None looks in all."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db
        plans = db.execute("select first, first + clauses from plan where clauses order by first").fetchall()
        self._firsts, self._ends = np.array([tuple(row) for row in plans], np.int32).reshape(-1, 2).T

    def at(self, tail: str, plans: Collection[str] | None, most: int) -> list[Place]:
        """The clauses whose path ends in this number or name, in the order of the corpus, at most so many."""
        within, values = _within("place.plan", plans)
        rows = self._db.execute(
            "select place.clause, place.plan, clause.path from place join clause on clause.number = place.clause"
            f" where place.tail = ?{within} order by place.clause limit ?",
            (tail, *values, most),
        )
        return [Place(row[0], row[1], tuple(json.loads(row[2]))) for row in rows]

    def by_id(self, clause_id: str, plans: Collection[str] | None) -> list[Place]:
        """The clause of an id, none where the plans do not include its own."""
        rows = self._db.execute("select number, plan, path from clause where id = ?", (clause_id,))
        return [Place(r[0], r[1], tuple(json.loads(r[2]))) for r in rows if plans is None or r[1] in plans]

    def under(self, clause: int, most: int) -> list[int]:
        """The clauses whose path begins with that of a clause, in order."""
        rows = self._db.execute(
            "select number, plan, path from clause where number between ? and ? order by number",
            (clause, clause + most),
        ).fetchall()
        path = json.loads(rows[0]["path"])
        found: list[int] = []
        for row in rows[1:]:
            if row["plan"] != rows[0]["plan"] or json.loads(row["path"])[: len(path)] != path:
                break
            found.append(row["number"])
        return found

    def is_heading(self, clause: int) -> bool:
        """Whether a clause only announces what stands under it."""
        row = self._db.execute("select searchable from clause where number = ?", (clause,)).fetchone()
        return not row[0]

    def numbering(self, plan: str) -> dict[str, tuple[int, str]]:
        """How far each kind of label counts in a plan, with the label as written."""
        rows = self._db.execute("select kind, last, label from numbering where plan = ?", (plan,))
        return {row[0]: (row[1], row[2]) for row in rows}

    def documents(self, year: int, serial: int) -> list[Mention]:
        """All numbers of that year and serial, whosever they are."""
        rows = self._db.execute("select * from document where year = ? and serial = ? order by clause", (year, serial))
        return [Mention(row["organ"], row["plan"], row["clause"]) for row in rows]

    def titled(self, title: str) -> tuple[str, ...]:
        """Ids of the plans of that title, with or without its years."""
        rows = self._db.execute("select plan from title where same = ? order by plan", (key(title),))
        return tuple(row[0] for row in rows)

    def holding(self, same: str, plans: Collection[str] | None, most: int) -> list[int]:
        """Clauses whose text has these words (as `key` has them, two characters and more); [] if more than `most`."""
        found = self._inside(self._with_grams(same), plans)
        if not len(found) or len(found) > _MOST_VERIFIED:
            return []
        within, values = _within("plan", plans)
        marks = ",".join("?" * len(found))
        rows = self._db.execute(
            f"select number from clause where number in ({marks}) and instr(same, ?){within} order by number limit ?",
            (*found.tolist(), same, *values, most + 1),
        ).fetchall()
        return [row[0] for row in rows] if len(rows) <= most else []

    def has(self, same: str, plans: Collection[str] | None) -> bool:
        """Whether any clause has these words; of very common ones it is taken as given."""
        found = self._inside(self._with_grams(same), plans)
        return len(found) > _MOST_VERIFIED or bool(self.holding(same, plans, _MOST_VERIFIED))

    def _inside(self, clauses: Numbers, plans: Collection[str] | None) -> Numbers:
        """Those of the clauses that are of these plans, whose clauses are numbered on end; all where plans are many."""
        if plans is None or len(plans) > _FEW_PLANS:
            return clauses
        inside = np.zeros(len(clauses), bool)
        for plan in plans:
            ends = "select number from clause where plan = ? order by ordinal {} limit 1"
            first, last = (self._db.execute(ends.format(order), (plan,)).fetchone() for order in ("asc", "desc"))
            if first:
                inside |= (clauses >= first[0]) & (clauses <= last[0])
        return clauses[inside]

    def _with_grams(self, same: str) -> Numbers:
        """Clauses that have every two neighbouring characters of these."""
        grams = list({same[i : i + 2] for i in range(len(same) - 1)})
        marks = ",".join("?" * len(grams))
        sql = f"select gram, clauses from gram where gram in ({marks}) order by rowid"
        blobs: dict[str, list[bytes]] = defaultdict(list)
        for row in self._db.execute(sql, grams) if grams else ():
            blobs[row[0]].append(row[1])
        if not grams or len(blobs) < len(grams):
            return np.empty(0, np.int32)
        found, *rest = sorted((np.frombuffer(b"".join(parts), np.int32) for parts in blobs.values()), key=len)
        for others in rest:
            places = np.searchsorted(others, found)
            found = found[others[np.minimum(places, len(others) - 1)] == found]
        return self._there(found)

    def _there(self, clauses: Numbers) -> Numbers:
        """Without those of removed plans; the clauses of a plan are numbered on end."""
        if not len(self._firsts):
            return clauses[:0]
        plans = np.searchsorted(self._firsts, clauses, "right") - 1
        there: Numbers = clauses[(plans >= 0) & (clauses < self._ends[plans])]
        return there

    def known_units(self, names: Sequence[str]) -> set[str]:
        """Those of the names (as `key` has them) that some unit has."""
        marks = ",".join("?" * len(names))
        return {row[0] for row in self._db.execute(f"select same from unit_name where same in ({marks})", names)}

    def other_names(self, name: str) -> list[str]:
        """All names, as `key` has them, under which units of the same body stand in the index."""
        rows = self._db.execute("select same from unit_name where body = ?", (unit_names.body(name),)).fetchall()
        return [row[0] for row in rows if unit_names.same(name, row[0])]

    def charged(self, names: Sequence[str], plans: Collection[str] | None, most: int) -> list[sqlite3.Row]:
        """(clause, plan, role, name) of the units with one of these names, in the order of the corpus."""
        within, values = _within("clause.plan", plans)
        marks = ",".join("?" * len(names))
        return self._db.execute(
            "select distinct unit.clause, clause.plan, unit.role, unit.name from unit"
            f" join clause on clause.number = unit.clause where unit.same in ({marks}){within}"
            " order by unit.clause limit ?",
            (*names, *values, most),
        ).fetchall()


def _within(column: str, plans: Collection[str] | None) -> tuple[str, list[str]]:
    if plans is None:
        return "", []
    return f" and {column} in ({','.join('?' * len(plans))})", list(plans)
