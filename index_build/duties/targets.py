"""Numbers that a clause wants reached, as written.

Precision first: a number counts only with a comparator that sets a bound (不少于60学时, 控制在5%以内), or as a rate
that is wanted (办结率100%). Conditions (超过三十日的), fines (5万元以上10万元以下) and what was reached do not.
"""

import re
from typing import Literal

from index_build.duties.numbers_read import COUNT, read
from qa.records import Target

Bound = Literal["at_least", "at_most", "exactly"]

#: Comparators that set a bound by themselves, wherever they stand.
_STRICT: dict[Bound, str] = {
    "at_least": "不得?少于|不得?低于|不得?小于|不应少于|不应低于|至少|最少|≥|>=|＞|>|﹥",
    "at_most": "最长不超过|最多不超过|不得?超过|不得?高于|不得?多于|不得?大于|不应超过|最多|至多|控制在|≤|<=|＜|<|﹤"
    "|压缩至|压缩到|压减至|压减到|缩短至|缩短到|缩减至",
}
#: Comparators that also tell and describe; they count only where something is plainly wanted.
_LOOSE: dict[Bound, str] = {
    "at_least": "达到|超过|高于|多于|大于|提高到|提高至|提升到|提升至|增加到|增长到|达",
    "at_most": "低于|少于|小于|降低到|降低至|下降到|下降至|降到|降至|减少到|减少至",
    "exactly": "保持在|稳定在|提高|提升|增长|降低|下降|减少|压减|压缩|缩短|均为|为|均达|保持",
}
_CHANGES = frozenset(("提高", "提升", "增长", "降低", "下降", "减少", "压减", "压缩", "缩短"))
_AFTER: dict[Bound, str] = {
    "at_least": "(?:及|或|\\(含\\)|（含）)?以上",
    "at_most": "(?:之|以)内|(?:及|或|（含）)?以下",
}
_STRICT_WORDS = "|".join(_STRICT.values())
_LOOSE_WORDS = "|".join(_LOOSE.values())
# 至少举办一期, 不得少于每年两次: what is counted may be done first.
_BETWEEN = "(?:每[人年月周天]?(?:两年|三年|半年|季度|个月)?)?[\u4e00-\u9fff]{0,4}?"
_BEHIND_COUNT = f"(?P<after>{'|'.join(_AFTER.values())})?"
# ≥95% in a list of figures; a sign says nothing of who is meant, so what follows must not make it a condition.
_SIGN = re.compile("[≥≤<>＜＞﹤﹥]")
_CONDITION = re.compile("若|如|凡|对|当(?!年)|[A-Za-z0-9<>=]$")
_BOUNDED = re.compile(f"(?P<strict>{_STRICT_WORDS})(?:(?<=[至最][少多]){_BETWEEN})?(?P<count>{COUNT}){_BEHIND_COUNT}")
_WANTED = re.compile(f"(?<![不未没])(?<!不得)(?:同比)?(?P<loose>{_LOOSE_WORDS})(?P<count>{COUNT}){_BEHIND_COUNT}")
_PLAIN = re.compile(f"(?<![0-9.零〇一二两三四五六七八九十百千万])(?P<count>{COUNT}){_BEHIND_COUNT}")
_WISH = re.compile(
    "力争|确保|要|应|须|必须|实现|达标|力求|努力|到20|每年|全年|目标|年均|不断|率|比例|占比|比重|覆盖面|保持|做到|进一步"
)
_SHARE = re.compile(
    "(?:率|比例|占比|比重|覆盖面|满意度|知晓度)(?:要|应|均|须|应当|力争|都|全部|继续|每年|平均)*(?:达到|达|为|保持|实现)?$"
)
_DONE_AT_ALL = re.compile(
    "^(?:全面|及时|全部|按期|按时|依法)?(?:覆盖|完成|办结|公开|落实|到位|录入|备案|审查|回复|答复|整改|达标|上网|兑现)"
)
_ACT = re.compile(
    "举办|开展|组织|召开|听取|培训|学习|检查|安排|参加|旁听|研究|讲座|宣讲|走访|清理|评估|接受|进行|督查|督察|调研|巡查"
)
_SHORTENED = re.compile("压缩|缩短|控制|限定|压减|办结|办理|减少")
_OF_SOMEBODY = re.compile("的(?!基础|目标|要求|标准)|者|有期|徒刑|罚款|[0-9]|[一二两三四五六七八九十]")
_TOLD_BEHIND = re.compile(
    "已|曾|以来|同比|去年|上年|未|没有|不足|仅|目前|现有|累计|[0-9]{4}[、—-][0-9]{4}年|取得|荣获|如果|逾期|凡|对于?$|(?<!除)了(?!解)"
)
_SURELY_WANTED = re.compile("确保|力争|力求|争取|努力|目标")
_TOLD_AROUND = re.compile("同比|[比较](?:上|去)年|去年|以来|累计|荣获|(?:取得|实现|完成|达到|提高|下降|增长|超过)了")
_TOLD_AHEAD = re.compile("[^，。；\n]{0,10}(?:了(?!解)|的，|的；|的。|的，|的\n|的$)")
_PENALTY = re.compile("罚款|违法所得|赔偿")
_SENTENCE_BREAK = re.compile("[。；！？\n]")
_PHRASE_BREAK = re.compile("[，：,:]")
_TIMES = frozenset(("次", "场", "场次", "期", "学时", "课时", "人次", "批次", "堂", "轮", "小时", "件", "条"))
_BEHIND = 40


