"""The store of jobs, as several workers use it."""

import sqlite3
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from api.jobs.desk import KEPT_DAYS, Desk
from api.jobs.records import Kind, Order
from qa.errors import Conflict, NotFound, StateFull, StateUnavailable

KINDS: list[Kind] = ["add", "replace", "remove", "inspect"]
ACTIONS = st.lists(st.tuples(st.sampled_from(["submit", "claim", "end", "cancel"]), st.integers(0, 3)), max_size=25)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    desk = Desk(tmp_path / "state")
    yield desk
    desk.workers.leave()


def received(desk: Desk, kind: Kind = "add") -> str:
    with desk.receiving() as (job_id, folder):
        (folder / "甲.txt").write_text("一")
        desk.submit(Order(job_id, kind, None, f"{folder.parent.name}/{job_id}", ("甲.txt",)))
    return job_id


@given(actions=ACTIONS)
@settings(max_examples=25, deadline=None)
def test_of_those_that_change_the_index_one_runs_at_a_time_and_in_order(
    actions: list[tuple[str, int]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    desks = [Desk(tmp_path_factory.mktemp("state")) for _ in range(2)]
    desks[1] = Desk(desks[0].reports("x").parents[1])
    claimed: list[str] = []
    submitted: list[str] = []
    for action, number in actions:
        desk = desks[number % 2]
        running = desk.store.running()
        if action == "submit":
            submitted.append(desk.submit(Order(desk.new_id(), KINDS[number])).order.id)
        elif action == "claim" and (job := desk.store.claim(desk.workers.enrol())):
            claimed.append(job.order.id)
        elif action == "end" and running:
            assert desk.store.end(running[0], "done")
        elif action == "cancel" and submitted and not desk.get(submitted[0]).has_ended:
            desk.cancel(submitted[0])
        changing = [job for job in desks[0].store.running() if job.order.kind != "inspect"]
        assert len(changing) <= 1
    assert len(set(claimed)) == len(claimed)
    changes = [i for i in claimed if desks[0].get(i).order.kind != "inspect"]
    assert changes == sorted(changes, key=submitted.index)
    for desk in desks:
        desk.workers.leave()


def test_a_job_is_claimed_once_however_many_want_it(desk: Desk) -> None:
    for _ in range(5):
        desk.submit(Order(desk.new_id(), "inspect"))
    claimed: list[str] = []

    def claim() -> None:
        while job := desk.store.claim("worker"):
            claimed.append(job.order.id)

    threads = [threading.Thread(target=claim) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(claimed) == len(set(claimed)) == 5


def test_a_job_whose_worker_is_gone_is_said_to_have_broken_off(desk: Desk, tmp_path: Path) -> None:
    other = Desk(tmp_path / "state")
    job_id = received(desk)
    assert desk.store.claim(other.workers.enrol()) is not None
    assert desk.get(job_id).state == "running"
    other.workers.leave()
    job = desk.get(job_id)
    assert (job.state, "中途退出" in str(job.error)) == ("broken", True)
    assert not desk.folder(job.order).exists()


def test_a_late_end_does_not_undo_that_a_job_was_found_broken(desk: Desk, tmp_path: Path) -> None:
    other = Desk(tmp_path / "state")
    received(desk)
    job = desk.store.claim(other.workers.enrol())
    assert job is not None
    other.workers.leave()
    desk.sweep()
    assert not desk.store.end(job, "done", "{}")
    assert desk.get(job.order.id).state == "broken"


def test_a_waiting_job_is_cancelled_at_once_and_its_files_are_gone(desk: Desk) -> None:
    job_id = received(desk)
    job = desk.cancel(job_id)
    assert job.state == "cancelled"
    assert not desk.folder(job.order).exists()
    with pytest.raises(Conflict):
        desk.cancel(job_id)


def test_what_is_left_of_a_dead_worker_is_cleared_but_not_what_waits(desk: Desk, tmp_path: Path) -> None:
    waiting = received(desk)
    folder = desk.folder(desk.get(waiting).order)
    half = folder.with_name("half-received")
    half.mkdir()
    (half / "乙.txt").write_text("半")
    other = Desk(tmp_path / "state")
    other.tidy()
    assert half.exists()
    desk.workers.leave()
    other.tidy()
    assert folder.exists()
    assert not half.exists()
    other.cancel(waiting)
    other.tidy()
    assert not folder.parent.exists()


def test_old_jobs_and_their_reports_are_forgotten_and_waiting_ones_are_not(desk: Desk, tmp_path: Path) -> None:
    old, new = received(desk), received(desk)
    job = desk.store.claim(desk.workers.enrol())
    assert job is not None
    assert job.order.id == old
    desk.store.end(job, "done")
    desk.reports(old).mkdir(parents=True)
    desk.tidy()
    assert desk.get(old).state == "done"
    with sqlite3.connect(tmp_path / "state" / "jobs.sqlite") as db:
        db.execute("update job set changed = '2000-01-01T00:00:00+00:00'")
    desk.tidy()
    assert not desk.reports(old).exists()
    assert desk.get(new).state == "waiting"
    with pytest.raises(NotFound, match=str(KEPT_DAYS)):
        desk.get(old)


def interrupted(desk: Desk) -> None:
    with desk.receiving() as (_, folder):
        (folder / "甲.txt").write_text("一")
        raise KeyboardInterrupt


def test_an_upload_that_fails_leaves_nothing(desk: Desk, tmp_path: Path) -> None:
    with pytest.raises(KeyboardInterrupt):
        interrupted(desk)
    assert [path for path in (tmp_path / "state" / "uploads").rglob("*") if path.is_file()] == []


def test_nothing_is_made_before_the_first_job(desk: Desk, tmp_path: Path) -> None:
    assert desk.newest() == []
    assert not (tmp_path / "state").exists()


def test_a_locked_store_says_so(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    received(desk)
    monkeypatch.setattr("api.jobs.store._BUSY", 0.01)
    with sqlite3.connect(tmp_path / "state" / "jobs.sqlite", isolation_level=None) as db:
        db.execute("begin exclusive")
        with pytest.raises(StateUnavailable, match="稍后"):
            received(desk)
        db.execute("rollback")
    assert len(desk.newest()) == 1


def test_a_full_store_says_so(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    received(desk)
    connect = sqlite3.connect

    def small(*given: object, **more: object) -> sqlite3.Connection:
        db = connect(*given, **more)  # type: ignore[call-overload]
        db.execute("pragma max_page_count = 1")
        return db  # type: ignore[no-any-return]

    monkeypatch.setattr(sqlite3, "connect", small)
    with pytest.raises(StateFull, match="磁盘已满"):
        desk.submit(Order(desk.new_id(), "add", files=("长" * 100_000,)))


def test_a_store_that_is_none_says_so(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "state").mkdir()
    (tmp_path / "state" / "jobs.sqlite").write_bytes(b"this is no database, whatever its name may say" * 100)
    with pytest.raises(StateUnavailable, match="PLANQA_STATE"):
        desk.newest()
