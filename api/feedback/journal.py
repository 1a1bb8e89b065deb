"""feedback.sqlite in the state folder, shared by every process of a server; all its SQL lives here.

Write-ahead logging, so that readers and the one writer do not wait for each other; what is deleted is overwritten with
zeros and its pages are given back to the file system.
"""

import json
import os
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from api.feedback.entries import Entry, Vote
from api.state import is_full
from qa.errors import StateFull, StateUnavailable

NAME = "feedback.sqlite"
#: Seconds to wait for another process that is writing.
_PATIENCE = 1.0
#: Before the first table: a file that has one keeps the way of vacuuming it was made with.
_SCHEMA = """
PRAGMA auto_vacuum = INCREMENTAL;
PRAGMA journal_mode = WAL;
CREATE TABLE IF NOT EXISTS answers (
    number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, at INTEGER NOT NULL, door TEXT NOT NULL,
    question TEXT NOT NULL, understood TEXT NOT NULL, filters TEXT NOT NULL, verdict TEXT NOT NULL,
    confidence REAL NOT NULL, clauses TEXT NOT NULL, milliseconds INTEGER NOT NULL, vote TEXT, comment TEXT
);
CREATE INDEX IF NOT EXISTS answers_at ON answers (at);
"""
_COLUMNS = (
    "id, at, door, question, understood, filters, verdict, confidence, clauses, milliseconds, vote, comment, number"
)


@dataclass(frozen=True)
class Wanted:
    """Which entries; None is no condition. vote: "none" for those without one. before: numbers below this one."""

    since: datetime | None = None
    verdict: str | None = None
    vote: str | None = None
    door: str | None = None
    before: int | None = None

    def sql(self) -> tuple[str, list[object]]:
        """A WHERE clause and its values."""
        since = None if self.since is None else int(self.since.timestamp())
        vote = None if self.vote == "none" else self.vote
        given = {"at >= ?": since, "verdict = ?": self.verdict, "vote = ?": vote}
        given |= {"door = ?": self.door, "number < ?": self.before}
        terms = {term: value for term, value in given.items() if value is not None}
        unvoted = ["vote IS NULL"] if self.vote == "none" else []
        return " AND ".join(["TRUE", *unvoted, *terms]), list(terms.values())


class Journal:
    """An open feedback.sqlite; of one thread. Every method raises sqlite3.DatabaseError where the file is locked by
    another process for long, full, read-only or damaged."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db

    @classmethod
    def create(cls, folder: Path) -> "Journal":
        """The journal of a state folder, made if there is none yet, readable by its owner alone. OSError."""
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        os.close(os.open(folder / NAME, os.O_RDWR | os.O_CREAT, 0o600))
        return cls._connected(folder, _SCHEMA)

    @classmethod
    def _connected(cls, folder: Path, script: str = "") -> "Journal":
        uri = f"{(folder / NAME).absolute().as_uri()}?mode=rw"
        db = sqlite3.connect(uri, _PATIENCE, isolation_level=None, uri=True)
        try:
            db.executescript(f"PRAGMA secure_delete = ON; PRAGMA synchronous = NORMAL; {script}")
        except sqlite3.DatabaseError:
            db.close()
            raise
        return cls(db)

    @classmethod
    @contextmanager
    def opened(cls, folder: Path) -> "Iterator[Journal]":
        """The journal of a state folder that has one (`exists`)."""
        journal = cls._connected(folder)
        try:
            yield journal
        finally:
            journal.close()

    def close(self) -> None:
        self._db.close()

    def add(self, entries: Sequence[Entry]) -> None:
        """All of them or none; one that is there already is passed over."""
        rows = [_row(entry) for entry in entries]
        places = ", ".join("?" * len(_row_names()))
        with self._transaction():
            self._db.executemany(
                f"INSERT INTO answers ({', '.join(_row_names())}) VALUES ({places}) ON CONFLICT (id) DO NOTHING", rows
            )

    def vote(self, answer_id: str, vote: Vote, comment: str | None) -> bool:
        """In place of an earlier one; False where there is no such answer."""
        changed = self._db.execute(
            "UPDATE answers SET vote = ?, comment = ? WHERE id = ?", (vote, comment, answer_id)
        ).rowcount
        return changed > 0

    def entries(self, wanted: Wanted, most: int = -1) -> list[Entry]:
        """Newest first. most: -1 is all."""
        where, values = wanted.sql()
        found = self._db.execute(
            f"SELECT {_COLUMNS} FROM answers WHERE {where} ORDER BY number DESC LIMIT ?", [*values, most]
        )
        return [_entry(row) for row in found]

    def prune(self, before: datetime) -> int:
        """Delete what is older; how many that were. The file shrinks, and the log of writes is emptied."""
        gone = self._db.execute("DELETE FROM answers WHERE at < ?", (int(before.timestamp()),)).rowcount
        # A script runs to its end; `execute` would stop after the first page.
        self._db.executescript("PRAGMA incremental_vacuum; PRAGMA wal_checkpoint(TRUNCATE)")
        return gone

    def clear(self) -> int:
        """Delete everything; how much that was."""
        return self.prune(datetime.max.replace(tzinfo=UTC))

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        self._db.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            # SQLite has rolled back by itself where the disk is full.
            if self._db.in_transaction:
                self._db.execute("ROLLBACK")
            raise
        self._db.execute("COMMIT")


def since(days: int | None) -> datetime | None:
    """The moment so many days ago."""
    return None if days is None else datetime.now(UTC) - timedelta(days=days)


def unavailable(error: sqlite3.DatabaseError, message: str) -> StateUnavailable:
    """What a user is told of what a journal raised. StateFull where the disk is."""
    return (StateFull if is_full(error) else StateUnavailable)(message)


def exists(folder: Path) -> bool:
    """Whether a state folder has a journal."""
    return (folder / NAME).is_file()


def _row_names() -> list[str]:
    return _COLUMNS.removesuffix(", number").split(", ")


def _row(entry: Entry) -> tuple[object, ...]:
    values = {name: getattr(entry, name) for name in _row_names()}
    values |= {"at": int(entry.at.timestamp())}
    values |= {name: json.dumps(values[name], ensure_ascii=False) for name in ("filters", "clauses")}
    return tuple(values.values())


def _entry(row: tuple[object, ...]) -> Entry:
    values = dict(zip(_COLUMNS.split(", "), row, strict=True))
    at = datetime.fromtimestamp(int(str(values["at"])), UTC)
    filters, clauses = json.loads(str(values["filters"])), tuple(json.loads(str(values["clauses"])))
    return Entry(**(values | {"at": at, "filters": filters, "clauses": clauses}))  # type: ignore[arg-type]
