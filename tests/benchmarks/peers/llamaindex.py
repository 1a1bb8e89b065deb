"""LlamaIndex: a VectorStoreIndex over FAISS and a BM25Retriever in a QueryFusionRetriever.

Fusion: https://developers.llamaindex.ai/python/framework/integrations/retrievers/reciprocal_rerank_fusion/
without the questions that a language model would add (`num_queries=1`).
Splitter: https://developers.llamaindex.ai/python/framework/optimizing/basic_strategies/basic_strategies/
(sizes in tokens, of the encoder's own tokenizer), sentences cut at Chinese stops through `chunking_tokenizer_fn`.
Metadata stand before the text of each node, in its vector and in BM25, as its nodes do by default.
BM25: https://developers.llamaindex.ai/python/framework/integrations/retrievers/bm25_retriever/
It cannot take a tokenizer any more, so jieba's words come by a ready index, as its issue about Chinese has it
(run-llama/llama_index, issue 13866).
"""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import bm25s
import faiss
import jieba
from llama_index.core import Settings, StorageContext, VectorStoreIndex
from llama_index.core.llms import MockLLM
from llama_index.core.node_parser import SentenceSplitter
from llama_index.core.retrievers import QueryFusionRetriever
from llama_index.core.schema import MetadataMode, NodeWithScore, QueryBundle, TextNode
from llama_index.core.vector_stores.utils import node_to_metadata_dict
from llama_index.embeddings.huggingface import HuggingFaceEmbedding
from llama_index.retrievers.bm25 import BM25Retriever
from llama_index.vector_stores.faiss import FaissVectorStore

from tests.benchmarks.peers.common import PASSAGE, POOL, QUERY, Document, Encode, Passage, Peer, model_options

_SENTENCE = re.compile(r"[^。！？；\n]*[。！？；\n]|[^。！？；\n]+")
_DIMENSION = 384


class JiebaBM25(BM25Retriever):
    """The question in jieba's words, as the passages are."""

    def _retrieve(self, query_bundle: QueryBundle) -> list[NodeWithScore]:
        return super()._retrieve(QueryBundle(" ".join(jieba.cut_for_search(query_bundle.query_str))))


class LlamaIndex:
    def __init__(self, model: Path, size: int, overlap: int) -> None:
        self._encoder = HuggingFaceEmbedding(
            model_name=str(model), query_instruction=QUERY, text_instruction=PASSAGE, normalize=True, **model_options()
        )
        Settings.llm = MockLLM()
        tokenizer = self._encoder._model.tokenizer
        self._splitter = SentenceSplitter(
            chunk_size=size,
            chunk_overlap=overlap,
            tokenizer=lambda text: tokenizer.encode(text, add_special_tokens=False, verbose=False),
            chunking_tokenizer_fn=_SENTENCE.findall,
        )
        self._retriever: QueryFusionRetriever | None = None

    def split(self, document: Document) -> list[str]:
        about = "\n".join(f"{name}: {value}" for name, value in document.about.items())
        return self._splitter.split_text_metadata_aware(document.text, about)

    def build(self, passages: Sequence[Passage], encode: Encode | None) -> None:
        nodes = [TextNode(id_=p.id, text=p.text, metadata=dict(p.document.about)) for p in passages]
        if encode:
            for node, vector in zip(nodes, encode([p.text for p in passages]), strict=True):
                node.embedding = vector.tolist()
        store = FaissVectorStore(faiss_index=faiss.IndexFlatIP(_DIMENSION))
        storage = StorageContext.from_defaults(vector_store=store)
        index = VectorStoreIndex(nodes, storage_context=storage, embed_model=self._encoder)
        self._retriever = QueryFusionRetriever(
            [index.as_retriever(similarity_top_k=POOL), _words(nodes)],
            similarity_top_k=POOL,
            num_queries=1,
            mode="reciprocal_rerank",
            use_async=False,
        )

    def search(self, question: str, k: int) -> list[str]:
        assert self._retriever
        return [found.node.node_id for found in self._retriever.retrieve(question)[:k]]


def _words(nodes: Sequence[TextNode]) -> BM25Retriever:
    index = bm25s.BM25()
    texts = (node.get_content(metadata_mode=MetadataMode.EMBED) for node in nodes)
    index.index([[w.lower() for w in jieba.cut_for_search(t)] for t in texts], show_progress=False)
    index.corpus = [node_to_metadata_dict(node) | {"node_id": node.node_id} for node in nodes]
    return JiebaBM25(existing_bm25=index, similarity_top_k=POOL, skip_stemming=True, token_pattern=r"(?u)\b\w+\b")


def make(model: Path, options: dict[str, Any]) -> Peer:
    return LlamaIndex(model, **options)
