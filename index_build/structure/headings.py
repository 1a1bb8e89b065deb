"""Headings without a number: short lines that open a section, believed only on the evidence of the whole document."""

import re
from collections.abc import Sequence

from index_build.duties import units
from index_build.structure import annexes, tables
from index_build.structure.numbering import Label

_LONGEST = 30
_FEWEST = 3
_PROSE = 40
_HEADING = re.compile(rf"(?!.*[。；：，！？…:;,])[《“\u3400-\u9fff][^\t]{{1,{_LONGEST - 1}}}(?<![、）〕》”])")
_DATE = re.compile("年.{1,3}月.{1,3}日")
_ENDS = ("。", "；", "：", "！", "？", "）", "”", "〕")
#: Above every numbered form, where the document numbers nothing at that level.
_TOP = 0.5


def find(lines: Sequence[str], labels: Sequence[Label | None]) -> dict[int, float]:
    """Line -> rank, for the unnumbered headings among the lines (none of them empty) of a document's clean text.

    Without any number: three short lines, each behind the end of a sentence and ahead of prose. Among numbers: the
    line before which a count ends that starts again behind it, or three lines right above numbers of one count that
    runs on over them; then also the one above the first number. A text in articles has no such headings: a line of
    theirs that opens a second list is a sentence.
    """
    if any(label is not None and label.form == "article" for label in labels):
        return {}
    candidates = [i for i, line in enumerate(lines) if labels[i] is None and _is_candidate(lines, labels, i)]
    counted = [(i, label) for i, label in enumerate(labels) if label is not None and label.number is not None]
    if not counted:
        return dict.fromkeys(candidates, _TOP) if len(candidates) >= _FEWEST else {}
    openers = _openers(candidates, counted) or _leaders(candidates, labels)
    if openers:
        first = next((i for i in reversed(candidates) if i < counted[0][0]), None)
        openers |= {} if first is None else {first: min(openers.values())}
    return {i: _rank(form_rank, len(openers), counted) for i, form_rank in sorted(openers.items())}


def _is_candidate(lines: Sequence[str], labels: Sequence[Label | None], i: int) -> bool:
    line = lines[i]
    if not _HEADING.fullmatch(line) or _DATE.search(line) or i + 1 == len(lines) or units.is_units_line(line):
        return False
    if i and annexes.is_annex_line(lines[i - 1]):
        return False
    ended = i == 0 or lines[i - 1].endswith(_ENDS) or tables.is_row(lines[i - 1])
    return ended and (labels[i + 1] is not None or _is_body(lines[i + 1]))


def _is_body(line: str) -> bool:
    return not tables.is_row(line) and (len(line) > _PROSE or line.endswith(_ENDS[:3]) or not _HEADING.fullmatch(line))


def _openers(candidates: Sequence[int], counted: Sequence[tuple[int, Label]]) -> dict[int, float]:
    """Candidate -> rank of the form that starts again behind it though the count before it had not been closed."""
    found: dict[int, float] = {}
    places = iter(candidates)
    candidate = next(places, None)
    open_forms: dict[str, float] = {}
    for line, label in counted:
        between = None
        while candidate is not None and candidate < line:
            between, candidate = candidate, next(places, None)
        if between is not None and label.number == 1 and label.form in open_forms:
            found[between] = label.rank
        open_forms = {form: rank for form, rank in open_forms.items() if rank <= label.rank}
        open_forms[label.form] = label.rank
    return found


def _leaders(candidates: Sequence[int], labels: Sequence[Label | None]) -> dict[int, float]:
    """Candidate -> rank of the label right below it, for the form that has three or more such lines above it."""
    below = {i: label for i in candidates if (label := labels[i + 1]) is not None and label.number is not None}
    forms = [label.form for label in below.values()]
    return {i: label.rank for i, label in below.items() if forms.count(label.form) >= _FEWEST}


def _rank(opened: float, count: int, counted: Sequence[tuple[int, Label]]) -> float:
    """Beside the form above the one it opens; between the two where there are more such headings than numbers."""
    above = [label.rank for _, label in counted if label.rank < opened]
    if above and above.count(max(above)) >= count:
        return max(above)
    return opened - 0.5
