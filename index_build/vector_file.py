"""Vectors by key in two files that grow at their ends, whole after any kill.

    keys.bin      24 bytes a row: a key, XXH3-64 of the vector
    vectors.f32   rows of float32 in the same order, written first

A half-written end is cut off; a row whose checksum is wrong counts as not there. One writer at a time.
"""

import os
import shutil
from array import array
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
import xxhash

from qa.arrays import Vectors
from qa.files import sync

_KEYS, _VECTORS = "keys.bin", "vectors.f32"
#: Bytes of a key.
KEY = 16
_RECORD = np.dtype([("key", f"V{KEY}"), ("check", "<u8")])


class VectorFile:
    """A folder with the two files; made when the first row is written."""

    def __init__(self, folder: Path, dimension: int) -> None:
        self._folder, self._dimension = folder, dimension
        self._fresh, self._old = folder.with_suffix(".new"), folder.with_suffix(".old")
        self._settle()
        self._rows: dict[bytes, int] = {}
        self._checks = array("Q")
        self._read()

    def __len__(self) -> int:
        """Rows, those that a later row of the same key has replaced included."""
        return len(self._checks)

    def sound(self, keys: Iterable[bytes]) -> set[bytes]:
        """The keys whose vector is here as it was written."""
        known = [key for key in keys if key in self._rows]
        if not known:
            return set()
        vectors, checks = self._mapped(), self._checks
        places = ((key, self._rows[key]) for key in known)
        return {key for key, row in places if xxhash.xxh3_64_intdigest(vectors[row]) == checks[row]}

    def vectors(self, keys: Sequence[bytes]) -> Vectors:
        """(len(keys), dimension); KeyError for a key that is not here."""
        if not keys:
            return np.empty((0, self._dimension), np.float32)
        return np.array(self._mapped()[[self._rows[key] for key in keys]])

    def append(self, keys: Sequence[bytes], vectors: Vectors) -> None:
        """On the disk when it returns."""
        self._folder.mkdir(parents=True, exist_ok=True)
        checks = _write(self._folder, keys, np.ascontiguousarray(vectors, np.float32))
        self._rows.update(zip(keys, range(len(self), len(self) + len(keys)), strict=True))
        self._checks.extend(checks)

    def keep(self, keys: Iterable[bytes]) -> None:
        """Drop all other rows."""
        kept = list(self.sound(keys))
        self._fresh.mkdir()
        _write(self._fresh, kept, self.vectors(kept))
        self._folder.rename(self._old)
        self._fresh.rename(self._folder)
        self._settle()
        self._read()

    def _mapped(self) -> Vectors:
        return np.memmap(self._folder / _VECTORS, np.float32, "r").reshape(-1, self._dimension)

    def _settle(self) -> None:
        """What `keep` was killed in: undone, or the old rows cleared away."""
        if self._old.exists() and not self._folder.exists():
            self._old.rename(self._folder)
        for left in (self._fresh, self._old):
            shutil.rmtree(left, ignore_errors=True)

    def _read(self) -> None:
        sizes = [(_KEYS, _RECORD.itemsize), (_VECTORS, 4 * self._dimension)]
        paths = [(self._folder / name, size) for name, size in sizes]
        count = min(path.stat().st_size // size if path.exists() else 0 for path, size in paths)
        for path, size in paths:
            if path.exists():
                os.truncate(path, count * size)
        records = np.fromfile(paths[0][0], _RECORD) if count else np.empty(0, _RECORD)
        self._rows = {key: row for row, key in enumerate(records["key"].tolist())}
        self._checks = array("Q", records["check"].tobytes())


def _write(folder: Path, keys: Sequence[bytes], rows: Vectors) -> list[int]:
    """Checksums of the rows, which are on the disk before their keys are: what has a key has a vector."""
    checks = [xxhash.xxh3_64_intdigest(row) for row in rows]
    records = np.empty(len(keys), _RECORD)
    records["key"], records["check"] = np.array(keys, f"V{KEY}"), checks
    for name, data in ((_VECTORS, rows), (_KEYS, records)):
        with (folder / name).open("ab") as file:
            file.write(data.tobytes())
        sync(folder / name)
    return checks
