"""Text to unit vectors: a SentenceTransformer behind the `Encoder` port, and a fake without a model.

torch and sentence_transformers take seconds to import, so they are imported where an encoder is made.
"""

import hashlib
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from qa.arrays import Vectors
from qa.errors import ModelUnavailable

if TYPE_CHECKING:
    import torch

    from qa.traced_model import TracedModel

# A config.json may carry the identity of its weights under this key.
IDENTITY_KEY = "planqa_identity"
# Small enough that a batch of full-length passages stays within a few hundred MB; 8 to 32 run equally fast.
BATCH = 16
# E5 models are trained with these, but only their cards say so (Wang et al. 2024, arXiv:2402.05672).
_E5_PROMPTS = {"query": "query: ", "passage": "passage: "}


def preferred_dtype() -> "torch.dtype":
    """bfloat16 where the processor multiplies it natively, else float32: emulated bfloat16 is slower."""
    import torch

    return torch.bfloat16 if torch.cpu.get_capabilities().get("avx512_bf16") else torch.float32


class SentenceEncoder:
    """An `Encoder` over any SentenceTransformer model; safe to call from several threads."""

    def __init__(self, folder_or_name: str, name: str | None = None) -> None:
        """Load a model folder, offline, or a hub name: first from the local cache, then from the hub.

        Raises ModelUnavailable where the model is not there or cannot be read.
        """
        self._model = _load(folder_or_name)
        self._query_prompt, self._passage_prompt = _prompts(self._model.prompts, folder_or_name)
        self.name = name or _identity(self._model, folder_or_name)
        self.dimension = self._model.encode([""], show_progress_bar=False).shape[1]

    @property
    def max_tokens(self) -> int:
        """Tokens that a passage may have, prompt and special tokens excluded."""
        specials: int = self._model.tokenizer.num_special_tokens_to_add(pair=False)
        # A model that states no length takes what it is given: E5's length is a fair passage for it too.
        return (self._model.max_seq_length or 512) - specials - self.count_tokens(self._passage_prompt)

    def count_tokens(self, text: str) -> int:
        return self._model.count_tokens(text)

    def trace(self) -> bool:
        """For servers: from here on faster, and without Python's lock; takes some seconds, and rounds differently.

        False where the model is of a kind for which that cannot be done.
        """
        return self._model.trace()

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """(n, dimension), rows of unit length."""
        return self._encode(texts, self._query_prompt, None)

    def encode_passages(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> Vectors:
        """(n, dimension), rows of unit length; `progress` gets the number of passages just finished."""
        return self._encode(texts, self._passage_prompt, progress)

    def _encode(self, texts: Sequence[str], prompt: str, progress: Callable[[int], None] | None) -> Vectors:
        vectors = np.zeros((len(texts), self.dimension), np.float32)
        for rows in of_like_length(texts, BATCH):
            batch = [texts[row] for row in rows]
            vectors[rows] = self._model.encode(batch, prompt=prompt, show_progress_bar=False)
            if progress:
                progress(len(rows))
        return _unit(vectors)


class HashEncoder:
    """A deterministic `Encoder` without a model: texts that share characters are near each other.

    Feature hashing of character pairs (Weinberger et al. 2009, arXiv:0902.2206); passages as queries.
    """

    name = "hash-bigrams"
    dimension = 384
    max_tokens = 500

    def count_tokens(self, text: str) -> int:
        return len(text)

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """(n, dimension), rows of unit length."""
        vectors = np.zeros((len(texts), self.dimension), np.float32)
        for row, text in enumerate(texts):
            # The mark in front lets a text of one character, or of none, have a pair too.
            marked = f"\x02{text}\x03"
            for pair in pairwise(marked):
                digest = hashlib.blake2b("".join(pair).encode(), digest_size=8).digest()
                number = int.from_bytes(digest, "big")
                vectors[row, number // 2 % self.dimension] += 1 if number % 2 else -1
        return _unit(vectors)

    def encode_passages(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> Vectors:
        """(n, dimension), rows of unit length; `progress` gets the number of passages just finished."""
        if progress and texts:
            progress(len(texts))
        return self.encode_queries(texts)


def of_like_length(texts: Sequence[str], size: int) -> Iterator[list[int]]:
    """Rows of the texts in batches, the longest first: those of like length together, so little goes into padding."""
    order = sorted(range(len(texts)), key=lambda row: len(texts[row]), reverse=True)
    for start in range(0, len(order), size):
        yield order[start : start + size]


def _unit(vectors: Vectors) -> Vectors:
    """Rows of unit length: a model's own normalisation in bfloat16 is off by up to 0.4 %."""
    unit: Vectors = vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-12)
    return unit


def _load(folder_or_name: str) -> "TracedModel":
    from qa.traced_model import TracedModel

    error: Exception | None = None
    for local in [True] if Path(folder_or_name).exists() else [True, False]:
        try:
            with _quiet():
                return TracedModel(
                    folder_or_name,
                    device="cpu",
                    local_files_only=local,
                    model_kwargs={"dtype": preferred_dtype()},
                )
        except Exception as failure:  # a reader of foreign files raises whatever its libraries raise
            error = failure
    message = f"无法加载向量模型“{folder_or_name}”。请检查路径或网络，或改用本地模型目录。"
    raise ModelUnavailable(message) from error


@contextmanager
def _quiet() -> Iterator[None]:
    """Without transformers' bar over the weights, which would cross the caller's own progress."""
    from transformers.utils import logging

    shown = logging.is_progress_bar_enabled()
    logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    try:
        yield
    finally:
        if shown:
            logging.enable_progress_bar()  # type: ignore[no-untyped-call]


def _prompts(stated: Mapping[str, str | None], folder_or_name: str) -> tuple[str, str]:
    """What goes before a query and before a passage, from the model's own prompts where it states any."""
    if not any(stated.values()) and re.search(r"(^|-)e5-", Path(folder_or_name).name):
        stated = _E5_PROMPTS
    return stated.get("query") or "", stated.get("passage") or stated.get("document") or ""


def _identity(model: "TracedModel", folder_or_name: str) -> str:
    """The identity that the model states, or its name with its revision, or its folder with a digest."""
    config = getattr(model[0], "model", model).config
    if stated := getattr(config, IDENTITY_KEY, None):
        return str(stated)
    folder = Path(folder_or_name)
    if not folder.exists():
        return f"{folder_or_name}@{str(getattr(config, '_commit_hash', ''))[:12]}"
    return f"{folder.resolve().name}@{_fingerprint(folder)}"


def _fingerprint(folder: Path) -> str:
    """12 hex digits over the names and sizes of a folder's files and the start of each."""
    digest = hashlib.sha256()
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        with path.open("rb") as file:
            head = file.read(1 << 20)
        digest.update(f"{path.relative_to(folder)}\0{path.stat().st_size}\0".encode() + head)
    return digest.hexdigest()[:12]
