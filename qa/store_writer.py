"""The database of an index being written: its schema, and what goes into it."""

import json
import sqlite3
from collections.abc import Collection, Iterable, Sequence
from dataclasses import asdict
from pathlib import Path

import xxhash

from qa import unit_names
from qa.columns import Row
from qa.exact import key_tables
from qa.exact.key_tables import KeyWriter
from qa.records import Clause, Deadline, PlanText, Reading, Reference, Target
from qa.regions import Region
from qa.text import key

_SCHEMA = """
create table region (code text primary key, name text, full_name text, parent text, level text, aliases text);
create table plan (
    number integer primary key autoincrement, id text unique, title text, region text, issuer text,
    document_number text, year_from integer, year_to integer, issued text, published text, kind text, source text,
    inferred text, implements text, content text, words text, first integer, clauses integer, readings text,
    raw text, clean text, checks text, places text);
create table clause (
    number integer primary key, id text unique, plan text, ordinal integer, path text, trail text, level integer,
    label text, heading text, text text, deadlines text, targets text, span_start integer, span_end integer,
    raw_start integer, raw_end integer, searchable integer, mended integer, doubtful integer, heir_of text,
    same text, same_digest integer);
create table unit (
    clause integer, role text, name text, same text, body text, span_start integer, span_end integer, others integer);
create table passage (number integer primary key, clause integer, text text);
create table repair (
    plan text, stage text, raw text, repaired text, reason text, confidence real,
    span_start integer, span_end integer, raw_start integer, raw_end integer);
create table dropped (plan text, number integer, line text, reason text);
create table counter (clauses integer, passages integer);
create index clause_plan on clause (plan, ordinal);
create index clause_same on clause (same_digest);
create index unit_clause on unit (clause);
create index unit_body on unit (body);
create index passage_clause on passage (clause);
create index repair_plan on repair (plan, span_start);
create index dropped_plan on dropped (plan, number);
insert into counter values (0, 0);
"""
#: What is being written is of no use after a crash, so nothing is kept to undo it or waits for the disk; `publish`
#: does. What is deleted is overwritten: who takes a plan out wants it gone.
_PRAGMAS = "pragma journal_mode = off; pragma synchronous = off; pragma secure_delete = on;"
#: What the manifest of a generation counts, and the tables that hold it.
COUNTED = {"plans": "plan", "clauses": "clause", "passages": "passage"}


