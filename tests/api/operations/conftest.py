"""Servers as `planqa serve` starts them, in processes of their own; most over a small index without a model."""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.processes import environment, free_port

_ROOT = Path(__file__).parents[3]
_HASH_SERVER = [sys.executable, "-m", "tests.api.operations.hash_server"]
_REAL_SERVER = [sys.executable, "-m", "api.cli"]
#: Seconds; on a machine that is busy with other things.
_PATIENCE = 120
#: Seconds for one look whether a server answers; somebody else may listen there who never does.
_TRY = 10


@dataclass(frozen=True)
class Running:
    """hold: while this file is there, questions with the word 等候 wait."""

    process: subprocess.Popen[bytes]
    port: int
    log: Path
    hold: Path

    @property
    def state(self) -> Path:
        return self.log.parent / "state"

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def client(self) -> httpx.Client:
        """A connection of its own a request, so that each worker has its share."""
        return httpx.Client(
            base_url=self.url, timeout=60, trust_env=False, limits=httpx.Limits(max_keepalive_connections=0)
        )

    def records(self) -> list[dict[str, Any]]:
        """What has been logged; every line must be JSON."""
        written = self.log.read_text(encoding="utf-8")
        return [json.loads(line) for line in written[: written.rfind("\n") + 1].splitlines()]

    def accesses(self, *ids: str) -> list[dict[str, Any]]:
        """The access lines of these requests, which come a moment after their responses."""

        def found() -> list[dict[str, Any]]:
            return [r for r in self.records() if r["logger"] == "planqa.access" and r["request_id"] in ids]

        until(lambda: {record["request_id"] for record in found()} == set(ids), f"the access lines of {ids}")
        return found()

    def workers(self) -> list[int]:
        """The processes that answer: those that the first one started, but for the watcher of its semaphores."""
        found = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        return [int(pid) for pid in found if b"spawn_main" in Path(f"/proc/{pid}/cmdline").read_bytes()]

    def stopped(self) -> int:
        """The exit code after SIGTERM."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(_PATIENCE)


Start = Callable[..., AbstractContextManager[Running]]


def until(true: Callable[[], object], what: str) -> None:
    deadline = time.monotonic() + _PATIENCE
    while time.monotonic() < deadline:
        if true():
            return
        time.sleep(0.05)
    pytest.fail(f"{what} did not come true")


@contextmanager
def _run(
    command: list[str], index: Path, folder: Path, workers: int = 1, port: int = 0, **more: Any
) -> Iterator[Running]:
    port, log, hold = port or free_port(), folder / "log", folder / "hold"
    own = {"PLANQA_INDEX": str(index), "PLANQA_STATE": str(folder / "state"), "HOLD": str(hold)}
    env = environment(**(own | more.get("environment", {})))
    arguments = [*command, "serve", "--port", str(port), "--workers", str(workers)]
    process = subprocess.Popen(
        arguments,
        cwd=_ROOT,
        env=env,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        preexec_fn=more.get("preparation"),
        start_new_session=True,
    )
    # By a pipe, so that a limit on the server's files is none on its log.
    threading.Thread(target=_keep, args=(process.stdout, log), daemon=True).start()
    running = Running(process, port, log, hold)
    try:
        until(lambda: process.poll() is not None or _answers(running), f"a start: {log}")
        assert process.poll() is None, log.read_text()
        yield running
    finally:
        hold.unlink(missing_ok=True)
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.wait(_PATIENCE)


def _keep(output: Any, log: Path) -> None:
    with log.open("wb", buffering=0) as file:
        for line in output:
            file.write(line)


def _answers(running: Running) -> bool:
    try:
        with running.client() as client:
            return client.get("/readyz", timeout=_TRY).status_code == 200
    except httpx.TransportError:
        return False


@pytest.fixture(scope="session")
def start(small_index: Path, tmp_path_factory: pytest.TempPathFactory) -> Start:
    """start(workers=1, port=0, environment={}, preparation=None): a server over the small index."""
    return lambda *args, **more: _run(_HASH_SERVER, small_index, tmp_path_factory.mktemp("serve"), *args, **more)


@pytest.fixture(scope="session")
def start_real(index_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Start:
    """The same over the packaged plans, with the bundled model."""
    return lambda workers: _run(_REAL_SERVER, index_dir, tmp_path_factory.mktemp("serve"), workers)


@pytest.fixture(scope="session")
def running(start: Start) -> Iterator[Running]:
    """A server of one process, for questions that leave it as it is."""
    with start() as found:
        yield found
