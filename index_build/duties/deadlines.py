"""By when a clause wants its task done, as written.

Labelled deadlines (完成时限：…) count whole. In sentences a date counts only where the words make it a limit
(2025年底前, 到2020年, “十四五”期间); what has been done (2014年底前已完成), what a date merely describes
(2010年前建成的) and the time limits of procedures (自受理之日起30日内) do not.
"""

import re
from collections.abc import Iterable

from index_build.duties import units
from index_build.duties.last_day import last_day
from qa.records import Deadline, Span

_YEAR = "(?:[0-9]{4}|[一二][〇零○一二三四五六七八九]{3})年"
_WHICH = f"(?:{_YEAR}|每年的?|当年|今年|本年度?|下一?年度?|次年|明年|翌年|年度)"
_MONTH = "(?:1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])月"
_DAY = "(?:[0-9]{1,2}|[一二三]?十[一二三四五六七八九]?|[一二三四五六七八九])[日号]"
_PART = "(?:底(?![层线数])|末(?!端)|初(?![步级期])|上旬|中旬|下旬)"
_QUARTER = "第?[一二三四1-4]季度"
_HALF = "[上下]半年"
_DATE = (
    f"(?:{_WHICH}?{_MONTH}(?:{_DAY}|份?{_PART}?)|{_WHICH}?(?:{_QUARTER}|{_HALF}){_PART}?|{_YEAR}(?:{_PART}|终)?"
    f"|{_WHICH}年?(?:{_PART}|终)|年(?:底|末|终)"
    f"|(?:每个?|次|当|下个?|本)?(?:(?:季度?|年度)?(?:首|末|第[一二三]个|最后一个)月|季度?[末底]|季度|月|季)(?:{_DAY}|{_PART})"
    "|每?季度?[末底])"
)
_BEFORE = f"{_DATE}(?:(?:以|之)?前|结束前)(?![来往去沿列提述后身期置款条一二三四五六七八九十0-9])"
_UNTIL = f"(?<![达得截止回推提直报])到{_YEAR}(?:{_MONTH}(?:{_DAY}|{_PART})?|{_PART}|{_HALF}|{_QUARTER})?"
_REACHED = "(?=[，]?(?:全面|基本|全部|力争|要|须|确保|初步)*(?:完成|实现|建成|达到|建立|形成|办结|到位|消除))"
_AT_END = f"(?:{_YEAR}(?:{_MONTH})?[底末]|{_YEAR}{_HALF}|{_YEAR}{_QUARTER}){_REACHED}"
# 2020年完成 ends its sentence; what goes on (2020年完成12件) may as well tell what was done.
_DONE = f"{_YEAR}(?:{_MONTH}|{_QUARTER}|{_HALF})?(?=(?:全面|基本|全部)?完成(?:[。；）\n]|\\Z))"
_WITHIN_YEAR = "(?:[0-9]{4}年度?|今年|当年|本年度?|(?<![近多几两半历全0-9一二三四五六七八九十])年)内(?![容部外在设])"
_AT = f"(?<=[于在])(?:每年|当年)?年[底末]|(?:每年|今年|本年|{_YEAR}){_QUARTER}(?:[底末]|内)?"
_PERIOD = (
    "“?(?<![第0-9一二三四五六七八九])(?:十[一二三四五六]|十)五”?(?:规划)?(?:期间|时期|期末|末期|末)"
    "|本?规划期(?:限)?(?:内|末|间)"
)
_TASK_SPAN = (
    "(?:[0-9]{1,2}|[一两二三四五六七八九十]{1,2})(?:个月|年|周|个星期)(?:之|以)?内"
    "(?=[^，。；]{0,12}(?:完成|实现|建成|建立|达到|全面|基本|消除|解决|制定|出台|整改|到位|落实))"
)
_STANDING = (
    "(?:(?<=[，；：（。\n\t])|\\A)(?:长期坚持|持续推进|持续坚持|长期推进|长期实施|长期|常年坚持|常年|常态化推进|常态化开展|持续实施|全年"
    "|立即|立行立改)(?=[，。；）\n\t]|\\Z)"
)
# The first character sifts the places where a match is worth a try.
_FIRST = "(?=[0-9一二三四五六七八九十两“第到每当今本下次明翌年月季上规长常持全立])"
_FORMS = (_BEFORE, _UNTIL, _AT_END, _PERIOD, _AT, _WITHIN_YEAR, _TASK_SPAN, _DONE, _STANDING)
_PROSE = re.compile(f"{_FIRST}(?:{'|'.join(_FORMS)})")
_INSIDE_A_NUMBER = re.compile("[0-9.〔第—\\-至]$")
_SPAN_OF_TIME = re.compile("(?:[年月日]|[自从][^，。；\n]{1,12})$")
_OF_A_THING = re.compile(
    "的|以来|[^，。；\n]{0,12}(?:成立|制定|出台|颁布|发布|建成|登记|设立|取得|生产|形成|注册|印发|实施|发生)的"
    "|(?!(?:完成|实现|建成|达到|建立|全面|基本|力争|全部|要|应|须|形成|公布|公开|组织|开展|启动))[^，。；、\n]{1,6}的"
)
_TOLD_AHEAD = re.compile("，?[^。；\n，]{0,24}?(?:已(?!有)|(?<![明为除罢])了(?!解)|以来)")
_TOLD_BEHIND = re.compile("(?:已经?|曾|早|截至|截止|提出的|回顾|过去的)(?:在|于|到)?$")
_PROCEDURE = re.compile("(?:起|之日|后|近|满|任期|前|过去|连续|未来|每|期)[^，。；\n]{0,6}$")
_BEHIND, _AHEAD = 16, 40


def find(text: str) -> tuple[Deadline, ...]:
    """The deadlines of a clause's text, in order, none across another: `text[span] == words`."""
    labelled = [span for a in units.find(text) if a.until for span in _parted(text, a.until)]
    cited = [m.span() for m in re.finditer("《[^《》\n]{0,200}》|[（〔\\[][0-9]{4}[）〕\\]]", text)]
    closed = _covered(text, [*labelled, *cited])
    free = [m.span() for m in _PROSE.finditer(text) if not any(closed[slice(*m.span())]) and _is_limit(text, m)]
    return tuple(Deadline(text[a:b], (a, b), last_day(text[a:b])) for a, b in sorted([*labelled, *free]))


def _covered(text: str, spans: Iterable[Span]) -> bytearray:
    covered = bytearray(len(text))
    for start, end in spans:
        covered[start:end] = b"\1" * (end - start)
    return covered


def _parted(text: str, span: Span) -> list[Span]:
    """A label's words as one deadline, or each of several dates that they give."""
    dates = [m.span() for m in _PROSE.finditer(text, *span)]
    return dates if len(dates) > 1 else [span]


def _is_limit(text: str, match: re.Match[str]) -> bool:
    """Whether the words set a limit for what is to be done, rather than tell or describe something."""
    words = match.group()
    behind = text[max(0, match.start() - _BEHIND) : match.start()]
    ahead = text[match.end() : match.end() + _AHEAD]
    if _INSIDE_A_NUMBER.search(behind) or _OF_A_THING.match(ahead):
        return False
    if _TOLD_BEHIND.search(behind) or _TOLD_AHEAD.match(ahead):
        return False
    if words.startswith("到"):
        return not _SPAN_OF_TIME.search(behind)
    return not (re.search("(?:个月|年|周|星期)(?:之|以)?内$", words) and _PROCEDURE.search(behind))
