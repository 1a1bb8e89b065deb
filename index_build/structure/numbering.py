"""The numbering grammar: what stands at a paragraph's start -> its label.

Ranks say which labels may hold which (a lower rank holds a higher one). They are the usual order only: `labels.read`
learns a document's own, a plan is free to leave ranks out, and depth is decided by the tree and not here.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from qa.numerals import CHINESE_NUMERAL, number

_CN = f"[{CHINESE_NUMERAL}]"
_N = rf"\s?(?:(?:{_CN}\s?)+|[0-9]+\s?)"
# These show that the sentence speaks of another clause instead of opening one: directly behind 第N章 (behind a space
# stands its title), …
_REFERENCE = (
    rf"(?:规定|的|所|之(?!{_CN})|至|到|、|和|或|及|与|以|中|项|款|条|第|，|。|；|）|》|”|修改为|删去|关于"
    rf"|\s+(?:的|第{_N}[款项]))"
)
_NO_REFERENCE = f"(?!{_REFERENCE})"
# … and behind （N）, where 及时, 项目 and 条件 are words of a heading.
_ITEM_REFERENCE = (
    rf"(?!\s*(?:[（(]\s*(?:{_CN}+|[0-9]+)\s*[）)]|[至到和或及与、]\s*第?[（(]|项(?!目)|款(?![项待])|条(?![件例块线])))"
)
_NAMED = (
    "(?:工作|主要|总体|具体|阶段|年度|重点)?(?:目标|措施|任务|要求|原则|内容|重点)"
    "|成果形式|时间安排|进度安排|实施步骤|保障措施|验收标准|考核指标"
)
_HAN = "[\u3400-\u9fff]"
#: Behind a number these make a quantity of it.
_MEASURE = (
    "(?:[个月年日号时分秒项条款次名人户家件份处所座辆台套张册部篇页周天岁级类种批期届万亿千百元吨米亩度倍版成]"
    "|公里|小时|平方)"
)
#: Behind 一、二 these make one thing of both: 一、二季度, 三、四级响应.
_RANKED = "(?:季度|[级类期线款项批轮号审层档]|产业|把手)"
#: Behind 一 these make a word of it.
_ONE = "[般些定切致样直起旦律并]"
#: ①, ❶ and ⓵ are one number; from 21 on there is one form only.
_CIRCLES = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_CIRCLED = "[①-⑳㉑-㉟❶-❿⓫-⓴⓵-⓾]"
_YEAR = "[12][0-9]{3}年"
_ROMAN = "(?:[Ⅰ-Ⅻ]|[IVX]{1,5})"
_ROMAN_VALUES = {"I": 1, "V": 5, "X": 10}
_DECIMAL = r"[0-9]{1,2}(?:\.[0-9]{1,2}){1,3}(?![0-9.])"

#: rank, name of the form, pattern; the first that matches wins.
_FORMS = (
    (1, "part", rf"第{_N}(?:篇|编|部分)" + _NO_REFERENCE),
    (2, "chapter", rf"第{_N}章" + _NO_REFERENCE),
    (3, "section", rf"第{_N}节" + _NO_REFERENCE),
    (4, "article", rf"第{_N}条(?:之{_CN})?+" + _NO_REFERENCE),
    (5, "cn", rf"{_CN}+\s?(?:、|\.|．)(?!{_CN}+(?:、|{_RANKED}))"),
    (6, "cn-bracket", rf"(?:[（(]\s*{_CN}+\s*[）)]|[㈠-㈩])" + _ITEM_REFERENCE + r"[、.．]?"),
    (7, "digit", r"(?:[0-9]{1,3}\s*(?:[.．](?![0-9])|、(?![0-9]+、))|[⒈-⒛])"),
    (8, "digit-bracket", r"(?:[（(]\s*[0-9]{1,3}\s*[）)]|[⑴-⒇]|[0-9]{1,3}[）)])" + _ITEM_REFERENCE + "、?"),
    (9, "circled", _CIRCLED + "、?"),
)
#: What is a label only where it carries on a count: other forms, and the forms above as they are mistyped.
_DOUBTFUL_FORMS = (
    (1, "part", rf"第{_N}(?:篇|编|部分)(?={_REFERENCE})"),
    (2, "chapter", rf"第{_N}章(?={_REFERENCE})"),
    (3, "section", rf"第{_N}节(?={_REFERENCE})"),
    (4, "article", rf"第{_N}条(?:之{_CN})?+(?={_REFERENCE})"),
    (4.5, "subarticle", rf"第{_N}款(?=[\s：])"),
    (10, "ordinal", rf"第{_CN}{{1,2}}[，、](?={_HAN})"),
    (4.8, "roman", rf"{_ROMAN}\s?[.．、](?![A-Za-z0-9])"),
    (5, "cn", rf"{_CN}{{1,3}}(?:\s?[，。]|\s)\s?(?={_HAN})(?!{_CN}|{_MEASURE})"),
    (5, "cn", rf"{_CN}+\s?、(?={_CN}+(?:{_RANKED}|{_MEASURE}))"),
    (7, "digit", rf"[0-9]{{1,3}}\s?、(?=[0-9]+\s?(?:{_RANKED}|{_MEASURE}|[楼栋幢]))"),
    (6, "cn-bracket", rf"[（(]\s?{_CN}{{1,3}}\s?(?={_HAN})(?!{_CN}|{_MEASURE}|{_ONE})|{_CN}{{1,3}}\s?[）)]"),
    (7, "decimal", _DECIMAL + rf"(?:[、．]|\.(?![0-9]))?(?=\s*[《“（{_HAN[1:]})(?!\s?{_MEASURE})"),
    (7, "digit", rf"[0-9]{{1,2}}(?:\s?[，。]|\s|[.．](?={_YEAR}))\s?(?={_YEAR}|{_HAN})(?!{_MEASURE})"),
    (7, "digit", rf"[0-9]{{1,3}}[.．](?=[0-9]+\.[0-9]+\s?(?:%|{_MEASURE}))"),
    (8.5, "letter", r"[A-Za-z]\s?[.．、](?![A-Za-z0-9])"),
    (8.6, "letter-bracket", r"[（(][A-Za-z][）)]"),
)  # fmt: skip
#: 七、八月, 1、2号楼, 三、五年: two numbers of one thing, the second of them the higher.
_PAIR = re.compile(rf"({_CN}+|[0-9]{{1,3}})\s?、({_CN}+|[0-9]+)\s?(?:{_RANKED}|{_MEASURE}|[楼栋幢])")
_PATTERNS = [(rank, form, re.compile(pattern)) for rank, form, pattern in _FORMS]
_DOUBTFUL = [(rank, form, re.compile(pattern)) for rank, form, pattern in _DOUBTFUL_FORMS]
_NAMED_PATTERN = re.compile(rf"(?:{_NAMED})(?=：)")
#: Characters that a label and what tells it from a reference take up.
_LONGEST = 48
#: Several stages ask for the label of the same line.
_REMEMBERED = 4096
#: Below every number: 目标： and its like stand beside the items that follow, never above them.
NAMED_RANK = 20
#: Names that are no numbers, and stay as they are in an id.
_OWN_NAME = re.compile(r"[a-z][0-9]+|(?:表|附件|附表|附录).*")


@dataclass(frozen=True)
class Label:
    """rank: see the table; form: labels of one form count on; written: as it stands; key: its path name."""

    rank: float
    form: str
    written: str
    key: str
    number: int | None


def parse(paragraph: str) -> Label | None:
    """The label that opens a clean paragraph, or None."""
    return _parse(paragraph[:_LONGEST])


@lru_cache(_REMEMBERED)
def _parse(paragraph: str) -> Label | None:
    label = None if _is_pair(paragraph) else _first(_PATTERNS, paragraph)
    if label is not None:
        return label
    named = _NAMED_PATTERN.match(paragraph)
    return Label(NAMED_RANK, "named", named.group(), named.group(), None) if named else None


def _is_pair(paragraph: str) -> bool:
    pair = _PAIR.match(paragraph)
    first, second = (number(pair[1]), number(pair[2])) if pair else (None, None)
    if pair is None or first is None or second is None:
        return False
    return second == first + 1 or (1 < first < second and not pair[1].isascii())


def doubtful(paragraph: str) -> Label | None:
    """What may be a label, if the count says so: 第九条所有单位…, （二加强领导, 1.1 总则, a. 甲."""
    return _doubtful(paragraph[:_LONGEST])


@lru_cache(_REMEMBERED)
def _doubtful(paragraph: str) -> Label | None:
    return _first(_DOUBTFUL, paragraph)


def _first(patterns: Sequence[tuple[float, str, re.Pattern[str]]], paragraph: str) -> Label | None:
    for rank, form, pattern in patterns:
        match = pattern.match(paragraph)
        if match:
            written = match.group().rstrip()
            if form == "decimal":
                depth = written.strip(".．、").count(".")
                form, rank = f"decimal-{depth}", 7 + depth / 10
            return Label(rank, form, written, _key(form, written), _number(form, written))
    return None


def _number(form: str, written: str) -> int | None:
    value = written.strip(" .．、，（()）")
    if form.startswith("decimal"):
        return int(value.rpartition(".")[2])
    if form == "roman":
        return _roman(unicodedata.normalize("NFKC", value))
    if form.startswith("letter"):
        return ord(value.lower()) - ord("a") + 1
    if form == "circled":
        return round(unicodedata.numeric(value))
    return number(written.partition("条之")[0])


def _roman(value: str) -> int:
    digits = [_ROMAN_VALUES[c] for c in value]
    return sum(-d if any(d < later for later in digits[i + 1 :]) else d for i, d in enumerate(digits))


def _key(form: str, written: str) -> str:
    value = written.strip(" \t、.．，。")
    if form == "cn-bracket":
        inner = value.strip("（()） ")
        return f"({inner})" if len(inner) > 1 or inner in CHINESE_NUMERAL else f"({_enclosed(inner)})"
    if form in ("digit-bracket", "letter-bracket"):
        return f"({number(value) if form == 'digit-bracket' else value.strip('（()）')})"
    if form == "circled":
        value = chr(ord("①") - 1 + (_number(form, value) or 0))
        return value if value in _CIRCLES else written
    if form == "digit":
        return str(number(value))
    if form == "roman":
        return unicodedata.normalize("NFKC", value).strip()
    return value.replace(" ", "")


def _enclosed(character: str) -> str:
    return CHINESE_NUMERAL[2:][ord(character) - ord("㈠")]


def segment(key: str) -> str:
    """A path name as it stands in a clause's id: its number in Arabic numerals, or itself where it has none."""
    name, _, repeat = key.partition("-")
    if not _OWN_NAME.fullmatch(name):
        base, inserted, rest = name.partition("条之")
        value = None if "." in name else number(base)
        plain = name.strip("()").replace(".", "_")
        name = plain if value is None else f"{value}{'之' + rest if inserted else ''}"
    return f"{name}-{repeat}" if repeat else name
