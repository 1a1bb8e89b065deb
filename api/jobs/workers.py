"""Which workers are alive: each holds a lock that the system lets go when the process ends, however it ends."""

import threading
import uuid
from pathlib import Path

from filelock import FileLock, Timeout

from api.jobs import disk


class Workers:
    """The locks of all workers of one state folder, this one's among them."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._name = uuid.uuid4().hex[:12]
        self._enrolling = threading.Lock()
        self._lock: FileLock | None = None

    def enrol(self) -> str:
        """This worker's name, under its lock from the first call until `leave`. StateUnavailable."""
        with self._enrolling, disk.worded():
            if self._lock is None:
                self._folder.mkdir(parents=True, exist_ok=True)
                # thread_local: held by the process, whichever of its threads took it.
                lock = FileLock(self._path(self._name), timeout=0, thread_local=False)
                lock.acquire()
                self._lock = lock
            return self._name

    def leave(self) -> None:
        with self._enrolling:
            if self._lock is not None:
                self._path(self._name).unlink(missing_ok=True)
                self._lock.release()
                self._lock = None

    def is_alive(self, name: str) -> bool:
        path = self._path(name)
        if not path.exists():
            return False
        with disk.worded():
            try:
                with FileLock(path, timeout=0):
                    path.unlink(missing_ok=True)
                    return False
            except Timeout:
                return True

    def _path(self, name: str) -> Path:
        return self._folder / f"{name}.lock"
