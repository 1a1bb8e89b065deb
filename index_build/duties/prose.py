"""Units that running text charges with a task: 由县司法局牵头，县财政局配合; 各乡镇人民政府负责本辖区内…….

Precision comes first: a name counts only if it has the form of a body, with a region, a level or 各 before it or a
field of its own (司法行政部门), and stands as the one who acts, right before the verb. A clause that describes an
arrangement (由…负责的事项, 党委领导、政府负责的体制), denies it or tells what was done names nobody.
"""

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise

from index_build.duties.brackets import ROLE_LABEL, outermost, role
from index_build.duties.names import EXPLAINED, PREFIX, SUFFIX, has_own_region, is_by_form, names, pieces
from qa.records import Role, Span, Unit

_DUTY = "(?:按照?|依照|依据|根据|在)(?:各自)?的?(?:法定)?(?:职责|职能|职权)(?:分工|范围)?内?[，,]?"
_HOW = (
    "(?:应当|要|须|必须|将|应|具体|统一|依法|共同|分别|主要|全面|统筹协调|统筹|直接|积极|主动|密切|认真|联合|定期|及时"
    "|组织|协同)"
)
_VERB = re.compile(
    rf"(?:{_DUTY})?{_HOW}{{0,3}}"
    "(?P<verb>牵头|主办|负总责|负责|承办|协办|会同|(?<!相)(?<!互)配合|协助|参与|组织实施|具体实施|承担)(?!单位|部门|主体)"
)
_ROLES: dict[str, Role] = {"牵头": "lead", "主办": "lead", "会同": "responsible"}
_HELPS = frozenset({"配合", "协助", "协办", "参与"})
#: Tasks charged as 为牵头单位: 县司法局为牵头单位.
_NAMED_AS = re.compile(
    "(?:为|作为|是)(?:[^，。；]{0,20}的)?(?P<verb>牵头|责任|主办|承办|配合|协办)(?:单位|部门|主体)(?![的要应])"
)
#: Tasks charged as 牵头单位为县司法局.
_IS = re.compile(rf"(?<![^，,；;。：\n ])(?:其中)?(?P<label>{ROLE_LABEL})(?:分别|均)?[为是]")
_DESCRIBES = re.compile(
    "(?:人(?!民|大|社|才)|制(?![定订])|任|者|同志|机制|体制|分工)|[^，。；]{1,20}的[^，。；的]{0,4}(?:部门|机构|机关|单位|人员)"
    "|(?:组织|实施|办理|审批|管理|起草|制定|承办|落实|负责|领导|协调|统筹){0,2}的"
)
_ARRANGEMENT = re.compile("的[^，。；]{0,12}(?:体制|机制|制度|格局|原则|方式|体系|模式|局面|办法|关系|责任制)")
_TOLD = re.compile("(?:[过]|了(?!解))(?![^，。；]{0,4}(?:的|后))|以来|已经?|曾|未|没有|不再")
_BREAK = re.compile("[，,；;。！？：:\n]")
_SENTENCE = re.compile("[。！？；;\n]")
_LEAD_IN = re.compile(
    "(?:(?:[一二三四五六七八九十]是|第[一二三四五六七八九十]|其中|同时|具体|并|再|然后|原则上|统一|日常工作|凡|均|一律|应当?|可以?|须|要)*由"
    "|(?:[一二三四五六七八九十]是|其中|同时|具体|并且?|再|然后|此外|另外|[0-9]{4}年(?:[0-9]{1,2}月)?底?前?)*)"
)
_BY = re.compile("(?<![自缘])由(?![此于来衷])")
_NOT_IN_NAMES = re.compile(
    "[的对为是将把从向了谁其该每做被使让给经至]|(?<![高中初])等|[应要](?!急)|主要|负责|制定|指定|明确|确立|确定|加强|建立|健全|完善|推进|开展|落实|一个|多个"
    "|两个|某|专门|专职|领导(?!小组|机构)|牵头|配合|按照|根据|依法(?!治)|形成|坚持|支持|由|及时|凡|如|若|需|会同|通过|以及|不|可以|委托|报告|授权"
)
_SECTORAL = re.compile(
    "(?:行政|主管|管理|监管|执法|公安|民政|司法|教育|财政|审计|税务|统计|水利|交通运输|应急|卫生健康|宣传|组织人事|信访|检察|监察|审判)"
    "(?:部门|机关|机构)$|^(?:公安机关|人民法院|人民检察院|监察机关|[\u4e00-\u9fff]{2,10}局)$"
)
_FIELD = re.compile(
    f"{PREFIX}?(?:公安|民政|司法行政|司法|教育|财政|审计|税务|统计|水利|水务|交通运输|交通|应急管理|应急|卫生健康|卫健|宣传|组织|信访"
    "|检察|监察|审判|人力资源社会保障|人力资源和社会保障|人社|自然资源|生态环境|住房城乡建设|住房和城乡建设|住建|农业农村|文化旅游|文化和旅游"
    "|文旅|市场监管|市场监督管理|退役军人事务|发展改革|发改|商务|机构编制|政务服务|城市管理|城管|林业|医疗保障|医保|科技|体育|民族宗教)"
)
_DEPARTMENTS = re.compile("等(?:有关|相关|职能|主管)*(?:部门|单位)")
_SHARED = re.compile("(?:主管)?部门$")
_BARE = re.compile(
    "(?:有关|相关|各|职能|政府|党委|牵头|责任|主管|上级|下级|国家|行政)*(?:部门|单位|机关|机构|政府|党委|企业|公司|学校)$"
)
_OBJECT = re.compile(
    f"(?:(?:{PREFIX}|有关|相关)[\u4e00-\u9fff（）]{{0,20}}?|[\u4e00-\u9fff]{{2,10}}?){SUFFIX}(?:（[^（）]{{1,12}}）)?"
    "(?=[、，。；：\n]|[和及与]|等|$|组织(?!部|委)|制定|制订|负责|研究|建立|开展|抓好|做好|[对按依共于在将]|联合|定期|及时|加强|完善|出台"
    "|起草|提出|编制|推进|落实|督促|实施|进行|根据|每|成立|印发|修订|统一|具体|积极|切实)"
)
_LOOK_BACK = 120