class StoreWriter:
    """Fills a new database, or changes one that was copied; nothing is visible until `close`.

    Numbers of clauses and passages go on after the highest that there ever was.
    """

    def __init__(self, path: Path) -> None:
        is_new = not path.exists()
        self._db = sqlite3.connect(path)
        self._db.executescript(_PRAGMAS)
        if is_new:
            self._db.executescript(_SCHEMA + key_tables.SCHEMA)
        self._keys = KeyWriter(self._db)
        self._clauses, self.passages = self._db.execute("select clauses, passages from counter").fetchone()
        #: The columns (`qa.columns`) and the texts of the passages that were added.
        self.rows: list[Row] = []
        self.texts: list[str] = []

    def add_regions(self, regions: Iterable[Region]) -> None:
        rows = ((r.code, r.name, r.full_name, r.parent, r.level, "|".join(r.aliases)) for r in regions)
        self._db.executemany("insert into region values (?,?,?,?,?,?)", rows)

    def add_plan(self, text: PlanText, passages: Sequence[Sequence[str]], words: Collection[str], content: str) -> None:
        """passages: of each clause; words: names that the keyword index must not cut; content: a digest of what it
        says."""
        p = text.plan
        first, last = p.years or (None, None)
        row = (
            p.id, p.title, p.region.code if p.region else None, p.issuer, p.document_number, first, last, p.issued,
            p.published, p.kind, p.source, json.dumps(p.inferred), _json(p.implements), content,
            json.dumps(sorted(words)), self._clauses, len(text.clauses), _json(text.readings), text.raw, text.clean,
            json.dumps(text.checks), json.dumps(text.places),
        )  # fmt: skip
        added = self._db.execute(f"insert into plan values (null,{','.join('?' * len(row))})", row).lastrowid
        assert added is not None
        self._add_notes(p.id, text)
        self._keys.add_plan(p, text.clauses, self._clauses)
        for clause, parts in zip(text.clauses, passages, strict=True):
            self._add_passages(added, clause, parts)
            self._add_clause(clause)

    def _add_notes(self, plan: str, text: PlanText) -> None:
        repairs = (
            (plan, r.stage, r.raw, r.repaired, r.reason, r.confidence, *r.span, *r.raw_span) for r in text.repairs
        )
        self._db.executemany("insert into repair values (?,?,?,?,?,?,?,?,?,?)", repairs)
        dropped = ((plan, d.number, d.line, d.reason) for d in text.dropped)
        self._db.executemany("insert into dropped values (?,?,?,?)", dropped)

    def _add_clause(self, c: Clause) -> None:
        number = self._clauses
        self._clauses += 1
        same = key(c.text)
        row = (
            number, c.id, c.plan_id, c.ordinal, json.dumps(c.path), json.dumps(c.trail), c.level, c.label, c.heading,
            c.text, _json(c.deadlines), _json(c.targets), *c.span, *c.raw_span, c.searchable, c.mended, c.doubtful,
            c.heir_of, same, int.from_bytes(xxhash.xxh3_64_digest(same.encode()), signed=True),
        )  # fmt: skip
        self._keys.add_text(number, same)
        self._db.execute(f"insert into clause values ({','.join('?' * len(row))})", row)
        units = [(number, u.role, u.name, key(u.name), unit_names.body(u.name), *u.span, u.others) for u in c.units]
        self._db.executemany("insert into unit values (?,?,?,?,?,?,?,?)", units)
        self._keys.add_units({(name, body) for _, _, _, name, body, *_ in units})

    def _add_passages(self, plan: int, c: Clause, texts: Sequence[str]) -> None:
        names_units, opens = c.heir_of is not None or bool(c.units), not c.label and c.ordinal == 0
        for text in texts:
            self._db.execute("insert into passage values (?,?,?)", (self.passages, self._clauses, text))
            self.passages += 1
            self.rows.append((self._clauses, plan, names_units, opens))
            self.texts.append(text)

    def remove_plan(self, plan: str) -> list[int]:
        """The rows of its passages, which are dead from now on."""
        of_plan = "in (select number from clause where plan = ?)"
        sql = f"select number from passage where clause {of_plan} order by number"
        gone = self._db.execute(sql, (plan,)).fetchall()
        self._keys.remove_plan(plan)
        for table in ("passage", "unit"):
            self._db.execute(f"delete from {table} where clause {of_plan}", (plan,))
        for table in ("clause", "repair", "dropped"):
            self._db.execute(f"delete from {table} where plan = ?", (plan,))
        self._db.execute("delete from plan where id = ?", (plan,))
        return [number for (number,) in gone]

    def texts_of(self, rows: Iterable[int]) -> dict[int, str]:
        """Texts of passages by row, ascending; those that were removed are left out."""
        sql = "select number, text from passage where number in (select value from json_each(?)) order by number"
        return dict(self._db.execute(sql, (json.dumps(list(map(int, rows))),)).fetchall())

    def words(self) -> list[str]:
        """All names that the keyword index must not cut, in order."""
        rows = self._db.execute("select words from plan")
        return sorted({word for row in rows for word in json.loads(row[0])})

    def titles(self) -> dict[str, str]:
        """Of all plans, by id, in order."""
        return dict(self._db.execute("select id, title from plan order by number").fetchall())

    def counts(self) -> dict[str, int]:
        """How many plans, clauses and passages there are, removed ones left out."""
        found = ((name, self._db.execute(f"select count(*) from {table}")) for name, table in COUNTED.items())
        return {name: rows.fetchone()[0] for name, rows in found}

    def close(self) -> None:
        self._keys.close()
        self._db.execute("update counter set clauses = ?, passages = ?", (self._clauses, self.passages))
        self._db.commit()
        self._db.close()


def _json(records: Sequence[Deadline | Target | Reference | Reading]) -> str:
    return json.dumps([asdict(record) for record in records], ensure_ascii=False)
