"""Which stretches of a sentence may name a place: word boundaries, trust in bare short names, frames."""

from __future__ import annotations

import logging
import re
from collections import Counter
from collections.abc import Mapping
from enum import IntEnum
from itertools import pairwise

import jieba

PROVINCE, PREFECTURE, COUNTY = "province", "prefecture", "county"
SUFFIX = re.compile(r"(?:自治|特别行政|地|新|林|特)?[省市县区州盟旗]$")

# Names that are common nouns: the standard uses them, but alone they never say which place is meant.
_GENERIC_NAMES = """
城区 矿区 郊区 东区 西区 南区 北区 老城区 新城区 市中区 城中区 新市区 西市区 港口区 解放区 站前区 城东区
城西区 城北区 城厢区 海港区 老边区 工农区 前进区 大堂区 离岛区 中西区
"""
GENERIC = frozenset(_GENERIC_NAMES.split())
# Common words which the dictionary tags as places or shows too few compounds of.
_COMMON_WORDS = """
白银 来宾 日照 大同 开封 安康 兴安 新建 沿河 滨海 海港 城东 城西 大城 西市 新市 新城 古城 商城 路桥 江南 平原
中原 天桥 临河 会同
"""
COMMON = frozenset(_COMMON_WORDS.split())
_PLACE_TAGS = frozenset(("ns", "nr", "nrt", "nrfg"))
_NEVER_NAME_TAGS = ("v", "p", "c", "d", "r", "m", "q", "u", "f", "t", "l", "i", "b", "y", "e", "o")
_RARE_FREQUENCY = 3  # what jieba gives its own rare places; higher would break 行政和县 into 行 and 政和县
_PLAIN_FREQUENCY = 15000  # of 60 million words
_OFFICE = re.compile(r"[省市县区州盟旗](?=(?:人民)?政府|委|长$|直$|属$|内$|里$|法院|检察院)")

_LEAD_IN = re.compile(
    r"(?:^|[\s，。、；：？！,.;:?!（(《“\"—·]|请问|想问|问问|问一下|咨询|关于|对于|针对|根据|按照|依据|那么|以及|相比|比较|对比|"
    r"[在对和与跟同及比到从去那按据除将把为给])$"
)
_INVENTED_LEAD_IN = re.compile(r"(?:^|[\s，。；：？！,;:?!（(《“]|请问|想问|咨询|关于|对于|[在对])$")
_FOLLOW_UP = re.compile(
    r"$|[\s，。、；：？！,.;:?!）)》”\"—]|[的呢吗由谁哪怎对在是有与和跟比将把]|(?:人民)?政府|[省市县区州]?委|法治|行政|执法|司法|"
    r"依法|政务|规划|方案|意见|要点|计划|复议|重大|规范性|普法|立法|法院|如何|为什么|什么|多少|几|今年|去年|近年|十[二三四]五|"
    r"20\d\d|到|以及|相比|不同|要求|规定|建立|推[进行]|公安局|公共|落实|实[施行]|加强|开展|完善|制定|健全|深化|强化|提出|计划|"
    r"打算|准备|规范|清理|公开|优化|出台|审批|信访|人民|群众|居民|干部|领导|负责|牵头|重点|合法性|决策|诚信|普通|各"
)
_INVENTED_FOLLOW_UP = re.compile(
    r"$|[，。；？！,;?!）)》”的谁哪怎]|(?:人民)?政府|[由对在](?!于)|法治|行政|规划|方案|如何|有没有|有哪|是否|依法|什么|呢|"
    r"人民(?!政府)|信访|政务|执法|司法|普法|重大|规范性|法律"
)
_INVENTED = re.compile(r"[\u4e00-\u9fff]{2,4}[市县区州旗]")
LONGEST_INVENTED = 5
_FUNCTION_CHARACTERS = frozenset(
    "的了在和与或及对由为被把向从到于以等个各全本我该某这那哪每两几一二三四五六七八九十不是有无其他她它你您们应可需须经同当"
    "所原之并报省市县区州旗乡镇村街级跨设辖内外上下非何么什谁"
)
_KINDS = """
贫困 先进 落后 发达 富裕 重点 试点 示范 农业 牧业 民族 边境 边疆 沿海 工业 经济 中心 卫星 国家 旅游 特色 大型
小型 中等 普通 人口 革命 资源 产粮 环保 智慧 生态 森林 历史 文化 邻近 周边 偏远 山地
"""
_KINDS_OF_PLACE = frozenset(_KINDS.split())
_LONGER_NAME = re.compile(
    r"风景|大学|学院|银行|大道|大街|路(?!桥)|街(?!道)|证券|法系|[村镇乡](?![街镇乡])|仲裁委|公约|协定|宣言|土木|.{0,6}之风"
)


