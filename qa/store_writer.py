"""The database of an index being written: its schema, and what goes into it."""

import json
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from pathlib import Path

from qa import unit_names
from qa.exact.key_tables import KeyWriter
from qa.records import Clause, Deadline, PlanText, Reading, Reference, Target
from qa.regions import Region
from qa.text import key

_SCHEMA = """
create table region (code text primary key, name text, full_name text, parent text, level text, aliases text);
create table plan (
    number integer primary key, id text unique, title text, region text, issuer text, document_number text,
    year_from integer, year_to integer, issued text, published text, kind text, source text, inferred text,
    implements text, readings text, raw text, clean text, checks text, places text);
create table clause (
    number integer primary key, id text unique, plan text, ordinal integer, path text, trail text, level integer,
    label text, heading text, text text, deadlines text, targets text, span_start integer, span_end integer,
    raw_start integer, raw_end integer, searchable integer, mended integer, doubtful integer, heir_of text,
    same text);
create table unit (
    clause integer, role text, name text, same text, body text, span_start integer, span_end integer, others integer);
create table passage (number integer primary key, clause integer, text text);
create table repair (
    plan text, stage text, raw text, repaired text, reason text, confidence real,
    span_start integer, span_end integer, raw_start integer, raw_end integer);
create table dropped (plan text, number integer, line text, reason text);
create index clause_plan on clause (plan, ordinal);
create index clause_same on clause (same);
create index unit_clause on unit (clause);
create index unit_body on unit (body);
create index passage_clause on passage (clause);
create index repair_plan on repair (plan, span_start);
"""


class StoreWriter:
    """Fills a new database; nothing is visible until `close`."""

    def __init__(self, path: Path) -> None:
        self._db = sqlite3.connect(path)
        self._db.executescript(_SCHEMA)
        self._keys = KeyWriter(self._db)
        self._clauses = 0
        self._passages = 0

    def add_regions(self, regions: Iterable[Region]) -> None:
        rows = ((r.code, r.name, r.full_name, r.parent, r.level, "|".join(r.aliases)) for r in regions)
        self._db.executemany("insert into region values (?,?,?,?,?,?)", rows)

    def add_plan(self, text: PlanText) -> list[int]:
        """The numbers of its clauses."""
        p = text.plan
        first, last = p.years or (None, None)
        row = (
            p.id, p.title, p.region.code if p.region else None, p.issuer, p.document_number, first, last, p.issued,
            p.published, p.kind, p.source, json.dumps(p.inferred), _json(p.implements), _json(text.readings),
            text.raw, text.clean, json.dumps(text.checks), json.dumps(text.places),
        )  # fmt: skip
        self._db.execute(f"insert into plan values (null,{','.join('?' * len(row))})", row)
        self._add_notes(p.id, text)
        self._keys.add_plan(p, text.clauses, self._clauses)
        return [self._add_clause(clause) for clause in text.clauses]

    def _add_notes(self, plan: str, text: PlanText) -> None:
        repairs = (
            (plan, r.stage, r.raw, r.repaired, r.reason, r.confidence, *r.span, *r.raw_span) for r in text.repairs
        )
        self._db.executemany("insert into repair values (?,?,?,?,?,?,?,?,?,?)", repairs)
        dropped = ((plan, d.number, d.line, d.reason) for d in text.dropped)
        self._db.executemany("insert into dropped values (?,?,?,?)", dropped)

    def _add_clause(self, c: Clause) -> int:
        number = self._clauses
        self._clauses += 1
        same = key(c.text)
        row = (
            number, c.id, c.plan_id, c.ordinal, json.dumps(c.path), json.dumps(c.trail), c.level, c.label, c.heading,
            c.text, _json(c.deadlines), _json(c.targets), *c.span, *c.raw_span, c.searchable, c.mended, c.doubtful,
            c.heir_of, same,
        )  # fmt: skip
        self._keys.add_text(number, same)
        self._db.execute(f"insert into clause values ({','.join('?' * len(row))})", row)
        units = ((number, u.role, u.name, key(u.name), unit_names.body(u.name), *u.span, u.others) for u in c.units)
        self._db.executemany("insert into unit values (?,?,?,?,?,?,?,?)", units)
        return number

    def add_passages(self, clause: int, texts: Sequence[str]) -> None:
        for text in texts:
            self._db.execute("insert into passage values (?,?,?)", (self._passages, clause, text))
            self._passages += 1

    def close(self) -> None:
        self._keys.close()
        self._db.commit()
        self._db.execute("analyze")
        self._db.commit()
        self._db.close()


def _json(records: Sequence[Deadline | Target | Reference | Reading]) -> str:
    return json.dumps([asdict(record) for record in records], ensure_ascii=False)
