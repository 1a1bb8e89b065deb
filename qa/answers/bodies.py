"""Names of bodies in running text, and lists of them: 市公安局、市卫生健康委和各镇（街）.

A name is told by its end, for what it begins with is anything. Names stay as the text writes them.
"""

import re
from collections.abc import Callable, Iterator

from qa.records import Span

_BRACKET = "[（(][^（）()]{1,8}[)）]"
#: What a name ends with; the look-arounds keep out words that end alike: 布局, 好处, 客厅, 干部, 承办, 场所.
_END = re.compile(
    "(?:小组(?:及其?办公室)?|专班|联席会议|常务会议|办公会议|协调机构|办公[室厅]|委员会|[管居村常]委会|[联协商学工红十字]会(?![议计商员])|法院|检察院|医院|学院"
    "|党校|学校|院校|高校|政府|党[委组]|部门|单位|机构|机关|街道|镇街|街镇|乡镇|办事处|管理处|中心|科室|处室|企业|公司|供销社"
    "|[大中支总]队|执法队|[妇残侨文青]联|工商联|科协|领导班子|负责人|首长"
    "|(?<![布格结全大当定破])局(?![部势面限长])|(?<![好之用长出害益何各到])处(?![理置罚分于在以室长])|(?<![客待大])厅"
    "|(?<!常)委(?![员托派任内外屈曲全])"
    "|(?:组织|宣传|统战|武装|人武|工作|指挥)部(?![门署分])"
    "|(?<![承主督协经开举查交包创合自催申代督难拟])办(?![公理事法结案学好证件税文案成])"
    "|(?<=[法出究察政管卫务土])所(?![有在需以述属谓得涉作列指])|(?<![网])站(?![在位点上])"
    "|(?<=各)(?:市|县|区|镇|乡|街|州|旗|村|社区|地区?)(?![级方域直属]))"
    f"(?:{_BRACKET})?"
)
_LONGEST = 26
#: Characters of a list that are read.
_LONGEST_LIST = 300
#: Between two names. 及其 joins what is one: 政府及其部门.
_JOINT = re.compile("、|以及|及(?!其)|和|与(?!其)|或者?")
#: What ends a name at the latest.
_STOP = re.compile("会同|牵头|负责(?!人)|配合|协助|协同|予以|应当|必须|不得|按照?(?:各自)?职责")
#: No part of a name but of one that is named by its task: 推进依法行政工作领导小组.
_VERB_INSIDE = re.compile(
    "推动|督促|要求|加强|完善|健全|建立|落实|强化|发挥|鼓励|支持|促进|开展|可以|严格|明确|确保|接受|作为|[对把将使被由于在]|(?<!面)向|经(?![济信营贸管])"
    "|^(?:形成|改进|指定|根据|按|组织(?!部|人事)|努力|切实|全面|确需|实现|适用|给|未)"
)
_BY_TASK = re.compile("(?:小组(?:及其?办公室)?|联席会议|专班|委员会|办公室|协调机构)$")
#: A name of these alone says nothing, and is no second name beside another: 政府和部门.
_BARE = re.compile("(?:部门|机关|机构|单位|政府|党委|党组|办公室|负责人|首长|小组|中心|委员会|会议|企业|公司)")
_NOBODY = re.compile(
    "(?:(?:部门|机关|机构|单位|负责人|本?(?:部门|单位|机构|机关)|[一多两]个部门|[对于把将向在以从与和及其该这].*|其他.*|.*[局处厅]长)"
    f"(?:{_BRACKET})?|{_BRACKET}.*)"
)
#: A body of one level or place, whose end is no common word: what follows it need not be known to be a verb.
_CERTAIN = re.compile(
    "(?:国家|[省市县区州盟旗镇乡]|各|[\u4e00-\u9fff]{2,3}[省市县区]).*(?:[局委院队所站联部办厅]|[联协学工红十字]会)"
)
#: 市司法局的, 区政府信息: the body only qualifies what follows.
_QUALIFIES = re.compile("[的等之及长系内所]|领导|工作|党组|干部|人员")
#: Characters within which a longer name would end: 县委 in 县委组织部.
_NEAR = 6


def names(text: str, start: int, end: int, follows: Callable[[int], bool]) -> tuple[Span, ...]:
    """The bodies listed from `start` on, each a span; () where none opens there or nothing fitting follows the last.

    follows: whether a list may end before an offset, which holds by itself for names that are told beyond doubt.
    """
    end = min(end, start + _LONGEST_LIST)
    read: dict[int, tuple[Span, ...]] = {}

    def rest(at: int) -> tuple[Span, ...]:
        if at not in read:
            read[at] = ()
            read[at] = next(filter(None, (listed(at, stop) for stop in _ends(text, at, end))), ())
        return read[at]

    def listed(at: int, stop: int) -> tuple[Span, ...]:
        joint = _JOINT.match(text, stop, end)
        more = rest(joint.end()) if joint else ()
        if more or follows(stop) or _is_certain(text, at, stop, end):
            return ((at, stop), *more)
        return ()

    return _whole(text, rest(start))


def _is_name(name: str) -> bool:
    """Whether it can be a body's name: not 对部门, not 加强部门."""
    inside = name if not _BY_TASK.search(name) else ""
    return _NOBODY.fullmatch(name) is None and _VERB_INSIDE.search(inside) is None


def _ends(text: str, start: int, end: int) -> Iterator[int]:
    """Where a name that begins at `start` may end. Fields may share the last word: 审计、监察部门; 区、镇（街）政府."""
    part, depth = start, 0
    for at in range(start, min(end, start + _LONGEST)):
        if text[at] == "、" and at - part <= 4:
            part = at + 1
        elif text[at] in "（(":
            depth += 1
        elif text[at] in ")）":
            depth -= 1
        elif not depth and (not "\u4e00" <= text[at] <= "\u9fff" or _STOP.match(text, at, end)):
            return
        elif not depth and (found := _END.match(text, at, end)) and _is_name(text[start : found.end()]):
            yield found.end()
            part = start - _LONGEST


def _is_certain(text: str, start: int, stop: int, end: int) -> bool:
    """市司法局 in 市司法局拟订计划: told by itself, and no part of a longer name."""
    if stop >= end or not "\u4e00" <= text[stop] <= "\u9fff" or _QUALIFIES.match(text, stop):
        return False
    longer = any(_END.match(text, at, end) for at in range(stop, min(end, stop + _NEAR)))
    return not longer and _CERTAIN.fullmatch(text[start:stop]) is not None


def _whole(text: str, found: tuple[Span, ...]) -> tuple[Span, ...]:
    """政府和部门 is one, as neither half says who."""
    whole: list[Span] = []
    for span in found:
        halves = [span, whole[-1]] if whole else []
        if any(_BARE.fullmatch(text, *half) for half in halves):
            whole[-1] = (whole[-1][0], span[1])
        else:
            whole.append(span)
    return tuple(whole)