class Trust(IntEnum):
    """How much context a name needs before it is taken for a place."""

    NEVER = 0
    FRAMED = 1  # where a place stands in a question: after a lead-in and before a follow-up
    ALIGNED = 2  # anywhere, if it begins and ends where words do


class Lexicon:
    """jieba's dictionary, seen from the names of places.

    ``surfaces`` maps every name and alias to the highest level that bears it. Loading takes a second or so.
    """

    def __init__(self, surfaces: Mapping[str, str]) -> None:
        jieba.setLogLevel(logging.WARNING)
        self._tokenizer = jieba.Tokenizer()
        self._tokenizer.initialize()
        self._surfaces = surfaces
        self._tags: dict[str, str] = {}
        self._compounds: Counter[str] = Counter()
        self._read_dictionary({name for name in surfaces if 2 <= len(name) <= 3})
        for name in surfaces:
            if len(name) > 2 and is_official(name) and not self._tokenizer.FREQ.get(name):
                self._tokenizer.add_word(name, _RARE_FREQUENCY)

    def _read_dictionary(self, names: set[str]) -> None:
        with self._tokenizer.get_dict_file() as lines:
            for line in lines:
                word, _, tag = line.decode("utf-8").split()
                self._tags[word] = tag
                if len(word) < 3 or tag in ("ns", "nt"):
                    continue
                pairs = {word[i : i + 2] for i in range(len(word) - 1)}
                triples = {word[i : i + 3] for i in range(len(word) - 2)} - {word}
                self._compounds.update((pairs | triples) & names)

    def boundaries(self, text: str) -> list[int]:
        """The offsets at which words begin or end, ascending; 区政府 and the like are also cut behind 区."""
        marks, position = [0], 0
        for word in self._tokenizer.cut(text, HMM=False):
            if cut := 1 if _OFFICE.match(word) else self._leading_name(word):
                marks.append(position + cut)
            position += len(word)
            marks.append(position)
        return marks

    def _leading_name(self, word: str) -> int:
        """How long the name is that a longer dictionary word (上海市浦东新区, 上海浦东新区) begins with, or 0."""
        if word in self._surfaces:
            return 0
        cuts = [cut for cut in range(len(word) - 1, 1, -1) if word[:cut] in self._surfaces]
        return next((cut for cut in cuts if (cut > 2 and is_official(word[:cut])) or self._is_whole(word[cut:])), 0)

    def _is_whole(self, name: str) -> bool:
        return name in self._surfaces and is_official(name)

    def trust(self, name: str, favoured: bool) -> Trust:
        """``favoured``: a plan of a region with this name is at hand."""
        if name in GENERIC:
            return Trust.NEVER
        if is_official(name):
            usual = len(name) == 2 or name[:-1] in COMMON or self._is_usual(name[:-1])
            return Trust.FRAMED if usual else Trust.ALIGNED
        level = self._surfaces[name]
        if level == PROVINCE or (level == PREFECTURE and name not in COMMON and self._is_city(name)):
            return Trust.ALIGNED
        if favoured:
            return self._trust_likely(name)
        if name in COMMON:
            return Trust.NEVER
        return Trust.FRAMED if level == PREFECTURE or self._is_rare_name(name) else Trust.NEVER

    def _is_city(self, name: str) -> bool:
        known_with_suffix = max(self._tokenizer.FREQ.get(name + end, 0) for end in ("市", "州", "地区", "盟"))
        return self._tags.get(name) == "ns" or self._compounds[name] < 4 or known_with_suffix >= 20

    def _is_rare_name(self, name: str) -> bool:
        tag, compounds = self._tags.get(name, ""), self._compounds[name]
        if tag in _PLACE_TAGS:
            return compounds < 10
        return compounds <= 2 and (len(name) > 2 or self._tokenizer.FREQ.get(name, 0) <= 100)

    def trust_child(self, name: str) -> Trust:
        """The same right behind the name of the place it lies in."""
        return Trust.ALIGNED if is_official(name) else self._trust_likely(name)

    def _trust_likely(self, name: str) -> Trust:
        if name in COMMON:
            return Trust.FRAMED
        if self._tags.get(name, "ns") in _PLACE_TAGS:
            return Trust.ALIGNED if self._compounds[name] < 10 else Trust.FRAMED
        return Trust.NEVER if self._is_usual(name) else Trust.FRAMED

    def _is_usual(self, word: str) -> bool:
        """Whether it is a common word that no dictionary tags as a name: 公安, 资源, 和平."""
        if self._tags.get(word, "ns") in _PLACE_TAGS:
            return False
        compounds, frequency = self._compounds[word], self._tokenizer.FREQ.get(word, 0)
        return compounds >= 8 or (compounds >= 4 and frequency >= 1000) or frequency >= 4000

    def invented(self, text: str, start: int, marks: list[int], behind_place: bool) -> int | None:
        """Where a name that looks like a region but is in no list ends, if one starts at ``start``.

        ``marks``: the boundaries from ``start`` on, as far as such a name can reach.
        """
        if not behind_place and not _INVENTED_LEAD_IN.search(text[max(0, start - 4) : start]):
            return None
        for end in marks:
            if 3 <= end - start <= LONGEST_INVENTED and _INVENTED.fullmatch(text, start, end) and end - 1 in marks:
                words = [text[a:b] for a, b in pairwise(marks) if start <= a and b < end]
                if _INVENTED_FOLLOW_UP.match(text, end) and self._could_be_name(words, text[start:end]):
                    return end
        return None

    def _could_be_name(self, words: list[str], whole: str) -> bool:
        if whole in self._tags or _FUNCTION_CHARACTERS.intersection(whole[:-1]):
            return False
        for word in words:
            tag = self._tags.get(word, "n")
            if word in _KINDS_OF_PLACE:
                return False
            plain = self._tokenizer.FREQ.get(word, 0) >= _PLAIN_FREQUENCY
            if len(word) > 1 and (plain or tag.startswith(_NEVER_NAME_TAGS)):
                return False
        if all(self._tags.get(word, "n").startswith("v") for word in words):
            return False
        # 区 makes common nouns of almost any word (功能区, 商业区), so the name itself must not be one.
        return whole[-1] != "区" or all(len(w) == 1 or self._tags.get(w, "ns") in _PLACE_TAGS for w in words)


def is_official(name: str) -> bool:
    """Whether the name says its own kind: 罗湖区, 恩施州; not 广州, 朝阳."""
    if name.endswith("州"):
        return len(name) > 2
    return bool(SUFFIX.search(name))


def led_in(text: str, start: int) -> bool:
    """Whether what precedes ``start`` leads up to the name of a place."""
    return bool(_LEAD_IN.search(text[max(0, start - 4) : start]))


def followed_up(text: str, end: int) -> bool:
    """Whether what stands at ``end`` can follow the name of a place."""
    return bool(_FOLLOW_UP.match(text, end))


def continues(text: str, name: str, end: int) -> bool:
    """Whether what follows makes another name or word of it: 北京大学, 应县级."""
    return text.startswith("级", end) if is_official(name) else bool(_LONGER_NAME.match(text, end))
