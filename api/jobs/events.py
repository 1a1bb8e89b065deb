"""A job's progress as Server-Sent Events (WHATWG HTML, 9.2), whichever worker runs it.

Any number of `progress`, the first with the state at once; then one `result` or `error`. The data of each is a
JobOut. Lines that begin with a colon are sent while nothing changes and mean nothing.
"""

import asyncio
import logging
from collections.abc import AsyncIterator

from starlette.concurrency import run_in_threadpool

from api.jobs.desk import Desk
from api.jobs.records import Job
from api.jobs.schemas import JobOut
from qa.errors import NotFound, StateUnavailable

#: Seconds between two looks, and looks between two signs of life.
_LOOKS_EVERY, _SILENT_LOOKS = 0.3, 50
_log = logging.getLogger("planqa.jobs")


async def events(desk: Desk, job: Job) -> AsyncIterator[str]:
    """Until the job has ended; it may have already."""
    told: Job | None = None
    silent = 0
    while not job.has_ended:
        if job != told or silent == _SILENT_LOOKS:
            yield _event("progress", job) if job != told else ":\n\n"
            told, silent = job, 0
        silent += 1
        await asyncio.sleep(_LOOKS_EVERY)
        job = await _looked(desk, job)
    yield _event("result" if job.state == "done" else "error", job)


async def _looked(desk: Desk, job: Job) -> Job:
    """As it is now; as it was where the store cannot be read or has just forgotten it."""
    try:
        return await run_in_threadpool(desk.get, job.order.id)
    except (StateUnavailable, NotFound) as error:
        _log.warning(error.message)
        return job


def _event(name: str, job: Job) -> str:
    return f"event: {name}\ndata: {JobOut.of(job).model_dump_json()}\n\n"