def sentences(text: str, taken: Iterable[Span]) -> tuple[Unit, ...]:
    """The units that sentences charge, in order; nothing is read in the spans `taken`, in 《》 or in quotations."""
    closed = _closed(text, taken)
    found: list[Unit] = []
    start = 0
    for end in [*(m.end() for m in _SENTENCE.finditer(text)), len(text)]:
        found += _sentence(text, start, end, closed)
        start = end
    return tuple(found)


def _said_to_be(text: str, start: int, end: int, closed: bytearray) -> list[Unit]:
    """牵头单位为A、B: the whole stretch up to the next comma is names, or it names nobody."""
    found: list[Unit] = []
    for match in _IS.finditer(text, start, end):
        given = role(match["label"])
        if given is not None and not closed[match.start("label")]:
            found += _named(text, (match.end(), _phrase_end(text, match.end(), end)), given)
    return found


def _closed(text: str, taken: Iterable[Span]) -> bytearray:
    closed = bytearray(len(text))
    quoted = (m.span() for m in re.finditer("《[^《》\n]{0,200}》|“[^“”\n]{0,200}”", text))
    for start, end in [*taken, *outermost(text), *quoted]:
        closed[start:end] = b"\1" * (end - start)
    return closed


def _sentence(text: str, start: int, end: int, closed: bytearray) -> list[Unit]:
    found: list[Unit] = []
    behind = start
    for match in _verbs(text, start, end):
        if closed[match.start("verb")] or match.start("verb") < behind:
            continue
        charged = _charged(text, (max(start, behind), end), match, bool(found))
        found += charged
        behind = max([match.end(), *(unit.span[1] for unit in charged)])
    said = _said_to_be(text, start, end, closed)
    return found + [unit for unit in said if all(unit.span[0] >= u.span[1] or u.span[0] >= unit.span[1] for u in found)]


def _verbs(text: str, start: int, end: int) -> Iterator[re.Match[str]]:
    matches = [*_VERB.finditer(text, start, end), *_NAMED_AS.finditer(text, start, end)]
    yield from sorted(matches, key=lambda match: match.start("verb"))


