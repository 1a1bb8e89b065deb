"""Servers that clients are tested against: two districts of one name with one clause in common, and canned answers."""

import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import httpx
import pytest

from api.clients.client import Client
from index_build.build import build
from qa.ports import Encoder
from tests import small_corpus
from tests.conftest import Serve

Canned = Callable[..., AbstractContextManager[Client]]


@pytest.fixture(scope="session")
def districts(serve: Serve, encoder: Encoder, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Base URL of a server over the small corpus."""
    root = tmp_path_factory.mktemp("districts")
    build(small_corpus.write(root / "corpus"), root / "index", encoder)
    with serve(root / "index") as client:
        yield str(client.base_url)


@pytest.fixture
def planqa(server: httpx.Client) -> Iterator[Client]:
    """A client of the server over the packaged corpus."""
    with Client(str(server.base_url)) as client:
        yield client


@pytest.fixture(scope="session")
def canned() -> Canned:
    """A client of a server that gives one answer to everything: status, body, headers."""

    @contextmanager
    def run(status: int, body: bytes, **headers: str) -> Iterator[Client]:
        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                self.rfile.read(int(self.headers["Content-Length"]))
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name.replace("_", "-"), value)
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, format: str, *args: object) -> None:
                pass

        with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as stub:
            threading.Thread(target=stub.serve_forever).start()
            try:
                with Client(f"http://127.0.0.1:{stub.server_port}") as client:
                    yield client
            finally:
                stub.shutdown()

    return run
