"""Vectors already computed, kept beside the generations, so that nothing is embedded twice.

    <index>/embeddings/<12 hex digits of the encoder's name>/    index_build.vector_file

A vector is found by its passage's text. The folder may be deleted at any time: what is missing is embedded again.
Only who holds the lock of the index (`qa.index.staged`) uses it.
"""

import hashlib
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Protocol, runtime_checkable

import numpy as np

from index_build.vector_file import KEY, VectorFile
from qa.arrays import Vectors
from qa.encoder import BATCH, of_like_length
from qa.ports import Encoder

FOLDER = "embeddings"
#: Called with the characters embedded so far and their number in all.
Progress = Callable[[int, int], None]
#: Seconds between two writes: a build that is killed loses less than a minute.
_PAUSE = 10.0
#: No more rows than this are not worth pruning.
_FEW = 10_000

_Block = Sequence[tuple[bytes, str]]


@runtime_checkable
class AheadEncoder(Protocol):
    """An `Encoder` that works on several batches at a time: `index_build.cluster.encoder.ClusterEncoder`."""

    def encode_batches(self, batches: Iterable[Sequence[str]]) -> Iterator[Vectors]:
        """The vectors of each batch in turn, while the next are being encoded."""


class Embeddings:
    """Those of one encoder."""

    def __init__(self, root: Path, encoder: Encoder) -> None:
        self._encoder = encoder
        name = hashlib.sha256(encoder.name.encode()).hexdigest()[:12]
        self._file = VectorFile(root / FOLDER / name, encoder.dimension)

    def vectors(self, texts: Sequence[str], progress: Progress = lambda *_: None) -> Vectors:
        """(n, dimension), rows of unit length; only what is not kept yet is embedded, and kept block by block."""
        keys = [_key(text) for text in texts]
        sound = self._file.sound(keys)
        missing = {key: text for key, text in zip(keys, texts, strict=True) if key not in sound}
        for block, vectors in self._embedded(missing, progress):
            self._file.append([key for key, _ in block], vectors)
        return self._file.vectors(keys)

    def prune(self, texts: Iterable[str], count: int) -> None:
        """Drop all but the vectors of these texts, `count` in number, where that is less than half of what is kept."""
        if len(self._file) > max(2 * count, _FEW):
            self._file.keep(set(map(_key, texts)))

    def _embedded(self, missing: Mapping[bytes, str], progress: Progress) -> Iterator[tuple[_Block, Vectors]]:
        """Blocks with their vectors, the longest texts first: those of like length are padded least.

        A block is some whole batches, so that the batches are always the same ones: in bfloat16 a vector depends on
        the company of its batch.
        """
        left = list(missing.items())
        batches = [[left[row] for row in rows] for rows in of_like_length(list(missing.values()), BATCH)]
        done, total = 0, sum(map(len, missing.values()))
        block, found, began = [], [], time.monotonic()
        for batch, vectors in zip(batches, self._encoded([[text for _, text in b] for b in batches]), strict=True):
            block += batch
            found.append(vectors)
            # Characters, not passages: a tenth of those may be half of the work.
            done += sum(len(text) for _, text in batch)
            progress(done, total)
            if time.monotonic() - began > _PAUSE or batch is batches[-1]:
                yield block, np.concatenate(found)
                block, found, began = [], [], time.monotonic()

    def _encoded(self, batches: Iterable[Sequence[str]]) -> Iterator[Vectors]:
        if isinstance(self._encoder, AheadEncoder):
            return self._encoder.encode_batches(batches)
        return map(self._encoder.encode_passages, batches)


def _key(text: str) -> bytes:
    return hashlib.blake2b(text.encode(), digest_size=KEY).digest()