def _charged(text: str, within: Span, match: re.Match[str], led: bool) -> list[Unit]:
    """Who a verb charges: the names before it, and behind 会同 those after it."""
    verb = match.group("verb")
    span = _agent(text, within[0], match.start())
    if span is None and not (verb == "会同" and led):
        return []
    after = text[match.end() : _phrase_end(text, match.end(), within[1])]
    if verb in _HELPS and not led and match.re is _VERB:
        return []
    if (_DESCRIBES.match(after) and match.re is _VERB) or _ARRANGEMENT.search(after) or _TOLD.search(after):
        return []
    task = text[max(within[0], match.start() - _LOOK_BACK) : match.start()]
    if verb == "承担" and not re.search("(?:工作|任务|职责|职能|事务)由[^，]*$", task):
        return []
    units = _named(text, span, _role(verb)) if span else []
    joins = verb == "会同" and (units or (led and (span is None or span[0] == span[1])))
    return units + (_objects(text, match.end(), within[1]) if joins else [])


def _role(verb: str) -> Role:
    return "support" if verb in _HELPS else _ROLES.get(verb, "responsible")


def _phrase_end(text: str, start: int, end: int) -> int:
    found = _BREAK.search(text, start, min(end, start + _LOOK_BACK))
    return found.start() if found else min(end, start + _LOOK_BACK)


def _agent(text: str, start: int, end: int) -> Span | None:
    """Where the names stand that end right before a verb: from the last 由, or from the last comma on."""
    low = max(start, end - _LOOK_BACK)
    breaks = [m.end() for m in _BREAK.finditer(text, low, end)]
    if low > start and not breaks:
        return None
    first = breaks[-1] if breaks else low
    by = [m.end() for m in _BY.finditer(text, first, end)]
    if by:
        return by[-1], end
    if text[first : first + 1] in ("、", "，"):
        first += 1
    lead_in = _LEAD_IN.match(text, first, end)
    return (lead_in.end() if lead_in else first), end


def _named(text: str, span: Span, role: Role) -> list[Unit]:
    """All the names of a stretch, or none: one odd piece shows that it is no list of bodies."""
    units = names(text, *span, role)
    if not units or len(units) < len(pieces(text, *span)):
        return []
    gaps = [text[a.span[1] : b.span[0]] for a, b in pairwise(units)]
    tail = text[units[-1].span[1] : span[1]]
    whole = (
        units[0].span[0] == span[0]
        and all(len(gap) < 8 for gap in gaps)
        and (not tail or units[-1].others or EXPLAINED.match(tail))
    )
    listed = [unit.name for unit in units]
    return units if whole and (_are_bodies(listed) or _are_fields(listed, tail)) else []


def _are_fields(listed: list[str], tail: str) -> bool:
    """公安、民政等部门 and 公安、民政部门: bodies by their fields, whose last word they share."""
    shared = _DEPARTMENTS.match(tail) is not None
    last = listed[-1] if shared else _SHARED.sub("", listed[-1])
    return (
        len(listed) > 1
        and (shared or last != listed[-1])
        and all(_FIELD.fullmatch(name) for name in [*listed[:-1], last])
    )


def _are_bodies(listed: list[str]) -> bool:
    first, rest = listed[0], listed[1:]
    certain = (has_own_region(first) and not re.fullmatch(PREFIX, first)) or _SECTORAL.search(first) is not None
    return certain and all(_is_body(name) for name in listed) and not any(_BARE.fullmatch(name) for name in rest)


def _is_body(name: str) -> bool:
    # 各部门 is somebody, 部门 alone is nobody; a name with a region says which.
    bare = _BARE.fullmatch(name) and not name.startswith("各")
    return is_by_form(name) and not bare and not _NOT_IN_NAMES.search(name)


def _objects(text: str, start: int, end: int) -> list[Unit]:
    """会同A、B制定: the list ends where something follows that is no name."""
    found: list[Unit] = []
    while len(found) < 20:
        match = _OBJECT.match(text, start, min(end, start + 40))
        if match is None or _NOT_IN_NAMES.search(match.group()):
            break
        others = text.startswith("等", match.end()) and not text.startswith("等级", match.end())
        found.append(Unit("support", match.group(), match.span(), others))
        joint = re.compile("、|和|及|与|以及").match(text, match.end(), end)
        if joint is None:
            break
        start = joint.end()
    return found
