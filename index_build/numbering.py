"""The numbering grammar: what stands at a paragraph's start -> its label.

Ranks say which labels may hold which (a lower rank holds a higher one); a plan is free to leave ranks out, so
depth is decided by the tree and not here.
"""

import re
from dataclasses import dataclass

from qa.numerals import CHINESE_NUMERAL, number

_CN = f"[{CHINESE_NUMERAL}]"
_N = f"(?:{_CN}+|[0-9]+)"
# These show that the sentence speaks of another clause instead of opening one: directly behind 第N章 (behind a space
# stands its title), …
_REFERENCE = rf"(?!规定|的|所|之(?!{_CN})|至|到|、|和|或|及|与|以|中|项|款|条|第|，|。|；)(?!\s+第{_N}[款项])"
# … and behind （N）, where 及时, 项目 and 条件 are words of a heading.
_ITEM_REFERENCE = r"(?!\s*(?:[至到和或及与、]\s*第?[（(]|项(?!目)|款(?![项待])|条(?![件例块线])))"
_NAMED = (
    "(?:工作|主要|总体|具体|阶段|年度|重点)?(?:目标|措施|任务|要求|原则|内容|重点)"
    "|成果形式|时间安排|进度安排|实施步骤|保障措施|验收标准|考核指标"
)

#: rank, name of the form, pattern; the first that matches wins.
_FORMS = (
    (1, "part", rf"第{_N}(?:篇|编|部分)" + _REFERENCE),
    (2, "chapter", rf"第{_N}章" + _REFERENCE),
    (3, "section", rf"第{_N}节" + _REFERENCE),
    (4, "article", rf"第{_N}条(?:之{_CN})?" + _REFERENCE),
    (5, "cn", rf"{_CN}+(?:、|\.|．)(?!{_CN}+、)"),
    (6, "cn-bracket", rf"(?:[（(]\s*{_CN}+\s*[）)]|[㈠-㈩])" + _ITEM_REFERENCE + r"[、.．]?"),
    (7, "digit", r"(?:[0-9]{1,3}\s*(?:[.．](?![0-9])|、(?![0-9]+、))|[⒈-⒛])"),
    (8, "digit-bracket", r"(?:[（(]\s*[0-9]{1,3}\s*[）)]|[⑴-⒇]|[0-9]{1,3}[）)])" + _ITEM_REFERENCE),
    (9, "circled", r"[①-⑳]"),
)
_PATTERNS = [(rank, form, re.compile(pattern)) for rank, form, pattern in _FORMS]
_NAMED_PATTERN = re.compile(rf"(?:{_NAMED})(?=：)")
#: Below every number: 目标： and its like stand beside the items that follow, never above them.
NAMED_RANK = 20


@dataclass(frozen=True)
class Label:
    """rank: see the table; form: labels of one form count on; written: as it stands; key: its path name."""

    rank: int
    form: str
    written: str
    key: str
    number: int | None


def parse(paragraph: str) -> Label | None:
    """The label that opens a clean paragraph, or None."""
    for rank, form, pattern in _PATTERNS:
        match = pattern.match(paragraph)
        if match:
            written = match.group()
            return Label(rank, form, written, _key(form, written), number(written.partition("条之")[0]))
    named = _NAMED_PATTERN.match(paragraph)
    if named:
        return Label(NAMED_RANK, "named", named.group(), named.group(), None)
    return None


def _key(form: str, written: str) -> str:
    value = written.strip(" \t、.．")
    if form == "cn-bracket":
        inner = value.strip("（()） ")
        return f"({inner})" if len(inner) > 1 or inner in CHINESE_NUMERAL else f"({_enclosed(inner)})"
    if form in ("digit-bracket", "circled"):
        return f"({number(value)})" if form == "digit-bracket" else value
    if form == "digit":
        return str(number(value))
    return value.replace(" ", "")


def _enclosed(character: str) -> str:
    return CHINESE_NUMERAL[2:][ord(character) - ord("㈠")]


def segment(key: str) -> str:
    """A path name as it stands in a clause's id: its number in Arabic numerals, or itself where it has none."""
    name, _, repeat = key.partition("-")
    if not re.fullmatch(r"p[0-9]+", name):
        base, inserted, rest = name.partition("条之")
        value = number(base)
        name = name if value is None else f"{value}{'之' + rest if inserted else ''}"
    return f"{name}-{repeat}" if repeat else name
