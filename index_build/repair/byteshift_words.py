"""How well a text falls into words: the best segmentation by jieba's word frequencies."""

import math
from functools import cache

from index_build.repair.byteshift_page import FULL_WIDTH, STOCK, simplified
from qa.text import dictionary

_LONGEST_WORD = 8
_PUNCTUATION = math.log(0.05)
_STOCK_PHRASE = math.log(1e-5)


def word_score(text: str) -> float:
    """log P of the likeliest segmentation, words drawn one by one, in nats."""
    folded = "".join(map(simplified, text.translate(FULL_WIDTH)))
    best = [0.0]
    for end in range(1, len(folded) + 1):
        starts = range(max(0, end - _LONGEST_WORD), end)
        best.append(max(best[start] + _word(folded[start:end]) for start in starts))
    return best[-1]


def _word(word: str) -> float:
    if len(word) == 1 and not word.isalnum():
        return _PUNCTUATION
    if word in STOCK:
        return _STOCK_PHRASE
    frequencies, log_total = _frequencies()
    frequency = frequencies.get(word, 0)
    if frequency:
        return math.log(frequency) - log_total
    return -log_total if len(word) == 1 else -math.inf


@cache
def _frequencies() -> tuple[dict[str, int], float]:
    return dictionary().FREQ, math.log(dictionary().total)
