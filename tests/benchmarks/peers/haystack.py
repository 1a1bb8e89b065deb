"""Haystack: BM25 and embedding retrievers, joined by reciprocal rank.

Hybrid: https://haystack.deepset.ai/tutorials/33_hybrid_retrieval and https://docs.haystack.deepset.ai/docs/documentjoiner
BM25: https://docs.haystack.deepset.ai/docs/inmemorydocumentstore; its tokens of Chinese are characters, by default.
Dense: https://docs.haystack.deepset.ai/docs/faissdocumentstore, since InMemoryDocumentStore builds the matrix of all
vectors anew at every question. Encoder, prompts and metadata before the text:
https://docs.haystack.deepset.ai/docs/sentencetransformersdocumentembedder (`prefix`, `meta_fields_to_embed`).
Splitter: https://docs.haystack.deepset.ai/docs/recursivesplitter with Chinese stops. The ChineseDocumentSplitter of
https://docs.haystack.deepset.ai/docs/chinesedocumentsplitter fetches HanLP's model at run time, from where it cannot be
installed. Sizes: the default of the one, and of the other, in characters.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from haystack import Document as Text
from haystack import Pipeline
from haystack.components.joiners import DocumentJoiner
from haystack.components.preprocessors import RecursiveDocumentSplitter
from haystack.components.retrievers.in_memory import InMemoryBM25Retriever
from haystack.document_stores.in_memory import InMemoryDocumentStore
from haystack_integrations.components.embedders.sentence_transformers import (
    SentenceTransformersDocumentEmbedder,
    SentenceTransformersTextEmbedder,
)
from haystack_integrations.components.retrievers.faiss import FAISSEmbeddingRetriever
from haystack_integrations.document_stores.faiss import FAISSDocumentStore

from tests.benchmarks.peers.common import (
    PASSAGE,
    POOL,
    QUERY,
    STOPS,
    Document,
    Encode,
    Passage,
    Peer,
    model_options,
)

_DIMENSION = 384


class Haystack:
    def __init__(self, model: Path, size: int, overlap: int) -> None:
        self._model = str(model)
        self._splitter = RecursiveDocumentSplitter(
            split_length=size, split_overlap=overlap, split_unit="char", separators=STOPS[:-1]
        )
        self._splitter.warm_up()
        self._pipeline = Pipeline()

    def split(self, document: Document) -> list[str]:
        return [part.content for part in self._splitter.run([Text(content=document.text)])["documents"]]

    def build(self, passages: Sequence[Passage], encode: Encode | None) -> None:
        texts = [Text(id=p.id, content=p.text, meta=dict(p.document.about)) for p in passages]
        texts = self._embedded(texts, encode)
        words, dense = InMemoryDocumentStore(), FAISSDocumentStore(embedding_dim=_DIMENSION)
        words.write_documents(texts)
        dense.write_documents(texts)
        embedder = SentenceTransformersTextEmbedder(
            model=self._model, prefix=QUERY, normalize_embeddings=True, progress_bar=False, **_options()
        )
        self._pipeline.add_component("embedder", embedder)
        self._pipeline.add_component("dense", FAISSEmbeddingRetriever(document_store=dense, top_k=POOL))
        self._pipeline.add_component("words", InMemoryBM25Retriever(words, top_k=POOL))
        self._pipeline.add_component("joiner", DocumentJoiner(join_mode="reciprocal_rank_fusion"))
        self._pipeline.connect("embedder.embedding", "dense.query_embedding")
        self._pipeline.connect("dense", "joiner")
        self._pipeline.connect("words", "joiner")

    def search(self, question: str, k: int) -> list[str]:
        found = self._pipeline.run({"embedder": {"text": question}, "words": {"query": question}})
        return [text.id for text in found["joiner"]["documents"][:k]]

    def _embedded(self, texts: list[Text], encode: Encode | None) -> list[Text]:
        if encode:
            vectors = encode([text.content or "" for text in texts])
            return [Text(id=t.id, content=t.content, embedding=v.tolist()) for t, v in zip(texts, vectors, strict=True)]
        embedder = SentenceTransformersDocumentEmbedder(
            model=self._model,
            prefix=PASSAGE,
            normalize_embeddings=True,
            progress_bar=False,
            meta_fields_to_embed=["title", "region"],
            **_options(),
        )
        embedder.warm_up()
        return list(embedder.run(texts)["documents"])


def _options() -> dict[str, object]:
    # The device has a type of its own there; it is the processor anyway.
    return {name: value for name, value in model_options().items() if name != "device"}


def make(model: Path, options: dict[str, Any]) -> Peer:
    return Haystack(model, **options)
