"""Keyword search: BM25 over jieba's words and over pairs of characters; a passage's number is its row.

Pairs meet where the words were cut differently (docs/decisions/0016); how much of a question a text holds is told by
words alone.

Scores as Lucene's BM25 (Robertson & Zaragoza 2009; the variant of Kamphuis et al. 2020), by bm25s.
"""

import math
from collections.abc import Iterable, Sequence
from pathlib import Path

import bm25s
import numpy as np

from qa.arrays import Ids, Scores
from qa.text import Tokenizer, pairs

#: Usual values of Lucene and of the baseline that this project measures against.
_K1, _B = 1.2, 0.75
_WORDS = "words.txt"


class Keywords:
    """A BM25 index with the dictionary that its words were cut with."""

    def __init__(self, index: bm25s.BM25, words: Sequence[str]) -> None:
        self._index = index
        self._words = list(words)
        self._tokenizer = Tokenizer(words)

    @classmethod
    def build(cls, passages: Iterable[str], words: Sequence[str]) -> "Keywords":
        """words: names that must stay whole, such as regions and units."""
        tokenizer = Tokenizer(words)
        index = bm25s.BM25(method="lucene", k1=_K1, b=_B)
        index.index([tokenizer.tokens(p) + pairs(p) for p in passages], show_progress=False)
        return cls(index, words)

    @classmethod
    def load(cls, folder: Path) -> "Keywords":
        """Mapped into memory like the vectors."""
        words = (folder / _WORDS).read_text(encoding="utf-8").split("\n")
        return cls(bm25s.BM25.load(folder, mmap=True), [w for w in words if w])

    def save(self, folder: Path) -> None:
        self._index.save(folder)
        (folder / _WORDS).write_text("\n".join(self._words), encoding="utf-8")

    def __len__(self) -> int:
        return int(self._index.scores["num_docs"])

    def tokens(self, text: str) -> list[str]:
        return self._tokenizer.tokens(text)

    def scores(self, terms: Sequence[str]) -> Scores:
        """BM25 of every passage, (n,); zeros where no term is known. terms: `tokens` and `qa.text.pairs` of a text."""
        known = [t for t in terms if t in self._index.vocab_dict]
        if not known:
            return np.zeros(len(self), np.float32)
        return np.asarray(self._index.get_scores(known), np.float32)

    def coverage(self, tokens: Sequence[str], passages: Ids) -> Scores:
        """Share of the words, weighted by idf, that each passage has; (len(passages),), 0 to 1."""
        held, total = np.zeros(len(passages), np.float32), 0.0
        # Not a set: the order of its members, and so the rounding, differs from process to process.
        for token in dict.fromkeys(tokens):
            weight = self.idf(token)
            total += weight
            held += weight * _among(passages, self._passages_with(token))
        return held / total if total else held

    def share(self, tokens: Sequence[str], text: str) -> float:
        """The same for any text."""
        there = set(self.tokens(text))
        wanted = {token: self.idf(token) for token in tokens}
        total = sum(wanted.values())
        return sum(weight for token, weight in wanted.items() if token in there) / total if total else 0.0

    def idf(self, token: str) -> float:
        """ln(1 + (n - df + 0.5) / (df + 0.5)); a word that no passage has gets the highest value."""
        df = len(self._passages_with(token))
        return math.log(1 + (len(self) - df + 0.5) / (df + 0.5))

    def _passages_with(self, token: str) -> Ids:
        row = self._index.vocab_dict.get(token)
        if row is None:
            return np.empty(0, np.int64)
        starts: Ids = self._index.scores["indptr"]
        passages: Ids = self._index.scores["indices"][starts[row] : starts[row + 1]]
        return passages


def _among(passages: Ids, having: Ids) -> Ids:
    """Which of the passages are in `having`, which ascends; a search each, since `having` may be half of all."""
    places = np.searchsorted(having, passages)
    there: Ids = np.zeros(len(passages), bool)
    within = places < len(having)
    there[within] = having[places[within]] == passages[within]
    return there
