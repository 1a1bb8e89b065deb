"""The thread of each worker that runs jobs, one after the other."""

import logging
import threading
from collections.abc import Callable
from functools import partial

from api import errors
from api.jobs.desk import Desk
from api.jobs.gentle import GentleEncoder
from api.jobs.records import Job, State
from api.jobs.reports import Reports
from api.jobs.schemas import ErrorOut
from api.jobs.work import NothingRead, Work, carry_out
from api.live import Live
from api.wiring import milvus
from index_build import inspect_file
from qa.errors import IndexBusy, PlanqaError, StateUnavailable
from qa.ports import Encoder
from qa.settings import Settings

#: Seconds between two looks for a job that another worker took in, and for an index that is being changed.
_LOOKS_EVERY = 1.0
#: Seconds for a job in the middle of a file when the server stops; after that it breaks off with the process.
_STOPS_WITHIN = 5.0
_log = logging.getLogger("planqa.jobs")


class _Cancelled(Exception):
    """Somebody has cancelled the job."""


class _Stopping(Exception):
    """The server stops; the job is for another worker, or for the next start."""


class Runner:
    """Started and stopped with the app."""

    def __init__(self, desk: Desk, live: Live, settings: Settings) -> None:
        self._desk, self._live, self._settings = desk, live, settings
        self._stopping, self._woken = threading.Event(), threading.Event()
        self._thread = threading.Thread(target=self._loop, name="jobs", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def wake(self) -> None:
        """There is something to do."""
        self._woken.set()

    def stop(self) -> None:
        """A running job goes back among those that wait, if it comes to a step in time."""
        self._stopping.set()
        self._woken.set()
        self._thread.join(_STOPS_WITHIN)
        if not self._thread.is_alive():
            self._desk.workers.leave()

    def _loop(self) -> None:
        self._warmed()
        self._tidied()
        while not self._stopping.is_set():
            if not self._took_one():
                self._woken.wait(_LOOKS_EVERY)
                self._woken.clear()

    def _warmed(self) -> None:
        """The first plan is read as soon as any other, and questions asked meanwhile wait no longer."""
        try:
            inspect_file.warm_up()
        except Exception:  # whatever keeps a file from being read: the jobs themselves will say it
            _log.exception("reading could not be warmed up")

    def _took_one(self) -> bool:
        """False where nothing waits, or nobody can tell."""
        try:
            if not self._desk.store.exists:
                return False
            self._desk.sweep()
            job = self._desk.store.claim(self._desk.workers.enrol())
        except StateUnavailable as error:
            _log.error(error.message)
            return False
        if job:
            self._run(job)
            self._tidied()
        return job is not None

    def _tidied(self) -> None:
        try:
            if self._desk.store.exists:
                self._desk.tidy()
        except (StateUnavailable, OSError) as error:
            _log.error("could not clear old jobs: %s", error)

    def _run(self, job: Job) -> None:
        try:
            result = self._carried_out(job)
        except _Stopping:
            self._insist(partial(self._desk.store.release, job.order.id))
        except _Cancelled:
            self._end(job, "cancelled")
        except NothingRead as error:
            self._end(job, "failed", error.result.model_dump_json(), _told(error))
        except PlanqaError as error:
            self._end(job, "failed", error=_told(error))
        except Exception:
            _log.exception("job %s failed", job.order.id)
            self._end(job, "failed", error=_told(PlanqaError("服务内部出错，索引没有改变。请联系管理员查看日志。")))
        else:
            self._live.refresh()
            self._end(job, "done", result)

    def _carried_out(self, job: Job) -> str:
        desk, settings, order = self._desk, self._settings, job.order
        tell = partial(self._tell, job)
        while True:
            reports = Reports(desk.reports(order.id))
            try:
                work = Work(order, desk.folder(order), reports, settings.index, self._encoder, milvus(settings), tell)
                return carry_out(work).model_dump_json()
            except IndexBusy:
                tell("等候：另一个进程正在更新索引", 0, 0)
                self._stopping.wait(_LOOKS_EVERY)

    def _encoder(self) -> Encoder:
        """That of the questions. Raises what opening the index raised."""
        return GentleEncoder(self._live.service.encoder)

    def _tell(self, job: Job, stage: str, done: int, total: int) -> None:
        """A step done; raises where there is to be no other."""
        if self._stopping.is_set():
            raise _Stopping
        try:
            if self._desk.store.tell(job.order.id, stage, done, total):
                raise _Cancelled
        except StateUnavailable as error:
            _log.warning("progress of job %s is not shown: %s", job.order.id, error.message)

    def _end(self, job: Job, state: State, result: str | None = None, error: str | None = None) -> None:
        self._insist(partial(self._desk.store.end, job, state, result, error))
        self._desk.clear(job)

    def _insist(self, write: Callable[[], object]) -> None:
        """A job whose end cannot be noted would hold up all others: until it can, or the server stops."""
        while True:
            try:
                write()
            except StateUnavailable as error:
                _log.error(error.message)
                if self._stopping.wait(_LOOKS_EVERY):
                    return
            else:
                return


def _told(error: PlanqaError) -> str:
    kind = errors.kind_of(error)
    return ErrorOut(type=kind.slug, title=kind.title, detail=error.message).model_dump_json()
