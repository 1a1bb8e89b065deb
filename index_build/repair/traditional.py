"""Stage 5: Traditional to Simplified. The plans are mainland texts; a Traditional page is a site's doing.

Characters and phrases: OpenCC `t2s`. Not `tw2s` or `hk2s`, which rewrite 著 and the vocabulary of clean text.
What OpenCC gets wrong for official mainland prose is put right by the few rules below.
"""

import re
from collections import Counter
from functools import cache
from itertools import groupby

from opencc import OpenCC

from index_build.aligned import Replacement

#: 著 is a character of its own in these words; everywhere else it is how a site wrote 着.
_FOR_着 = re.compile("(?<![显卓名专论编原巨昭译土遗合拙])著(?![名作称述书录者]|有?《)")
#: t2s takes 於 before these for a surname or an interjection, so 由於單位 keeps it; what is left are names.
_FOR_于 = re.compile(
    "(?<!樊)於(?!潜|菟|勇明|呼哀哉|崇文|忠祥|梨华|世成|仲完|陵子)|於(?=潜[在能力心伏入水移质藏逃规江山])"
)
#: 徵調 is the musical mode to t2s; in official prose it is always a requisition.
_RULES = (
    (_FOR_着, "着"),
    (_FOR_于, "于"),
    (re.compile("徵(?=调)"), "征"),
    (re.compile("濬(?=县)"), "浚"),
    (re.compile("衹"), "只"),
)


def find_traditional(text: str) -> list[Replacement]:
    """Each run of Traditional characters with its Simplified form, as long; none on a Simplified page."""
    if not is_traditional(text):
        return []
    simplified = _simplified(text)
    changed = groupby(range(len(text)), key=lambda i: text[i] != simplified[i])
    runs = [list(run) for differs, run in changed if differs]
    return [_replacement(run[0], run[-1] + 1, simplified) for run in runs]


def is_traditional(text: str) -> bool:
    """Whether more of the text's characters are Traditional only than are Simplified only."""
    counts = Counter(text)
    traditional = sum(n for character, n in counts.items() if is_traditional_form(character))
    return traditional > sum(n for character, n in counts.items() if _is_simplified_form(character))


@cache
def is_traditional_form(character: str) -> bool:
    """Whether Simplified text has no use for it. GB 2312 holds 乾, 著 and others that both scripts share."""
    return to_simplified(character) != character and not _encodes(character, "gb2312")


def to_simplified(text: str) -> str:
    """OpenCC `t2s`, as it is."""
    return str(_converter("t2s").convert(text))


def to_traditional(text: str) -> str:
    """OpenCC `s2t`, as it is."""
    return str(_converter("s2t").convert(text))


@cache
def _is_simplified_form(character: str) -> bool:
    return to_traditional(character) != character and not _encodes(character, "big5")


def _encodes(character: str, encoding: str) -> bool:
    try:
        character.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


@cache
def _converter(way: str) -> OpenCC:
    return OpenCC(way)


def _simplified(text: str) -> str:
    converted = to_simplified(text)
    if len(converted) != len(text):
        raise ValueError("t2s changed the number of characters")
    for pattern, right in _RULES:
        converted = pattern.sub(right, converted)
    return converted


def _replacement(start: int, end: int, simplified: str) -> Replacement:
    return Replacement(start, end, simplified[start:end], "繁体转为简体")
