"""Numbers of documents: 穗府〔2015〕26号, in whatever brackets, spaces and script. All text given here is folded.

Two ways of writing one number give equal organ, year and serial. Form: GB/T 9704 and 党政机关公文处理工作条例 (organ's
code, year in 〔〕, serial); orders of governments and ministries count without a year (国务院令第712号).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from qa.numerals import CHINESE_NUMERAL, number
from qa.records import Span

_HAN = "[\u3400-\u9fff]"
_OPEN, _CLOSE = r"[〔\[(【〈<{「『]", r"[〕\])】〉>}」』]"
_YEAR = "(?:19|20)[0-9]{2}|[一二][〇零○一二三四五六七八九]{3}"
_SERIAL = f"[0-9]{{1,5}}|[{CHINESE_NUMERAL}]{{1,5}}"
#: What codes of organs end in; without brackets nothing else tells a number from a year and a house number.
_ENDINGS = "发函办字文令府通规电议复告政委党财教法建审监组"
_BRACKETED = re.compile(
    rf"(?P<organ>(?:{_HAN} ?){{1,16}}){_OPEN} ?(?P<year>{_YEAR}) ?年? ?{_CLOSE} ?(?:字 ?)?第? ?"
    rf"(?P<serial>{_SERIAL})(?: ?号|(?![0-9] ?|[ 、.\-—至到]|{_HAN}))"
)
_BARE = re.compile(
    rf"(?P<organ>(?:{_HAN} ?){{0,15}}[{_ENDINGS}]) ?(?P<year>{_YEAR}) ?年? ?(?:字 ?)?第? ?(?P<serial>[0-9]{{1,5}}) ?号"
    "(?![楼院线门])"
)
_ORDER = re.compile(
    rf"(?P<organ>(?:{_HAN} ?){{2,16}}?)(?:令 ?第 ?(?P<serial>{_SERIAL}) ?号|第 ?(?P<before>{_SERIAL}) ?号 ?令)"
)
#: What a sentence says before a number, up to the code itself; none of it is in the codes of organs.
_LEAD = re.compile(
    ".*(?:根据|依据|依照|按照|遵照|参照|对照|贯彻|落实|执行|实施|提到|提及|引用|援引|涉及|关于|文件|通知|精神|规定|意见|方案|"
    "条款|请问|查询|查找|查一?下|看看|什么|哪些|哪个|哪份|以及|[号是的在由以对及与或到了])"
)
_FIRST_AND = re.compile("^(?:和|跟|同)(?=..)")
_FULL_NAME = re.compile("^中华人民共和国")


@dataclass(frozen=True)
class DocumentNumber:
    """organ: its code (穗府; with 令 behind it for an order); year: 0 for an order; written, span: in the text read."""

    organ: str
    year: int
    serial: int
    written: str
    span: Span


def find(folded: str) -> list[DocumentNumber]:
    """The numbers in a text, left to right."""
    if "号" not in folded and not re.search(_OPEN, folded):
        return []
    found: list[DocumentNumber] = []
    for pattern in (_BRACKETED, _BARE, _ORDER):
        for match in pattern.finditer(folded):
            if not any(match.start() < n.span[1] and n.span[0] < match.end() for n in found):
                found.extend(_read(match))
    return sorted(found, key=lambda n: n.span)


def _read(match: re.Match[str]) -> Iterator[DocumentNumber]:
    parts = match.groupdict()
    written = match["organ"]
    organ = _FULL_NAME.sub("", _FIRST_AND.sub("", _LEAD.sub("", written)).replace(" ", ""))
    year, serial = number(parts.get("year") or "0"), number(parts["serial"] or parts["before"] or "")
    if not organ or year is None or not serial:
        return
    start = match.start("organ") + _start_of(written, organ)
    order = "" if year else "令"
    yield DocumentNumber(organ + order, year, serial, match.string[start : match.end()], (start, match.end()))


def _start_of(written: str, organ: str) -> int:
    """Where the organ's code begins in what was written, spaces in between or not."""
    left = len(organ)
    for place in range(len(written) - 1, -1, -1):
        left -= written[place] != " "
        if not left:
            return place
    return 0
