"""The jobs in SQLite: any worker can answer about any job, and each is run by one."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from pathlib import Path

from api.jobs import disk
from api.jobs.records import ENDED, Job, Order, State

#: Seconds to wait for another worker's write.
_BUSY = 5.0
_SCHEMA = """
create table if not exists job (
    number integer primary key autoincrement, id text unique not null, kind text not null, what text not null,
    state text not null, stage text not null default '', done integer not null default 0,
    total integer not null default 0, created text not null, changed text not null, worker text not null default '',
    stopping integer not null default 0, result text, error text)
"""
#: The oldest that waits; of those that change the index, one runs at a time.
_NEXT = """
select number from job where state = 'waiting' and (kind = 'inspect' or not exists (
    select 1 from job as other where other.state = 'running' and other.kind != 'inspect'))
order by number limit 1
"""
_ENDED = ", ".join(f"'{state}'" for state in ENDED)


class JobStore:
    """jobs.sqlite; made at the first order. Every method raises StateUnavailable or StateFull."""

    def __init__(self, path: Path) -> None:
        self._path = path

    @property
    def exists(self) -> bool:
        return self._path.exists()

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        with disk.worded():
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with closing(sqlite3.connect(self._path, timeout=_BUSY, isolation_level=None)) as db:
                db.row_factory = sqlite3.Row
                db.execute("pragma journal_mode = wal")
                db.execute(_SCHEMA)
                yield db

    def _select(self, condition: str, *values: object) -> list[Job]:
        if not self.exists:
            return []
        with self._open() as db:
            return [_job(row) for row in db.execute(f"select * from job {condition}", values)]

    def add(self, order: Order) -> None:
        what, now = json.dumps(asdict(order), ensure_ascii=False), _now()
        with self._open() as db:
            row = (order.id, order.kind, what, "waiting", now, now)
            db.execute("insert into job (id, kind, what, state, created, changed) values (?,?,?,?,?,?)", row)

    def get(self, job_id: str) -> Job | None:
        return next(iter(self._select("where id = ?", job_id)), None)

    def newest(self, most: int) -> list[Job]:
        return self._select("order by number desc limit ?", most)

    def running(self) -> list[Job]:
        return self._select("where state = 'running'")

    def claim(self, worker: str) -> Job | None:
        """The next job, which this worker runs from now on."""
        claimed = f"update job set state = 'running', worker = ?, changed = ? where number = ({_NEXT}) returning *"
        with self._open() as db:
            row = db.execute(claimed, (worker, _now())).fetchone()
            return _job(row) if row else None

    def tell(self, job_id: str, stage: str, done: int, total: int) -> bool:
        """Note how far a running job has come. True if it is to stop."""
        with self._open() as db:
            told = "update job set stage = ?, done = ?, total = ?, changed = ? where id = ? returning stopping"
            row = db.execute(told, (stage, done, total, _now(), job_id)).fetchone()
            return bool(row and row["stopping"])

    def end(self, job: Job, state: State, result: str | None = None, error: str | None = None) -> bool:
        """Leave a job in a last state; False if it is no longer in the state that `job` says, and stays so."""
        ended = "update job set state = ?, result = ?, error = ?, changed = ? where id = ? and state = ? and worker = ?"
        with self._open() as db:
            row = (state, result, error, _now(), job.order.id, job.state, job.worker)
            return db.execute(ended, row).rowcount == 1

    def release(self, job_id: str) -> None:
        """A job that its worker has no time for waits again."""
        with self._open() as db:
            db.execute("update job set state = 'waiting', worker = '', stage = '' where id = ?", (job_id,))

    def stop(self, job_id: str) -> None:
        """Ask a running job to stop at the next opportunity."""
        with self._open() as db:
            db.execute("update job set stopping = 1 where id = ? and state = 'running'", (job_id,))

    def forget(self, days: int) -> list[str]:
        """Drop the jobs that ended so many days ago; their ids."""
        before = (datetime.now(UTC) - timedelta(days=days)).isoformat(timespec="seconds")
        with self._open() as db:
            old = db.execute(f"delete from job where state in ({_ENDED}) and changed < ? returning id", (before,))
            return [row["id"] for row in old]


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def _job(row: sqlite3.Row) -> Job:
    what = json.loads(row["what"])
    names = ("state", "stage", "done", "total", "created", "changed", "worker", "result", "error")
    order = Order(**{**what, "files": tuple(what["files"])})
    return Job(order=order, stopping=bool(row["stopping"]), **{name: row[name] for name in names})
