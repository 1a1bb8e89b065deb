"""What takes long to make is made once a session: the real encoder, the real index, a real server."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import httpx
import pytest

from api.wiring import load_encoder
from index_build import catalogue
from index_build.build import build
from qa.ports import Encoder
from qa.service import Service
from qa.settings import Settings

# Tests run in as many processes as there are cores; where each of them took all cores for the model, all would wait.
os.environ.setdefault("OMP_NUM_THREADS", "1")
_ROOT = Path(__file__).parents[1]
#: Seconds; a server that loads the model on a busy machine takes a fraction of it.
_STARTS_WITHIN = 180
_PUBLIC_URL = "https://plans.example"

Serve = Callable[..., AbstractContextManager[httpx.Client]]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--screenshots", type=Path, help="a folder that keeps what the tests of the page have seen")


@pytest.fixture(scope="session")
def public_url() -> str:
    """What the servers' permalinks begin with."""
    return _PUBLIC_URL


@pytest.fixture(scope="session")
def encoder() -> Encoder:
    """The bundled model."""
    return load_encoder(Settings(), lambda _: None)


@pytest.fixture(scope="session")
def index_dir(encoder: Encoder, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The packaged corpus, indexed."""
    root = tmp_path_factory.mktemp("planqa") / "index"
    build(catalogue.packaged(), root, encoder)
    return root


@pytest.fixture(scope="session")
def service(index_dir: Path, encoder: Encoder) -> Service:
    """The packaged corpus, opened in this process."""
    return Service.open(index_dir, encoder)


@pytest.fixture(scope="session")
def serve(tmp_path_factory: pytest.TempPathFactory) -> Serve:
    """Starts a server process over an index directory, with further settings (PLANQA_…=…) if given.

    The client talks to it until the block ends. Its state folder and its log are its own unless settings say otherwise.
    """

    @contextmanager
    def run(index: Path, **settings: str) -> Iterator[httpx.Client]:
        port = _free_port()
        log = tmp_path_factory.mktemp("server") / "log"
        environment = _environment(index) | {"PLANQA_STATE": str(log.parent / "state")} | settings
        with log.open("w") as file:
            process = subprocess.Popen(_command(port), cwd=_ROOT, env=environment, stdout=file, stderr=file)
        try:
            with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=60, trust_env=False) as client:
                _wait(client, process, log)
                yield client
        finally:
            process.terminate()
            process.wait(30)

    return run


@pytest.fixture(scope="session")
def state_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The state folder of `server`; not made yet."""
    return tmp_path_factory.mktemp("state") / "planqa"


@pytest.fixture(scope="session")
def server(serve: Serve, index_dir: Path, state_dir: Path) -> Iterator[httpx.Client]:
    """A client of a server that is ready to answer."""
    with serve(index_dir, PLANQA_STATE=str(state_dir)) as client:
        yield client


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _command(port: int) -> list[str]:
    options = ["--host", "127.0.0.1", "--port", str(port), "--factory"]
    return [sys.executable, "-m", "uvicorn", *options, "api.app:create_app"]


def _environment(index: Path) -> dict[str, str]:
    own = {"PLANQA_INDEX": str(index), "PLANQA_PUBLIC_URL": _PUBLIC_URL, "PYTHONUNBUFFERED": "1"}
    return {k: v for k, v in os.environ.items() if not k.startswith("PLANQA_")} | own


def _wait(client: httpx.Client, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + _STARTS_WITHIN
    while process.poll() is None and time.monotonic() < deadline:
        try:
            client.get("/healthz")
            return
        except httpx.TransportError:
            time.sleep(0.2)
    pytest.fail(f"the server did not start:\n{log.read_text()}")
