"""feedback.sqlite and its writer, without a service."""

import logging
import os
import sqlite3
import stat
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from api.feedback import audit as audits
from api.feedback.audit import Audit
from api.feedback.entries import Entry, entry
from api.feedback.journal import NAME, Journal, Wanted, unavailable
from qa.errors import StateFull, StateUnavailable
from qa.filters import Filters
from qa.records import Answer, Scope

_ROOT = Path(__file__).parents[3]
_NOW = datetime.now(UTC).replace(microsecond=0)
#: Bytes that nothing else in a file has.
_SECRET = "夜间普法讲堂由谁主讲"

_words = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
_entries = st.builds(
    Entry,
    id=st.uuids().map(str),
    at=st.integers(0, 4_000_000_000).map(lambda seconds: datetime.fromtimestamp(seconds, UTC)),
    door=st.sampled_from(["ask", "chat", "mcp"]),
    question=_words,
    understood=_words,
    filters=st.dictionaries(st.sampled_from(["regions", "unit"]), _words),
    verdict=st.sampled_from(["answered", "plan_silent"]),
    confidence=st.floats(0, 1),
    clauses=st.lists(_words).map(tuple),
    milliseconds=st.integers(0, 100_000),
)


def made(number: int = 0, question: str = "行政复议由谁牵头？", **more: object) -> Entry:
    """A plausible entry."""
    values: dict[str, object] = {
        "id": f"answer-{number}", "at": _NOW, "door": "ask", "question": question, "understood": question,
        "filters": {}, "verdict": "answered", "confidence": 0.9, "clauses": ("a-2016/1",), "milliseconds": 20,
    }  # fmt: skip
    return Entry(**(values | more))  # type: ignore[arg-type]


def kept(folder: Path) -> list[Entry]:
    with Journal.opened(folder) as journal:
        return journal.entries(Wanted())


@pytest.fixture
def audit(tmp_path: Path) -> Iterator[Callable[[], Audit]]:
    """Starts writers over the test's folder; they are stopped at its end."""
    started: list[Audit] = []

    def start(days: int = 7) -> Audit:
        started.append(Audit(tmp_path, days))
        return started[-1]

    yield start
    for one in started:
        one.stop()


