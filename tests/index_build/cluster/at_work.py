"""What workers load and call in tests."""

import os
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from qa.arrays import Vectors
from qa.encoder import BATCH, HashEncoder, of_like_length
from qa.errors import ModelUnavailable
from qa.ports import Encoder


class CompanyEncoder(HashEncoder):
    """A vector depends on the batch that it is computed in, as in bfloat16, only more so."""

    name = "company"

    def encode_passages(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> Vectors:
        """(n, dimension), rows of unit length; `progress` gets the number of passages just finished."""
        vectors = self.encode_queries(texts)
        for rows in of_like_length(texts, BATCH):
            vectors[rows] += vectors[rows].mean(axis=0)
            if progress:
                progress(len(rows))
        return vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-12)


class SlowEncoder(CompanyEncoder):
    """Slow enough for a node to be killed while it works; a file for each process has a pair of brackets a call.

    reading, encoding: seconds that a call takes.
    """

    def __init__(self, calls: Path, reading: float, encoding: float) -> None:
        self._calls, self._reading, self._encoding = calls, reading, encoding

    def count_tokens(self, text: str) -> int:
        self._slowly(self._reading)
        return super().count_tokens(text)

    def encode_passages(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> Vectors:
        """(n, dimension), rows of unit length; `progress` gets the number of passages just finished."""
        self._slowly(self._encoding)
        return super().encode_passages(texts, progress)

    def _slowly(self, seconds: float) -> None:
        self._calls.mkdir(exist_ok=True)
        with (self._calls / str(os.getpid())).open("a", buffering=1) as file:
            file.write("(\n")
            time.sleep(seconds)
            file.write(")\n")


@dataclass(frozen=True)
class Slow:
    """Loads a `SlowEncoder`."""

    calls: Path
    reading: float = 0.0
    encoding: float = 0.0

    def __call__(self) -> Encoder:
        return SlowEncoder(self.calls, self.reading, self.encoding)


class OtherEncoder(CompanyEncoder):
    name = "another"


def no_model() -> Encoder:
    raise ModelUnavailable("没有安装内置向量模型的软件包。")


def double(factor: int, number: int) -> int:
    return factor * number


def shout(loudness: int, nothing: None) -> None:
    raise TypeError(f"{loudness}{nothing}")


def sleep(_: None, seconds: float) -> None:
    time.sleep(seconds)


def process() -> int:
    return os.getpid()
