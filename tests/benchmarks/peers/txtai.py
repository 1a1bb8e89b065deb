"""txtai: one embeddings database with a dense and a BM25 index, `hybrid`.

Hybrid: https://neuml.github.io/txtai/embeddings/configuration/general/#hybrid and …/configuration/scoring/.
Tokens: https://neuml.github.io/txtai/pipeline/data/tokenizer/ — the default segments by UAX #29, which takes each Han
character for a word and is what the documentation has for Chinese; character pairs are its option `ngrams`.
Splitter: https://neuml.github.io/txtai/pipeline/data/segmentation/ (`lines`, the paragraphs of a Chinese text).
Prompts: …/configuration/vectors/#instructions; vectors known already: …/configuration/vectors/#method (`external`).
"""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from txtai.embeddings import Embeddings
from txtai.pipeline import Segmentation

from qa.arrays import Vectors
from qa.encoder import SentenceEncoder
from tests.benchmarks.peers.common import PASSAGE, QUERY, Document, Encode, Passage, Peer, model_options


class Txtai:
    def __init__(self, model: Path, lines: bool, bigrams: bool, headed: bool) -> None:
        self._model, self._bigrams, self._headed = model, bigrams, headed
        self._segment = Segmentation(lines=True, cleantext=False) if lines else None
        self._embeddings: Embeddings | None = None
        self._passages: Sequence[Passage] = ()

    def split(self, document: Document) -> list[str]:
        return list(self._segment(document.text)) if self._segment else [document.text]

    def build(self, passages: Sequence[Passage], encode: Encode | None) -> None:
        self._passages = passages
        self._embeddings = Embeddings({**self._encoder(encode), **self._scoring()})
        self._embeddings.index((row, self._text(p), None) for row, p in enumerate(passages))

    def search(self, question: str, k: int) -> list[str]:
        assert self._embeddings
        return [self._passages[row].id for row, _ in self._embeddings.search(question, k)]

    def _encoder(self, encode: Encode | None) -> dict[str, Any]:
        if encode is None:
            # Its sentence-transformers method gives the prompts that the model's own folder states.
            return {"path": str(self._model), "method": "sentence-transformers", "vectors": _vectors()}
        return {"method": "external", "transform": _transform(encode, SentenceEncoder(str(self._model)))} | {
            "instructions": {"query": QUERY, "data": PASSAGE}
        }

    def _scoring(self) -> dict[str, Any]:
        scoring = {"method": "bm25", "terms": True, "normalize": True, "tokenizer": {"ngrams": 2}}
        return {"scoring": scoring} if self._bigrams else {"hybrid": True}

    def _text(self, passage: Passage) -> str:
        head = " ".join(passage.document.about.values())
        return f"{head}\n{passage.text}" if self._headed and head else passage.text


def _vectors() -> dict[str, Any]:
    # The device is an option of its own there.
    return {name: value for name, value in model_options().items() if name != "device"}


def _transform(encode: Encode, encoder: SentenceEncoder) -> Callable[[list[str]], Vectors]:
    """What the `external` method calls with a list of prompted texts, all passages or all queries."""

    def transform(texts: list[str]) -> Vectors:
        if texts[0].startswith(QUERY):
            return encoder.encode_queries([t.removeprefix(QUERY) for t in texts])
        return np.asarray(encode([t.removeprefix(PASSAGE) for t in texts]))

    return transform


def make(model: Path, options: dict[str, Any]) -> Peer:
    return Txtai(model, **options)
