"""From plain words to the words that plans use: 打官司 -> 行政诉讼.

Each line of glossary.tsv: a plain word, a tab, the official words parted by spaces. Written from general knowledge
of administrative language, not from any question set.
"""

import functools
import re
from importlib.resources import files


@functools.cache
def _entries() -> dict[str, tuple[str, ...]]:
    lines = (files("qa") / "glossary.tsv").read_text(encoding="utf-8").splitlines()
    pairs = (line.split("\t") for line in lines if line)
    return {plain: tuple(official.split(" ")) for plain, official in pairs}


@functools.cache
def _plain_words() -> re.Pattern[str]:
    # Longest first, so that 请不起律师 is not read as 律师.
    return re.compile("|".join(map(re.escape, sorted(_entries(), key=len, reverse=True))))


def plain_words(folded: str) -> list[str]:
    """The plain words of a folded text, in order."""
    return _plain_words().findall(folded)


def expansions(folded: str) -> list[str]:
    """Official words for the plain words of a folded text, in order, each once, none that it has already."""
    found = (word for match in _plain_words().finditer(folded) for word in _entries()[match.group()])
    return [word for word in dict.fromkeys(found) if word not in folded]
