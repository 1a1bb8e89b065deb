"""Where jobs are ordered and asked about: the store, the uploaded files and the reports in one place.

<state>/jobs.sqlite             api.jobs.store
<state>/workers/<worker>.lock   api.jobs.workers
<state>/uploads/<worker>/<job>/ files as they came, until their job has ended
<state>/reports/<job>/          how each file was read, until the job is forgotten
"""

import shutil
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from api.jobs import disk
from api.jobs.records import Job, Order
from api.jobs.schemas import ErrorOut
from api.jobs.store import JobStore
from api.jobs.workers import Workers
from qa.errors import Conflict, NotFound

#: Days for which an ended job and its reports are kept.
KEPT_DAYS = 30
#: Jobs in a list.
_LISTED = 100
_BROKEN = ErrorOut(
    type="job-broken-off",
    title="任务中断",
    detail="执行这个任务的进程中途退出。索引完好；改动未必已经生效，请先核对已收录的规划，再决定是否重新提交。",
)


class Desk:
    """Safe to use from several threads and processes. StateUnavailable and StateFull are raised everywhere."""

    def __init__(self, state: Path) -> None:
        self.store = JobStore(state / "jobs.sqlite")
        self.workers = Workers(state / "workers")
        self._uploads, self._reports = state / "uploads", state / "reports"

    @staticmethod
    def new_id() -> str:
        return uuid.uuid4().hex

    @contextmanager
    def receiving(self) -> Iterator[tuple[str, Path]]:
        """A new job's id and an empty folder for its files, which is removed again where an error leaves the block."""
        job_id = self.new_id()
        folder = self._uploads / self.workers.enrol() / job_id
        try:
            with disk.worded():
                folder.mkdir(parents=True)
            yield job_id, folder
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise

    def folder(self, order: Order) -> Path:
        return self._uploads / order.folder

    def submit(self, order: Order) -> Job:
        self.store.add(order)
        return self.get(order.id)

    def get(self, job_id: str) -> Job:
        """NotFound, also for a job that has been forgotten."""
        self.sweep()
        job = self.store.get(job_id)
        if job is None:
            raise NotFound(f"没有这个任务。任务结束{KEPT_DAYS}天后不再保留；可用 GET /api/v1/jobs 查看现有的任务。")
        return job

    def newest(self) -> list[Job]:
        self.sweep()
        return self.store.newest(_LISTED)

    def cancel(self, job_id: str) -> Job:
        """A waiting job ends at once, a running one at its next step before the index changes. Conflict, NotFound."""
        job = self.get(job_id)
        if job.has_ended:
            raise Conflict("任务已经结束，无法取消。若要撤回已收录的规划，请用 DELETE /api/v1/plans/{plan}。")
        if job.state == "waiting" and self.store.end(job, "cancelled"):
            self.clear(job)
        else:
            self.store.stop(job_id)
        return self.get(job_id)

    def clear(self, job: Job) -> None:
        """Remove the files of a job that has ended; they are in the index, or not wanted."""
        if job.order.folder:
            shutil.rmtree(self.folder(job.order), ignore_errors=True)

    def sweep(self) -> None:
        """Say of jobs whose worker is gone that they broke off, and remove what it left."""
        for job in self.store.running():
            if not self.workers.is_alive(job.worker) and self.store.end(job, "broken", error=_BROKEN.model_dump_json()):
                self.clear(job)

    def tidy(self) -> None:
        """Forget old jobs with their reports, and remove uploads that no job will take up."""
        for job_id in self.store.forget(KEPT_DAYS):
            shutil.rmtree(self._reports / job_id, ignore_errors=True)
        for worker in self._uploads.glob("*"):
            if not self.workers.is_alive(worker.name):
                self._clear_left(worker)

    def _clear_left(self, worker: Path) -> None:
        """What a dead worker received, but for what still waits or is being read by another."""
        for folder in worker.glob("*"):
            job = self.store.get(folder.name)
            if job is None or job.has_ended:
                shutil.rmtree(folder, ignore_errors=True)
        if not any(worker.glob("*")):
            worker.rmdir()

    def reports(self, job_id: str) -> Path:
        """The folder of a job's reports, which may not exist."""
        return self._reports / job_id
