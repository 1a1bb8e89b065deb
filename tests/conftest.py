"""What takes long to make is made once a session: the real encoder, the real index, a real server."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import httpx
import pytest

from api.wiring import load_encoder
from index_build import catalogue
from index_build.build import build
from qa.encoder import HashEncoder
from qa.ports import Encoder
from qa.service import Service
from qa.settings import Settings
from tests import small_corpus
from tests.processes import environment, free_port, wait

# Tests run in as many processes as there are cores; where each of them took all cores for the model, all would wait.
os.environ.setdefault("OMP_NUM_THREADS", "1")
_ROOT = Path(__file__).parents[1]
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
def small_index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The two made-up plans, indexed without a model; not to be changed."""
    folder = tmp_path_factory.mktemp("small")
    build(small_corpus.write(folder / "corpus"), folder / "index", HashEncoder())
    return folder / "index"


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
        port = free_port()
        log = tmp_path_factory.mktemp("server") / "log"
        own = {"PLANQA_INDEX": str(index), "PLANQA_PUBLIC_URL": _PUBLIC_URL, "PLANQA_STATE": str(log.parent / "state")}
        with log.open("w") as file:
            process = subprocess.Popen(
                _command(port), cwd=_ROOT, env=environment(**(own | settings)), stdout=file, stderr=file
            )
        try:
            url = f"http://127.0.0.1:{port}"
            # One that has no index cannot answer questions, and has to say so.
            wait(url, process, log, ready=False)
            with httpx.Client(base_url=url, timeout=60, trust_env=False) as client:
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


def _command(port: int) -> list[str]:
    options = ["--host", "127.0.0.1", "--port", str(port), "--factory"]
    return [sys.executable, "-m", "uvicorn", *options, "api.app:create_app"]
