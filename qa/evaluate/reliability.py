"""Whether a confidence means what it says: of the answers given with 0.8, are eight in ten right?"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from sklearn.calibration import calibration_curve
from sklearn.metrics import brier_score_loss

from qa.evaluate.estimate import Figure, share
from qa.evaluate.outcome import Run

_BINS = 10


@dataclass(frozen=True)
class Bin:
    """Questions answered with a confidence above `low` (the lowest bin: from 0) and up to `high`: its mean, and the
    share of them whose first clause was right."""

    low: float
    high: float
    confidence: float
    right: Figure


@dataclass(frozen=True)
class Reliability:
    """The curve in ten bins of equal width (empty ones left out), and two sums of it, 0 being perfect.

    calibration_error: mean distance of confidence and share, weighted by questions (Naeini et al. 2015); brier: mean
    squared distance of each confidence from what came true (Brier 1950).
    """

    bins: tuple[Bin, ...]
    calibration_error: float
    brier: float
    count: int


def reliability(run: Run) -> Reliability | None:
    """Over the questions for which a clause was weighed, answerable or not; None where there are none.

    An answer that a region has no plan weighs no clause, and its confidence of 0 says nothing.
    """
    weighed = [o for o in run.outcomes if o.verdict != "no_plan_for_region"]
    if not weighed:
        return None
    sure = np.array([o.confidence for o in weighed])
    right = np.array([o.first in o.case.clauses for o in weighed])
    shares, means = calibration_curve(right, sure, n_bins=_BINS, pos_label=True)
    places, counts = _places(sure)
    bins = tuple(
        Bin(place / _BINS, (place + 1) / _BINS, at, share("first clause right", round(good * count), count))
        for place, count, at, good in zip(places, counts, means.tolist(), shares.tolist(), strict=True)
    )
    error = float(np.average(np.abs(shares - means), weights=counts))
    return Reliability(bins, error, float(brier_score_loss(right, sure, pos_label=True)), len(weighed))


def _places(sure: npt.NDArray[np.float64]) -> tuple[list[int], list[int]]:
    """Which bins are not empty, and how many questions each has: those of `calibration_curve`, which does not tell."""
    inner = np.linspace(0, 1, _BINS + 1)[1:-1]
    places, counts = np.unique(np.searchsorted(inner, sure), return_counts=True)
    return places.tolist(), counts.tolist()
