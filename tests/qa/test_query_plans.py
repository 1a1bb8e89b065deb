"""No question reads a table of the index from end to end: a million clauses would be felt."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from qa import index
from qa.encoder import HashEncoder
from qa.filters import Filters
from qa.service import Service

#: What grows with the clauses.
LARGE = ("clause", "unit", "passage", "place", "gram", "repair", "dropped", "document")
QUESTIONS = [
    "行政复议委员会怎样组建？",
    "哪些单位牵头清理规范性文件？",
    "区司法局负责什么？",
    "第二条",
    "南京鼓楼区一（二）",
    "《法治政府建设实施纲要》（中发〔2015〕36号）怎么落实？",
    "“执法公示制度”是怎么说的？",
    "各地怎样公开执法结果？",
]


@pytest.fixture(scope="module")
def asked(small_index: Path) -> tuple[sqlite3.Connection, set[str]]:
    """The database, and every statement that searching, asking, comparing and reading have put to it."""
    opened = index.open_index(small_index, HashEncoder())
    statements: set[str] = set()
    opened.store._db.set_trace_callback(statements.add)
    service = Service(opened, HashEncoder())
    plan = service.plans()[0].id
    for question in QUESTIONS:
        for filters in (
            None,
            Filters(plans=(plan,)),
            Filters(unit="区司法局"),
            Filters(clauses=frozenset({f"{plan}/1.1"})),
        ):
            service.search(question, 10, filters)
            service.ask(question, filters)
    service.compare(QUESTIONS[:2])
    service.clause(f"{plan}/1.1")
    service.clauses(plan)
    return opened.store._db, statements


def scanned(db: sqlite3.Connection, statement: str) -> list[str]:
    """The tables that a statement reads from end to end."""
    steps = [row["detail"].split() for row in db.execute(f"explain query plan {statement}")]
    return [words[1] for words in steps if words[0] == "SCAN" and words[1] in LARGE]


def test_every_question_finds_its_rows_by_an_index(asked: tuple[sqlite3.Connection, set[str]]) -> None:
    db, statements = asked
    db.set_trace_callback(None)
    assert len(statements) > 50
    assert [(statement, tables) for statement in statements if (tables := scanned(db, statement))] == []


def test_what_reads_a_table_from_end_to_end_is_seen(small_index: Path) -> None:
    with closing(index.open_index(small_index, HashEncoder())) as opened:
        assert scanned(opened.store._db, "select text from clause where text like '%x%'") == ["clause"]
