"""Bad clients, a full disk, locked databases: others are answered, and nothing that was asked is lost."""

import json
import os
import resource
import socket
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.api.operations.conftest import Running, Start, until

_QUESTION = {"question": "社区夜间普法讲堂全年不少于几场？"}
#: More than the threads that answer, so that one thread a client would not do.
_CROWD = 60


def answered(running: Running, times: int = 5, **more: Any) -> list[httpx.Response]:
    with running.client() as client:
        return [client.post("/api/v1/ask", json=_QUESTION, **more) for _ in range(times)]


@contextmanager
def connected(running: Running, text: bytes, window: int = 0) -> Iterator[socket.socket]:
    """A client that has sent this and no more; window: bytes that it lets come ahead."""
    with socket.socket() as client:
        if window:
            client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, window)
        client.settimeout(60)
        client.connect(("127.0.0.1", running.port))
        client.sendall(text)
        yield client


def request(body: bytes, length: int | None = None) -> bytes:
    head = "POST /api/v1/ask HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\nconnection: close\r\n"
    return f"{head}content-length: {length or len(body)}\r\n\r\n".encode() + body


def test_clients_that_read_a_byte_at_a_time_hold_up_nobody_and_get_all_of_it(running: Running) -> None:
    text = request(json.dumps({**_QUESTION, "stream": True}).encode())
    with ExitStack() as stack:
        slow = [stack.enter_context(connected(running, text, window=1)) for _ in range(_CROWD)]
        stop = threading.Event()
        read = [bytearray() for _ in slow]

        def trickle() -> None:
            while not stop.is_set():
                for client, got in zip(slow, read, strict=True):
                    got += client.recv(1)
                time.sleep(1)

        reader = threading.Thread(target=trickle)
        reader.start()
        found = answered(running, 20)
        stop.set()
        reader.join()
        assert {response.status_code for response in found} == {200}
        for client, got in zip(slow, read, strict=True):
            while piece := client.recv(4096):
                got += piece
    expected = found[0].json()["answer"]
    for got in read:
        assert json.dumps(expected, ensure_ascii=False).encode()[1:-1] in got
        assert b"event: answer" in got


def test_bodies_that_never_end_hold_up_nobody(running: Running) -> None:
    with ExitStack() as stack:
        for _ in range(_CROWD):
            stack.enter_context(connected(running, request(b'{"question": "', length=200)))
        assert {response.status_code for response in answered(running, 20)} == {200}


def test_a_full_disk_costs_the_record_and_not_the_answer(start: Start) -> None:
    """No file may grow beyond a page: to SQLite, and to whatever else is written, that is a full disk."""

    def full() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))

    with start(environment={"PLANQA_AUDIT_DAYS": "30"}, preparation=full) as running:
        found = answered(running)
        assert {response.status_code for response in found} == {200}
        until(lambda: any(r["level"] in ("WARNING", "ERROR") for r in running.records()), "a log line")
        with running.client() as client:
            assert client.get("/readyz").status_code == 200
        assert running.stopped() == 0


@pytest.fixture(scope="module")
def guarded(start: Start) -> Iterator[tuple[Running, str]]:
    """A server that asks everybody for a key and keeps what is asked; and a key."""
    with start(environment={"PLANQA_ACCESS": "keys", "PLANQA_AUDIT_DAYS": "30"}) as running:
        command = [sys.executable, "-m", "api.cli", "keys", "create", "--name", "研究室", "--json"]
        env = os.environ | {"PLANQA_STATE": str(running.state)}
        made = subprocess.run(command, env=env, capture_output=True, text=True, check=True)
        yield running, json.loads(made.stdout)["key"]


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Nobody else can write, as while a backup or a stuck process holds the database."""
    database = sqlite3.connect(path, isolation_level=None, timeout=30)
    database.execute("begin immediate")
    try:
        yield
    finally:
        database.close()


def test_locked_databases_cost_the_record_and_not_the_answer(guarded: tuple[Running, str]) -> None:
    running, key = guarded
    headers = {"Authorization": f"Bearer {key}"}
    assert {response.status_code for response in answered(running, headers=headers)} == {200}
    assert {response.status_code for response in answered(running)} == {401}
    databases = sorted(running.state.glob("*.sqlite"))
    assert {path.name for path in databases} >= {"keys.sqlite", "feedback.sqlite"}
    with ExitStack() as stack:
        for path in databases:
            stack.enter_context(locked(path))
        assert {response.status_code for response in answered(running, headers=headers)} == {200}
        assert {response.status_code for response in answered(running)} == {401}


def test_the_log_names_the_key_s_owner_and_never_the_key(guarded: tuple[Running, str]) -> None:
    running, key = guarded
    answered(running, 1, headers={"Authorization": f"Bearer {key}", "X-Request-ID": "who"})
    [line] = running.accesses("who")
    assert line["caller"] == "研究室"
    assert key not in running.log.read_text(encoding="utf-8")
    assert key.rsplit("_", 1)[-1] not in running.log.read_text(encoding="utf-8")
