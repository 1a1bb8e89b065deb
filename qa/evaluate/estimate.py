"""A figure with its uncertainty, and whether two figures differ by more than chance. The formulas are SciPy's."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import stats

#: Of every interval.
LEVEL = 0.95
_RESAMPLES = 2000
_PERMUTATIONS = 9999


@dataclass(frozen=True)
class Figure:
    """A named value between 0 and 1, what it was taken over (`count` questions, or whatever its name says is counted),
    and its 95% interval."""

    name: str
    value: float
    count: int
    low: float
    high: float


def share(name: str, right: int, count: int) -> Figure:
    """How many of `count` (at least 1) are right; Wilson's interval (1927), which is none too narrow at 0 and at 1."""
    low, high = stats.binomtest(right, count).proportion_ci(LEVEL, method="wilson")
    return Figure(name, right / count, count, min(float(low), right / count), max(float(high), right / count))


def mean(name: str, values: Sequence[float]) -> Figure:
    """The mean of at least one value between 0 and 1.

    Where all are 0 or 1 it is a share, and gets Wilson's interval; else percentiles of the bootstrap (Efron 1979), with
    a fixed seed. One value that is neither says nothing of the others: 0 to 1.
    """
    if set(values) <= {0, 1}:
        return share(name, round(sum(values)), len(values))
    value = float(np.mean(values))
    if len(values) == 1:
        return Figure(name, value, 1, 0.0, 1.0)
    resampled = stats.bootstrap(
        (np.asarray(values),), np.mean, n_resamples=_RESAMPLES, method="percentile", confidence_level=LEVEL, rng=0
    )
    low, high = resampled.confidence_interval
    return Figure(name, value, len(values), min(float(low), value), max(float(high), value))


def chance(before: Sequence[float], after: Sequence[float]) -> float:
    """Probability that two means over the same questions differ this much or more if only chance tells them apart.

    A two-sided paired permutation test (Fisher 1935), exact for up to 13 questions that differ, else from 9,999 draws
    with a fixed seed; for values of 0 and 1 it is McNemar's exact test. 1 where nothing differs.
    """
    changes = np.asarray(after) - np.asarray(before)
    changes = changes[changes != 0]  # a pair without a difference has the same part in every permutation
    if changes.size < 2:  # the sign of a single difference is as likely one as the other
        return 1.0
    found = stats.permutation_test(
        (changes,), np.sum, permutation_type="samples", n_resamples=_PERMUTATIONS, vectorized=True, rng=0
    )
    return float(found.pvalue)
