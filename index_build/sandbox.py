"""Files opened in a child process, so that one that eats memory, hangs or crashes its reader harms no other.

A PDF or office file is a program for its reader, and readers have faults. The child is used for file after file
and replaced when one has killed it.
"""

import contextlib
import os
import pickle
import signal
import subprocess
import sys
import threading
import time
from types import TracebackType

from index_build.extract.shape import Extracted
from qa.errors import BadPlan

#: Seconds for one file: so many, and as many again for each megabyte up to the most. OCR of a scanned page of 0.1 MB
#: takes about 4 s; everything else is far below.
TIME, MOST_TIME = 60.0, 900.0


class Sandbox:
    """`extract` as `index_build.extract.formats` has it, within limits. Used in a with statement, by one thread."""

    def __init__(self, seconds: float = TIME) -> None:
        self._seconds = seconds
        self._child: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> "Sandbox":
        """The child starts at once: it is ready when the first file is."""
        self._child = _start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._kill()

    def extract(self, name: str, data: bytes) -> Extracted:
        """The text of a file. BadPlan, also where the child did not survive it."""
        child = self._child = self._child or _start()
        started = time.monotonic()
        seconds = min(self._seconds * (1 + len(data) / 1e6), MOST_TIME)
        watch = threading.Timer(seconds, _end, [child])
        watch.start()
        try:
            answer = _ask(child, name, data)
        except (OSError, EOFError, pickle.UnpicklingError) as error:
            self._kill()
            late = time.monotonic() - started >= seconds
            why = f"超过 {seconds:.0f} 秒仍未读完" if late else "读取程序异常退出"
            raise BadPlan(f"{why}，已放弃这个文件。请用办公软件打开后另存再试。") from error
        finally:
            watch.cancel()
        if isinstance(answer, str):
            raise BadPlan(answer)
        return answer

    def _kill(self) -> None:
        child, self._child = self._child, None
        if child is None:
            return
        _end(child)
        with contextlib.suppress(BrokenPipeError), child:
            pass  # closes its pipes and waits for it


def _start() -> subprocess.Popen[bytes]:
    # -P: a module that happens to lie in the folder where planqa is run is not imported.
    command = [sys.executable, "-P", "-m", "index_build.extract.worker"]
    # A session of its own, so that what the child starts (LibreOffice) ends with it.
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True)


def _ask(child: subprocess.Popen[bytes], name: str, data: bytes) -> Extracted | str:
    assert child.stdin is not None
    assert child.stdout is not None
    pickle.dump((name, data), child.stdin)
    child.stdin.flush()
    answer: Extracted | str = pickle.load(child.stdout)
    return answer


def _end(child: subprocess.Popen[bytes]) -> None:
    """The child and all that it started."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(child.pid, signal.SIGKILL)
