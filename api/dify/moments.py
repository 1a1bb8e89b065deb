"""Dates as people and programs write them, each as the days that it stands for."""

import calendar
import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone

from qa.text import fold

_DATE = r"(\d{4})(?:[-/.年](\d{1,2})(?:[-/.月](\d{1,2}))?)?[年月日]?"
_WHOLE = re.compile(_DATE + r"(?:[t ].*)?")
_YEARS = re.compile(r"(\d{4})年?(?:[-—–~]+|至|到)(\d{4})年?")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
#: Seconds since 1970 have nine digits from 1973 on; with three more they are milliseconds.
_UNIX = re.compile(r"(\d{9,10})(\d{3})?(?:\.\d*)?")
_CHINA = timezone(timedelta(hours=8))


@dataclass(frozen=True)
class Days:
    """The first and the last of some days."""

    first: date
    last: date

    def within(self, other: "Days") -> bool:
        return other.first <= self.first and self.last <= other.last


def years(first: int, last: int) -> Days:
    """The days of some years. ValueError outside of 1 to 9999."""
    return Days(date(first, 1, 1), date(last, 12, 31))


def days(text: str) -> Days | None:
    """The days that a year, a month, a day, a span of years or a Unix time stands for; None if it is none of them.

    2016, 2016-05, 2016年5月8日, 20160508, 2016-05-08T09:00:00Z (its date as written), 2016—2020; Unix times, in
    seconds or milliseconds, are read in Chinese time.
    """
    written = fold(text).strip()
    try:
        if match := _YEARS.fullmatch(written):
            return _ordered(years(int(match[1]), int(match[2])))
        if match := _COMPACT.fullmatch(written) or _WHOLE.fullmatch(written):
            return _calendar(*(int(part) for part in match.groups() if part))
        if match := _UNIX.fullmatch(written):
            day = datetime.fromtimestamp(int(match[1]), _CHINA).date()
            return Days(day, day)
    except ValueError:
        return None
    return None


def _ordered(found: Days) -> Days | None:
    return found if found.first <= found.last else None


def _calendar(year: int, month: int | None = None, day: int | None = None) -> Days:
    if month is None:
        return years(year, year)
    if day is None:
        return Days(date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1]))
    return Days(date(year, month, day), date(year, month, day))
