"""Responsible units: who a clause names for which role, exactly as written and where.

A bracket is about units only if it opens with a role word or ends in one; any other bracket is left alone. A
role is never guessed: 牵头 and 责任 stay apart, and 按职责分工负责 names nobody.
"""

import re
from dataclasses import dataclass
from itertools import pairwise

from qa.records import Role, Span, Unit

_LEAD = "牵头|主办|主责|主管"
_RESPONSIBLE = "责任|负责|承办|落实|实施"
_SUPPORT = "配合|协办|参与|参加|协同|支持|协助"
_BODY = "单位|部门|机关|处室|科室"
_DEADLINE = "完成时限|完成时间|完成期限|时限要求|时间要求|时间安排|办结时限|时限"
_ROLES: tuple[tuple[Role, str], ...] = (("lead", _LEAD), ("responsible", _RESPONSIBLE), ("support", _SUPPORT))
_ANY = f"(?:{_LEAD}|{_RESPONSIBLE}|{_SUPPORT})"
_HEAD = rf"(?:{_ANY}(?:{_BODY})|(?:牵头|责任|配合|协办)|{_DEADLINE})\s*[：:]"
_HEAD_PATTERN = re.compile(_HEAD)
# Outside brackets the word opens a line or follows a sentence; elsewhere it is a word like any other.
_OPEN_HEAD = re.compile(rf"(?:\A|(?<=[。；\n）〕】])) *({_HEAD})")
_CLOSERS = {"（": "）", "〔": "〕", "【": "】", "(": ")", "[": "]"}
_OPENERS = {closer: opener for opener, closer in _CLOSERS.items()}
# 参与 and 支持 end brackets that name nobody (政府主导、社会参与), so they are no sign of units.
_TAIL_VERB = re.compile(r"(?:牵头|负责|配合|协办|(?:职责|职能)(?:分工)?落实)(?:(?:分工)?(?:负责|落实))?$")
_VERB = re.compile(
    rf"(?:按(?:照)?(?:各自)?(?:职责|职能)(?:分工)?(?:分别)?)?(?:共同|分别|具体)?"
    rf"(?P<role>{_LEAD}|负责|{_SUPPORT})(?:负责)?(?:实施|落实)?$"
)
_BY_DUTY = re.compile(r"按(?:照)?(?:各自)?(?:职责|职能)(?:分工)?(?:分别)?$")
_WHEN = re.compile(r"(?:底|年|月|日|前|内|期间|持续|长期|每年)")
_SEPARATOR = re.compile("[、，；,;\n]")
_LONGEST_BRACKET = 400


@dataclass(frozen=True)
class Assignment:
    """units in the order of the text; deadline as written; span: the part of the text that says so."""

    units: tuple[Unit, ...]
    deadline: str | None
    span: Span


def find(text: str) -> list[Assignment]:
    """Every assignment in a clause's text: brackets, lines and tails of their own. Offsets into `text`."""
    found = [a for a in (_read(text, start, end) for start, end in _places(text)) if a is not None]
    return sorted(found, key=lambda a: a.span)


def brackets(text: str) -> list[Span]:
    """The brackets about units, as [open, after close), in order."""
    return [(start, end) for start, end in _outermost(text) if _is_units_bracket(text[start + 1 : end - 1])]


def is_units_line(line: str) -> bool:
    """Whether a whole paragraph does nothing but name units or a deadline (责任单位：…)."""
    text = line.strip()
    if _HEAD_PATTERN.match(text):
        return True
    return brackets(text) == [(0, len(text))]


def _outermost(text: str) -> list[Span]:
    """Outermost pairs of brackets of one kind, as [open, after close). Linear in the text, however odd it is."""
    opened: dict[str, list[int]] = {opener: [] for opener in _CLOSERS}
    found: list[Span] = []
    for i, char in enumerate(text):
        if char in _CLOSERS:
            opened[char].append(i)
        elif char in _OPENERS and opened[_OPENERS[char]]:
            start = opened[_OPENERS[char]].pop()
            if i - start >= _LONGEST_BRACKET:
                continue
            while found and found[-1][0] > start:
                found.pop()
            if not found or found[-1][1] <= start:
                found.append((start, i + 1))
    return found


def _is_units_bracket(inside: str) -> bool:
    inner = inside.strip()
    if "。" in inner.rstrip("。"):
        return False
    if _HEAD_PATTERN.match(inner):
        return True
    if not _TAIL_VERB.search(inner.rstrip("。；，")):
        return bool(re.match(rf"[^，。；]{{2,60}}(?:{_LEAD}|负责)[，；]", inner)) and bool(_WHEN.search(inner))
    return not re.match("由谁|谁", inner)


