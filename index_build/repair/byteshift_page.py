"""What one page tells about itself: script, annotated characters, and its own n-grams."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from opencc import OpenCC

from index_build.repair.ngrams import UNKNOWN, Floats, NgramModel
from index_build.repair.pinyin import readings

_SYLLABLE = r"\s?([a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜüńňǹ]{1,6})\s?[)）]"
ANNOTATION = re.compile(r"[(（]" + _SYLLABLE)
TAIL = re.compile(r"[?？]" + _SYLLABLE)
#: A label （N） with a mark behind it, which is rare enough to be a matter of a page's style.
MARKED_LABEL = re.compile("[ \t\u3000]*[(（][一二三四五六七八九十]{1,4}[)）][，。；：、,;:]")
FULL_WIDTH = str.maketrans(",;:?!()", "，；：？！（）")

_ANNOTATED = re.compile(r"([\u3400-\u9fff])((?:" + ANNOTATION.pattern + r")*)")
_DAMAGED = re.compile(r"[?？][。，；？！、,;?!]?[^。，；！,;!\n]{0,60}")

#: Phrases of official papers that are as fixed as words and that jieba does not know.
# fmt: off
STOCK = (
    "此件公开发布", "特此通知", "现将有关事项", "明确如下", "通知如下", "印发给你们", "认真贯彻执行", "结合实际",
    "制定本方案", "制定本规划", "科学发展观", "加强组织领导", "强化监督检查", "严格落实责任", "加大宣传力度",
    "制度化", "规范化", "常态化", "法治化", "各街道办事处", "牵头单位", "责任单位", "配合单位", "完成时限",
    "权责清单", "负面清单", "放管服", "依法行政", "法治政府",
)
# fmt: on

_ANNOTATED_PAGE = 5
_TRADITIONAL_SHARE = 0.05
_ALWAYS_ANNOTATED = 0.8
_PAGE_WEIGHT = 0.2
#: Rows kept of one page, about 13 kB each.
_MOST_ROWS = 4_000
#: Log of about how many characters share the probability of an unknown one.
_UNKNOWN_KINDS = 9.8
_PAGE_ORDERS = (0.2, 0.3, 0.5)


@dataclass(frozen=True)
class Page:
    """Evidence of one page. `annotated`: character -> readings seen; `bound`: annotated wherever it occurs.

    marked_labels: whether some line begins with a label and a mark behind it.
    """

    annotated: dict[str, frozenset[str]]
    bound: frozenset[str]
    characters: frozenset[str]
    traditional: bool
    marked_labels: bool
    language: "Language"

    @classmethod
    def of(cls, text: str, model: NgramModel) -> "Page":
        """Gather the evidence from what is not damaged."""
        clean = _DAMAGED.sub("", text)
        annotated: dict[str, set[str]] = defaultdict(set)
        total: Counter[str] = Counter()
        with_reading: Counter[str] = Counter()
        for character, seen in _annotated(clean):
            total[character] += 1
            if seen:
                annotated[character] |= seen
                with_reading[character] += 1
        enough = with_reading.total() >= _ANNOTATED_PAGE
        bound = {c for c, n in with_reading.items() if enough and n >= _ALWAYS_ANNOTATED * total[c]}
        converted = sum(n for c, n in total.items() if simplified(c) != c)
        return cls(
            annotated={c: frozenset(seen) for c, seen in annotated.items()} if enough else {},
            bound=frozenset(bound),
            characters=frozenset(total),
            traditional=converted > _TRADITIONAL_SHARE * total.total(),
            marked_labels=any(map(MARKED_LABEL.match, clean.split("\n"))),
            language=Language(model, "\n".join(STOCK) + "\n" + ANNOTATION.sub("", clean)),
        )

    @property
    def converted(self) -> bool:
        """Whether a copying site converted or annotated this page."""
        return self.traditional or bool(self.annotated)


def _annotated(text: str) -> Iterator[tuple[str, set[str]]]:
    """Each Chinese character with the readings of its own that stand behind it."""
    for match in _ANNOTATED.finditer(text):
        syllables = set(ANNOTATION.findall(match[2]))
        yield match[1], syllables & readings(match[1]) if syllables else set()


class Language:
    """The general model mixed with the page's own counts; its ids are the model's."""

    def __init__(self, model: NgramModel, text: str) -> None:
        self._model = model
        self._rows: dict[tuple[int, int], Floats] = {}
        self.newline = model.ids["\n"]
        self._counts: tuple[dict[tuple[int, ...], Counter[int]], ...] = ({}, {}, {})
        ids = self.ids(text)
        for order, counts in enumerate(self._counts):
            for i in range(order, len(ids)):
                counts.setdefault(tuple(ids[i - order : i]), Counter())[ids[i]] += 1

    def ids(self, text: Iterable[str]) -> list[int]:
        """The id of each character, read as Simplified and full width; white space is a line break."""
        return [self.id(character) for character in text]

    def id(self, character: str) -> int:
        """The id of one character."""
        if character.isspace():
            return self.newline
        return self._model.ids.get(simplified(character.translate(FULL_WIDTH)), UNKNOWN)

    def longer_context(self, before: Sequence[int], following: Sequence[int]) -> float:
        """As the general model says; the page is too short to tell."""
        return self._model.longer_context(before, following)

    def row(self, before: int, last: int) -> Floats:
        """[ids], log P(each id | before, last) in nats."""
        found = self._rows.get((before, last))
        if found is None:
            if len(self._rows) == _MOST_ROWS:
                self._rows.clear()
            found = self._rows[before, last] = self._row(before, last)
        return found

    def _row(self, before: int, last: int) -> Floats:
        row = self._model.probabilities(before, last) * np.float32(1 - _PAGE_WEIGHT)
        for counts, context, share in zip(self._counts, ((), (last,), (before, last)), _PAGE_ORDERS, strict=True):
            following = counts.get(context)
            if following:
                scale = _PAGE_WEIGHT * share / following.total()
                row[list(following)] += np.fromiter(following.values(), np.float32) * np.float32(scale)
        scores: Floats = np.log(row)
        scores[UNKNOWN] -= _UNKNOWN_KINDS
        return scores


@cache
def simplified(character: str) -> str:
    """The Simplified form of one character."""
    return str(_to_simplified().convert(character))


@cache
def _to_simplified() -> OpenCC:
    return OpenCC("t2s")
