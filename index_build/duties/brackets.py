"""Where a text speaks of units by label or in brackets: the places, and the roles their labels give.

A bracket is about units only if it opens with a role word or ends in one; any other bracket is left alone.
"""

import re

from index_build.duties.names import LEAD, RESPONSIBLE, SUPPORT, has_own_region, is_by_form, pieces
from qa.records import Role, Span

_BODY = "单位|部门|机关|机构|处室|科室|主体|企业"
#: Labels that name persons, or bodies in no role of ours; they end the names before them.
_PERSONS = (
    "(?:(?:牵头|责任|分管|包保|联系|挂钩|挂联|主要|主管)(?:县|市|区|校|院)?(?:领导|人员|人|同志)"
    "|负责人|联系人|联系电话|联系方式|(?:督办|督导|督查|监督|验收|考核|评估)(?:单位|部门|领导|人))"
)
DEADLINE = (
    "(?:完成|办结|办理|整改|工作|落实)?(?:时限要求|时间要求|时间安排|时间节点|时间进度|进度安排|时限|期限)"
    "|(?:完成|整改)时间|完成日期"
)
_ROLES: tuple[tuple[Role, str], ...] = (("lead", LEAD), ("responsible", RESPONSIBLE), ("support", SUPPORT))
_ANY = f"(?:{LEAD}|{RESPONSIBLE}|{SUPPORT})"
#: 牵头单位, 主要责任部门, 责任单位（第一位为牵头单位）; the part before the colon.
ROLE_LABEL = rf"(?:主体|第一|主要|具体|共同|直接|协同)?(?:{_ANY}){{1,2}}(?:{_BODY})(?:（[^（）\n]{{1,8}}）)?"
_HEAD = (
    rf"(?:(?:{ROLE_LABEL}|(?:牵头|责任|配合|协办|主办|承办)|{_PERSONS}|{DEADLINE})\s*[：:]"
    rf"|【(?:{ROLE_LABEL}|{_PERSONS}|{DEADLINE})】\s*[：:]?"
    rf"|(?:{ROLE_LABEL}|(?:完成|办结|整改)(?:时限|时间)) *(?:——|—|--)"
    rf"|(?<![^\n ])(?:{ROLE_LABEL}|(?:完成|办结|整改)(?:时限|时间))(?= *\n))"
)
HEAD = re.compile(_HEAD)
# Outside brackets the word opens a line or follows a sentence; elsewhere it is a word like any other.
_OPEN_HEAD = re.compile(rf"(?:\A|(?<=[。；\n）〕】])) *({_HEAD})")
# After a comma only the whole label with its colon is believed.
_LABEL_INSIDE = re.compile(rf"(?<=[，,])\s?({ROLE_LABEL}[：:])")
_STRETCH = re.compile("[^，,；。\n]+[，,；]?")
_CLOSING = {"（": "）", "〔": "〕", "【": "】", "(": ")", "[": "]"}
_ANY_BRACKET = re.compile(r"[（）〔〕【】()\[\]]")
_OPENING = {closer: opener for opener, closer in _CLOSING.items()}
# 参与 and 支持 end brackets that name nobody (政府主导、社会参与), so alone they are no sign of units.
_TAIL_VERB = re.compile(
    r"(?:牵头|负责|配合|协办|承办|(?:职责|职能)(?:分工)?落实)(?:(?:分工)?(?:负责|落实)|组织实施|实施)?$"
)
_UNTIL = re.compile("[，；,;](?:持续推进|长期坚持|持续坚持|[^，；。]{0,16}(?:[0-9]年|[底末年月日]前?|完成))$")
_LED = re.compile(f"[^，。；]{{2,60}}(?:{LEAD}|负责)[，；、]")
_HELPED = re.compile(f"(?:{SUPPORT})(?:落实|实施)?$")
_TAKES_PART = re.compile("(?:共同|分别|积极)?(?:参与|参加|协助)$")
_SOMEBODY = re.compile("(?:各|有关|相关)(?:[县市区镇乡村]|乡镇)?$|(?:有关|相关)")
_DATE_LINE = re.compile("[^。：\n]{0,24}(?:[底末前年月日内]|期间|坚持|推进|长期|持续)[。；]?")
#: What a deadline inside a bracket is known by.
WHEN = re.compile(r"(?:底|年|月|日|前|内|期间|持续|长期|每年)")
_LONGEST_BRACKET = 400


def brackets(text: str) -> list[Span]:
    """The brackets about units, as [open, after close), in order."""
    return [(start, end) for start, end in outermost(text) if _is_about_units(text[start + 1 : end - 1])]