def _places(text: str) -> list[Span]:
    """The insides of brackets, and from an open 责任单位： to the end of its line."""
    places = [(start + 1, end - 1) for start, end in brackets(text)]
    covered = bytearray(len(text))
    for start, end in places:
        covered[start:end] = b"\1" * (end - start)
    for match in _OPEN_HEAD.finditer(text):
        start = match.start(1)
        if not covered[start]:
            line_end = text.find("\n", match.end())
            end = len(text) if line_end < 0 else line_end
            covered[start:end] = b"\1" * (end - start)
            places.append((start, end))
    return places


def _read(text: str, start: int, end: int) -> Assignment | None:
    units: list[Unit] = []
    deadline: str | None = None
    for first, last in _segments(text, start, end):
        head = _HEAD_PATTERN.match(text, first, last)
        if head is None:
            units, deadline = _read_phrase(text, (first, last), units, deadline)
        elif re.match(_DEADLINE, head.group()):
            deadline = text[head.end() : last].strip(" 。；，")
        else:
            named = _names(text, head.end(), last, _role(head.group()))
            units += [unit for unit in named if not _is_deadline(unit.name)]
            deadline = next((_until(unit.name) for unit in named if _is_deadline(unit.name)), deadline)
    return Assignment(tuple(units), deadline, (start, end)) if units or deadline else None


def _is_deadline(piece: str) -> bool:
    return piece.endswith(("完成", "前", "推进", "坚持")) and _WHEN.search(piece) is not None


def _until(piece: str) -> str:
    return piece.removesuffix("完成").strip()


def _segments(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Parts that share a role: cut at ； and ends of sentences, and before a further 配合单位： on the way."""
    cuts = {start, end}
    cuts.update(m.end() for m in re.compile("[；;。\n]").finditer(text, start, end))
    cuts.update(m.start() for m in _HEAD_PATTERN.finditer(text, start, end))
    ordered = sorted(cuts)
    pairs = pairwise(ordered)
    return [(a + len(text[a:b]) - len(text[a:b].lstrip()), b) for a, b in pairs if text[a:b].strip(" ；;。\n")]


def _read_phrase(
    text: str, span: tuple[int, int], units: list[Unit], deadline: str | None
) -> tuple[list[Unit], str | None]:
    """（A牵头，B、C配合） and （A负责，年底前完成）: names come first, the verb after them gives the role."""
    pending = part = span[0]
    for at in [*(m.start() for m in re.compile("[，,；;]").finditer(text, *span)), span[1]]:
        piece = text[part:at].rstrip(" 。；;，")
        verb = _VERB.search(piece)
        if verb is not None:
            first = pending + 1 if text[pending : pending + 1] == "由" else pending
            units += _names(text, first, part + verb.start(), _role(verb.group("role")))
            pending = at + 1
        elif _is_deadline(piece):
            deadline = _until(piece)
            pending = at + 1
        part = at + 1
    return units, deadline


def _role(words: str) -> Role:
    for role, pattern in _ROLES:
        if re.match(pattern, words):
            return role
    raise ValueError(f"no role in {words!r}")


def _names(text: str, start: int, end: int, role: Role) -> list[Unit]:
    """The names between two offsets, cut at 、，； but not inside brackets and never at 和, 及, 与."""
    units = []
    for first, last in _pieces(text, start, end):
        name = text[first:last]
        duty = _VERB.search(name) or _BY_DUTY.search(name)
        if duty:
            name = name[: duty.start()]
        name = name.rstrip(" 。；;，").removesuffix("等").rstrip()
        if name and not _HEAD_PATTERN.match(name):
            units.append(Unit(role, name, (first, first + len(name))))
    return units


def _pieces(text: str, start: int, end: int) -> list[tuple[int, int]]:
    pieces, depth, first = [], 0, start
    for i in range(start, end):
        depth += (text[i] in "（(〔") - (text[i] in "）)〕")
        if depth <= 0 and _SEPARATOR.match(text[i]):
            pieces.append((first, i))
            first = i + 1
    pieces.append((first, end))
    trimmed = [(a + len(text[a:b]) - len(text[a:b].lstrip()), b) for a, b in pieces]
    return [(a, b) for a, b in trimmed if text[a:b].strip()]
