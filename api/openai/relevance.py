"""How near texts are to a query, as a score from 0 to 1.

The cosines of E5 models lie between 0.7 and 1 (Wang et al. 2024, arXiv:2402.05672, section 5), so a logistic function
spreads them. Its constants come from `python tests/benchmarks/relevance.py`: at 0.5 a clause is as likely to be right
as not, right and wrong ones weighted alike. For another encoder the order holds and the numbers mean less.
"""

from collections.abc import Sequence

import numpy as np
from langchain_text_splitters import RecursiveCharacterTextSplitter

from index_build.passages import SEPARATORS
from qa.arrays import Vectors
from qa.ports import Encoder

_SLOPE, _MIDDLE = 124.1, 0.8744


def relevances(encoder: Encoder, query: str, documents: Sequence[str]) -> list[float]:
    """A score for each document: that of its best part, where it is longer than the encoder reads at once.

    A document's score depends neither on its place nor on how often it is given.
    """
    splitter = RecursiveCharacterTextSplitter(
        separators=SEPARATORS,
        keep_separator="end",
        # In characters: a token has one at least, but for the one that marks the beginning.
        chunk_size=encoder.max_tokens - 1,
        chunk_overlap=0,
    )
    parts = {text: splitter.split_text(text) or [text] for text in dict.fromkeys(documents)}
    vectors = embedded(encoder, [part for own in parts.values() for part in own])
    [asked] = encoder.encode_queries([query])
    best = {text: max(float(vectors[part] @ asked) for part in own) for text, own in parts.items()}
    return [_relevance(best[text]) for text in documents]


def embedded(encoder: Encoder, passages: Sequence[str]) -> dict[str, Vectors]:
    """The vector of each passage, encoded in an order of their own: batches leave traces in the last digits."""
    texts = sorted(set(passages))
    return dict(zip(texts, encoder.encode_passages(texts), strict=True))


def _relevance(cosine: float) -> float:
    return round(float(1 / (1 + np.exp(-_SLOPE * (cosine - _MIDDLE)))), 6)
