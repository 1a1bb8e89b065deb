"""A character model of official Chinese, of orders three and four, small enough to be shipped.

Interpolated Kneser-Ney smoothing (Chen & Goodman 1999, section 2.7), discount 0.75: below trigrams a character
counts by how many different ones it follows. Of runs of four only those seen four times or more are kept. Counts are
kept as round(8 * log2(count)) in one byte, which is exact to 5 %. It learnt statutes held apart from those that
repair is measured on; how the shipped file was made: data/README.md.
"""

import gzip
import json
import math
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]

MODEL_FILE = Path(__file__).parent / "data" / "statutes.npz"
UNKNOWN = 0

_DISCOUNT = 0.75
_STEPS_PER_DOUBLING = 8
_UNKNOWN_PROBABILITY = 1e-6
_LEAST_CHARACTER, _LEAST_RUN_OF_FOUR = 2, 4
_ARRAYS = (
    *("unigrams", "fanout", "seconds", "bigrams", "pairs", "trigram_fanout", "thirds", "trigrams"),
    *("run_fanout", "fourths", "runs"),
)


@dataclass(frozen=True, eq=False)
class NgramModel:
    """P(next | two before) over `vocabulary`, whose index is the id; id 0 stands for every other character.

    unigrams: how many ids each follows.
    seconds: successors of every id in turn, `fanout[id]` of them; bigrams: how many ids each such pair follows;
    pairs: how often it occurs.
    thirds, trigrams: successors of every pair in turn, `trigram_fanout[pair]` of them, and how often they occur.
    fourths, runs: successors of every trigram in turn, `run_fanout[trigram]` of them, and how often they occur.
    """

    vocabulary: str
    unigrams: npt.NDArray[np.uint8]
    fanout: npt.NDArray[np.uint16]
    seconds: npt.NDArray[np.uint16]
    bigrams: npt.NDArray[np.uint8]
    pairs: npt.NDArray[np.uint8]
    trigram_fanout: npt.NDArray[np.uint16]
    thirds: npt.NDArray[np.uint16]
    trigrams: npt.NDArray[np.uint8]
    run_fanout: npt.NDArray[np.uint16]
    fourths: npt.NDArray[np.uint16]
    runs: npt.NDArray[np.uint8]

    def save(self, path: Path) -> None:
        """Write one compressed .npz."""
        codes = np.frombuffer(self.vocabulary.encode("utf-32-le"), dtype=np.uint32)
        arrays: dict[str, Any] = {name: value for name, value in vars(self).items() if name in _ARRAYS}
        with path.open("wb") as file:
            np.savez_compressed(file, vocabulary=codes, **arrays)

    @classmethod
    def load(cls, path: Path = MODEL_FILE) -> "NgramModel":
        """Read what `save` wrote. OSError if the file is missing."""
        with np.load(path) as file:
            arrays = {name: file[name] for name in file.files}
        vocabulary = arrays.pop("vocabulary").tobytes().decode("utf-32-le")
        return cls(vocabulary, **arrays)

    @cached_property
    def ids(self) -> dict[str, int]:
        """Character -> id; what is missing is UNKNOWN."""
        return {character: i for i, character in enumerate(self.vocabulary) if i != UNKNOWN}

    def probabilities(self, before: int, last: int) -> Floats:
        """[ids], P(each id | before, last); sums to 1."""
        row = self._after(last)
        pair = self._pair(before, last)
        if pair is None:
            return row
        span = slice(*self._trigram_ends[pair : pair + 2])
        total = _count(self.pairs[pair : pair + 1])[0]
        return _interpolate(self.thirds[span], _count(self.trigrams[span]), float(total), row)

    def longer_context(self, before: Sequence[int], following: Sequence[int]) -> float:
        """What three characters of context tell beyond two: the sum of log P4 - log P3 over `following`, in nats."""
        ids = [*before[-3:], *following]
        return sum(self._longer(tuple(ids[i - 3 : i + 1])) for i in range(len(before[-3:]), len(ids)) if i >= 3)

    @lru_cache(maxsize=20_000)  # noqa: B019
    def _longer(self, four: tuple[int, ...]) -> float:
        first, second, third, fourth = four
        pair = self._pair(first, second)
        trigram = None if pair is None else _place(self.thirds, self._trigram_ends, pair, third)
        if trigram is None:
            return 0.0
        span = slice(*self._run_ends[trigram : trigram + 2])
        seen = np.maximum(_count(self.runs[span]) - _DISCOUNT, 0)
        total = max(float(_count(self.trigrams[trigram : trigram + 1])[0]), float(_count(self.runs[span]).sum()))
        run = _place(self.fourths, self._run_ends, trigram, fourth)
        here = 0.0 if run is None else float(seen[run - span.start])
        shorter = float(self.probabilities(second, third)[fourth])
        return math.log(1 - float(seen.sum()) / total + here / total / shorter)

    def _after(self, last: int) -> Floats:
        span = slice(*self._bigram_ends[last : last + 2])
        counts = _count(self.bigrams[span])
        return _interpolate(self.seconds[span], counts, float(counts.sum()), self._alone)

    def _pair(self, first: int, second: int) -> int | None:
        return _place(self.seconds, self._bigram_ends, first, second)

    @cached_property
    def _alone(self) -> Floats:
        counts = _count(self.unigrams)
        counts[UNKNOWN] = counts.sum() * _UNKNOWN_PROBABILITY
        return np.asarray(counts / counts.sum(), dtype=np.float32)

    @cached_property
    def _bigram_ends(self) -> Ints:
        return np.concatenate(([0], np.cumsum(self.fanout, dtype=np.int64)))

    @cached_property
    def _trigram_ends(self) -> Ints:
        return np.concatenate(([0], np.cumsum(self.trigram_fanout, dtype=np.int64)))

    @cached_property
    def _run_ends(self) -> Ints:
        return np.concatenate(([0], np.cumsum(self.run_fanout, dtype=np.int64)))


