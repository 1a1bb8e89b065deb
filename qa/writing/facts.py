"""What must stand in the evidence letter for letter: numbers, dates, document numbers, quoted words, places, bodies."""

import re
from collections.abc import Collection

from qa.regions import Mention
from qa.text import fold, key

_NUMBER = re.compile(r"(?<![\d.])(\d+(?:\.\d+)?)\s*(?:个|余)?\s*([\u4e00-\u9fff%])?")
_CHINESE = re.compile(
    "(每(?=[日天周月季年]|半年)|(?:百分之|第|每)?[一二三四五六七八九十百千万亿两零〇半]+)(?:个|余|多)?"
    "(年|月|日|天|小时|周|季|半年|季度|次|期|件|名|人|位|倍|成|学时|工作日|项|条|款|章|元|分之|"
    "方面|单位|部门|类|种|点|份|场|家|届|级|批|轮|村|镇)"
)
_DOCUMENT = re.compile(r"([\u4e00-\u9fff]{2})(\d{4})第?(\d+)号")
_BRACKETS = re.compile(r"[\s〔〕\[\]()（）【】]")
_QUOTED = re.compile('“([^“”]+)”|「([^「」]+)」|『([^『』]+)』|《([^《》]+)》|〈([^〈〉]+)〉|"([^"]+)"')
_AT_LEAST = "不少于 不得少于 不低于 不得低于 不小于 至少 最少 以上 超过 高于"
_AT_MOST = "不超过 不得超过 不多于 不高于 不大于 至多 最多 以内 以下 之内 少于 低于"
_BOUND = dict.fromkeys(_AT_LEAST.split(), 1) | dict.fromkeys(_AT_MOST.split(), -1)
_BOUND_WORD = re.compile("|".join(sorted(_BOUND, key=len, reverse=True)))
_NEAR = re.compile(r"[^，。；、：,;:!?！？\n\d]*$"), re.compile(r"[^，。；、：,;:!?！？\n\d]*")
#: Where the name of a body ends. General words (部门, 单位, 机关) are no names.
_BODY_END = re.compile(
    "局(?![面部限势])|厅|委员会|委(?![托派任])|办公室|(?<![主承协督催交经举兴包代开创查])办(?![理法事案公结学好证])"
    "|领导小组|小组|(?:法|检察)院|联席会议|办事处|管理处|中心(?![工任环城])|党校|[协学]会|公司|[支大]队|工会|共青团|"
    "(?<=[省市县区州镇乡])(?:人民)?政府|(?<![全内外干大])部(?=$|[，。、；：和与及等牵负])"
)
#: What may stand right before a name.
_BEFORE_NAME = re.compile(
    r"(?:^|[^\u4e00-\u9fffa-z0-9]|[由和与及是为向经对报或者以并有各等归让受在从将把被跟同的了个需须应请]"
    "|设立|成立|组建|建立|责成|依托|通过|接受|加强|支持|推动|配合|协助|牵头|负责|单位|部门|包括|明确|规定|要求|指定|委托|会同|联合)$"
)
#: A name of so many characters is no part of a longer one, unless a region's level stands before it.
_LONG, _LEVELS = 5, frozenset("省市县区州镇乡街")


def numbers(text: str, evidence: str) -> str | None:
    """The first number of the text that the evidence has not, or not of the same thing or with the same bound."""
    own, theirs = fold(text), fold(evidence)
    there: dict[str, set[tuple[str, int]]] = {}
    for match in _NUMBER.finditer(theirs):
        there.setdefault(match.group(1), set()).add((match.group(2) or "", _bound(theirs, match)))
    for match in _NUMBER.finditer(own):
        uses = there.get(match.group(1), set())
        of, bound = match.group(2) or "", _bound(own, match)
        if not any((not of or not unit or of == unit) and bound == given for unit, given in uses):
            return match.group().strip()
    squeezed = _CHINESE.sub(lambda m: m.group(1) + m.group(2), theirs)
    missing = (m for m in _CHINESE.finditer(own) if m.group(1) + m.group(2) not in squeezed)
    return next((m.group() for m in missing), None)


def _bound(text: str, number: re.Match[str]) -> int:
    """1: at least, -1: at most, 0: neither, by the words in its own stretch."""
    before = _NEAR[0].search(text[: number.start(1)])
    behind = _NEAR[1].match(text, number.end(1))
    words = (before.group() if before else "") + "|" + (behind.group() if behind else "")
    found = _BOUND_WORD.findall(words)
    return _BOUND[found[-1]] if found else 0


def words(text: str, evidence: str) -> str | None:
    """The first document number or quoted words of the text that the evidence has not."""
    theirs = _BRACKETS.sub("", fold(evidence))
    for match in _DOCUMENT.finditer(_BRACKETS.sub("", fold(text))):
        if match.group() not in theirs:
            return match.group()
    held = key(evidence)
    quoted = (next(filter(None, m.groups())) for m in _QUOTED.finditer(text))
    return next((q for q in quoted if key(q) not in held), None)


def places(mentions: Collection[Mention], evidence: str, own: Collection[str]) -> str | None:
    """The first region named that the evidence does not name. own: codes of its plans' regions and of their parents."""
    theirs = fold(evidence)
    for mention in mentions:
        known = any(c.code in own or c.name in theirs or c.full_name in theirs for c in mention.candidates)
        if not known and mention.text not in theirs:
            return mention.text
    return None


def bodies(text: str, evidence: str, mentions: Collection[Mention]) -> str | None:
    """The first body that the text names and the evidence does not, letter for letter. mentions: of folded text."""
    own, theirs = fold(text), fold(evidence)
    for end in (m.end() for m in _BODY_END.finditer(own)):
        start = _held_from(own, end, theirs)
        within = any(m.span[0] < start <= m.span[1] for m in mentions)
        whole = end - start >= _LONG and own[start - 1 : start] not in _LEVELS
        if end - start < 2 or not (within or whole or _BEFORE_NAME.search(own[:start])):
            return own[max(0, end - 8) : end]
    return None


def _held_from(own: str, end: int, theirs: str) -> int:
    """Where the longest stretch begins that ends there and stands in the evidence."""
    start = end
    while start > 0 and own[start - 1 : end] in theirs:
        start -= 1
    return start
