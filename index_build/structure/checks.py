"""The self-check of a plan that was read: what a reader should look at. Notes are short sentences in Chinese."""

import html
import re
from collections.abc import Sequence
from itertools import pairwise

from index_build.structure import contents, spaced_tables
from qa.numerals import number
from qa.records import Clause, Dropped, Repair

#: Characters.
_LONGEST_CLAUSE = 3000
_LONGEST_HEADING = 60
_SHOWN = 30
#: Of the raw text's characters, those that must be kept, dropped with a reason or repaired.
_LEAST_ACCOUNTED = 0.99
_NUMERALS = re.compile("[零〇一二三四五六七八九十百千]+|[0-9]+")
_UNCOUNTED = re.compile(r"(?:[prhg][0-9]+|表[0-9]+|前言|附件清单)(?:-[0-9]+)?")


def structure(clauses: Sequence[Clause]) -> list[str]:
    """Gaps and doubles in the numbering, headings with nothing below them, clauses too long to be one item."""
    notes = [] if any(c.label or c.heading for c in clauses) else ["没有认出任何编号，可能不是规划的正文"]
    seen: set[tuple[str, ...]] = set()
    for clause in clauses:
        # Two styles that share a number (1. and （一）) have one name in an id, but are no double.
        name = (*clause.path[:-1], clause.path[-1].partition("-")[0])
        if name in seen and clause.label:
            notes.append(f"{clause.id}：同级编号重复")
        seen.add(name)
        if len(clause.text) > _LONGEST_CLAUSE:
            notes.append(f"{clause.id}：条款过长（{len(clause.text)}字），可能漏认了编号")
    return notes + _gaps(clauses) + _orphans(clauses)


def _style(key: str) -> str:
    """What counts on together: (一) with (二), not with (1)."""
    return _NUMERALS.sub(lambda found: "1" if found.group().isascii() else "一", key.partition("-")[0])


def _gaps(clauses: Sequence[Clause]) -> list[str]:
    siblings: dict[tuple[str, ...], list[tuple[str, int]]] = {}
    for clause in clauses:
        value = None if _UNCOUNTED.fullmatch(clause.path[-1]) or not clause.label else _count(clause.path[-1])
        if value is not None:
            siblings.setdefault((*clause.path[:-1], _style(clause.path[-1])), []).append((clause.id, value))
    pairs = (pair for row in siblings.values() for pair in pairwise(row))
    return [f"{after[0]}：编号由{before[1]}跳到{after[1]}" for before, after in pairs if after[1] != before[1] + 1]


def _count(key: str) -> int | None:
    name = key.partition("-")[0].partition("条之")[0]
    return number(name.rpartition(".")[2])


def _orphans(clauses: Sequence[Clause]) -> list[str]:
    """Headings right above a label of their own level or one above it, unless the document is a list of titles."""
    found = []
    for clause, after in pairwise(clauses):
        text = clause.text
        bare = bool(clause.label) and len(text) <= _LONGEST_HEADING and not re.search("[。；：，？！]", text)
        if bare and len(after.path) <= len(clause.path) and not clause.units:
            found.append(clause)
    return [f"{c.id}：标题“{c.text}”之下没有内容" for c in found] if len(found) * 4 <= len(clauses) else []


def tables(clauses: Sequence[Clause], expected: int) -> list[str]:
    """Whether as many tables came out as the source has."""
    seen = {c.path[: k + 1] for c in clauses for k, key in enumerate(c.path) if re.match("表[0-9]", key)}
    return [] if len(seen) == expected else [f"原文有{expected}个表格，读出{len(seen)}个"]


def unrestored(clean: str) -> list[str]:
    """Tables that lost the marks between their cells."""
    return [f"疑有表格未能还原：“{line[:_SHOWN]}”" for line in spaced_tables.unrestored(clean.split("\n"))]


def share(raw: str, clean: str, dropped: Sequence[Dropped], repairs: Sequence[Repair]) -> list[str]:
    """Whether every character of the source is in the clean text, dropped with a reason or changed by a repair."""
    source = _ink(raw)
    changed = sum(_ink(r.raw) - _ink(r.repaired) for r in repairs)
    accounted = _ink(clean) + sum(_ink(d.line) for d in dropped) + changed
    if accounted >= _LEAST_ACCOUNTED * source:
        return []
    return [f"保留与剔除的字数合计为原文的{accounted / source:.0%}"]


def _ink(text: str) -> int:
    return len(text) - sum(map(str.isspace, text))


def listed(clauses: Sequence[Clause], dropped: Sequence[Dropped]) -> list[str]:
    """Chapters that the contents list and the text does not have."""
    headings = {contents.key(c.label + c.text.partition("\n")[0]) for c in clauses if c.label}
    headings |= {contents.key(c.label + c.heading) for c in clauses if c.label}
    lines = [html.unescape(d.line).strip() for d in dropped if d.reason == contents.REASON]
    entries = [line for line in lines if contents.key(line) and contents.is_chapter(line)]
    return [f"目录中的“{line}”在正文中没有找到" for line in entries if headings.isdisjoint(contents.names(line))]
