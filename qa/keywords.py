"""Keyword search: BM25 over jieba's words and over pairs of characters; a passage's number is its row.

Pairs meet where the words were cut differently (docs/decisions/0016); how much of a question a text holds is told by
words alone. `qa.keyword_build` and `qa.keyword_growth` write the files, `qa.postings` describes them.
"""

import functools
import math
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from qa import keyword_best
from qa.arrays import Ids, Scores
from qa.keyword_build import read_words
from qa.keyword_scores import Scorer
from qa.postings import among
from qa.text import Tokenizer

#: Words whose idf is kept ready, some 100 bytes each.
_REMEMBERED = 1 << 16
#: What a word that no passage has tells among 140,960 passages, with which `qa.fusion` was weighed: idf grows with the
#: logarithm of their number, so that BM25 of a few hundred clauses is half of what it is there (docs/decisions/0006).
_LIKE = math.log(1 + (140_960 + 0.5) / 0.5)


class Keywords:
    """An index opened for reading, with the names that its words were cut with; safe to use from several threads."""

    def __init__(self, scorer: Scorer, words: Sequence[str]) -> None:
        self._scorer = scorer
        self._tokenizer = Tokenizer(words)
        # Asked for each word of each sentence that might be quoted.
        self.idf = functools.lru_cache(_REMEMBERED)(self._idf)

    @classmethod
    def load(cls, folder: Path) -> "Keywords":
        """Mapped into memory, so that the workers of a server share one copy; the files must never be written to."""
        return cls(Scorer.load(folder), read_words(folder))

    def __len__(self) -> int:
        """Rows, those of passages that were removed among them."""
        return len(self._scorer)

    def tokens(self, text: str) -> list[str]:
        return self._tokenizer.tokens(text)

    def best(self, terms: Mapping[str, float], k: int, allowed: Ids | None) -> Ids:
        """Rows of the k best passages that have any of the terms, best first, of equals the lower row.

        terms: `tokens` and `qa.text.pairs` of a text, and how often each is asked, which may be half a time. allowed:
        rows, each once; None stands for all.
        """
        return keyword_best.best(self._scorer, self._scorer.asked(terms), k, allowed)

    def scores(self, terms: Mapping[str, float], passages: Ids) -> Scores:
        """BM25 of some passages, (len(passages),), on one scale for every index; 0 of one without the terms."""
        scale = _LIKE / self._scorer.idf(0)
        return (scale * self._scorer.scores(self._scorer.asked(terms), passages)).astype(np.float32)

    def coverage(self, tokens: Sequence[str], passages: Ids) -> Scores:
        """Share of the words, weighted by idf, that each passage has; (len(passages),), 0 to 1."""
        held, total = np.zeros(len(passages), np.float32), 0.0
        # Not a set: the order of its members, and so the rounding, differs from process to process.
        for token in dict.fromkeys(tokens):
            weight = self.idf(token)
            total += weight
            held += weight * among(passages, self._scorer.having(token))[1]
        return held / total if total else held

    def share(self, tokens: Sequence[str], text: str) -> float:
        """The same for any text."""
        there = set(self.tokens(text))
        wanted = {token: self.idf(token) for token in tokens}
        total = sum(wanted.values())
        return sum(weight for token, weight in wanted.items() if token in there) / total if total else 0.0

    def _idf(self, token: str) -> float:
        """How much a word tells (`Scorer.idf`); one that no passage has gets the highest value."""
        return float(self._scorer.idf(len(self._scorer.having(token))))
