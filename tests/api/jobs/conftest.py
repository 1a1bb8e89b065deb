"""Servers with jobs: each test file has one of its own, over a small index."""

import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.processes import environment, free_port, wait

_ROOT = Path(__file__).parents[3]
#: Seconds; a busy machine takes a fraction of it.
_PATIENCE = 180
Answer = dict[str, Any]


@dataclass(frozen=True)
class Door:
    """A running server, its index and its state."""

    client: httpx.Client
    process: subprocess.Popen[bytes]
    root: Path
    state: Path

    def upload(self, *files: tuple[str, str | bytes], **fields: str) -> httpx.Response:
        parts = [("file", (name, data)) for name, data in files]
        return self.client.post("/api/v1/plans", files=parts, data=fields)

    def ended(self, response: httpx.Response) -> Answer:
        """The job that a request was answered with, once it has ended."""
        assert response.status_code == 202, response.text
        deadline = time.monotonic() + _PATIENCE
        while time.monotonic() < deadline:
            job: Answer = self.client.get(response.headers["location"]).raise_for_status().json()
            if job["state"] not in ("waiting", "running"):
                return job
            time.sleep(0.1)
        pytest.fail(f"the job did not end: {job}")

    def reached(self, job_id: str, stage: str) -> Answer:
        """The job in the middle of a stage."""
        deadline = time.monotonic() + _PATIENCE
        while time.monotonic() < deadline:
            job: Answer = self.client.get(f"/api/v1/jobs/{job_id}").raise_for_status().json()
            if stage in job["stage"] and job["state"] == "running":
                return job
            assert job["state"] in ("waiting", "running"), job
            time.sleep(0.05)
        pytest.fail(f"the job did not come to {stage}: {job}")

    def plans(self) -> list[str]:
        return [plan["id"] for plan in self.client.get("/api/v1/plans").raise_for_status().json()["plans"]]

    def left(self) -> list[Path]:
        """Uploaded files that are still there."""
        return [path for path in (self.state / "uploads").rglob("*") if path.is_file()]


Open = Callable[..., AbstractContextManager[Door]]


@pytest.fixture
def root(small_index: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(small_index, tmp_path / "index"))


@pytest.fixture(scope="session")
def opened() -> Open:
    """Starts a server over an index and a state folder; killed at the end, however the test ends."""

    @contextmanager
    def run(root: Path, state: Path, **given: str) -> Iterator[Door]:
        with ExitStack() as stack:
            log = state.with_name(f"{state.name}-{time.monotonic_ns()}.log")
            port = free_port()
            file = stack.enter_context(log.open("w"))
            settings = {"PLANQA_INDEX": str(root), "PLANQA_STATE": str(state), "PLANQA_QUERY_MAP": "none"}
            command = [
                sys.executable,
                "-m",
                "uvicorn",
                "--port",
                str(port),
                "--factory",
                "tests.api.jobs.job_server:create",
            ]
            process = subprocess.Popen(
                command, cwd=_ROOT, env=environment(**(settings | given)), stdout=file, stderr=file
            )
            stack.callback(_end, process)
            url = f"http://127.0.0.1:{port}"
            wait(url, process, log)
            client = stack.enter_context(httpx.Client(base_url=url, timeout=60, trust_env=False))
            yield Door(client, process, root, state)

    return run


@pytest.fixture(scope="module")
def door(opened: Open, small_index: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Door]:
    """One server for the tests of a file that leave each other alone."""
    folder = tmp_path_factory.mktemp("door")
    root = shutil.copytree(small_index, folder / "index")
    with opened(root, folder / "state") as found:
        yield found


def _end(process: subprocess.Popen[bytes]) -> None:
    process.send_signal(signal.SIGKILL)
    process.wait(30)
