"""Bodies that running text has act or receive: 各部门应当…, 交由政府法制机构审查, 向区信访局报告.

A body acts where it opens a stretch of a sentence and a word of duty, manner or deed follows, or where 由, 依托, 成立
or the like leads it in. Written from the grammar of administrative Chinese; `qa.answers.bodies` reads the names.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from qa.answers import bodies
from qa.records import Span

_DUTY = "(?:要(?![求点素件])|应当?(?![急诉])|须|必须|可以?(?!能)|将(?!来)|不得)"
_MANNER = (
    "(?:依法|定期|及时|适时|随时|自觉|主动|积极|着力|全面|切实|共同|统一|具体|科学|直接|严格|认真|分别|主要(?!负责人|领导|行政)|密切|加大"
    "|每(?:半?年|季度|月|[两三一]年)|[、，]?(?:按照?|根据|依据|结合|通过))"
)
_CHARGE = "牵头|负总责|负责(?!人)|统筹|主管|主导|承担|担负"
_HELP = "配合|协助|协同|协办|参与"
_DEED = (
    f"(?:{_CHARGE}|{_HELP}|承办|履行|会同|组织(?!部|人事)|开展(?!的)|实施|执行|推行|推进|推动|落实|加强|强化|完善|建立|健全|制定|编制|起草|拟[订定]|出台|提出"
    "|提供|发布|公布|公示|公开(?!的)|接受|引入|进行|召开|举办|设立|组建|指定|聘请|外聘|聘任|选派|派[员驻出]|审查|审核|受理|办理|查处|处理|处置|调查|调解|解决|评估"
    "|考核|监督|监管|指导|督促|督查|检查|巡查|整治|约谈|通报|协调|收集|汇总|清理|报送|提交|列席|参加|带头|出庭|担任|做好|抓好|管理|安排|确定|研究|优先|支持"
    "|鼓励|明确|成立|行使|予以|为(?:主体|主导|主责))"
)
_DOES = re.compile(
    f"，?{_DUTY}|{_MANNER}|{_DEED}|对(?!于)|向|把|以(?=[^，。；]{{2,16}}为)|在(?=[^，。；]{{2,24}}(?:应当?|须|要))"
)
#: Verbs whose object may itself be one who acts: 推动各区建立…, 强化司法部门对…的指导.
_CAUSES = (
    "(?:进一步|不断|加快|切实|积极|全面|充分|持续|健全|完善|建立|形成|强化|发挥|推动|推进|支持|鼓励|引导|督促|要求|统筹|促进|保障|改进|加强"
    "|(?:认真|严格)?落实|(?:认真|严格)执行|确保|实现|深化|增强|优化|理顺|提高|创新|规范|推行|监督)"
)
_JOINED = "(?:其中|同时|此外|并且?|且|但|凡|[一二三四五六七八九]是|[0-9]{4}年[底前]*|每年)"
_LEADS_IN = re.compile(f"{_JOINED}*(?P<causes>{_CAUSES}(?:和|、|并)?)*")
_MADE_TO = re.compile("的[^，。；]{2,24}(?:作用|职责|职能|优势)|在[^，。；]{2,40}[中的]|作为")
#: What brings in one who acts, wherever in a sentence, and what follows the name then.
_LED_IN = (
    (
        re.compile(f"(?<![自缘理])(?:(?:交|报)?由|责成|委托|授权|依托)给?(?![于此来])(?:{_JOINED}|{_MANNER})*"),
        re.compile(f"{_DOES.pattern}|在|[，。；]|$"),
    ),
    (re.compile("(?<!已)经(?!济)过?"), re.compile("审|批准|同意|讨论|研究|认定|确认")),
    (re.compile("成立|设立|组建|指定|明确"), re.compile(f"[，,]?{_MANNER}*(?:{_CHARGE}|履行|作为)")),
    (re.compile("以"), re.compile("为(?:平台|主体|依托|主导)")),
)
_GETS = (
    re.compile("(?:交由|报请|提请|报送|呈报|移送|移交|提交|报告|经(?!济)|(?<!面)向|报|送|交|给)[给至到由]?(?!请|由)"),
    re.compile("备案|报备|审查|审批|审核|批准|同意|提交|提出|报告|报送|汇报|请示|反馈|移送|研究|进行|[，。；]|$"),
)
_TOPIC = re.compile("对|关于|凡|涉及|就")
_STRETCH = re.compile("[^，,；;。：:！？\n“”]+")
_CHARGED = re.compile(f"(?:{_DUTY}|{_MANNER})*(?P<verb>{_CHARGE})")
#: 市林业局会同市公安局、市农业农村局: all of them act.
_TOGETHER = re.compile("会同|联合(?!会)|协同|商(?=[省市县区州])")
#: 市水利局牵头，市交通运输局配合: who helps, and acts by nothing of his own.
_HELPS = re.compile(
    f"(?:予以|积极|共同|密切|主动|做好|按照?(?:各自)?(?:职责|职能)(?:分工)?)*(?:{_HELP})(?:落实|实施)?(?=[，,。；;]|$)"
)

#: Characters of a sentence that are looked at: real ones are shorter.
_LONGEST = 600


@dataclass(frozen=True)
class Agent:
    """A body or several that act together.

    names: spans; helpers: of those that help them; about: what the sentence says of them; verb: of a charge.
    """

    names: tuple[Span, ...]
    about: Span
    verb: str = ""
    helpers: tuple[Span, ...] = ()


@dataclass(frozen=True)
class _Found:
    """Names found in a row, up to `end`; led_in: by a word like 由, so that a topic may stand before it."""

    names: tuple[Span, ...]
    end: int
    led_in: bool = False


def acting(text: str, sentence: Span) -> list[Agent]:
    """Who acts in a sentence, in order."""
    sentence = _bounded(sentence)
    found = [*_opening(text, sentence), *(f for way in _LED_IN for f in _led_in(text, sentence, *way))]
    return _agents(text, sentence, found)


def receiving(text: str, sentence: Span) -> list[Agent]:
    """Who gets something by a sentence, in order."""
    sentence = _bounded(sentence)
    return _agents(text, sentence, _led_in(text, sentence, *_GETS))


def _bounded(sentence: Span) -> Span:
    return sentence[0], min(sentence[1], sentence[0] + _LONGEST)


def _opening(text: str, sentence: Span) -> Iterator[_Found]:
    """Bodies that open a stretch, or a part of it that 、 begins: 政府负总责、政府法制机构统筹."""
    for stretch in _STRETCH.finditer(text, *sentence):
        starts = [stretch.start(), *(i + 1 for i in range(*stretch.span()) if text[i] == "、")]
        for start in starts:
            yield from _at(text, start, sentence[1])


def _at(text: str, start: int, end: int) -> Iterator[_Found]:
    lead = _LEADS_IN.match(text, start, end)
    places = dict.fromkeys((lead.end() if lead else start, start))
    plain = [found for place in places if (found := _read(text, place, end, _DOES))]
    made = _read(text, lead.end(), end, _MADE_TO) if lead and lead.group("causes") else None
    yield from plain[:1] or ([made] if made else [])


def _led_in(text: str, sentence: Span, leads: re.Pattern[str], follows: re.Pattern[str]) -> Iterator[_Found]:
    for lead in leads.finditer(text, *sentence):
        if found := _read(text, lead.end(), sentence[1], follows):
            yield _Found(found.names, found.end, True)


def _read(text: str, start: int, end: int, follows: re.Pattern[str]) -> _Found | None:
    """The bodies that open at `start`, with those that 会同 joins to them."""
    names = bodies.names(
        text, start, end, lambda at: bool(follows.match(text, at, end) or _TOGETHER.match(text, at, end))
    )
    if not names:
        return None
    together = _TOGETHER.match(text, names[-1][1], end)
    more = _read(text, together.end(), end, _DOES) if together else None
    return _Found((*names, *more.names), more.end) if more else _Found(names, names[-1][1])


def _agents(text: str, sentence: Span, found: Iterable[_Found]) -> list[Agent]:
    """Of those that overlap the first, and of those that begin together the longest."""
    kept: list[_Found] = []
    helpers: dict[int, tuple[Span, ...]] = {}
    behind = sentence[0]
    for one in sorted(found, key=lambda f: (f.names[0][0], -f.end)):
        if one.names[0][0] < behind:
            continue
        behind = one.end
        if kept and _HELPS.match(text, one.end, sentence[1]):
            helpers[len(kept) - 1] = (*helpers.get(len(kept) - 1, ()), *one.names)
        else:
            kept.append(one)
    bounds = [*(_about_from(text, sentence[0], one) for one in kept), sentence[1]]
    return [
        Agent(one.names, about, _verb(text, one), helpers.get(place, ()))
        for place, (one, about) in enumerate(zip(kept, pairwise(bounds), strict=True))
    ]


def _about_from(text: str, start: int, found: _Found) -> int:
    """Where that begins which is said of a body: with its stretch, or with the topic before it (对…事项，由…)."""
    first = found.names[0][0]
    stretches = [m.start() for m in _STRETCH.finditer(text, start, first + 1)]
    has_topic = len(stretches) > 1 and (found.led_in or _TOPIC.match(text, stretches[-2]))
    return stretches[-2] if has_topic else max(stretches[-1], text.rfind("、", start, first) + 1)


def _verb(text: str, found: _Found) -> str:
    charged = _CHARGED.match(text, found.end)
    return charged.group("verb") if charged else ""
