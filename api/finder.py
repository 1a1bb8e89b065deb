"""Finding, one question after the other.

Threads that share Python's lock take it from one another some thirty times a question, and each time one of them has
to be woken: with thirty questions at a time that took more of the processor than finding did (docs/decisions/0020).
What takes longest, the question's vector, is awaited before by no thread at all.
"""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from typing import TypeVar

from api.operations.staged import StagedService
from qa.service import Service

#: A second one lets others pass by a question that many plans are to answer.
_THREADS = 2

_Found = TypeVar("_Found")


class Finder:
    """For as long as an app runs."""

    def __init__(self) -> None:
        self._threads = ThreadPoolExecutor(_THREADS, "finder")

    async def __call__(self, service: Service, text: str, find: Callable[[], _Found]) -> _Found:
        """What `find` returns or raises; called in another thread, when the vector of `text` is there.

        find: asks the service, and waits for nothing else.
        """
        if isinstance(service, StagedService):
            await service.ready(text)
        return await asyncio.get_running_loop().run_in_executor(self._threads, copy_context().run, find)

    def close(self) -> None:
        self._threads.shutdown(wait=False, cancel_futures=True)
