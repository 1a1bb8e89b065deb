"""Which characters fit the bytes that are known of them, and how well each suits the page."""

from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import Literal

import numpy as np
import numpy.typing as npt
from opencc import OpenCC

from index_build.repair import cp936
from index_build.repair.byteshift_page import Page, simplified
from index_build.repair.ngrams import Floats
from index_build.repair.pinyin import readings

Indices = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

#: A set of possible first bytes: the byte itself below VANISHED; VANISHED + b stands for all bytes that make an
#: unassigned pair with the first byte b; ANY for every byte.
VANISHED = 256
ANY = -1

_WRONG_SCRIPT = -6.0
_UNUSUAL_PINYIN = -3.0
_NEVER = -1e9

TEXTS = tuple(cp936.characters().values())
_FIRST: Indices
_SECOND: Indices
_FIRST, _SECOND = np.array(list(cp936.characters()), dtype=np.int64).T
_INDEX = {text: i for i, text in enumerate(TEXTS)}


@dataclass(frozen=True, slots=True)
class Fit:
    """What the page shows of a character's second byte.

    seen: the byte itself. lost: a lone lead byte, of which nothing is known. vanished: lost with the byte behind it.
    syllable: the pinyin behind the character, or nothing. cut: an insertion stood between its bytes.
    """

    kind: Literal["seen", "lost", "vanished"]
    byte: int = 0
    syllable: str = ""
    cut: bool = False


@dataclass(frozen=True, eq=False)
class Candidates:
    """Columns over TEXTS: id in the language model; cost (0 or less, in nats) with and without its pinyin."""

    ids: Indices
    with_pinyin: Floats
    alone: Floats
    page: Page
    _found: dict[tuple[int, Fit], tuple[Indices, Floats]] = field(default_factory=dict)
    _read: dict[str, Floats] = field(default_factory=dict)

    @classmethod
    def of(cls, page: Page) -> "Candidates":
        """The page's view: its script, and that it annotates a character everywhere or nowhere."""
        simplified_only, traditional_only = _scripts()
        wrong = simplified_only | _given_up(page) if page.traditional else traditional_only
        with_pinyin = np.where(wrong, _WRONG_SCRIPT, 0).astype(np.float32)
        with_pinyin[[_INDEX[c] for c in page.characters if c in _INDEX]] = 0
        alone = with_pinyin.copy()
        alone[[_INDEX[c] for c in page.bound if c in _INDEX]] = _NEVER
        return cls(np.array(page.language.ids(TEXTS), dtype=np.int64), with_pinyin, alone, page)

    def fitting(self, leads: int, fit: Fit) -> tuple[Indices, Floats]:
        """Indices into TEXTS of what has such bytes, and the cost of each."""
        if (leads, fit) not in self._found:
            self._found[leads, fit] = self._fitting(leads, fit)
        return self._found[leads, fit]

    def _fitting(self, leads: int, fit: Fit) -> tuple[Indices, Floats]:
        found = _with_bytes(leads, fit.kind, fit.byte)
        if not fit.syllable:
            # What an insertion cut in two was never seen whole, so it need not carry its pinyin.
            costs = (self.with_pinyin if fit.cut else self.alone)[found]
        else:
            costs = self.with_pinyin[found] + self._reading(fit.syllable)[found]
        possible = costs > _NEVER / 2
        return found[possible], costs[possible]

    def _reading(self, syllable: str) -> Floats:
        """Cost of each being annotated so: a site annotates what it converted, and always alike."""
        if syllable not in self._read:
            self._read[syllable] = self._costs(syllable)
        return self._read[syllable]

    def _costs(self, syllable: str) -> Floats:
        annotated = self.page.annotated
        costs = np.full(len(TEXTS), _NEVER, dtype=np.float32)
        costs[[i for i in _by_syllable().get(syllable, []) if TEXTS[i] not in annotated]] = _UNUSUAL_PINYIN
        costs[[_INDEX[c] for c, seen in annotated.items() if syllable in seen and c in _INDEX]] = 0
        return costs


@lru_cache(maxsize=20_000)
def _with_bytes(leads: int, kind: str, byte: int) -> Indices:
    return np.flatnonzero(_with_leads(leads) & _with_second(kind, byte))


def _with_second(kind: str, byte: int) -> Flags:
    if kind == "seen":
        return np.equal(_SECOND, byte)
    if kind == "lost":
        return np.greater_equal(_SECOND, 0x80)
    return np.asarray(_vanishing().any(axis=1))[_SECOND]


@lru_cache(maxsize=1_000)
def _with_leads(leads: int) -> Flags:
    if leads == ANY:
        return np.ones(len(TEXTS), dtype=np.bool_)
    return np.asarray(_vanishing()[leads - VANISHED][_FIRST] if leads >= VANISHED else leads == _FIRST)


def second_byte(index: int) -> int:
    """The second byte of TEXTS[index]."""
    return int(_SECOND[index])


@cache
def _vanishing() -> Flags:
    """[256 first, 256 second], whether the pair is unassigned and the second byte can lead the next."""
    table = np.zeros((256, 256), dtype=np.bool_)
    table[0x80:0xFF, 0x81:0xFF] = True
    table[_FIRST, _SECOND] = False
    return table


@cache
def _scripts() -> tuple[Flags, Flags]:
    """Columns over TEXTS: Simplified only, Traditional only. What Big5 has counts as Traditional too."""
    to_traditional, to_simplified = (_convert(way) for way in ("s2t", "t2s"))
    big5 = [bool(c.encode("big5", errors="ignore")) for c in TEXTS]
    changed = zip(TEXTS, to_traditional, big5, strict=True)
    simplified_only = np.array([c != other and not shared for c, other, shared in changed])
    traditional_only = np.array([c != other for c, other in zip(TEXTS, to_simplified, strict=True)])
    return simplified_only, traditional_only


def _convert(way: str) -> list[str]:
    return str(OpenCC(way).convert("\n".join(TEXTS))).split("\n")


def _given_up(page: Page) -> Flags:
    """Simplified forms whose Traditional forms the page shows: sites convert one to one."""
    forms = {simplified(c) for c in page.characters if simplified(c) != c}
    return np.array([text in forms for text in TEXTS], dtype=np.bool_)


@cache
def _by_syllable() -> dict[str, list[int]]:
    """Syllable -> indices of the characters only Traditional text has."""
    found: dict[str, list[int]] = {}
    for i in np.flatnonzero(_scripts()[1]):
        for syllable in readings(TEXTS[i]):
            found.setdefault(syllable, []).append(int(i))
    return found
