"""Servers over a small index without a model, set up in one way or another, and the keys to them."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import httpx
import pytest

from api.access.keys import KeyStore
from index_build.build import build
from qa.encoder import HashEncoder
from tests import small_corpus

_ROOT = Path(__file__).parents[3]
_PATIENCE = 120
_subscribers = count(1)


@dataclass(frozen=True)
class Running:
    """A server process: its port, what it has printed so far, and the store of its keys."""

    port: int
    log: Path
    keys: KeyStore

    def client(self, host: str = "127.0.0.1") -> httpx.Client:
        return httpx.Client(base_url=f"http://{host}:{self.port}", timeout=60, trust_env=False)


Start = Callable[..., AbstractContextManager[Running]]


@dataclass(frozen=True)
class Guarded:
    """A server for which everybody needs a key, and one key of every sort by name. It believes its proxy, which each
    request pretends to be, so that wrong keys are not counted together."""

    running: Running
    secrets: dict[str, str]

    def send(self, method: str, path: str, secret: str | None = None, **more: object) -> httpx.Response:
        headers = {"X-Forwarded-For": subscriber(), **({"Authorization": f"Bearer {secret}"} if secret else {})}
        with self.running.client() as client:
            return client.request(method, path, headers={**headers, **more.pop("headers", {})}, **more)


def subscriber() -> str:
    """An address that has not been used before."""
    number = next(_subscribers)
    return f"10.{number >> 16}.{number >> 8 & 255}.{number & 255}"


@pytest.fixture(scope="session")
def small_index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("access")
    build(small_corpus.write(folder / "corpus"), folder / "index", HashEncoder())
    return folder / "index"


@pytest.fixture(scope="session")
def start(small_index: Path, tmp_path_factory: pytest.TempPathFactory) -> Start:
    """Starts a server with settings (PLANQA_…=…) in place of the defaults; host and level are uvicorn's."""

    @contextmanager
    def run(host: str = "127.0.0.1", level: str = "info", **settings: str) -> Iterator[Running]:
        folder = tmp_path_factory.mktemp("server")
        running = Running(_free_port(), folder / "log", KeyStore(folder / "state"))
        own = {"PLANQA_INDEX": str(small_index), "PLANQA_STATE": str(folder / "state"), "PYTHONUNBUFFERED": "1"}
        env = {k: v for k, v in os.environ.items() if not k.startswith("PLANQA_")} | own | settings
        options = ["--host", host, "--port", str(running.port), "--log-level", level, "--no-proxy-headers"]
        command = [sys.executable, "-m", "uvicorn", *options, "--factory", "tests.api.access.quick:app"]
        with running.log.open("w") as file:
            process = subprocess.Popen(command, cwd=_ROOT, env=env, stdout=file, stderr=file)
        try:
            _wait(running, process)
            yield running
        finally:
            process.terminate()
            process.wait(30)

    return run


@pytest.fixture(scope="session")
def guarded(start: Start) -> Iterator[Guarded]:
    with start(PLANQA_ACCESS="keys", PLANQA_TRUSTED_PROXIES="127.0.0.1") as running:
        store = running.keys
        secrets = {"read": store.create("研究室", "read", None)[1], "admin": store.create("管理", "admin", 30)[1]}
        for name in ("revoked", "expired"):
            key, secrets[name] = store.create(name, "admin", 0 if name == "expired" else None)
            if name == "revoked":
                store.revoke(key.id)
        secrets["unknown"] = KeyStore(running.log.parent / "other").create("别处", "admin", None)[1]
        secrets["altered"] = secrets["admin"][:-1] + ("A" if secrets["admin"][-1] != "A" else "B")
        secrets["garbage"] = "pq_"
        yield Guarded(running, secrets)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _wait(running: Running, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + _PATIENCE
    with running.client() as client:
        while process.poll() is None and time.monotonic() < deadline:
            try:
                if client.get("/readyz").status_code == 200:
                    return
            except httpx.TransportError:
                pass
            time.sleep(0.1)
    pytest.fail(f"the server did not start:\n{running.log.read_text()}")
