"""Responsible units: who a clause names for which role, exactly as written and where.

A role is never guessed: 牵头 and 责任 stay apart, 按职责分工负责 names nobody, and persons (责任人：…) are no units.
`find` reads brackets and labels, which make the structure of a plan; `prose` reads sentences, which do not.
"""

import re
from dataclasses import dataclass
from itertools import pairwise

from index_build.duties.brackets import DEADLINE, HEAD, WHEN, brackets, is_units_line, places, role, role_of_verb
from index_build.duties.names import LEAD, NOBODY, SUPPORT, VERB, names
from index_build.duties.prose import sentences
from qa.records import Span, Unit

__all__ = ["Assignment", "brackets", "every", "find", "is_units_line", "names", "prose"]

_OTHER_ROLE = re.compile(f"(?:{LEAD}|{SUPPORT})$")
_LABEL = re.compile("[^、，：:（）\n]{2,12}[：:]")
_BY = re.compile("(?<!自)由")
_LONGEST_NAME = 40
_CUT = re.compile("[；;。\n]")
_COMMA = re.compile("[，,；;]|(?<=牵头|负责|主办)、")


@dataclass(frozen=True)
class Assignment:
    """units in the order of the text; deadline as written; span: the part of the text that says so.

    until: where the deadline stands, None without one.
    """

    units: tuple[Unit, ...]
    deadline: str | None
    span: Span
    until: Span | None = None


def find(text: str) -> list[Assignment]:
    """Every assignment by bracket, line or tail of its own, in order. Offsets into `text`."""
    found = [a for a in (_read(text, start, end) for start, end in places(text)) if a is not None]
    return sorted(found, key=lambda a: a.span)


def prose(text: str) -> tuple[Unit, ...]:
    """The units that sentences charge (由县司法局牵头), in order, outside the places that `find` reads."""
    return sentences(text, places(text))


def every(text: str) -> tuple[Unit, ...]:
    """The units of brackets, labels and sentences, in the order of the text; none twice."""
    labelled = (unit for assignment in find(text) for unit in assignment.units)
    return tuple(sorted((*labelled, *prose(text)), key=lambda unit: unit.span))


def _read(text: str, start: int, end: int) -> Assignment | None:
    units: list[Unit] = []
    until: Span | None = None
    for first, last in _segments(text, start, end):
        head = HEAD.match(text, first, last)
        if head is None:
            named, when = _phrase(text, first, last)
        elif re.match(f"【?(?:{DEADLINE})", head.group()):
            named, when = [], _stripped(text, head.end(), last)
        else:
            named, when = _labelled(text, head, last)
        units += named
        until = when or until
    deadline = text[slice(*until)] if until else None
    return Assignment(tuple(units), deadline, (start, end), until) if units or until else None


def _labelled(text: str, head: re.Match[str], last: int) -> tuple[list[Unit], Span | None]:
    """责任单位：A、B，2025年底前完成; a verb of its own (C配合) says more than the label."""
    units: list[Unit] = []
    given, first = role(head.group()), head.end()
    for at in [*(m.start() for m in _COMMA.finditer(text, first, last)), last]:
        if at - first < _LONGEST_NAME and text.count("（", first, at) > text.count("）", first, at):
            continue
        until = _deadline(text, first, at)
        if until or given is None:
            return units, until
        verb = _OTHER_ROLE.search(text[first:at].rstrip(" 。；;，"))
        units += names(text, first, at, role_of_verb(verb.group()) if verb else given)
        first = at + 1
    return units, None


def _segments(text: str, start: int, end: int) -> list[Span]:
    """Parts that share a role: cut at ； and ends of sentences, and before a further 配合单位： on the way."""
    cuts = {start, end}
    cuts.update(m.end() for m in _CUT.finditer(text, start, end))
    cuts.update(m.start() for m in HEAD.finditer(text, start, end))
    parts = [(a, b) for a, b in pairwise(sorted(cuts)) if text[a:b].strip(" ；;。\n")]
    trimmed = [(a + len(text[a:b]) - len(text[a:b].lstrip()), b) for a, b in parts]
    # Lines and 、 may part the names of one label; a label of another kind (联系电话：) says nothing of units.
    return _joined(text, [(a, b) for a, b in trimmed if HEAD.match(text, a, b) or not _LABEL.match(text, a, b)])


def _joined(text: str, parts: list[Span]) -> list[Span]:
    """Names after ； or on further lines belong to the label before them, unless they bring a verb of their own."""
    found: list[Span] = []
    for first, last in parts:
        bare = not HEAD.match(text, first, last) and not VERB.search(text[first:last].rstrip(" 。；;，\n"))
        goes_on = found and text[found[-1][1] - 1 : first].strip(" \n") in ("；", ";", "")
        if bare and goes_on and HEAD.match(text, *found[-1]):
            found[-1] = (found[-1][0], last)
        else:
            found.append((first, last))
    return found


def _phrase(text: str, start: int, end: int) -> tuple[list[Unit], Span | None]:
    """（A牵头，B、C配合） and （A负责，年底前完成）: names come first, the verb after them gives the role."""
    units: list[Unit] = []
    until: Span | None = None
    pending = part = start
    for at in [*(m.start() for m in _COMMA.finditer(text, start, end)), end]:
        piece = text[part:at].rstrip(" 。；;，")
        verb = VERB.search(piece)
        if verb is not None:
            by = [m.end() for m in _BY.finditer(text, pending, part + verb.start())]
            units += names(text, by[-1] if by else pending, part + verb.start(), role_of_verb(verb.group("role")))
            pending = at + 1
        else:
            when = _deadline(text, part, at)
            until, pending = (when, at + 1) if when else (until, pending)
        part = at + 1
    return units, until


def _deadline(text: str, start: int, end: int) -> Span | None:
    """The deadline that fills a stretch of text: 2025年底前完成, 长期坚持."""
    piece = text[start:end].rstrip(" 。；;，")
    if not piece.endswith(("完成", "前", "推进", "坚持")) or not WHEN.search(piece):
        return None
    return _stripped(text, start, start + len(piece.removesuffix("完成")))


def _stripped(text: str, start: int, end: int) -> Span | None:
    words = text[start:end]
    bare = words.strip(" 。；;，\n")
    first = start + words.index(bare) if bare else start
    return None if NOBODY.fullmatch(bare) else (first, first + len(bare))
