"""Bodies that running text has act or receive: 各部门应当…, 交由政府法制机构审查, 向区信访局报告.

A body acts where it opens a stretch of a sentence and a word of duty, manner or deed follows, or where 由, 依托, 成立
or the like leads it in. Written from the grammar of administrative Chinese; names stay as the text writes them.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from qa.records import Span

_BRACKET = "[（(][^（）()]{1,8}[)）]"
#: What the name of a body ends with. 负责人 stands for its body: 行政机关负责人应当出庭.
_END = (
    "(?:领导小组(?:及其?办公室)?|小组|专班|联席会议|协调机构|办公室|办公厅|委员会|管委会|居委会|村委会|联合会|协会|商会|法院|检察院"
    "|党校|学校|院校|政府|党委|党组|部门|单位|机构|机关|街道|镇街|街镇|乡镇|办事处|中心|负责人|首长|(?<![布格结全大当])局|(?<![好之用长出害益])处|(?<![客待])厅|(?<=[县市区省州])委)"
    f"(?:{_BRACKET})?"
)
_NAME = f"(?:[\u4e00-\u9fff]|{_BRACKET}){{0,24}}?{_END}"
_JOINT = "(?:以及|及其?|和|与|或者?)"
#: Fields may share the last word: 审计、监察部门; 区、镇（街）政府. Joined by words at most twice: names have
#: such words within (发展和改革局), and the ways to part a long chain of them are too many to try.
_NAMES = (
    f"(?P<names>(?:[\u4e00-\u9fff]{{1,4}}、){{0,4}}{_NAME}(?:、{_NAME}){{0,5}}"
    f"(?:{_JOINT}{_NAME}){{0,2}}(?:、{_NAME}){{0,3}})"
)
_DUTY = "(?:要(?![求点素件])|应当?(?![急诉])|须|必须|可以?(?!能)|将(?!来)|不得)"
_MANNER = (
    "(?:依法|定期|及时|适时|随时|自觉|主动|积极|着力|全面|切实|共同|统一|具体|科学|直接|严格|认真|分别|主要(?!负责人|领导|行政)|密切|加大"
    "|每(?:半?年|季度|月|[两三一]年)|[、，]?(?:按照?|根据|依据|结合|通过))"
)
_CHARGE = "牵头|负总责|负责(?!人)|统筹|主管|主导|承担|担负"
_DEED = (
    f"(?:{_CHARGE}|承办|履行|会同|配合|协助|组织(?!部|人事)|开展(?!的)|实施|执行|推行|推进|推动|落实|加强|强化|完善|建立|健全|制定|编制|起草|出台|提出"
    "|提供|发布|公布|公示|公开(?!的)|接受|引入|进行|召开|举办|设立|指定|聘请|外聘|聘任|审查|审核|受理|办理|查处|处理|调查|调解|解决|评估"
    "|考核|监督|监管|指导|督促|督查|检查|协调|收集|清理|报送|提交|列席|参加|参与|带头|出庭|担任|做好|抓好|管理|安排|确定|研究|优先|支持"
    "|鼓励|明确|成立|行使|为(?:主体|主导|主责))"
)
_DOES = f"，?{_DUTY}|{_MANNER}|{_DEED}|对(?!于)|向|把|以(?=[^，。；]{{2,16}}为)|在(?=[^，。；]{{2,24}}(?:应当?|须|要))"
#: Verbs whose object may itself be one who acts: 推动各区建立…, 强化司法部门对…的指导.
_CAUSES = (
    "(?:进一步|不断|加快|切实|积极|全面|充分|持续|健全|完善|建立|形成|强化|发挥|推动|推进|支持|鼓励|引导|督促|要求|统筹|促进|保障|改进|加强"
    "|(?:认真|严格)?落实|(?:认真|严格)执行|确保|实现|深化|增强|优化|理顺|提高|创新|规范|推行|监督)"
)
_JOINED = "(?:其中|同时|此外|并且?|且|但|凡|[一二三四五六七八九]是|[0-9]{4}年[底前]*|每年)"
_LEADS_IN = re.compile(f"{_JOINED}*(?P<causes>{_CAUSES}(?:和|、|并)?)*")
_ACTS = re.compile(f"{_NAMES}(?P<does>{_DOES})")
_IS_MADE_TO = re.compile(f"{_NAMES}(?=的[^，。；]{{2,24}}(?:作用|职责|职能|优势)|在[^，。；]{{2,40}}[中的]|作为)")
#: What brings in one who acts, wherever in a sentence.
_LED_IN = (
    re.compile(
        f"(?<![自缘理])(?:(?:交|报)?由|责成|委托|授权|依托)给?(?![于此来])(?:{_JOINED}|{_MANNER})*{_NAMES}(?={_DOES}|在|[，。；]|$)"
    ),
    re.compile(f"(?<!已)经(?!济)过?{_NAMES}(?=审|批准|同意|讨论|研究|认定|确认)"),
    re.compile(f"(?:成立|设立|组建|指定|明确){_NAMES}(?=[，,]?{_MANNER}*(?:{_CHARGE}|履行|作为))"),
    re.compile(f"以{_NAMES}(?=为(?:平台|主体|依托|主导))"),
)
_GETS = re.compile(
    f"(?:交由|报请|提请|报送|呈报|移送|移交|提交|报告|经(?!济)|(?<!面)向|报|送|交|给)[给至到由]?(?!请|由){_NAMES}"
    "(?=备案|报备|审查|审批|审核|批准|同意|提交|提出|报告|报送|汇报|请示|反馈|移送|研究|进行|[，。；]|$)"
)
_TOPIC = re.compile("对|关于|凡|涉及|就")
_STRETCH = re.compile("[^，,；;。：:！？\n“”]+")
_CHARGED = re.compile(f"(?:{_DUTY}|{_MANNER})*(?P<verb>{_CHARGE})")
_ENDS = re.compile(f"{_END}$")
_JOINTS = re.compile("、|以及|[及和与](?!其)")
#: A name of these alone says nothing, and is no second name beside another: 政府及部门.
_BARE = "(?:部门|机关|机构|单位|政府|党委|党组|办公室|负责人|首长|小组|中心|委员会)"
_NOBODY = re.compile(
    "(?:部门|机关|机构|单位|负责人|本?(?:部门|单位|机构|机关)|[一多两]个部门|[对于把将向在以从与和及其该这].*|其他.*|.*[局处厅]长)"
)
#: No part of a name but of one that is named by its task: 推进依法行政工作领导小组.
_VERB_INSIDE = re.compile(
    "推动|督促|要求|加强|完善|健全|建立|落实|强化|发挥|鼓励|支持|促进|开展|不得|可以|应当|必须|严格|明确|确保|接受|作为|[对把将使被由于在]|(?<!面)向|经(?![济信营贸管])"
    "|^(?:形成|改进|配合|指定|根据|按|组织(?!部|人事)|努力|切实|全面|确需|实现|适用|给|未)"
)
_BY_TASK = re.compile("(?:小组(?:及其?办公室)?|联席会议|专班|委员会|办公室|协调机构)$")


#: Characters of a sentence that are looked at: real ones are shorter, and patterns take a cube of it for a made-up one.
_LONGEST = 600


@dataclass(frozen=True)
class Agent:
    """A body or several that act together. names: spans; about: what the sentence says of them; verb: of a charge."""

    names: tuple[Span, ...]
    about: Span
    verb: str = ""


def acting(text: str, sentence: Span) -> list[Agent]:
    """Who acts in a sentence, in order."""
    sentence = _bounded(sentence)
    found = [*_opening(text, sentence), *(m for p in _LED_IN for m in p.finditer(text, *sentence))]
    return _agents(text, sentence, found)


def receiving(text: str, sentence: Span) -> list[Agent]:
    """Who gets something by a sentence, in order."""
    sentence = _bounded(sentence)
    return _agents(text, sentence, _GETS.finditer(text, *sentence))


def _bounded(sentence: Span) -> Span:
    return sentence[0], min(sentence[1], sentence[0] + _LONGEST)


def _opening(text: str, sentence: Span) -> Iterator[re.Match[str]]:
    """Bodies that open a stretch, or a part of it that 、 begins: 政府负总责、政府法制机构统筹."""
    for stretch in _STRETCH.finditer(text, *sentence):
        starts = [stretch.start(), *(i + 1 for i in range(*stretch.span()) if text[i] == "、")]
        for start in starts:
            yield from _at(text, start, sentence[1])


def _at(text: str, start: int, end: int) -> Iterator[re.Match[str]]:
    lead = _LEADS_IN.match(text, start, end)
    places = dict.fromkeys((lead.end() if lead else start, start))
    plain = [m for place in places if (m := _ACTS.match(text, place, end)) and _is_name(m.group("names"))]
    made = _IS_MADE_TO.match(text, lead.end(), end) if lead and lead.group("causes") else None
    yield from plain[:1] or ([made] if made else [])


def _agents(text: str, sentence: Span, matches: Iterable[re.Match[str]]) -> list[Agent]:
    """Of matches that overlap the first, and of those that begin together the longest."""
    kept: list[re.Match[str]] = []
    for match in sorted(matches, key=lambda m: (m.start("names"), -m.end("names"))):
        behind = kept[-1].end("names") if kept else sentence[0]
        if match.start("names") >= behind and _is_name(match.group("names")):
            kept.append(match)
    bounds = [*(_about_from(text, sentence[0], match) for match in kept), sentence[1]]
    abouts = pairwise(bounds)
    return [Agent(_apart(text, m.span("names")), about, _verb(text, m)) for m, about in zip(kept, abouts, strict=True)]


def _about_from(text: str, start: int, match: re.Match[str]) -> int:
    """Where that begins which is said of a body: with its stretch, or with the topic before it (对…事项，由…)."""
    stretches = [m.start() for m in _STRETCH.finditer(text, start, match.start("names") + 1)]
    led_in = match.re in _LED_IN or match.re is _GETS
    has_topic = len(stretches) > 1 and (led_in or _TOPIC.match(text, stretches[-2]))
    return stretches[-2] if has_topic else max(stretches[-1], text.rfind("、", start, match.start("names")) + 1)


def _verb(text: str, match: re.Match[str]) -> str:
    charged = _CHARGED.match(text, match.end("names"))
    return charged.group("verb") if charged else ""


def _is_name(name: str) -> bool:
    inside = name if not _BY_TASK.search(name) else ""
    return _NOBODY.fullmatch(name) is None and _VERB_INSIDE.search(inside) is None


def _apart(text: str, span: Span) -> tuple[Span, ...]:
    """县委党校、县行政学校 are two; 审计、监察部门 and 政府及其部门 stay one, as neither half says who."""
    cuts = [span[0]]
    for joint in _JOINTS.finditer(text, *span):
        left, right = text[cuts[-1] : joint.start()], text[joint.end() : span[1]]
        if _ENDS.search(left) and not re.match(_BARE, right) and not re.fullmatch(_BARE, left):
            cuts += [joint.start(), joint.end()]
    cuts.append(span[1])
    return tuple(zip(cuts[::2], cuts[1::2], strict=True))