def is_units_line(line: str) -> bool:
    """Whether a whole paragraph does nothing but name units or a deadline (责任单位：…)."""
    text = line.strip()
    if HEAD.match(text):
        return True
    return brackets(text) == [(0, len(text))]


def places(text: str) -> list[Span]:
    """The insides of brackets, and from an open 责任单位： to the end of its line."""
    found = [(start + 1, end - 1) for start, end in brackets(text)]
    covered = bytearray(len(text))
    for start, end in found:
        covered[start:end] = b"\1" * (end - start)
    for match in _OPEN_HEAD.finditer(text):
        start = match.start(1)
        if not covered[start]:
            end = _end_of_list(text, match.end(), role(match.group(1)) is None)
            covered[start:end] = b"\1" * (end - start)
            found.append((start, end))
    for match in _LABEL_INSIDE.finditer(text):
        start = match.start(1)
        if not covered[start]:
            end = _end_of_names(text, start)
            covered[start:end] = b"\1" * (end - start)
            found.append((start, end))
    return found


def role(label: str) -> Role | None:
    """The role that a label gives; None for persons and for deadlines."""
    if re.match(f"【?(?:{_PERSONS}|{DEADLINE})", label):
        return None
    bare = re.sub("^【?(?:主体|第一|主要|具体|共同|直接|协同(?=配合|支持))?", "", label)
    return next((name for name, pattern in _ROLES if re.match(pattern, bare)), None)


def role_of_verb(verb: str) -> Role:
    """The role of a verb behind names: 牵头, 负责, 配合."""
    return next(name for name, pattern in _ROLES if re.match(pattern, verb))


def outermost(text: str) -> list[Span]:
    """Outermost pairs of brackets of one kind, as [open, after close). Linear in the text, however odd it is."""
    opened: dict[str, list[int]] = {opener: [] for opener in _CLOSING}
    found: list[Span] = []
    for match in _ANY_BRACKET.finditer(text):
        i, char = match.start(), match.group()
        if char in _CLOSING:
            opened[char].append(i)
        elif opened[_OPENING[char]]:
            start = opened[_OPENING[char]].pop()
            if i - start >= _LONGEST_BRACKET:
                continue
            while found and found[-1][0] > start:
                found.pop()
            if not found or found[-1][1] <= start:
                found.append((start, i + 1))
    return found


def _is_about_units(inside: str) -> bool:
    inner = inside.strip()
    if "。" in inner.rstrip("。"):
        return False
    if HEAD.match(inner):
        return True
    inner = inner.rstrip("。；，")
    if _TAIL_VERB.search(_UNTIL.sub("", inner)):
        return not re.match("由谁|谁", inner)
    helps = _TAKES_PART.search(inner)
    if helps and all(_is_somebody(inner[a:b]) for a, b in pieces(inner, 0, helps.start())):
        return helps.start() > 0
    return _LED.match(inner) is not None and bool(WHEN.search(inner) or _HELPED.search(inner))


def _is_somebody(name: str) -> bool:
    """Whether a name says which body it is by itself: 各镇, 相关部门（单位）, 县司法局; not 社会, 企业."""
    return bool(_SOMEBODY.fullmatch(name)) or (
        is_by_form(name) and (has_own_region(name) or _SOMEBODY.match(name) is not None)
    )


def _end_of_names(text: str, start: int) -> int:
    """Where a list inside a sentence ends: before the first stretch between commas that is neither label nor names."""
    end = start
    for part in _STRETCH.finditer(text, start, _line_end(text, start)):
        said = part.group().rstrip("，,；")
        named = all(is_by_form(text[slice(*span)].removesuffix("等")) for span in pieces(text, *part.span()))
        if part.start() != end or (end > start and not HEAD.match(said) and not named):
            break
        end = part.end()
    return end


def _end_of_list(text: str, start: int, dated: bool) -> int:
    """The end of the line; of the lines below, where the label stands alone and they name nothing but units or a date.

    dated: the label asks for a date.
    """
    end = _line_end(text, start)
    if text[start:end].strip():
        return end
    if dated:
        below = _line_end(text, end + 1)
        line = text[end + 1 : below].strip()
        return below if _DATE_LINE.fullmatch(line) and WHEN.search(line) and not HEAD.match(line) else end
    while end < len(text):
        below = _line_end(text, end + 1)
        listed = pieces(text, end + 1, below) if below - end < _LONGEST_BRACKET else []
        if not listed or not all(is_by_form(text[slice(*span)].rstrip("等。；")) for span in listed):
            break
        end = below
    return end


def _line_end(text: str, start: int) -> int:
    found = text.find("\n", start)
    return len(text) if found < 0 else found
