"""An encoder that remembers: embedding 140,000 articles takes half an hour, and may be stopped at any moment."""

import hashlib
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from qa.around import EncoderAround
from qa.arrays import Vectors
from qa.ports import Encoder

#: Passages embedded between two writes: a minute's work is lost at most.
_CHUNK = 2048
_DIGEST = 16


class CachedEncoder(EncoderAround):
    """An `Encoder` whose passages' vectors are kept in `folder`, one folder an encoder.

    keys.bin holds a digest of each text, vectors.f32 its vector, in the same order; vectors are written first, so
    that after a kill whatever has a key has a vector too.
    """

    def __init__(self, encoder: Encoder, folder: Path) -> None:
        super().__init__(encoder)
        here = folder / hashlib.sha256(encoder.name.encode()).hexdigest()[:12]
        here.mkdir(parents=True, exist_ok=True)
        self._keys, self._vectors = here / "keys.bin", here / "vectors.f32"
        self._rows = self._read()

    def encode_passages(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> Vectors:
        """(n, dimension), rows of unit length; only what is not kept yet is embedded."""
        report = progress or (lambda _: None)
        keys = [_key(text) for text in texts]
        missing = {key: text for key, text in zip(keys, texts, strict=True) if key not in self._rows}
        report(len(texts) - len(missing))
        new = list(missing.items())
        for start in range(0, len(new), _CHUNK):
            self._keep(new[start : start + _CHUNK], report)
        if not texts:
            return np.empty((0, self.dimension), np.float32)
        kept = np.memmap(self._vectors, np.float32, "r").reshape(-1, self.dimension)
        return np.asarray(kept[[self._rows[key] for key in keys]])

    def _keep(self, chunk: Sequence[tuple[bytes, str]], progress: Callable[[int], None]) -> None:
        vectors = self._encoder.encode_passages([text for _, text in chunk], progress)
        with self._vectors.open("ab") as file:
            file.write(vectors.astype(np.float32).tobytes())
        with self._keys.open("ab") as file:
            file.write(b"".join(key for key, _ in chunk))
        for key, _ in chunk:
            self._rows[key] = len(self._rows)

    def _read(self) -> dict[bytes, int]:
        """Row of each key; what a kill left half written is cut off."""
        for path in (self._keys, self._vectors):
            path.touch()
        count = min(self._keys.stat().st_size // _DIGEST, self._vectors.stat().st_size // (4 * self.dimension))
        for path, size in ((self._keys, _DIGEST), (self._vectors, 4 * self.dimension)):
            with path.open("r+b") as file:
                file.truncate(count * size)
        kept = self._keys.read_bytes()
        return {kept[i * _DIGEST : (i + 1) * _DIGEST]: i for i in range(count)}


def _key(text: str) -> bytes:
    return hashlib.sha256(text.encode()).digest()[:_DIGEST]