def find(text: str) -> tuple[Target, ...]:
    """The numeric targets of a clause's text, in order: `text[span] == words`."""
    closed = _cited(text)
    found: dict[int, Target] = {}
    free = 0
    for match in _matches(text):
        taken = match.start() < free or any(closed[slice(*match.span())])
        target = None if taken else _target(text, match)
        if target:
            found[target.span[0]] = target
            free = target.span[1]
    return tuple(found.values())


def _matches(text: str) -> list[re.Match[str]]:
    """Strict before loose before plain where they begin together, all by place."""
    found = [m for pattern in (_BOUNDED, _WANTED, _PLAIN) for m in pattern.finditer(text)]
    return sorted(found, key=lambda m: m.start())


def _cited(text: str) -> bytearray:
    closed = bytearray(len(text))
    for match in re.finditer("《[^《》\n]{0,200}》|[（〔\\[][0-9]{4}[）〕\\]]\\s*[0-9]*号?|最多跑[一零]次", text):
        closed[slice(*match.span())] = b"\1" * len(match.group())
    return closed


def _target(text: str, match: re.Match[str]) -> Target | None:
    count = read(match.group("count"))
    if count is None:
        return None
    bound = _bound(text, match, count[1])
    if bound is None:
        return None
    return Target(match.group(), match.span(), count[0], count[1], bound)


def _bound(text: str, match: re.Match[str], unit: str) -> Bound | None:
    behind, ahead = _behind(text, match.start()), text[match.end() : match.end() + 16]
    if unit.endswith("元") and _PENALTY.search(_sentence(text, match.start())):
        return None
    fraction = "分之" in match["count"] and not match["count"].startswith("百")
    if fraction and not (match.re is _WANTED and match["loose"] in _CHANGES):
        # Of a time or a number of steps (减少三分之一); others are of people (三分之二以上的代表).
        return None
    if _SIGN.match(match.group()) and not _is_sign_of_aim(match, behind, ahead, unit):
        return None
    if match.re is _BOUNDED:
        return None if _TOLD_BEHIND.search(behind) and "率" not in behind else _stated(match, "strict", _STRICT)
    around = _sentence(text, match.start())
    if _TOLD_AROUND.search(around.replace("同比", "") if _SURELY_WANTED.search(behind) else around):
        return None
    if _OF_SOMEBODY.match(ahead) or _TOLD_AHEAD.match(ahead) or _TOLD_BEHIND.search(behind):
        return None
    rate = unit in ("%", "‰", "个百分点")
    if match.re is _WANTED:
        return _stated(match, "loose", _LOOSE) if _is_wanted(match, behind, rate, unit) else None
    return _plain(match, behind, ahead, unit)


def _is_sign_of_aim(match: re.Match[str], behind: str, ahead: str, unit: str) -> bool:
    rough = match.group()[0] in "<>＜＞﹤﹥" and unit != "%"
    return not (rough or _CONDITION.search(behind) or _OF_SOMEBODY.match(ahead) or _TOLD_AHEAD.match(ahead))


def _stated(match: re.Match[str], group: str, words: dict[Bound, str]) -> Bound:
    """以上 and 以内 behind the number say more than the verb before it: 达到5%以下."""
    after = match.group("after")
    if after and group == "loose":
        return "at_least" if after.endswith("以上") else "at_most"
    said = match.group(group)
    return next(bound for bound, listed in words.items() if re.fullmatch(listed, said))


def _is_wanted(match: re.Match[str], behind: str, rate: bool, unit: str) -> bool:
    said = match.group("loose")
    if said in ("为", "均为", "保持"):
        return unit == "%" and bool(re.search("(?:率|比例|占比|比重|覆盖面|满意度)(?:要|应|均|须|都|每年)*$", behind))
    if said in _CHANGES:
        return rate or (unit in ("个工作日", "天", "日") and said in ("压减", "压缩", "缩短"))
    return rate or _WISH.search(behind) is not None


def _plain(match: re.Match[str], behind: str, ahead: str, unit: str) -> Bound | None:
    """A number without a word before it: a wanted rate, 两次以上 of something held, 五个工作日以内 for a time cut."""
    after = match.group("after")
    if unit == "%":
        share = _SHARE.search(behind)
        certain = share or (re.search("(?:实现|做到|确保|达)$", behind) and _DONE_AT_ALL.match(ahead))
        if not certain:
            return None
        return ("at_least" if after.endswith("以上") else "at_most") if after else "exactly"
    if after and after.endswith("以上"):
        return "at_least" if unit in _TIMES and _ACT.search(behind[-12:]) else None
    return "at_most" if after and after.endswith("内") and _SHORTENED.search(behind) else None


def _behind(text: str, end: int) -> str:
    """The phrase up to a number, from the last comma on."""
    before = text[max(0, end - _BEHIND) : end]
    cut = max((m.end() for p in (_SENTENCE_BREAK, _PHRASE_BREAK) for m in p.finditer(before)), default=0)
    return before[cut:]


def _sentence(text: str, at: int) -> str:
    """The sentence around a place, as far as it is near."""
    before, after = text[max(0, at - 2 * _BEHIND) : at], text[at : at + 2 * _BEHIND]
    cut = max((m.end() for m in _SENTENCE_BREAK.finditer(before)), default=0)
    return before[cut:] + _SENTENCE_BREAK.split(after, maxsplit=1)[0]
