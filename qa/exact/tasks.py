"""Units that a question names, and whether it asks what they have to do: 由县审计局牵头的工作有哪些？

Works on the folded question. A unit is named by a name that stands in the index, or by any name that
`qa.unit_names` knows.
"""

import functools
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from qa import unit_names
from qa.records import Role, Span
from qa.text import key

#: What names of units end in; only stretches that end so are looked up.
_ENDS = frozenset("局委办厅部院府会室处心组队站社门位关构署科团所")
_LONGEST_NAME = 20
_HAN = re.compile("[\u3400-\u9fff]+")
_BEFORE = "(?:自治)?[省市县区州旗]?(?:人民政府|政府|委)?"

_LEAD = "牵头|领衔|带头|主办|挑头|领头"
_SUPPORT = "配合|协办|协助"
_DUTY = f"{_LEAD}|{_SUPPORT}|负责(?!人)|承担|主管|承办|参与|落实|完成"
_THING = "任务|工作(?!人员|机构|单位)|事项|事务|职责|职能|责任|条款|内容|项目|举措|措施|活儿?|事情?"
_WHAT = (
    f"(?:哪些|哪几[项个条件]|什么|啥|多少[项个条件]?|几[项个条件])(?!单位|部门|机[关构]|局|时[候间])(?:{_THING}|方面)?"
)
_END = "(?=$|[?？!！。，,;；]|呢|吗|呀|啊)"
#: U stands for the unit.
_TASKS = re.compile(
    rf"U(?P<about>[^，,。?？;；]{{0,16}}?)(?:{_DUTY})(?:了|着|的|到|过)?(?:{_WHAT})(?:有|是)?{_END}"
    rf"|(?:{_WHAT})(?:都?[由是归需让给靠]要?|需要|要求|应由|应当由|要由)U(?:来|去)?(?:{_DUTY}|做|管|办){_END}"
    rf"|U(?:来|去)?(?:{_DUTY})的(?:所有|全部)?(?:{_THING})?(?:都|一共|总共)?(?:有|是|包括|包含)?(?:{_WHAT})?{_END}"
    rf"|U(?P<about_>[^，,。?？;；]{{0,16}}?)(?:的|有|要|应|该|需要?|得|都|承担)+(?:做|干|管|办)?(?:{_WHAT}){_END}"
    rf"|U的?(?:主要|具体|全部|所有)?(?:{_THING})(?:分工)?(?:都|一共|总共)?(?:(?:有|是|包括|包含)?(?:{_WHAT}))?{_END}"
    rf"|U(?:管|做|干)(?:些|的)?(?:{_WHAT}){_END}"
)
_LISTS = re.compile(
    f"(?:列出|列举|列一下|汇总|梳理|整理|查出|给出|统计).{{0,6}}U.{{0,4}}?(?:{_DUTY}|的).{{0,6}}?(?:{_THING})"
)


@dataclass(frozen=True)
class Named:
    """A unit as a question names it; span: in the folded question."""

    name: str
    span: Span


@dataclass(frozen=True)
class Tasks:
    """What a question wants to know of a unit's tasks.

    name: as the question has it. names: those under which the index has it, as `key` folds them. roles: those asked
    for; none means any.
    """

    name: str
    names: tuple[str, ...]
    roles: tuple[Role, ...]


def named(folded: str, known: Callable[[Sequence[str]], set[str]]) -> list[Named]:
    """The units that a text names, left to right, none inside another. known: those of some keys that the index has."""
    if _ENDS.isdisjoint(folded):
        return []
    spans = [m.span() for m in _of_table().finditer(folded)]
    stretches = list(_stretches(folded))
    there = known([key(folded[a:b]) for a, b in stretches]) if stretches else set()
    spans += [(a, b) for a, b in stretches if key(folded[a:b]) in there]
    found: list[Named] = []
    for a, b in sorted(spans, key=lambda s: (s[0] - s[1], s)):
        if all(b <= n.span[0] or n.span[1] <= a for n in found):
            found.append(Named(folded[a:b], (a, b)))
    return sorted(found, key=lambda n: n.span)


def _stretches(folded: str) -> list[Span]:
    """Every stretch of a text that may be the name of a unit."""
    found = []
    for run in _HAN.finditer(folded):
        for end in range(run.start() + 2, run.end() + 1):
            if folded[end - 1] in _ENDS:
                found += [(start, end) for start in range(max(run.start(), end - _LONGEST_NAME), end - 1)]
    return found


@functools.cache
def _of_table() -> re.Pattern[str]:
    names = {key(name) for official, short in unit_names.entries() for name in (official, *short)}
    longest_first = sorted(names, key=lambda name: (-len(name), name))
    return re.compile(f"{_BEFORE}(?:{'|'.join(map(re.escape, longest_first))})")


def asks_tasks(folded: str, unit: Named) -> bool:
    """Whether a text asks what the unit has to do, and nothing narrower."""
    masked = f"{folded[: unit.span[0]]}U{folded[unit.span[1] :]}"
    match = _TASKS.search(masked) or _LISTS.search(masked)
    if match is None:
        return False
    parts = match.groupdict()
    about = (parts.get("about") or "") + (parts.get("about_") or "")
    return (
        re.fullmatch(
            r"(?:在|根据|按照?|一共|总共|主要|具体|都|要|应|应当|需要?|所|和|该|这份|本|中|里|上|规划|方案|意见|要点|文件)*",
            about,
        )
        is not None
    )


def roles(folded: str) -> tuple[Role, ...]:
    """The roles in which a unit's tasks are asked for."""
    if re.search(_LEAD, folded):
        return ("lead", "support") if re.search(_SUPPORT, folded) else ("lead",)
    if re.search(_SUPPORT, folded):
        return ("support",)
    return ("lead", "responsible") if re.search("负责|主管|承办", folded) else ()