@settings(max_examples=40, deadline=None)
@given(entries=st.lists(_entries, unique_by=lambda e: e.id, max_size=6))
def test_what_is_added_comes_back_newest_first(entries: list[Entry], tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("journal")
    journal = Journal.create(folder)
    journal.add(entries)
    journal.add(entries)
    assert journal.entries(Wanted()) == entries[::-1]
    for one in entries:
        assert one in journal.entries(Wanted(one.at, one.verdict, "none", one.door))
        assert all(e.at >= one.at for e in journal.entries(Wanted(since=one.at)))
    assert all(e.door == "chat" for e in journal.entries(Wanted(door="chat")))
    first, *rest = [e.number for e in journal.entries(Wanted())] or [None]
    assert [e.number for e in journal.entries(Wanted(before=first))] == rest
    journal.close()


def test_a_vote_takes_the_place_of_the_one_before(tmp_path: Path) -> None:
    journal = Journal.create(tmp_path)
    journal.add([made(1), made(2)])
    assert journal.vote("answer-1", "down", "不对")
    assert journal.vote("answer-1", "up", None)
    assert journal.vote("answer-1", "up", None)
    assert not journal.vote("answer-3", "up", None)
    assert [(e.id, e.vote, e.comment) for e in journal.entries(Wanted(vote="up"))] == [("answer-1", "up", None)]
    assert [e.id for e in journal.entries(Wanted(vote="none"))] == ["answer-2"]
    assert journal.entries(Wanted(vote="down")) == []
    journal.close()


def test_what_is_deleted_leaves_the_disk(tmp_path: Path) -> None:
    journal = Journal.create(tmp_path)
    old = [made(n, f"{_SECRET}{n}", at=_NOW - timedelta(days=8)) for n in range(3000)]
    journal.add([*old, made(9999)])
    journal._db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    before = (tmp_path / NAME).stat().st_size
    assert _SECRET.encode() in (tmp_path / NAME).read_bytes()
    assert journal.prune(_NOW - timedelta(days=7)) == 3000
    assert [e.id for e in journal.entries(Wanted())] == ["answer-9999"]
    assert (tmp_path / NAME).stat().st_size < before / 10
    assert all(_SECRET.encode() not in file.read_bytes() for file in tmp_path.iterdir())
    assert journal.clear() == 1
    assert journal.entries(Wanted()) == []
    journal.close()


def test_a_full_file_is_told_apart_from_a_busy_one(tmp_path: Path) -> None:
    journal = Journal.create(tmp_path)
    journal._db.execute("PRAGMA max_page_count = 8").fetchall()
    with pytest.raises(sqlite3.DatabaseError) as full:
        journal.add([made(n, "问" * 1000) for n in range(20)])
    assert journal.entries(Wanted()) == []
    holder = sqlite3.connect(tmp_path / NAME, isolation_level=None)
    holder.execute("BEGIN EXCLUSIVE")
    with pytest.raises(sqlite3.DatabaseError) as busy:
        journal.add([made()])
    holder.close()
    journal.close()
    assert [type(unavailable(raised.value, "")) for raised in (full, busy)] == [StateFull, StateUnavailable]


def test_the_owner_alone_may_read_it(tmp_path: Path) -> None:
    journal = Journal.create(tmp_path / "state")
    journal.add([made()])
    assert stat.S_IMODE((tmp_path / "state").stat().st_mode) == 0o700
    files = list((tmp_path / "state").iterdir())
    assert {f.name for f in files} > {NAME}
    assert {stat.S_IMODE(f.stat().st_mode) for f in files} == {0o600}
    journal.close()


def test_an_entry_has_what_is_said_and_nothing_else() -> None:
    answer = Answer("问", "plan_silent", "文", Scope(), 0.123456, understood="问全")
    found = entry("chat", answer, Filters(regions=("422823",), years=(2016, 2020)), 0.0)
    assert set(Entry.__dataclass_fields__) == {
        "id", "at", "door", "question", "understood", "filters", "verdict", "confidence", "clauses", "milliseconds",
        "vote", "comment", "number",
    }  # fmt: skip
    assert found.filters == {"regions": ("422823",), "years": (2016, 2020)}
    assert (found.question, found.understood, found.confidence) == ("问", "问全", 0.1235)
    assert entry("ask", answer, None, 0.0).filters == {}
    assert entry("ask", answer, None, 0.0).id != found.id


def test_what_waits_is_written_at_the_stop(audit, tmp_path: Path) -> None:
    writer = audit()
    ids = [writer.keep(made(n)) for n in range(500)]
    writer.stop()
    assert [e.id for e in kept(tmp_path)] == ids[::-1]


def test_what_is_too_old_goes_when_a_server_starts(audit, tmp_path: Path) -> None:
    journal = Journal.create(tmp_path)
    journal.add([made(1, at=_NOW - timedelta(days=7, seconds=9)), made(2, at=_NOW - timedelta(days=6))])
    journal.close()
    audit(days=7).stop()
    assert [e.id for e in kept(tmp_path)] == ["answer-2"]


def test_what_is_too_old_goes_from_a_server_that_runs(audit, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(audits, "_PRUNES_EVERY", 0.05)
    Journal.create(tmp_path).close()
    writer = audit(days=1)
    writer.keep(made(1, at=_NOW - timedelta(days=1, seconds=9)))
    writer.keep(made(2))
    waited = threading.Event()
    for _ in range(200):
        if [e.id for e in kept(tmp_path)] == ["answer-2"]:
            return
        waited.wait(0.05)
    pytest.fail("the old row is still there")


def test_a_lock_is_waited_out_by_the_writer_alone(audit, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    Journal.create(tmp_path).close()
    holder = sqlite3.connect(tmp_path / NAME, isolation_level=None)
    holder.execute("BEGIN EXCLUSIVE")
    writer = audit()
    with caplog.at_level(logging.WARNING, "planqa.feedback"):
        assert [writer.keep(made(n)) for n in range(50)] == [f"answer-{n}" for n in range(50)]
        # A second failed attempt says nothing more.
        while not caplog.records:
            threading.Event().wait(0.05)
        threading.Event().wait(audits._RETRIES_EVERY * 2.5)
    assert len(caplog.records) == 1
    holder.execute("ROLLBACK")
    holder.close()
    writer.stop()
    assert len(kept(tmp_path)) == 50


def test_more_than_can_wait_is_not_kept(audit, tmp_path: Path) -> None:
    Journal.create(tmp_path).close()
    holder = sqlite3.connect(tmp_path / NAME, isolation_level=None)
    holder.execute("BEGIN EXCLUSIVE")
    writer = audit()
    ids = [writer.keep(made(n)) for n in range(audits._MOST_WAITING + 3)]
    assert [i is None for i in ids] == [False] * audits._MOST_WAITING + [True] * 3
    holder.close()
    writer.stop()
    assert len(kept(tmp_path)) == audits._MOST_WAITING


def test_a_folder_that_cannot_be_made_costs_a_line_in_the_log(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / "file").write_text("")
    writer = Audit(tmp_path / "file" / "state", 7)
    assert writer.keep(made(question=_SECRET)) == "answer-0"
    writer.stop()
    assert "answers cannot be kept" in caplog.text
    assert "1 answers were not kept" in caplog.text
    assert _SECRET not in caplog.text


def test_a_file_that_is_no_database_is_left_as_it_is(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / NAME).write_bytes(b"something else entirely, and long enough to have a header" * 40)
    before = (tmp_path / NAME).read_bytes()
    writer = Audit(tmp_path, 7)
    writer.keep(made())
    writer.stop()
    assert "answers cannot be kept" in caplog.text
    assert (tmp_path / NAME).read_bytes() == before


def test_what_no_attempt_could_write_does_not_keep_the_rest(audit, tmp_path: Path) -> None:
    writer = audit()
    writer.keep(made(1, question="\ud800"))
    while writer._waiting:
        threading.Event().wait(0.01)
    writer.keep(made(2))
    writer.stop()
    assert [e.id for e in kept(tmp_path)] == ["answer-2"]


_FULL_DISK = """
import logging, resource, sys
from pathlib import Path
from api.feedback.audit import Audit
from tests.api.feedback.test_journal import made
logging.basicConfig()
resource.setrlimit(resource.RLIMIT_FSIZE, (60_000, 60_000))
writer = Audit(Path(sys.argv[1]), 7)
ids = [writer.keep(made(n, "问" * 1000)) for n in range(200)]
writer.stop()
print(sum(i is not None for i in ids))
"""


def test_a_full_disk_costs_a_line_in_the_log(tmp_path: Path) -> None:
    """Files that may not grow stand for the disk; what was written before stays readable."""
    journal = Journal.create(tmp_path)
    journal.add([made(-1)])
    journal.close()
    done = python(_FULL_DISK, str(tmp_path))
    assert done.stdout == "200\n"
    assert "answers cannot be kept" in done.stderr
    assert "200 answers were not kept" in done.stderr
    assert [e.id for e in kept(tmp_path)] == ["answer--1"]


_CROWD = """
import sys, time
from pathlib import Path
from api.feedback.audit import Audit
from tests.api.feedback.test_journal import made
writer = Audit(Path(sys.argv[1]), 7)
print("ready", flush=True)
sys.stdin.readline()
for n in range(400):
    assert writer.keep(made(f"{sys.argv[2]}-{n}"))
    time.sleep(0.001)
writer.stop()
"""


def test_processes_that_write_at_once_lose_nothing(tmp_path: Path) -> None:
    crowd = [
        subprocess.Popen(
            [sys.executable, "-c", _CROWD, str(tmp_path), str(n)],
            cwd=_ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for n in range(3)
    ]
    for process in crowd:
        assert process.stdout
        assert process.stdout.readline() == "ready\n"
    for process in crowd:
        assert process.stdin
        process.stdin.write("\n")
        process.stdin.flush()
    assert [process.wait(60) for process in crowd] == [0, 0, 0]
    assert {e.id for e in kept(tmp_path)} == {f"answer-{p}-{n}" for p in range(3) for n in range(400)}


def python(program: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", program, *arguments]
    return subprocess.run(command, cwd=_ROOT, capture_output=True, text=True, check=True, env=os.environ)
