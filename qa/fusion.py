"""Merging two rankings of the same candidates into one score."""

import numpy as np

from qa.arrays import Scores


def min_max(scores: Scores) -> Scores:
    """Scores stretched to 0..1; all zeros where they do not differ."""
    if not len(scores):
        return scores
    low, high = float(scores.min()), float(scores.max())
    if high - low < 1e-9:
        return np.zeros_like(scores)
    return ((scores - low) / (high - low)).astype(np.float32)


def weighted(dense: Scores, sparse: Scores, dense_weight: float) -> Scores:
    """Convex combination of min-max scores (Bruch, Gai & Ingber 2023, arXiv:2210.11934)."""
    return (dense_weight * min_max(dense) + (1 - dense_weight) * min_max(sparse)).astype(np.float32)
