"""Bodies that a clause charges with something in running text, where no bracket names a unit."""

import re
from dataclasses import dataclass

from qa.answers.evidence import ABOUT, tokens, weigh
from qa.answers.wanted import asks_receiver
from qa.keywords import Keywords
from qa.question import Question
from qa.records import Clause, Role, Span
from qa.text import fold

_BODY_ENDS = (
    "领导小组|工作小组|联席会议|协调机构|办公室|办公厅|委员会|工作部门|行政部门|部门|机构|机关|"
    "人民政府|政府|党委|党组|党校|局|处|厅|中心"
)
_BODY_END = re.compile(_BODY_ENDS)
#: 信访工作由区信访局 holds a name behind 由; 自由贸易区管委会 is one.
_BODY_NAME = f"(?:(?!(?<!自)由)[^，。；、：（）“”\n]){{0,18}}?(?:{_BODY_ENDS})"
_DUTY = re.compile(
    rf"(?:^|[，。；、：\n]|由|以|充分发挥)(?P<name>(?!由|以){_BODY_NAME})(?:要|应当|应|具体|统一|共同)?"
    r"(?P<verb>牵头|负责|统筹|主管|承担|主导|负总责)"
)
#: What a sentence has before the name of a body that is its object.
_VERBS = "强化|充分|发挥|加强|推动|支持|鼓励|完善|健全|建立|要求|督促|推进|设立|成立|依托|督导|指导|规范|其他"
_CHARGED = "(?:要|应当?|须|必须|可以?|负责|会同|按照?|根据|依法|每年|每半年|每季度|每两年|定期|对(?!于))"
_DOES = re.compile(
    f"(?:^|[，。；：\n]|由|经|依托|强化|充分发挥|发挥)(?P<name>(?!由|对|向|把|将|在|各级|以|{_VERBS}){_BODY_NAME})"
    f"(?={_CHARGED})"
)
_GETS = re.compile(
    f"(?:向|报|报送|交|送|提交|经)(?P<name>(?!请|由){_BODY_NAME})"
    "(?=备案|审查|审批|审核|批准|同意|提交|提出|报告|报送|汇报|请示|反馈|移送|研究|[，。；]|$)"
)
_WHO = "(?:谁|哪[一几]?[个些家]?[^，。？?的、]{0,6}?(?:部门|单位|机关|机构|小组|委员会|会议|局|办|处))"
_ASKED_DEED = re.compile(f"{_WHO}(?:来|去|要|应当?|会|共同|一起|负责|具体|统一)*(?P<deed>[\u4e00-\u9fff]{{2}})")
#: How far behind a body its deed may stand.
_NEAR = 24


@dataclass(frozen=True)
class Duty:
    """A body that a sentence of running text charges with something; spans are of the clause's text."""

    role: Role
    name: str
    span: Span
    sentence: Span


def names_body(sentence: str) -> bool:
    """Whether a sentence of running text names any body at all."""
    return _BODY_END.search(sentence) is not None


def is_receiver_asked(asked: Question) -> bool:
    """报哪里审查备案: a body is asked for, though by no wording for who is in charge."""
    return asks_receiver(fold(asked.text))


def charged(keywords: Keywords, asked: Question, clause: Clause) -> list[Duty]:
    """Bodies that the text puts in charge of what is asked about; each with the sentence that says so."""
    return [duty for _, duty in _named(keywords, asked, clause, _DUTY)]


def doers(keywords: Keywords, asked: Question, clause: Clause) -> list[Duty]:
    """The body that does what is asked about, or gets what goes to it; none where that is not plain."""
    found = _named(keywords, asked, clause, _GETS if asks_receiver(fold(asked.text)) else _DOES)
    question = fold(asked.text)
    best_first = sorted(found, key=lambda pair: -pair[0])
    new = [duty for _, duty in best_first if fold(duty.name) not in question]
    deed = _ASKED_DEED.search(question)
    if deed:
        doing = [d for d in new if deed.group("deed") in clause.text[d.span[1] : d.span[1] + _NEAR]]
        new = doing or new
    return new[:1]


def _named(keywords: Keywords, asked: Question, clause: Clause, pattern: re.Pattern[str]) -> list[tuple[float, Duty]]:
    """Bodies of the sentences that are about the question, in order, with what these hold of it."""
    weighed = weigh(keywords, tokens(keywords, asked), clause)
    found: list[tuple[float, Duty]] = []
    for (start, end), held in zip(weighed.spans, weighed.shares, strict=True):
        if not held or held < ABOUT * weighed.best:
            continue
        for match in pattern.finditer(clause.text, max(0, start - 1), end):
            duty = Duty(_role(match), match.group("name"), match.span("name"), (start, end))
            found.append((held, duty))
    return found


def _role(match: re.Match[str]) -> Role:
    return "lead" if match.groupdict().get("verb") == "牵头" else "responsible"
