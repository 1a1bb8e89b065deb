"""LangChain: FAISS and BM25 in an EnsembleRetriever.

Splitter: https://docs.langchain.com/oss/python/integrations/splitters/recursive_text_splitter (“Splitting text from
languages without word boundaries”; sizes of its example, and of the tutorial https://docs.langchain.com/oss/python/langchain/rag).
Ensemble: https://reference.langchain.com/python/langchain-classic/retrievers/ensemble/EnsembleRetriever
BM25: https://docs.langchain.com/oss/python/integrations/retrievers/bm25 (`preprocess_func`), with jieba's search mode,
which jieba's README gives for inverted indexes. Encoder: https://docs.langchain.com/oss/python/integrations/embeddings/sentence_transformers
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import jieba
from langchain_classic.retrievers import EnsembleRetriever
from langchain_community.retrievers import BM25Retriever
from langchain_community.vectorstores import FAISS
from langchain_core.documents import Document as Text
from langchain_huggingface import HuggingFaceEmbeddings
from langchain_text_splitters import RecursiveCharacterTextSplitter

from tests.benchmarks.peers.common import PASSAGE, POOL, QUERY, Document, Encode, Passage, Peer, model_options

#: As the page on Chinese lists them: the zero-width space, then stops in both widths.
_SEPARATORS = ["\n\n", "\n", " ", ".", ",", "\u200b", "\uff0c", "\u3001", "\uff0e", "\u3002", ""]


class LangChain:
    def __init__(self, model: Path, size: int, overlap: int, headed: bool) -> None:
        self._splitter = RecursiveCharacterTextSplitter(separators=_SEPARATORS, chunk_size=size, chunk_overlap=overlap)
        self._headed = headed
        self._embeddings = HuggingFaceEmbeddings(
            model_name=str(model),
            model_kwargs=model_options(),
            encode_kwargs={"prompt": PASSAGE, "normalize_embeddings": True},
            query_encode_kwargs={"prompt": QUERY, "normalize_embeddings": True},
        )
        self._retriever: EnsembleRetriever | None = None

    def split(self, document: Document) -> list[str]:
        return self._splitter.split_text(document.text)

    def build(self, passages: Sequence[Passage], encode: Encode | None) -> None:
        texts = [self._text(p) for p in passages]
        abouts = [{"id": p.id, **p.document.about} for p in passages]
        vectors = encode(texts) if encode else self._embeddings.embed_documents(texts)
        store = FAISS.from_embeddings(zip(texts, vectors, strict=True), self._embeddings, abouts)
        documents = [Text(page_content=t, metadata=a) for t, a in zip(texts, abouts, strict=True)]
        words = BM25Retriever.from_documents(documents, preprocess_func=jieba.lcut_for_search, k=POOL)
        dense = store.as_retriever(search_kwargs={"k": POOL})
        self._retriever = EnsembleRetriever(retrievers=[words, dense], weights=[0.5, 0.5], id_key="id")

    def search(self, question: str, k: int) -> list[str]:
        assert self._retriever
        return [found.metadata["id"] for found in self._retriever.invoke(question)[:k]]

    def _text(self, passage: Passage) -> str:
        head = " ".join(passage.document.about.values())
        return f"{head}\n{passage.text}" if self._headed and head else passage.text


def make(model: Path, options: dict[str, Any]) -> Peer:
    return LangChain(model, **options)
