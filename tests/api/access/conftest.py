"""Servers over a small index without a model, set up in one way or another, and the keys to them."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import httpx
import pytest

from api.access.keys import KeyStore
from tests.processes import environment, free_port, wait

_ROOT = Path(__file__).parents[3]
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
def start(small_index: Path, tmp_path_factory: pytest.TempPathFactory) -> Start:
    """Starts a server with settings (PLANQA_…=…) in place of the defaults; host and level are uvicorn's."""

    @contextmanager
    def run(host: str = "127.0.0.1", level: str = "info", **settings: str) -> Iterator[Running]:
        folder = tmp_path_factory.mktemp("server")
        running = Running(free_port(), folder / "log", KeyStore(folder / "state"))
        own = {"PLANQA_INDEX": str(small_index), "PLANQA_STATE": str(folder / "state")}
        env = environment(**(own | settings))
        options = ["--host", host, "--port", str(running.port), "--log-level", level, "--no-proxy-headers"]
        command = [sys.executable, "-m", "uvicorn", *options, "--factory", "tests.api.access.quick:app"]
        with running.log.open("w") as file:
            process = subprocess.Popen(command, cwd=_ROOT, env=env, stdout=file, stderr=file)
        try:
            wait(f"http://127.0.0.1:{running.port}", process, running.log)
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
