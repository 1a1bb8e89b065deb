"""Fit the constants of `qa.confidence`, and show what a threshold keeps and refuses.

    python tests/benchmarks/confidence.py --lay LAY.jsonl [--questions MORE.jsonl ...]

LAY.jsonl holds questions of laypeople on law in general, one {"question": …} a line, which the plans do not answer
(STARD's, Su et al. 2024, were used). Half of them get a region of the corpus put before them, so that a region's
name alone does not make a question answerable. Needs scikit-learn, which planqa itself does not.
"""

import argparse
import json
import random
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression

from api.wiring import open_service
from index_build import catalogue
from qa.answers import answer
from qa.evaluate import cases
from qa.service import Service
from qa.settings import Settings

_LAY_QUESTIONS = 350
_SCALE = np.array([50.0, 1.0])  # cosines span 0.1, coverages 1: brought to like size before regularising


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--lay", type=Path, required=True)
    parser.add_argument("--questions", type=Path, nargs="*", default=[catalogue.packaged() / "questions.jsonl"])
    given = parser.parse_args()
    service = open_service(Settings(), print, lambda *_: None)
    asked = [c for path in given.questions for c in cases.read(path) if c.verdict != "no_plan_for_region"]
    answered = [c.question for c in asked if c.verdict != "low_confidence"]
    refused = [c.question for c in asked if c.verdict == "low_confidence"] + _lay(given.lay, service)
    rows = [(_features(service, q), label) for label, qs in ((1, answered), (0, refused)) for q in qs]
    rows = [(features, label) for features, label in rows if features]
    _report(np.array([f for f, _ in rows]), np.array([label for _, label in rows]))


def _lay(path: Path, service: Service) -> list[str]:
    chance = random.Random(0)
    questions = [json.loads(line)["question"] for line in path.read_text(encoding="utf-8").splitlines()]
    chosen = chance.sample(questions, min(_LAY_QUESTIONS, len(questions)))
    names = service.known_regions()
    return [q if i % 2 else chance.choice(names) + q for i, q in enumerate(chosen)]


def _features(service: Service, text: str) -> tuple[float, float] | None:
    asked, _, wanted = service._understand(text, None)
    found = answer.rank(service._index, service._encoder, asked, wanted, 1) if wanted is not None else []
    return (found[0].dense, found[0].coverage) if found else None


def _report(features: "np.ndarray", labels: "np.ndarray") -> None:
    fit = LogisticRegression(C=1000, class_weight="balanced", max_iter=5000).fit(features * _SCALE, labels)
    cosine, coverage = fit.coef_[0] * _SCALE
    print(f"cosine {cosine:.1f}  coverage {coverage:.2f}  intercept {fit.intercept_[0]:.1f}  n {len(labels)}")
    chances = fit.predict_proba(features * _SCALE)[:, 1]
    for threshold in (0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5):
        kept = np.mean(chances[labels == 1] >= threshold)
        turned_away = np.mean(chances[labels == 0] < threshold)
        print(f"threshold {threshold:.2f}: answerable kept {kept:.3f}, unanswerable refused {turned_away:.3f}")


if __name__ == "__main__":
    main()
