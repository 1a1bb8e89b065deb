"""附件: where an annex of its own begins, and where a line only lists what is attached."""

import re
from collections.abc import Sequence

from index_build.structure.numbering import Label
from qa.numerals import CHINESE_NUMERAL, number

#: Above every other label: what follows is no part of the chapter before.
RANK = 0
_ANNEX = re.compile(
    rf"(?P<written>附\s?(?:件|表|录)\s?(?:[0-9]{{1,2}}|[{CHINESE_NUMERAL}]{{1,3}})?)(?P<mark>\s?[：:]\s?|\s|$)(?P<title>.*)$"
)
_NUMBERED = re.compile(
    r"(?P<written>附\s?(?:件|表|录)\s?[0-9]{1,2})(?P<mark>)(?P<title>[^\s：:0-9所的中、，和与及或至到规列第].*)$"
)
_ITEM = re.compile(r"(?:[0-9]{1,2}\s?[.．、]|[（(][0-9]{1,2}[）)])\s?(?![0-9])")
_LONGEST_TITLE = 60
_SIGNED = re.compile(r"[12][0-9]{3}年[0-9]{1,2}月[0-9]{1,2}日|[〇○零一二三四五六七八九十]{4}年.{1,3}月.{1,3}日")


def is_annex_line(line: str) -> bool:
    """Whether a clean line begins an annex or names one: 附件, 附件2, 附件：任务分工表."""
    return _match(line) is not None


def _match(line: str) -> re.Match[str] | None:
    if len(line) > _LONGEST_TITLE + 10 or "\t" in line:
        return None
    match = _ANNEX.match(line) or _NUMBERED.match(line)
    return None if match is None or re.search("[。；，]", match["title"]) else match


def find(lines: Sequence[str]) -> dict[int, Label | None]:
    """Line -> its label where an annex begins; None for a list of annexes, and for its further lines."""
    kept = [i for i, line in enumerate(lines) if line.strip()]
    matches = {k: m for k, i in enumerate(kept) if (m := _match(lines[i].strip()))}
    last = {_name(m): k for k, m in matches.items()}
    found: dict[int, Label | None] = {}
    for k, match in matches.items():
        named_again = bool(match["title"]) and last[_name(match)] > k
        end = _end_of_items(lines, kept, k)
        if named_again or _ITEM.match(match["title"]) or _ends(lines, kept, k, end, match):
            found |= dict.fromkeys(kept[k:end])
        else:
            found[kept[k]] = _label(match)
    return found


def _name(match: re.Match[str]) -> str:
    return re.sub(r"\s", "", match["written"])


def _label(match: re.Match[str]) -> Label:
    name = _name(match)
    return Label(RANK, "annex", match["written"].rstrip(), name, number(name))


def _ends(lines: Sequence[str], kept: Sequence[int], k: int, end: int, match: re.Match[str]) -> bool:
    """Whether nothing of an annex stands below its name, or below the numbered names under it: 附件：1.甲 2.乙."""
    if end > k + 1 and not match["mark"].strip():
        return False
    following = lines[kept[end]].strip() if end < len(kept) else ""
    signed = any(_SIGNED.fullmatch(lines[i].strip()) for i in kept[end : end + 2])
    return not following or signed or ((bool(match["title"]) or end > k + 1) and is_annex_line(following))


def _end_of_items(lines: Sequence[str], kept: Sequence[int], k: int) -> int:
    """Behind the line itself and the numbered names below it: 2.乙, 3.丙."""
    end = k + 1
    while end < len(kept) and _is_item(lines[kept[end]].strip()):
        end += 1
    return end


def _is_item(line: str) -> bool:
    return len(line) <= _LONGEST_TITLE and bool(_ITEM.match(line)) and not line.endswith(("。", "；", "："))
