"""Official words: the nouns and verbs of statutes, one a line of official_words.txt (`tests.benchmarks.vocabulary`).

A plain word that no clause has says little: plans do not speak so. An official one that none has is a subject that
the plans do not have.
"""

import functools
from importlib.resources import files

from qa.glossary import plain_words
from qa.keywords import Keywords


@functools.cache
def _words() -> frozenset[str]:
    return frozenset((files("qa") / "official_words.txt").read_text(encoding="utf-8").split())


def is_foreign(keywords: Keywords, topic: str, tokens: tuple[str, ...]) -> bool:
    """Whether a folded text, whose tokens these are, has an official word that no passage of the index has.

    Words inside those that the glossary turns into others do not count.
    """
    unheard = keywords.idf("")
    plain = " ".join(plain_words(topic))
    return any(keywords.idf(t) >= unheard and t in _words() and t not in plain for t in tokens)
