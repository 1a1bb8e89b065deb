"""What stands behind a document's last clause: sentences on the document as a whole, and notes."""

import re
from collections.abc import Collection, Sequence

_SELF = (
    "本(?:规划|方案|意见|实施意见|实施方案|办法|要点|计划|决定|通知|规定|细则|实施细则|条例|制度|公告|通告|纲要|措施)"
)
_SPEAKS_OF_ALL = re.compile(f"各|{_SELF}")
_SELF_REFERENCE = re.compile(
    rf"{_SELF}|(?:各|本)项(?:工作)?任务|具体(?:的)?(?:实施|落实|工作)?(?:方案|办法|措施|计划|细则)"
)
_CLOSING = re.compile(
    rf"{_SELF}(?:自|从|由).{{1,24}}(?:施行|实施|执行|生效)|{_SELF}有效期|(?:《|原|此前).*同时废止"
    r"|特此(?:函告|通知|公告|通告|函复|批复|报告|说明|函达)[。！]?$"
)
_NOTES = re.compile(r"(?:注|注释|附注|脚注|尾注|名词解释|名词注释)：(?=$|\s?(?:[①-⑳]|[\[［〔【(（]?[0-9]))")
_NOTE = re.compile(r"[①-⑳㉑-㉟❶-❿]|[\[［〔【][0-9]{1,3}[\]］〕】]")
_BRACKETED = re.compile(r"[\[［〔【][0-9]{1,3}[\]］〕】]")


def speaks_of_all(line: str) -> bool:
    """Whether a paragraph may speak of the whole document: 各单位要…, 本规划由…."""
    return _SPEAKS_OF_ALL.match(line) is not None


def refers_to_document(line: str) -> bool:
    """Whether a paragraph names its own document, or the plans to be made from it."""
    return _SELF_REFERENCE.search(line) is not None


def sentences(lines: Sequence[str], ends: Collection[int]) -> set[int]:
    """The last lines of a document, or of what stands before an annex (`ends`), that bring it into force or end it."""
    found: set[int] = set()
    for end in ends:
        i = end - 1
        while i >= 0 and _CLOSING.match(lines[i]):
            found.add(i)
            i -= 1
    return found


def notes(lines: Sequence[str], ends: Collection[int]) -> set[int]:
    """Lines of notes at such an end: 注： and what follows it, or what begins with [1]."""
    found: set[int] = set()
    for end in ends:
        i = end
        while i > 0 and _NOTE.match(lines[i - 1]):
            i -= 1
        if i and _NOTES.match(lines[i - 1]):
            i -= 1
        elif not all(_BRACKETED.match(line) for line in lines[i:end]):
            continue
        found.update(range(i, end))
    return found
