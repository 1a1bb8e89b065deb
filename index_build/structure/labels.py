"""The labels of a whole document: doubtful ones believed where they carry on a count, and the order of ranks it keeps.

A line alone does not tell 第十条规定的… (a reference) from 第十条规定… (an article written without a space), or whether
（一） stands above 1. or below it. The document does: its numbers count on, and a deeper form starts again at 1.
"""

import re
from collections import Counter
from collections.abc import Container, Sequence
from dataclasses import dataclass, replace

from index_build.structure import numbering, tables
from index_build.structure.numbering import Label

_ALWAYS_SPACED = 3
#: Lines; a mark that stays open longer was never closed.
_LONGEST_QUOTATION = 20
_QUOTES = re.compile("[“”]")
#: 第N条 and what stands above it keep their order everywhere.
_HIGHEST_MOVABLE = 4


@dataclass(frozen=True)
class _Candidate:
    """trusted: the line alone says so. spaced: something parts label and text. following: the number of the next
    candidate in the same count; trusted_following: the next trusted one in it."""

    line: int
    label: Label
    trusted: bool
    spaced: bool
    following: int | None = None
    trusted_following: Label | None = None


def read(lines: Sequence[str], doubted: Container[int] = ()) -> list[Label | None]:
    """The label of each line of clean text, or None; ranks are the document's own.

    doubted: lines whose labels count only where they carry on a count, however they look.
    """
    accepted = _count(_looking_ahead(_candidates(lines, doubted, quoted(lines))))
    ranks = _ranks(list(accepted.values()))
    labels: list[Label | None] = [None] * len(lines)
    for line, label in accepted.items():
        labels[line] = replace(label, rank=ranks[label.form])
    return labels


def quoted(lines: Sequence[str]) -> set[int]:
    """Lines that begin inside a quotation: what they open with is no label of this document."""
    inside: set[int] = set()
    opened: int | None = None
    for i, line in enumerate(lines):
        for mark in _QUOTES.findall(line):
            if mark == "”" and opened is not None and i - opened <= _LONGEST_QUOTATION:
                inside.update(range(opened + 1, i + 1))
            opened = i if mark == "“" else None
    return inside


def _candidates(lines: Sequence[str], doubted: Container[int], passed: Container[int]) -> list[_Candidate]:
    found = []
    for i, line in enumerate(lines):
        if i in passed:
            continue
        label = None if tables.is_row(line) else numbering.parse(line)
        trusted = label is not None and i not in doubted
        label = label or (None if tables.is_row(line) else numbering.doubtful(line))
        if label is not None:
            behind = line[len(label.written) : len(label.written) + 1]
            found.append(_Candidate(i, label, trusted, behind in ("", " ", "（", "：")))
    return _without_unspaced(found)


def _without_unspaced(found: list[_Candidate]) -> list[_Candidate]:
    """Where a document parts its articles' numbers from their text, 第十条处罚… is a reference."""
    articles = [c for c in found if c.label.form == "article" and c.trusted]
    spaced = sum(c.spaced for c in articles)
    if spaced < _ALWAYS_SPACED * max(1, len(articles) - spaced):
        return found
    return [replace(c, trusted=False) if c.label.form == "article" and not c.spaced else c for c in found]


def _group(label: Label) -> str:
    """What counts on together: 1.1 and 1.2, but not 2.1."""
    return label.form + label.key.rpartition(".")[0] if label.form.startswith("decimal") else label.form


def _looking_ahead(found: list[_Candidate]) -> list[_Candidate]:
    following: dict[str, int | None] = {}
    trusted: dict[str, Label] = {}
    done = []
    for candidate in reversed(found):
        group = _group(candidate.label)
        done.append(replace(candidate, following=following.get(group), trusted_following=trusted.get(group)))
        following[group] = candidate.label.number
        if candidate.trusted:
            trusted[group] = candidate.label
    return done[::-1]


def _count(found: list[_Candidate]) -> dict[int, Label]:
    last: dict[str, int] = {}
    above: Label | None = None
    accepted = {}
    for candidate in found:
        label, group = candidate.label, _group(candidate.label)
        if candidate.trusted:
            believed = _is_in_order(candidate, last.get(group))
        else:
            believed = _carries_on(candidate, last.get(group), above)
        if believed:
            accepted[candidate.line] = label
            if label.number is not None:
                last[group], above = label.number, label
    return accepted


def _is_in_order(candidate: _Candidate, last: int | None) -> bool:
    """第五条处罚…, between 第九条 and 第十条, is a reference even where articles are written without a space."""
    number = candidate.label.number
    if candidate.label.form != "article" or candidate.spaced or last is None or number is None:
        return True
    if number in (1, following_number(candidate.label, last)) or candidate.following == number + 1:
        return True
    following = candidate.trusted_following
    return number > last and (following is None or following.number != last + 1)


def _carries_on(candidate: _Candidate, last: int | None, above: Label | None) -> bool:
    number = candidate.label.number
    if number == 1:
        return candidate.following == 2 or (above is not None and _opens(above, candidate.label))
    following = candidate.trusted_following
    stands_again = following is not None and following.key == candidate.label.key
    return last is not None and number == following_number(candidate.label, last) and not stands_again


def following_number(label: Label, last: int) -> int:
    """The number after `last`; 第十七条之一 follows 第十七条."""
    return last if "条之" in label.key else last + 1


def _opens(above: Label, label: Label) -> bool:
    """Whether 2.1 stands right below 2., or 2.1.1 right below 2.1."""
    if not label.form.startswith("decimal"):
        return False
    prefix = label.key.rpartition(".")[0]
    return prefix in (above.key, str(above.number)) and (prefix == above.key or not above.form.startswith("decimal"))


def _ranks(labels: Sequence[Label]) -> dict[str, float]:
    """Rank of each form: the usual one, but for forms that this document shows to stand the other way round."""
    usual = {label.form: label.rank for label in labels}
    order = sorted(usual, key=usual.__getitem__)
    for lower, higher in _inverted(labels, usual):
        if order.index(higher) > order.index(lower):
            order.remove(higher)
            order.insert(order.index(lower), higher)
    ranks = sorted(usual.values())
    return dict(zip(order, ranks, strict=True))


def _inverted(labels: Sequence[Label], usual: dict[str, float]) -> list[tuple[str, str]]:
    """(usually above, here above) pairs: the second opens lists of the first, and counts on over them.

    1. （一）（二）2. （一）（二）3.: each 1. opens a list of （一） that starts again, while 1., 2., 3. count on.
    """
    counted = [label for label in labels if label.number is not None and usual[label.form] > _HIGHEST_MOVABLE]
    opens: Counter[tuple[str, str]] = Counter()
    carries: set[tuple[str, str]] = set()
    latest: dict[str, int] = {}
    started: dict[str, int] = {}
    for k, label in enumerate(counted):
        form, before = label.form, latest.get(label.form)
        if k and label.number == 1:
            opens[counted[k - 1].form, form] += 1
        if before is not None and label.number == (counted[before].number or 0) + 1:
            between = {f for f, at in latest.items() if at > before and usual[f] < usual[form]}
            if all(started.get(f, -1) > before for f in between):
                carries |= {(form, f) for f in between}
        latest[form] = k
        if label.number == 1:
            started[form] = k
    pairs = [(f, form) for form, f in carries if opens[form, f] > opens[f, form]]
    return sorted(pairs, key=lambda pair: usual[pair[0]])
