"""The last day that the words of a deadline allow, where the words alone settle it.

前 behind a day takes the day in, as 以前 does in the Civil Code (article 1259). 2020年前 and 2020年6月前 are read
either way in practice, and 年底前 needs to know the year: no day is given for them. Of a stretch of time (2022年3月至
12月) the last day is that of its end; where the words give several days (3月启动，6月完成) or a beginning, none is it.
"""

import re
from calendar import monthrange
from datetime import date

from qa.numerals import number

_DIGITS = {c: str(n) for n, c in enumerate("零一二三四五六七八九")} | {"〇": "0", "○": "0"}
_FIVE_YEARS = re.compile("(十[一二三四五六]|十)五”?(?:规划)?(?:期间|时期|期末|末期|末)")
_DATED = re.compile(
    "(?P<year>[0-9]{4}|[一二][〇零○一二三四五六七八九]{3})年度?"
    "(?:(?P<month>[0-9]{1,2}|[一二三四五六七八九十]{1,2})月份?(?:(?P<day>[0-9]{1,2}|[一二三四五六七八九十]{1,3})[日号])?"
    "|第?(?P<quarter>[一二三四1-4])季度|(?P<half>[上下])半年)?"
    "年?(?P<part>底|末|终|初|上旬|中旬|下旬)?(?P<before>(?:以|之)?前)?"
)
_YEAR = "(?:[0-9]{4}|[一二][〇零○一二三四五六七八九]{3})年"
_NUMBER = "[0-9一二三四五六七八九十]{1,3}"
_STRETCH = re.compile(
    f"(?P<year>{_YEAR})(?P<month>{_NUMBER}月)?[0-9一二三四五六七八九十第月日号季度上中下旬半年底初末份]{{0,8}}起?"
    f"(?:至|到|—{{1,2}}|[-－–~～]{{1,2}})(?=(?P<end>{_YEAR}|第?{_NUMBER}(?:[月季]|(?P<day>[日号]))|[上下]半年|年?[底末]))"
)
_ANOTHER_DAY = re.compile(
    "[0-9一二三四五六七八九十](?:月|日|号|季度)|[上下]半年|年中|启动|开始|起(?!草)|以来|^(?:以|之)?后"
)
#: The tenth plan ran from 2001 to 2005.
_END_OF_TENTH = 2005


def last_day(words: str) -> str | None:
    """ISO date: 2017年底前 -> 2017-12-31; None where the words leave it open or no such day exists."""
    plan = _FIVE_YEARS.search(words)
    if plan:
        return f"{_END_OF_TENTH + 5 * ((number(plan.group(1)) or 10) - 10)}-12-31"
    words = _STRETCH.sub(_year_of_end, words)
    dated = list(_DATED.finditer(words))
    if len(dated) != 1:
        return None
    before, after = words[: dated[0].start()], words[dated[0].end() :]
    if _ANOTHER_DAY.search(before) or _ANOTHER_DAY.search(after):
        return None
    return _day(dated[0])


def _year_of_end(stretch: re.Match[str]) -> str:
    """What stands before the end of a stretch to make it a whole date: nothing where it names its own year."""
    if re.match(_YEAR, stretch["end"]):
        return ""
    year = stretch["year"].rstrip("年") if stretch["end"].startswith("年") else stretch["year"]
    return year + (stretch["month"] or "") if stretch["day"] else year


def _day(found: re.Match[str]) -> str | None:
    year = int("".join(_DIGITS.get(c, c) for c in found["year"]))
    if found["day"]:
        return _iso(year, number(found["month"]) or 0, number(found["day"]) or 0)
    part = found["part"]
    if part == "初" or (found["before"] and not part):
        return None
    month = _last_month(found)
    if part in ("上旬", "中旬"):
        return _iso(year, month, 10 if part == "上旬" else 20)
    return _iso(year, month, monthrange(year, month)[1]) if 1 <= month <= 12 and year else None


def _last_month(found: re.Match[str]) -> int:
    if found["month"]:
        return number(found["month"]) or 0
    if found["quarter"]:
        return 3 * (number(found["quarter"]) or 0)
    return 6 if found["half"] == "上" else 12


def _iso(year: int, month: int, day: int) -> str | None:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None
