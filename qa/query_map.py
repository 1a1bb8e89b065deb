"""The query map: a small trained correction of a question's vector; the clauses' vectors stay as they are.

A question q becomes unit(q + q·W), W being (d, d): a linear adapter on the query side alone, so that an index need not
be embedded again when the map is trained anew. How it is trained: `index_build.train`.
"""

from dataclasses import dataclass
from importlib.resources import as_file, files
from pathlib import Path
from zipfile import BadZipFile

import numpy as np

from qa.arrays import Vectors
from qa.errors import ModelUnavailable


@dataclass(frozen=True)
class QueryMap:
    """encoder: name of the encoder whose vectors it maps. weights: (d, d)."""

    encoder: str
    weights: Vectors

    def __call__(self, queries: Vectors) -> Vectors:
        """(n, d) -> (n, d), rows of unit length."""
        moved = queries + queries @ self.weights
        unit: Vectors = moved / np.maximum(np.linalg.norm(moved, axis=1, keepdims=True), 1e-12)
        return unit

    def save(self, path: Path) -> None:
        """In 16 bits: half the size, the same ranking."""
        with path.open("wb") as file:
            np.savez_compressed(file, weights=self.weights.astype(np.float16), encoder=np.array(self.encoder))


def load(path: Path) -> QueryMap:
    """ModelUnavailable where the file is not there or is no query map."""
    try:
        with np.load(path, allow_pickle=False) as file:
            weights, encoder = file["weights"].astype(np.float32), str(file["encoder"])
        if weights.ndim != 2 or weights.shape[0] != weights.shape[1] or not np.isfinite(weights).all():
            raise ValueError(f"形状 {weights.shape}")
    except (OSError, ValueError, KeyError, EOFError, BadZipFile) as error:
        message = f"无法读取查询映射 {path}（{error}）。请用 planqa train 重新训练，或改用自带的。"
        raise ModelUnavailable(message) from error
    return QueryMap(encoder, weights)


def packaged(encoder: str) -> QueryMap | None:
    """The map that comes with the distribution; None for an encoder that it was not trained for."""
    with as_file(files("qa") / "query_map.npz") as path:
        found = load(path)
    return found if found.encoder == encoder else None
