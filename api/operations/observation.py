"""What is known of one request while it runs: its id, how long each stage took, what was answered.

Doors and stages write into the observation of the request that they run in, which they find by a context variable:
it follows a request into the threads that answer it. Logs, metrics and traces read it when the request is over.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field

from qa.records import Verdict


@dataclass(frozen=True)
class Stage:
    """Part of a request; times in nanoseconds since 1970."""

    name: str
    start: int
    end: int

    @property
    def seconds(self) -> float:
        return (self.end - self.start) / 1e9


@dataclass
class Observation:
    """stages: in the order in which they ended; one may lie within another.

    batches: how many questions the model was given at a time, by those batches that this request's thread ran.
    """

    request_id: str
    stages: list[Stage] = field(default_factory=list)
    batches: list[int] = field(default_factory=list)
    verdict: Verdict | None = None


#: None where nothing is observed: commands, jobs, warming up.
current: ContextVar[Observation | None] = ContextVar("planqa_observation", default=None)


def request_id() -> str | None:
    """The id of the request that this runs in."""
    found = current.get()
    return found.request_id if found else None


@contextmanager
def stage(name: str) -> Iterator[None]:
    """Counts what runs inside as a stage of the request, also where it fails."""
    found = current.get()
    if found is None:
        yield
        return
    # A clock that is set meanwhile must not make a stage negative.
    start, begun = time.time_ns(), time.perf_counter_ns()
    try:
        yield
    finally:
        found.stages.append(Stage(name, start, start + time.perf_counter_ns() - begun))


def batched(size: int) -> None:
    found = current.get()
    if found is not None:
        found.batches.append(size)


def answered(verdict: Verdict) -> None:
    found = current.get()
    if found is not None:
        found.verdict = verdict
