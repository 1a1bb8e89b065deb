"""Fit the constants of `qa.confidence`, and show on questions not fitted to what a threshold keeps and refuses.

    python -m tests.benchmarks.confidence --lay LAY.jsonl --pairs corpus/pairs.jsonl \\
        --questions SET.jsonl … tests/benchmarks/near_misses.jsonl

LAY.jsonl holds questions of laypeople on law in general, one {"question": …} a line, which the plans do not answer
(STARD's, Su et al. 2024, were used). Half of them get a region of the corpus put before them, so that a region's
name alone does not make a question answerable. Pairs are answerable questions, most of which name no region. Both
count for less, so that they are no more than the rest. Each set of questions is also left out in turn: fitted and its
threshold chosen on the others, measured on it. Needs scikit-learn, which planqa itself does not.
"""

import argparse
import json
import math
import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

from api.wiring import open_service
from qa.answers import answer
from qa.evaluate import cases
from qa.service import Service
from qa.settings import Settings

_LAY_QUESTIONS, _LAY_WEIGHT = 200, 0.2
_PAIRS, _PAIR_WEIGHT = 800, 0.4
_SCALE = np.array([50.0, 1.0, 1.0, 1.0])  # cosines span 0.1, the rest 1: brought to like size before regularising
#: The share of answerable questions that a threshold may refuse where it is chosen.
_REFUSED = 0.02


@dataclass(frozen=True)
class _Row:
    """Of a question and its first clause: cosine, coverage, whether it names a subject that no plan has, its length."""

    features: tuple[float, float, float, float]
    answerable: bool
    weight: float = 1.0


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--lay", type=Path, required=True)
    parser.add_argument("--pairs", type=Path, required=True)
    parser.add_argument("--questions", type=Path, nargs="+", required=True)
    given = parser.parse_args()
    service = open_service(Settings(), print, lambda *_: None)
    sets = {path.stem: _rows(service, path) for path in given.questions}
    more = [_Row(found, False, _LAY_WEIGHT) for q in _lay(given.lay, service) if (found := _features(service, q))]
    chosen = random.Random(0).sample(_questions(given.pairs), _PAIRS)
    more += [_Row(found, True, _PAIR_WEIGHT) for q in chosen if (found := _features(service, q))]
    every = [row for rows in sets.values() for row in rows]
    fit = _fit([*every, *more])
    cosine, coverage, foreign, length = fit.coef_[0] * _SCALE
    print(f"cosine {cosine:.1f}  coverage {coverage:.2f}  foreign {foreign:.2f}  length {length:.2f}", end="  ")
    print(f"intercept {fit.intercept_[0]:.2f}")
    for threshold in (0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5):
        print(f"threshold {threshold:.2f}: {_told(_chances(fit, every), every, threshold)}")
    for name, rows in sets.items():
        rest = [row for other, others in sets.items() if other != name for row in others]
        fit = _fit([*rest, *more])
        least = np.quantile([c for c, r in zip(_chances(fit, rest), rest, strict=True) if r.answerable], _REFUSED)
        chances = _chances(fit, rows)
        told = _told(chances, rows, least)
        area = roc_auc_score([r.answerable for r in rows], chances)
        print(f"{name} left out: area {area:.3f}, threshold {least:.2f}: {told}")


def _rows(service: Service, path: Path) -> list[_Row]:
    asked = [c for c in cases.read(path) if c.verdict != "no_plan_for_region"]
    found = ((_features(service, c.question), c.verdict != "low_confidence") for c in asked)
    return [_Row(features, answerable) for features, answerable in found if features]


def _lay(path: Path, service: Service) -> list[str]:
    chance = random.Random(0)
    chosen = chance.sample(_questions(path), _LAY_QUESTIONS)
    names = service.known_regions()
    return [q if i % 2 else chance.choice(names) + q for i, q in enumerate(chosen)]


def _questions(path: Path) -> list[str]:
    return [json.loads(line)["question"] for line in path.read_text(encoding="utf-8").splitlines()]


def _features(service: Service, text: str) -> tuple[float, float, float, float] | None:
    """None where no clause is weighed, or one is named exactly."""
    asked, _, wanted = service._understand(text, None)
    found = answer.rank(service._index, service._encoder, asked, wanted, 1) if wanted is not None else []
    if not found or found[0].exact:
        return None
    return found[0].dense, found[0].coverage, float(found[0].foreign), math.log1p(found[0].length)


def _matrix(rows: Iterable[_Row]) -> "np.ndarray":
    return np.array([row.features for row in rows], np.float64) * _SCALE


def _fit(rows: Sequence[_Row]) -> LogisticRegression:
    labels, weights = [row.answerable for row in rows], [row.weight for row in rows]
    return LogisticRegression(C=10, max_iter=5000).fit(_matrix(rows), labels, weights)


def _chances(fit: LogisticRegression, rows: Sequence[_Row]) -> "np.ndarray":
    return fit.predict_proba(_matrix(rows))[:, 1]


def _told(chances: "np.ndarray", rows: Sequence[_Row], threshold: float) -> str:
    labels = np.array([row.answerable for row in rows])
    kept, refused = np.mean(chances[labels] >= threshold), np.mean(chances[~labels] < threshold)
    return f"answerable kept {kept:.3f} of {labels.sum()}, unanswerable refused {refused:.3f} of {(~labels).sum()}"


if __name__ == "__main__":
    main()