def _place(successors: npt.NDArray[np.uint16], ends: Ints, context: int, wanted: int) -> int | None:
    """Where `wanted` stands among the successors of a context, which are in order."""
    start, end = ends[context : context + 2]
    at = int(start + np.searchsorted(successors[start:end], np.uint16(wanted)))
    return at if at < end and successors[at] == wanted else None


def _interpolate(successors: npt.NDArray[np.uint16], counts: Floats, total: float, lower: Floats) -> Floats:
    seen = np.maximum(counts - _DISCOUNT, 0)
    total = max(total, float(counts.sum()), 1.0)
    row = lower * np.float32(1 - seen.sum() / total)
    row[successors] += seen / np.float32(total)
    return row


def _count(codes: npt.NDArray[np.uint8]) -> Floats:
    counts = np.exp2(codes.astype(np.float32) / _STEPS_PER_DOUBLING)
    return np.where(codes == 255, 0, counts).astype(np.float32)


def _code(counts: Ints) -> npt.NDArray[np.uint8]:
    codes = np.round(np.log2(np.maximum(counts, 1)) * _STEPS_PER_DOUBLING)
    return np.where(counts == 0, 255, np.minimum(codes, 254)).astype(np.uint8)


def train(texts: Iterable[str], path: Path) -> NgramModel:
    """Count `texts`, one paragraph or article each, and write the model to `path`."""
    codes = np.frombuffer("\n".join(texts).encode("utf-32-le"), dtype=np.uint32)
    characters, inverse, counts = np.unique(codes, return_inverse=True, return_counts=True)
    kept = counts >= _LEAST_CHARACTER
    ids = np.where(kept, np.cumsum(kept), UNKNOWN)
    size = int(kept.sum()) + 1
    text = ids[inverse].astype(np.int64)
    pairs, pair_counts = np.unique(text[:-1] * size + text[1:], return_counts=True)
    triples, triple_counts = np.unique((text[:-2] * size + text[1:-1]) * size + text[2:], return_counts=True)
    followed = np.bincount(np.searchsorted(pairs, triples % size**2), minlength=len(pairs))
    contexts = np.searchsorted(pairs, triples // size)
    runs, run_counts = np.unique(_runs_of_four(text, size), return_counts=True)
    runs, run_counts = runs[run_counts >= _LEAST_RUN_OF_FOUR], run_counts[run_counts >= _LEAST_RUN_OF_FOUR]
    model = NgramModel(
        vocabulary="\0" + characters[kept].tobytes().decode("utf-32-le"),
        unigrams=_code(np.bincount(pairs % size, minlength=size)),
        fanout=np.bincount(pairs // size, minlength=size).astype(np.uint16),
        seconds=(pairs % size).astype(np.uint16),
        bigrams=_code(followed),
        pairs=_code(pair_counts),
        trigram_fanout=np.bincount(contexts, minlength=len(pairs)).astype(np.uint16),
        thirds=(triples % size).astype(np.uint16),
        trigrams=_code(triple_counts),
        run_fanout=np.bincount(np.searchsorted(triples, runs // size), minlength=len(triples)).astype(np.uint16),
        fourths=(runs % size).astype(np.uint16),
        runs=_code(run_counts),
    )
    model.save(path)
    return model


def _runs_of_four(text: Ints, size: int) -> Ints:
    return ((text[:-3] * size + text[1:-2]) * size + text[2:-1]) * size + text[3:]


@lru_cache(maxsize=1)
def shipped() -> NgramModel:
    """The model in the package, read once."""
    return NgramModel.load()


def main(laws: str, out: str) -> None:
    """Train on the articles of a gzipped JSON-lines file (`text`).

    Every 20th is held out for measuring, and so are those that say the same elsewhere.
    """
    with gzip.open(laws, "rt", encoding="utf-8") as file:
        texts = [json.loads(line)["text"] for line in file]
    held_out = set(texts[::20])
    train((text for text in texts if text not in held_out), Path(out))


if __name__ == "__main__":
    main(*sys.argv[1:])
