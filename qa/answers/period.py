"""Years that a question asks about against the years that a plan covers: 巴东县2025年… of a plan for 2016—2020."""

import re

from qa.records import Clause, Plan
from qa.text import fold

#: A year in a title, in brackets or of a document number is a name; 2016—2020年 of a title too.
_NAMED = re.compile("《[^》]*》|“[^”]*”|[（(〔\\[【][^（）()〔〕\\[\\]【】]*[）)〕\\]】]")
_YEARS = re.compile("(?<![0-9.])((?:19|20)[0-9]{2})年?(?:[-—–~～至到]+((?:19|20)[0-9]{2}))?(?=年)")


def years(folded: str) -> tuple[int, ...]:
    """The years that a question names, in order."""
    found = _YEARS.findall(_NAMED.sub("", folded))
    return tuple(dict.fromkeys(int(year) for pair in found for year in pair if year))


def covers(plan: Plan, clause: Clause, asked: tuple[int, ...]) -> bool:
    """Whether any of the years asked about lies in the plan's period or is spoken of in the clause."""
    if not asked or plan.years is None:
        return True
    text = fold(clause.text)
    return any(plan.years[0] <= year <= plan.years[1] or str(year) in text for year in asked)


def outside(plan: Plan, asked: tuple[int, ...]) -> str:
    """What a reader is told of years that a plan does not cover; the plan's own are known."""
    assert plan.years is not None
    first, last = plan.years
    period = f"{first}—{last}年" if first != last else f"{first}年"
    return f"该规划的期限为{period}，不包括{'、'.join(f'{year}年' for year in asked)}"
