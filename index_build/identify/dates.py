"""For which years a plan is made, when it was issued and when its page went up."""

import re
from collections.abc import Iterator

from index_build.identify.page import DERIVED, LABELLED, LIKELY, STATED, Found, Page
from qa.numerals import number
from qa.text import key

_CN = "[一二][零〇○一二三四五六七八九]{3}"
_YEAR = rf"(?:(?<![0-9])[12][0-9]{{3}}|{_CN})"
_RANGE = re.compile(rf"({_YEAR})\s*年?\s*(?:[-—–－～~―]+|[至到])\s*({_YEAR})(?![0-9])")
_SINGLE = re.compile(rf"({_YEAR})\s*年(?!\s*[0-9一二三四五六七八九十]+\s*月|[^（）]*修[正订])")
_FIVE_YEARS = re.compile(
    r"[“\"'‘]\s*([八九十]|十[一二三四五六七八])五\s*[”\"'’]|第([十一二三四五六七八九]{1,3})个五年规划"
)
#: 一五 began in 1953; from the third (1966) on, the plans of China's national economy follow one another.
_THIRD_PLAN, _PLAN_YEARS = 1966, 5
_LONGEST_PERIOD = 40
_MOST_READ = 2000
_QUOTED = re.compile("《[^《》]*(?:《[^《》]*》[^《》]*)*》")
_PERIOD_SAID = re.compile(
    r"(?:规划|方案|计划|纲要|实施|行动)(?:的)?(?:期限?|时限|年限|周期)(?:为|是|：|从|自)\s*([^。；]{4,40})"
)
_DAY = r"(?:[0-9]{1,2}|[一二三四五六七八九十]{1,3})"
_DATE = re.compile(
    rf"(?P<y>{_YEAR})\s*年\s*(?P<m>{_DAY})\s*月\s*(?P<d>{_DAY})\s*日|"
    r"(?<![0-9])(?P<y2>[12][0-9]{3})\s*[-/.]\s*(?P<m2>[0-9]{1,2})\s*[-/.]\s*(?P<d2>[0-9]{1,2})(?![0-9])|"
    r"(?<![0-9])(?P<y3>(?:19|20)[0-9]{2})(?P<m3>[01][0-9])(?P<d3>[0-3][0-9])(?![0-9])"
)
_DOTTED = re.compile(r"^[12][0-9]{3}\.[0-9]{1,2}\.[0-9]{1,2}$")
_PROCLAIMED = re.compile(rf"(?:{_DATE.pattern})[^，。；、]{{0,60}}?(?:公布|发布|颁布)")


def years(page: Page, title: Found[str] | None) -> Found[tuple[int, int]] | None:
    """The title's years, or those of the notice that names the title; else what the text says of its own period."""
    for text, line in _titles(page, title):
        found = _years_in(_QUOTED.sub("", text) if text.count("《") else text, line)
        if found:
            return found
    for i in (*page.front.preface, *page.front.body[:80]):
        said = _PERIOD_SAID.search(page.lines[i][:_MOST_READ])
        if said and (found := _years_in(said.group(1), i + 1)):
            return Found(found.value, said.group(), i + 1, DERIVED)
    return None


def _titles(page: Page, title: Found[str] | None) -> Iterator[tuple[str, int]]:
    if title is None:
        return
    yield title.value, title.line
    notice = page.front.notice
    if notice and key(title.value) in key(notice):
        yield notice.replace("《", "").replace("》", ""), page.notice_line()


def _years_in(text: str, line: int) -> Found[tuple[int, int]] | None:
    for match in _RANGE.finditer(text):
        first, last = (number(year) or 0 for year in match.groups())
        if 0 <= last - first <= _LONGEST_PERIOD:
            return Found((first, last), match.group(), line, STATED)
    plan = _FIVE_YEARS.search(text)
    if plan and (count := number(plan.group(1) or plan.group(2))):
        start = _THIRD_PLAN + (count - 3) * _PLAN_YEARS
        return Found((start, start + _PLAN_YEARS - 1), plan.group(), line, DERIVED)
    single = _SINGLE.search(text)
    year = number(single.group(1)) if single else None
    return Found((year, year), single.group(), line, STATED) if single and year else None


def issued(page: Page) -> Found[str] | None:
    return next(_issue_dates(page), None)


def _issue_dates(page: Page) -> Iterator[Found[str]]:
    """Signatures first, the notice's before the text's; then what labels, histories and imprints say."""
    for reason in ("通知的落款", "落款", "标题下的日期", "署名"):
        yield from _dates(page, reason, STATED)
    yield from _dates(page, "发文字号", STATED)
    for fact in page.facts_of(["issued"]):
        if day := date(fact.value):
            yield Found(day, fact.quote, fact.line, LABELLED)
    for i, line in page.marked("题注"):
        for match in _PROCLAIMED.finditer(line):
            if day := date(match.group()):
                yield Found(day, match.group(), i + 1, DERIVED)
    yield from _dates(page, "印发信息", DERIVED)
    yield from _below_number(page)


def _below_number(page: Page) -> Iterator[Found[str]]:
    """2021.3.1 on the line below the number, as one writes a date by hand; sites write 2021-03-01 for their own."""
    for number_line, _ in page.marked("发文字号"):
        below = next((i for i in range(number_line + 1, len(page.lines)) if page.lines[i].strip()), None)
        line = page.lines[below].strip() if below is not None else ""
        if below is not None and _DOTTED.match(line) and (day := date(line)):
            yield Found(day, line, below + 1, LIKELY)


def _dates(page: Page, reason: str, confidence: float) -> Iterator[Found[str]]:
    for i, line in page.marked(reason):
        if day := date(line):
            yield Found(day, line, i + 1, confidence)


def published(page: Page) -> Found[str] | None:
    """When the page went up; never when the document was issued."""
    days = ((fact, date(fact.value)) for fact in page.facts_of(["published"]))
    return next((Found(day, fact.quote, fact.line, LABELLED) for fact, day in days if day), None)


def date(text: str) -> str | None:
    """The first day that a text names, in ISO; None where it is none of the calendar's."""
    match = _DATE.search(text)
    if match is None:
        return None
    year, month, day = (number(part) or 0 for part in match.groups() if part)
    return f"{year:04}-{month:02}-{day:02}" if 1 <= month <= 12 and 1 <= day <= 31 else None
