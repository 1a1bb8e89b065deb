"""Where a clause stands, by number: the steps of its path, and how well the steps that a question names fit them.

第三十二条, 第32项 and 32. are one number under several kinds of label; a reader who names one seldom knows which kind
the plan has. A step that names the plan's own kind fits best, others only where the plan has none of that kind.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from qa.numerals import CHINESE_NUMERAL, number

_CN = f"[{CHINESE_NUMERAL}]+"
#: Kind of label -> what its name in a path looks like; the order is that of nesting in most plans.
_LABELS = {
    "part": f"第({_CN}|[0-9]+)(?:篇|编|部分)",
    "chapter": f"第({_CN}|[0-9]+)章",
    "section": f"第({_CN}|[0-9]+)节",
    "article": f"第({_CN}|[0-9]+)条(?:之({_CN}))?",
    "paragraph": f"第({_CN}|[0-9]+)款",
    "ordinal": f"第({_CN})",
    "chinese": f"({_CN})",
    "chinese-bracket": rf"\(({_CN})\)",
    "digit": "([0-9]+)",
    "digit-bracket": r"\(([0-9]+)\)",
    "circled": "([①-⑳])",
    "roman": "([ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩ]|[IVX]+)",
    "letter": r"\(?([A-Za-z])\)?",
}
_PATTERNS = {kind: re.compile(pattern) for kind, pattern in _LABELS.items()}
_ROMANS = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII", "XIV", "XV")
_DECIMAL = re.compile(r"[0-9]+(?:\.[0-9]+)+")
_NUMBERED = ("chinese", "chinese-bracket", "digit", "digit-bracket", "circled", "ordinal")
#: Kind that a question names -> kinds of label that it may mean, the nearest first.
_MEANS: dict[str, tuple[tuple[str, ...], ...]] = {
    "part": (("part",), ("chapter", "chinese", "ordinal")),
    "chapter": (("chapter",), ("part", "chinese")),
    "section": (("section",), ("chinese-bracket", "chinese")),
    "article": (("article",), ("digit", "chinese-bracket", "chinese", "ordinal"), ("digit-bracket",)),
    "paragraph": (("paragraph",),),
    "item": (_NUMBERED,),
    "chinese": (("chinese",), ("part", "chapter", "ordinal", "roman")),
    "chinese-bracket": (("chinese-bracket",), ("digit-bracket", "section")),
    "digit": (("digit",), ("circled", "digit-bracket", "article"), ("chinese", "chinese-bracket")),
    "digit-bracket": (("digit-bracket",), ("circled", "chinese-bracket", "digit")),
}


@dataclass(frozen=True)
class Step:
    """One label of a path. number: Arabic, as in a clause's id (32, 17之一), or a name (目标, p1).

    kind: of `_LABELS`, or `name`. In a question also `item` (项 and 点 of whatever form) and `any` (2.6.32).
    """

    kind: str
    number: str


@dataclass(frozen=True, order=True)
class Fit:
    """How well a path fits, the smaller the better.

    kind: how far the last label is from the kind named. above: the same for those above it, summed.
    skipped: labels in between that were not named. unnamed: labels above those that were.
    """

    kind: int
    above: int
    skipped: int
    unnamed: int


def steps(path: Sequence[str]) -> tuple[Step, ...]:
    """The steps of a clause's path; 1, 1.1, 1.1.2 count as 1, 1, 2."""
    found: list[Step] = []
    for name in path:
        if _DECIMAL.fullmatch(name):
            parts = [Step("digit", part) for part in name.split(".")]
            while found and [s.number for s in found] == [s.number for s in parts[: len(found)]]:
                found = []
            found.extend(parts)
        else:
            found.append(_step(name))
    return tuple(found)


def _step(name: str) -> Step:
    plain, _, repeat = name.partition("-")
    for kind, pattern in _PATTERNS.items():
        if match := pattern.fullmatch(plain):
            return Step(kind, _number(kind, match))
    return Step("name", name if repeat else plain)


def _number(kind: str, match: re.Match[str]) -> str:
    if kind == "roman" and match[1] in _ROMANS:
        return str(_ROMANS.index(match[1]) + 1)
    if kind == "letter":
        return match[1].lower()
    value = number(match[1])
    inserted = match[2] if kind == "article" else None
    return f"{match[1] if value is None else value}{'之' + inserted if inserted else ''}"


def fit(named: Sequence[Step], path: Sequence[Step]) -> Fit | None:
    """How well the steps that a question names fit a path, whose last label the last of them must be."""
    if not named or not path:
        return None
    last = _distance(named[-1], path[-1])
    if last is None:
        return None
    place, above, first = len(path) - 1, 0, len(path) - 1
    for step in reversed(named[:-1]):
        distances = ((i, _distance(step, path[i])) for i in range(place - 1, -1, -1))
        found = next(((i, d) for i, d in distances if d is not None), None)
        if found is None:
            return None
        place, above, first = found[0], above + found[1], found[0]
    return Fit(last, above, len(path) - first - len(named), first)


def nearness(named: Step, kind: str) -> int | None:
    """How far a kind of label is from the kind that the question names, from 0; None where it cannot be meant."""
    if named.kind in ("any", kind):
        return 0
    return next((i for i, kinds in enumerate(_MEANS.get(named.kind, ())) if kind in kinds), None)


def _distance(named: Step, label: Step) -> int | None:
    return nearness(named, label.kind) if named.number == label.number else None
