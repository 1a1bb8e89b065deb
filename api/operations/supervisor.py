"""Several workers on one socket: uvicorn's supervisor, with shared metrics and an end to waiting.

uvicorn replaces a worker that died or hangs; the others serve on meanwhile, since all accept from one socket.
"""

import os
import time
from pathlib import Path
from socket import socket

from prometheus_client.multiprocess import mark_process_dead
from uvicorn.config import STARTUP_FAILURE, Config
from uvicorn.supervisors import Multiprocess

#: Where prometheus_client looks for the folder that workers share, and OpenMP for how many threads to use.
_METRICS, _THREADS = "PROMETHEUS_MULTIPROC_DIR", "OMP_NUM_THREADS"
#: Seconds after which a worker that should have stopped is killed, beyond what it may take for running requests.
_MERCY = 10.0


class Supervisor(Multiprocess):
    """A first SIGTERM or SIGINT lets running requests end, a second ends all at once."""

    def __init__(self, config: Config, sockets: list[socket], metrics: Path) -> None:
        """metrics: an empty folder for what the workers count."""
        super().__init__(config, sockets)
        self._metrics = metrics
        self._known: set[int | None] = set()
        self._stops = 0
        # Not os.environ: this is for the workers, and they are started with what the C library holds.
        os.putenv(_METRICS, str(metrics))
        os.putenv(_THREADS, str(_share(config.workers)))

    @property
    def failed(self) -> bool:
        """Whether a worker could not start at all."""
        return any(process.exitcode == STARTUP_FAILURE for process in self.processes)

    def keep_subprocess_alive(self) -> None:
        super().keep_subprocess_alive()
        running = {process.pid for process in self.processes}
        for pid in self._known - running:
            mark_process_dead(pid, str(self._metrics))  # type: ignore[no-untyped-call]
        self._known = running

    def handle_term(self) -> None:
        self._stops += 1
        super().handle_term()

    def handle_int(self) -> None:
        self._stops += 1
        super().handle_int()

    def terminate_all(self) -> None:
        # As long as one process holds them, connections that nobody will ever accept are queued instead of refused.
        for held in self.sockets:
            held.close()
        super().terminate_all()

    def join_all(self) -> None:
        deadline = time.monotonic() + (self.config.timeout_graceful_shutdown or 0) + _MERCY
        while any(process.process.is_alive() for process in self.processes):
            self.handle_signals()
            if self._stops > 1 or time.monotonic() > deadline:
                for process in self.processes:
                    process.process.kill()
            time.sleep(0.1)
        super().join_all()


def _share(workers: int) -> int:
    """Cores for each worker, at least one: more threads than cores only wait for each other."""
    return max(1, len(os.sched_getaffinity(0)) // workers)
