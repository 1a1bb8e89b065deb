"""The child process in which files are opened: `python -m index_build.extract.worker`.

Takes (name, bytes) pickles on stdin and answers each with an Extracted, or with the message of its error, on
stdout. What it does to a hostile file is bounded by the limits that it sets on itself and by the clock of its
parent, `sandbox`.
"""

import os
import pickle
import sys
from typing import BinaryIO

from index_build.extract import formats
from index_build.extract.shape import Extracted
from qa.errors import BadPlan

#: Bytes of address space. LibreOffice maps 2 GB before it reads a page, OCR 3 GB.
MEMORY = 3 * 1024**3
_TOO_LARGE = "读取时内存超出限制，文件可能异常或过大。请拆分或另存后再试。"
_UNREADABLE = "文件已损坏，或不是它的后缀所说的格式，无法读取。请用办公软件打开后另存再试。"


def main() -> None:
    """Serve until stdin ends."""
    _limit_memory()
    requests, answers = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints must not be taken for an answer
    while (request := _next(requests)) is not None:
        answers.write(pickle.dumps(_answer(*request)))
        answers.flush()


def _next(requests: BinaryIO) -> tuple[str, bytes] | None:
    try:
        name, data = pickle.load(requests)
    except EOFError:
        return None
    return name, data


def _answer(name: str, data: bytes) -> Extracted | str:
    try:
        return formats.extract(name, data)
    except BadPlan as error:
        return error.message
    except MemoryError:
        return _TOO_LARGE
    except Exception as error:  # each library has errors of its own for a broken file; all mean this
        print(f"{name}: {error!r}", file=sys.stderr)
        return _UNREADABLE


def _limit_memory() -> None:
    try:
        import resource
    except ImportError:  # not a POSIX system: the clock alone keeps watch
        return
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    limit = MEMORY if hard == resource.RLIM_INFINITY else min(MEMORY, hard)
    resource.setrlimit(resource.RLIMIT_AS, (limit, hard))


if __name__ == "__main__":
    main()
