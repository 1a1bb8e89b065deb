"""`planqa serve`: one process, or several workers that share a socket, an index and their metrics."""

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from types import FrameType

import uvicorn
from uvicorn.config import STARTUP_FAILURE

from api.app import create_app
from api.operations import logs, tracing
from api.operations.supervisor import Supervisor
from qa.settings import Settings

#: Seconds that running answers and streams are given when the server is told to stop.
_GRACE = 30
#: Seconds that an idle connection is kept: longer than nginx keeps its own (60), so that nginx is the one to close.
_KEEP_ALIVE = 75
#: Connections of one worker, beyond which it refuses with 503, and those that wait to be accepted.
_MOST_CONNECTIONS, _BACKLOG = 1000, 1024
#: Seconds without a sign of life after which a worker is replaced; importing torch on a busy machine takes many.
_HANGS_AFTER = 60
#: Memory, not disk: where a disk is full, writing to a file that is mapped ends the process.
_IN_MEMORY = Path("/dev/shm")


class _Server(uvicorn.Server):
    """One process that ends with code 0 when it was told to stop, and at once when it is told so again."""

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        if self.should_exit:
            os._exit(1)
        self.should_exit = True


def serve(settings: Settings, host: str, port: int, workers: int) -> None:
    """Serves until SIGTERM or SIGINT. Exits with a code other than 0 where the server cannot start."""
    tracing.check(settings)
    if workers > 1:
        with _counting() as folder:
            config = _config(settings, host, port, workers, folder)
            supervisor = Supervisor(config, [config.bind_socket()], folder)
            supervisor.run()
        started = not supervisor.failed
    else:
        server = _Server(_config(settings, host, port, 1, None))
        server.run()
        started = server.started
    if not started:
        sys.exit(STARTUP_FAILURE)


def _config(settings: Settings, host: str, port: int, workers: int, metrics: Path | None) -> uvicorn.Config:
    return uvicorn.Config(
        partial(create_app, settings, metrics),
        factory=True,
        host=host,
        port=port,
        workers=workers,
        log_config=logs.configuration(logs.form(settings.log, sys.stderr)),
        access_log=False,
        server_header=False,
        proxy_headers=False,
        limit_concurrency=_MOST_CONNECTIONS,
        backlog=_BACKLOG,
        timeout_keep_alive=_KEEP_ALIVE,
        timeout_graceful_shutdown=_GRACE,
        timeout_worker_healthcheck=_HANGS_AFTER,
    )


@contextmanager
def _counting() -> Iterator[Path]:
    """A folder for the workers' metrics, gone when they are."""
    place = _IN_MEMORY if os.access(_IN_MEMORY, os.W_OK) else None
    with tempfile.TemporaryDirectory(prefix="planqa-metrics-", dir=place, ignore_cleanup_errors=True) as folder:
        yield Path(folder)
