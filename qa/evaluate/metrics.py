"""The figures of a run, over all its questions and by their kind."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from qa.evaluate.estimate import Figure
from qa.evaluate.outcome import Run
from qa.evaluate.ranking import summary
from qa.evaluate.reliability import Reliability, reliability
from qa.evaluate.values import values


@dataclass(frozen=True)
class Seconds:
    """How long an answer took."""

    median: float
    p99: float


@dataclass(frozen=True)
class Evaluation:
    """All that a run says. kinds: by kind of question, in the order in which the set has them."""

    questions: int
    overall: tuple[Figure, ...]
    kinds: Mapping[str, tuple[Figure, ...]]
    reliability: Reliability | None
    seconds: Seconds


def evaluation(run: Run) -> Evaluation:
    """ValueError for a run without questions."""
    kinds = {kind: _only(run, kind) for kind in dict.fromkeys(o.case.kind for o in run.outcomes)}
    return Evaluation(
        questions=len(run.outcomes),
        overall=figures(run),
        kinds={kind: figures(part) for kind, part in kinds.items()},
        reliability=reliability(run),
        seconds=seconds(run),
    )


def figures(run: Run) -> tuple[Figure, ...]:
    """In the order in which they are shown; one for which there is nothing to count is left out."""
    return tuple(summary(values(run)))


def seconds(run: Run) -> Seconds:
    """ValueError for a run without questions."""
    if not run.outcomes:
        raise ValueError("a run without questions")
    median, p99 = np.percentile([o.seconds for o in run.outcomes], (50, 99))
    return Seconds(float(median), float(p99))


def _only(run: Run, kind: str) -> Run:
    return replace(run, outcomes=tuple(o for o in run.outcomes if o.case.kind == kind))
