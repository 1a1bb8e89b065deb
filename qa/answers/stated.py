"""Where a text states facts: spans of dates, frequencies, numbers, names and lists in clean text, as written."""

import re
from collections.abc import Sequence

from qa.answers.wanted import Wanted
from qa.records import Clause, Span

_DIGITS = "[0-9]+(?:\\.[0-9]+)?"
_HAN = "[零〇一二两三四五六七八九十百千万亿半]+"
_FEW = f"(?:{_DIGITS}|{_HAN})"
_BOUND = (
    "(?:不得?(?:少于|低于|小于|超过|多于|高于|大于)|不应(?:少于|低于|超过)|至少|最少|最多|至多|达到?"
    "|超过|高于|低于|少于|[前后])"
)
_WITHIN = "(?:以上|以下|以内|之内|左右|内(?=[，。；、作公报提完]))"
_CITED = re.compile("《[^《》\n]{0,200}》|[（〔\\[][^（）〔〕\\]\n]{0,6}[0-9]{4}[^（）〔〕\\]\n]{0,12}[）〕\\]]号?")
_YEAR = "(?:[0-9]{4}|[一二][〇零○一二三四五六七八九]{3})年"
_PART = "(?:年?底|年?末|年?初|上半年|下半年|第?[一二三四]季度)"
_DATE = re.compile(
    f"(?:到|自|从|于|在)?{_YEAR}(?:[0-9]{{1,2}}月(?:[0-9]{{1,2}}日)?)?{_PART}?(?:之?前|以前|起|以来|之?后)?"
    f"|(?:每年|当年|次年|本年|今年|年|季度|月)(?:{_PART}|[0-9]{{1,2}}月(?:[0-9]{{1,2}}日)?(?:前|底)?)(?:之?前)?"
    f"|“?(?<!第)十[一二三四五六]五”?(?:规划)?(?:期间|时期|期末|末)"
    f"|(?:自[^，。；\n]{{1,16}}起)?{_FEW}个?(?:工作日|日|天|月|小时)(?:之|以)?内"
)
#: 推出重大行政措施之前: an occasion, where no day is given.
_OCCASION = re.compile(
    "(?:(?<=[，。；：、\n])|^)[^，。；：、（）\n]{2,24}?(?:之前|之后|以前|以后|(?<![目当事以提此空日生会])前(?=[，应须要必主由进考]|$)|后(?=[，应须要必及立]|$))"
)
_PERIOD = f"(?:半|{_FEW})?个?(?:年度?|季度?|月|周|日|天|届|学期)"
_FREQUENCY = re.compile(
    f"每{_PERIOD}(?![第底末初])(?:[^，。；：、\n]{{0,16}}?{_FEW}[次期回轮场])?|{_FEW}(?:年|个月|周|季度)(?:一|至少一)[次期回轮]|一年{_FEW}[次期回轮]"
)
_ANY_MEASURE = "(?:%|％|[次期回个项件名人位级类种家倍天日年元场批届]|学时|课时|小时|工作日|百分点)"
_TITLE = re.compile("《[^《》\n]+(?:〈[^〈〉\n]+〉[^《》\n]*)?》(?:（[^（）\n]{2,24}号）)?")
_QUOTED = re.compile("“[^“”\n]+”")
_RUN_OF_QUOTES = re.compile("“[^“”\n]+”(?:[、和及与或]?“[^“”\n]+”)+")
_LISTED = re.compile("[^，。；：！？“”（）\n]*、[^，。；：！？“”（）\n]*")
_INTRODUCES = re.compile(
    "(?:包括|包含|邀请|采取|通过|按照|实行|公开|监督|将|把|对|为|是|有|的|指|分为|严格|建立|健全|完善|推行|推进|加强|运用|利用|综合运用|开展|强化|规范|落实)"
)
_OF_OTHERS = re.compile("等[^，。；、]{0,8}?(?=纳入|作为|参|进行|的|[，。；]|$)|等")


def spans(wanted: Wanted, clause: Clause) -> list[Span]:
    """Every place of the clause's text that states a fact of the kind asked for, in order."""
    text = clause.text
    if wanted.kind == "date":
        return _dates(clause) or [m.span() for m in _OCCASION.finditer(text)]
    if wanted.kind == "frequency":
        return [m.span() for m in _FREQUENCY.finditer(_masked(text))]
    if wanted.kind == "number":
        return [m.span() for m in _number(wanted.of).finditer(_masked(text))]
    if wanted.kind == "name":
        titles = [m.span() for m in _TITLE.finditer(text)]
        return titles if wanted.of else [m.span() for m in _QUOTED.finditer(text)] or titles
    return lists(text) if wanted.kind == "item" else []


def lists(text: str) -> list[Span]:
    """Enumerations within a stretch of text: 人大代表、政协委员、社会专业人士等."""
    quoted = [m.span() for m in _RUN_OF_QUOTES.finditer(text)]
    named = [(m.start() + _lead(m.group()), m.start() + _end(m.group())) for m in _LISTED.finditer(text)]
    apart = [s for s in named if s[0] < s[1] and all(s[1] <= a or b <= s[0] for a, b in quoted)]
    return sorted(quoted + apart)


def items(listed: str) -> list[str]:
    """The items of a list: 甲、乙和丙等 has three."""
    parts = re.split("、|(?<=.{2})(?:以及|和|及|与)(?=.{2})|”“|等", listed.strip("“”"))
    return [part for part in parts if part]


def _dates(clause: Clause) -> list[Span]:
    found = [d.span for d in clause.deadlines]
    free = (m.span() for m in _DATE.finditer(_masked(clause.text)))
    return sorted([*found, *(s for s in free if all(s[1] <= a or b <= s[0] for a, b in found))])


def _number(of: Sequence[str]) -> re.Pattern[str]:
    if "%" in of:
        return re.compile(
            f"{_BOUND}?(?:{_DIGITS}[%％](?:以上|以下|以内)?|百分之{_HAN}(?:以上|以下)?|{_FEW}成(?![立为果员分长熟效]))"
        )
    if not of:
        return re.compile(
            f"{_BOUND}(?:{_FEW})[余多]?{_ANY_MEASURE}{_WITHIN}?|(?<![0-9.]){_DIGITS}[余多]?{_ANY_MEASURE}{_WITHIN}?"
        )
    measure = "|".join(map(re.escape, of))
    # Years of the calendar are no numbers of years, nor is the day of a month a number of days.
    digits = "[0-9]{1,3}(?:\\.[0-9]+)?|[0-9]{4,}(?!年)"
    count = f"(?<![0-9.月])(?:{digits}|(?<![统专唯第零〇一二两三四五六七八九十百千万]){_HAN})"
    return re.compile(f"{_BOUND}?{count}[万亿]?[余多]?个?(?:{measure})(?!性){_WITHIN}?")


def _lead(listed: str) -> int:
    """Where the first item begins behind what introduces the list."""
    first = listed.index("、")
    cuts = [m.end() for m in _INTRODUCES.finditer(listed, 0, first) if m.end() <= first - 2]
    sound = [cut for cut in cuts if listed[cut] not in "和与及了并或"]
    return sound[-1] if sound else 0


def _end(listed: str) -> int:
    """Where the last item ends: behind 等, where the list has one."""
    match = _OF_OTHERS.search(listed, listed.rindex("、"))
    return match.end() if match else len(listed)


def _masked(text: str) -> str:
    """The text with what is cited in it covered, as long as before."""
    return _CITED.sub(lambda m: "□" * len(m.group()), text)
