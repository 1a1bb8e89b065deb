"""Stage 4: pinyin that copying sites inserted behind characters, as in 落實(shí)責(zé)任.

Readings: pypinyin's heteronym table. Traditional and Simplified forms: OpenCC.
An author's own gloss of a rare character stays, so a page must first show that a site annotated it.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from pypinyin.constants import PINYIN_DICT

from index_build.aligned import Replacement
from index_build.repair.traditional import is_traditional, is_traditional_form, to_simplified, to_traditional

#: A page is annotated from so many tone-marked pairs on, or from two annotated Traditional characters on.
_TONED_PAIRS, _TRADITIONAL_ANNOTATED = 5, 2
#: Without tone marks: pairs in all, different pairs, matching for each that is no reading; or characters
#: annotated twice in a row.
_BARE_PAIRS, _BARE_KINDS, _BARE_RATIO, _TWICE = 6, 4, 9, 2
#: A site annotates a character wherever it stands; below this share its removal is doubtful.
_CONSISTENT = 0.8

_TONES = dict.fromkeys(map(ord, "\u0300\u0301\u0304\u030c"))
_LETTER = "a-z\u00df-\u017f\u01ce-\u01dc\u01f9\u0251\u0261\u1e3f\u0300\u0301\u0304\u0308\u030c"
_SPACE = "[ \\t\u00a0\u3000]?"
_ONE = f"[(（]{_SPACE}([{_LETTER}]{{1,8}}){_SPACE}[)）]"
_ANNOTATION = re.compile(_ONE)
_HAN = "\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_GROUP = re.compile(f"(?<=[{_HAN}])(?:{_ONE})+")
_SPACE_LEFT = re.compile(f" (?=[{_HAN}])")
#: Full-width letters, and the letters that some pinyin tables use for a, g and the third tone.
_LETTER_FORMS = {0xFF41 + i: chr(ord("a") + i) for i in range(26)} | str.maketrans("ɑɡăĕĭŏŭ", "agǎěǐǒǔ")


@cache
def readings(character: str) -> frozenset[str]:
    """All readings of one character and of its Traditional and Simplified forms, with tone marks and without.

    Lower case, NFC; ü without its tone also as v and u, as sites spell it. Empty for what has no reading.
    """
    spoken = _spoken(character)
    bare = {_toneless(reading) for reading in spoken}
    return spoken | bare | {b.replace("ü", v) for b in bare for v in "vu"}


def find_pinyin(text: str) -> list[Replacement]:
    """Deletions of the annotations that the page's own evidence shows to be a site's work."""
    pairs = list(_pairs(text))
    kinds = {False: _toned(pairs, text), True: _bare(pairs)}
    doomed = [p for p in pairs if p.is_reading and (kinds[p.is_bare] or (kinds[False] and p.is_spoken))]
    confidence = _consistency(text, doomed)
    return [_deletion(text, pair, confidence) for pair in _unbroken(doomed)]


@dataclass(frozen=True)
class _Pair:
    """A character and an annotation [start, end) behind it; `anchor`: where the character ends."""

    character: str
    syllable: str
    start: int
    end: int
    anchor: int

    @property
    def is_bare(self) -> bool:
        return self.syllable == _toneless(self.syllable)

    @property
    def is_spoken(self) -> bool:
        return self.syllable in _spoken(self.character)

    @property
    def is_reading(self) -> bool:
        return self.syllable in readings(self.character)


def _pairs(text: str) -> Iterable[_Pair]:
    plain = text.translate(_LETTER_FORMS)
    for group in _GROUP.finditer(plain):
        for one in _ANNOTATION.finditer(plain, group.start(), group.end()):
            syllable = unicodedata.normalize("NFC", one[1])
            yield _Pair(text[group.start() - 1], syllable, one.start(), one.end(), group.start())


def _toned(pairs: list[_Pair], text: str) -> bool:
    toned = [pair for pair in pairs if pair.is_reading and not pair.is_bare]
    traditional = {pair.character for pair in toned if is_traditional_form(pair.character)}
    enough = len(traditional) >= _TRADITIONAL_ANNOTATED and is_traditional(text)
    return enough or len(toned) >= _TONED_PAIRS


def _bare(pairs: list[_Pair]) -> bool:
    bare = [pair for pair in pairs if pair.is_bare and pair.syllable in _syllables()]
    right = [(pair.character, pair.syllable) for pair in bare if pair.is_reading]
    twice = Counter((pair.character, pair.anchor) for pair in bare if pair.is_reading)
    if len({character for (character, _), n in twice.items() if n > 1}) >= _TWICE:
        return True
    wrong = len(bare) - len(right)
    return len(right) >= max(_BARE_PAIRS, _BARE_RATIO * wrong) and len(set(right)) >= _BARE_KINDS


def _unbroken(pairs: list[_Pair]) -> Iterable[_Pair]:
    """Those that stand directly behind their character once the ones before them are gone."""
    reach: dict[int, int] = {}
    for pair in pairs:
        if reach.get(pair.anchor, pair.anchor) == pair.start:
            reach[pair.anchor] = pair.end
            yield pair


def _consistency(text: str, pairs: list[_Pair]) -> float:
    """1, or the annotated share of all occurrences of the annotated characters if that is doubtful."""
    counts = Counter(text)
    annotated = len({pair.anchor for pair in pairs})
    share = annotated / max(1, sum(counts[character] for character in {pair.character for pair in pairs}))
    return share if share < _CONSISTENT else 1.0


def _deletion(text: str, pair: _Pair, confidence: float) -> Replacement:
    left = _SPACE_LEFT.match(text, pair.end)
    return Replacement(pair.start, left.end() if left else pair.end, "", "删去网站插入的拼音", confidence)


@cache
def _spoken(character: str) -> frozenset[str]:
    forms = {character, to_simplified(character), to_traditional(character), character.replace("著", "着")}
    tables = (PINYIN_DICT.get(ord(form), "") for form in forms if len(form) == 1)
    return frozenset(reading for table in tables for reading in table.split(",") if reading)


@cache
def _syllables() -> frozenset[str]:
    return frozenset(_toneless(reading) for table in PINYIN_DICT.values() for reading in table.split(","))


def _toneless(reading: str) -> str:
    return unicodedata.normalize("NFC", unicodedata.normalize("NFD", reading).translate(_TONES))
