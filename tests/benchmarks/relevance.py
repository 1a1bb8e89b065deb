"""Fit the constants with which `api.openai.relevance` turns a cosine into a score from 0 to 1.

    python tests/benchmarks/relevance.py [--questions MORE.jsonl ...]

A right clause counts 1, every other clause of the corpus 0, both sides weighted alike; a clause is what a client sends:
its text alone. Needs scikit-learn's logistic regression and the packaged corpus, indexed.
"""

import argparse
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression

from api.wiring import open_service
from index_build import catalogue
from qa.evaluate import cases
from qa.settings import Settings

_SCALE = 50.0  # cosines span 0.1: brought to like size before regularising


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--questions", type=Path, nargs="*", default=[catalogue.packaged() / "questions.jsonl"])
    service = open_service(Settings(), print, lambda *_: None)
    asked = [c for path in parser.parse_args().questions for c in cases.read(path) if c.clauses]
    clauses = [c for plan in service.plans() for c in service.plan(plan.id).clauses if c.searchable]
    questions = service.encoder.encode_queries([c.question for c in asked])
    cosines = questions @ service.encoder.encode_passages([c.text for c in clauses]).T
    right = np.array([[clause.id in case.clauses for clause in clauses] for case in asked])
    features, labels = cosines.reshape(-1, 1), right.reshape(-1)
    fit = LogisticRegression(C=1000, class_weight="balanced").fit(features * _SCALE, labels)
    slope = fit.coef_[0][0] * _SCALE
    print(f"slope {slope:.1f}  middle {-fit.intercept_[0] / slope:.4f}  pairs {len(labels)}  right {labels.sum()}")
    for name, chosen in (("right", labels), ("others", ~labels)):
        low, half, high = np.percentile(fit.predict_proba(features[chosen] * _SCALE)[:, 1], [10, 50, 90])
        print(f"{name}: a tenth below {low:.2f}, half below {half:.2f}, nine tenths below {high:.2f}")


if __name__ == "__main__":
    main()
