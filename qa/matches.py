"""Which words of a clause met those of a question, for the eye: what is shown in colour.

A word is found wherever the folded text has it, however the text was cut into words there. Words that touch are one
run, and a run is shown for the rarest word in it: 行政机关负责人出庭应诉 whole, but not each 机关 beside it.
"""

import functools
import math
import re
from collections.abc import Iterator, Sequence

from qa.keywords import Keywords
from qa.question import Question
from qa.records import Span
from qa.retrieve import Words
from qa.text import fold

#: A word that more than half of all passages have tells nothing (`Keywords.idf` at half of them).
_TELLING = math.log(2)
#: How rare a run's rarest word must be beside the rarest that the text has, by idf.
_SHARE = 0.5
#: One character alone matches by chance.
_SHORTEST = 2


class Matches:
    """The words of a question, its own and the official ones that they imply."""

    def __init__(self, asked: Question, keywords: Keywords) -> None:
        words = Words.of(asked, keywords)
        self._idf = {word: keywords.idf(word) for word in (*words.said, *words.implied) if len(word) >= _SHORTEST}
        self._pattern = _any(sorted(self._idf, key=lambda word: (-len(word), word)))

    def spans(self, text: str) -> tuple[Span, ...]:
        """The runs to show in a text, ascending and apart."""
        if self._pattern is None:
            return ()
        folded, owner = _aligned(text)
        found = [(m.span(1), self._idf[m.group(1)]) for m in self._pattern.finditer(folded)]
        least = max(_TELLING, _SHARE * max((idf for _, idf in found), default=0.0))
        placed = [((owner[start], owner[end - 1] + 1), idf) for (start, end), idf in found]
        return tuple(span for span, idf in _runs(placed) if idf >= least)


def _any(words: Sequence[str]) -> re.Pattern[str] | None:
    """Matches at every place where one of them begins, the longest; no number or Latin word within another."""
    inner = "|".join(rf"(?<![0-9a-z.]){re.escape(w)}(?![0-9a-z])" if w.isascii() else re.escape(w) for w in words)
    return re.compile(f"(?=({inner}))") if words else None


def _runs(found: Sequence[tuple[Span, float]]) -> Iterator[tuple[Span, float]]:
    """Those that touch or overlap as one, with the highest of their weights; spans ascend by their start."""
    run: tuple[Span, float] | None = None
    for (start, end), idf in found:
        if run and start <= run[0][1]:
            run = (run[0][0], max(run[0][1], end)), max(run[1], idf)
            continue
        if run:
            yield run
        run = (start, end), idf
    if run:
        yield run


@functools.lru_cache(maxsize=1024)
def _aligned(text: str) -> tuple[str, Sequence[int]]:
    """A text folded letter by letter, and which of its letters each folded one comes from."""
    pieces = [_folded(letter) for letter in text]
    return "".join(pieces), [i for i, piece in enumerate(pieces) for _ in piece]


@functools.lru_cache(maxsize=1 << 16)
def _folded(letter: str) -> str:
    return fold(letter)
