"""One normalisation for clauses and questions.

What is shown keeps its own form; only what is compared goes through here, so that Traditional and full-width
questions meet Simplified clauses. Source of the character conversion: OpenCC's `t2s`.
"""

import functools
import logging
import re
import unicodedata
from collections.abc import Iterable

import jieba
import opencc

from qa.records import Span

jieba.setLogLevel(logging.WARNING)

_SENTENCE = re.compile(r"[^。！？；\n]*(?:[。！？；]+[”’」』）〕]*|\n|$)")
_WORD = re.compile(r"[0-9a-z]+(?:\.[0-9]+)?|[\u3400-\u9fff\U00020000-\U0003ffff]+")


_PAIR = "‿"


@functools.cache
def _converter() -> opencc.OpenCC:
    return opencc.OpenCC("t2s")


def simplify(text: str) -> str:
    """Traditional characters to Simplified ones; half a surrogate pair, which no encoding has, becomes ?."""
    return str(_converter().convert(text.encode("utf-8", "replace").decode("utf-8")))


def fold(text: str) -> str:
    """For matching only: NFKC, lower case, Simplified; punctuation and spaces stay as separators.

    Folding what is folded changes nothing: OpenCC makes 乾县 of 乾縣 but 干县 of 乾县, so it is asked twice.
    """
    return simplify(simplify(unicodedata.normalize("NFKC", text).lower()))


def key(text: str) -> str:
    """For equality only: `fold` without any white space, punctuation or symbol."""
    return "".join(c for c in fold(text) if unicodedata.category(c)[0] in "LN")


def sentences(text: str) -> list[Span]:
    """Spans of the sentences of clean text, white space trimmed, none empty. Semicolons end a sentence too."""
    spans = []
    for match in _SENTENCE.finditer(text):
        piece = match.group()
        start = match.start() + len(piece) - len(piece.lstrip())
        end = start + len(piece.strip())
        if end > start:
            spans.append((start, end))
    return spans


@functools.cache
def dictionary() -> jieba.Tokenizer:
    """jieba with its own words alone, to be read from only; loading them takes most of a second."""
    loaded = jieba.Tokenizer()
    loaded.initialize()
    return loaded


def _with_dictionary() -> jieba.Tokenizer:
    """One that words can be added to, its dictionary copied from memory."""
    common, own = dictionary(), jieba.Tokenizer()
    own.FREQ, own.total, own.initialized = common.FREQ.copy(), common.total, True
    return own


class Tokenizer:
    """jieba in search mode over folded text, with the names of regions and units as extra words."""

    def __init__(self, words: Iterable[str] = ()) -> None:
        self._jieba = _with_dictionary()
        for word in words:
            self._jieba.add_word(fold(word))

    def tokens(self, text: str) -> list[str]:
        """Words, and the words inside long words, in order; punctuation is left out."""
        found: list[str] = []
        for run in _WORD.findall(fold(text)):
            found.extend([run] if run.isascii() else self._jieba.cut_for_search(run))
        return found


def pairs(text: str) -> list[str]:
    """Neighbouring Chinese characters of folded text, two by two, marked so that no word equals one; in order."""
    runs = (run for run in _WORD.findall(fold(text)) if not run.isascii())
    return [_PAIR + run[i : i + 2] for run in runs for i in range(len(run) - 1)]
