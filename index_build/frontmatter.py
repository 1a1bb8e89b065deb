"""What stands around a plan's clauses: covering notice, title, addressee, signature, imprint.

These lines are the plan's metadata, not its clauses; they are taken off with a reason, and `identify` reads them.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from index_build import numbering

_KINDS = "规划|方案|意见|要点|纲要|计划|细则|办法|规定|决定|措施|条例|通知"
_PERIOD = r"(?:\s*[（(][^（）()]{2,30}[）)])*"
TITLE = re.compile(rf"^[^。；！？：]{{4,70}}(?:{_KINDS})[”》]?{_PERIOD}$")
NOTICE_TITLE = re.compile(rf"通知{_PERIOD}$")
PERIOD_LINE = re.compile(r"^[（(]\s*(?:[12][0-9]{3}.*|征求意见稿|试行|草案.*)[）)]$")
DOCUMENT_NUMBER = re.compile(r"^\S{1,20}[〔\[［（(]\s*(?:19|20)[0-9]{2}\s*[〕\]］）)]\s*第?\s*[0-9]{1,5}\s*号$")
ADDRESSEE = re.compile(r"^[^。；]{2,120}：$")
_DAY = (
    r"(?:[12][0-9]{3}|[一二][零〇○一二三四五六七八九]{3})\s*年\s*(?:[0-9]{1,2}|[一二三四五六七八九十]{1,2})\s*月\s*"
    r"(?:[0-9]{1,2}|[一二三四五六七八九十]{1,3})\s*日"
)
DATE_LINE = re.compile(f"^{_DAY}$")
SIGNATORY = re.compile(
    r"^[^。；，：、]{3,40}(?:政府|委员会|办公室|办公厅|领导小组|小组|党委|县委|市委|区委|省委|局|厅|部|院)$"
)
IMPRINT = re.compile(rf"^.{{2,60}}{_DAY}\s*印发$")
_CLOSING_NOTES = re.compile(
    r"^(?:抄送\s*[：:].*|[（(]?此件(?:公开|主动公开|依申请公开|不公开).*[）)]?|主题词\s*[：:].*)$"
)
_BODY_LABEL_RANK = 8


@dataclass(frozen=True)
class FrontMatter:
    """dropped: line index -> reason. title: index of the title's line, None where the text bears none."""

    dropped: Mapping[int, str]
    title: int | None
    notice_title: int | None = None
    body: tuple[int, ...] = field(default=())


def find(lines: Sequence[str], furniture: Mapping[int, str]) -> FrontMatter:
    """Tell a page's lines (clean, furniture known) into metadata and body."""
    kept = [i for i, line in enumerate(lines) if line.strip() and i not in furniture]
    text = [lines[i].strip() for i in kept]
    start = next((k for k, line in enumerate(text) if _opens_body(line)), len(text))
    title = max((k for k in range(start) if TITLE.match(text[k])), default=None)
    dropped = _head(text, start, title) | _tail(text, start)
    notice = next((k for k in range(start) if NOTICE_TITLE.search(text[k]) and TITLE.match(text[k])), None)
    return FrontMatter(
        {kept[k]: reason for k, reason in dropped.items()},
        None if title is None else kept[title],
        None if notice is None else kept[notice],
        tuple(i for k, i in enumerate(kept) if k not in dropped),
    )


def _opens_body(line: str) -> bool:
    label = numbering.parse(line)
    return label is not None and label.rank <= _BODY_LABEL_RANK


def _head(text: Sequence[str], start: int, title: int | None) -> dict[int, str]:
    dropped: dict[int, str] = {}
    if title is not None:
        for k in range(title):
            dropped[k] = _head_reason(text[k])
        dropped[title] = "标题"
    after = 0 if title is None else title + 1
    for k in range(after, start):
        if PERIOD_LINE.match(text[k]):
            dropped[k] = "标题下的期限"
        elif DOCUMENT_NUMBER.match(text[k]):
            dropped[k] = "发文字号"
        elif DATE_LINE.match(text[k]):
            dropped[k] = "标题下的日期"
        elif ADDRESSEE.match(text[k]) and k + 1 < len(text) and _is_addressee(text[k]):
            dropped[k] = "主送机关"
    return dropped


def _is_addressee(line: str) -> bool:
    return bool(re.search("各|人民政府|委员会|办公室|部门|单位|机构", line)) and len(line) <= 80


def _head_reason(line: str) -> str:
    if DOCUMENT_NUMBER.match(line):
        return "发文字号"
    if TITLE.match(line):
        return "印发通知的标题" if NOTICE_TITLE.search(line) else "重复的标题"
    if DATE_LINE.match(line) or SIGNATORY.match(line):
        return "印发通知的落款"
    return "印发通知"


def _tail(text: Sequence[str], start: int) -> dict[int, str]:
    dropped: dict[int, str] = {}
    for k in range(len(text) - 1, start, -1):
        reason = _tail_reason(text[k], bool(dropped))
        if reason is None:
            break
        dropped[k] = reason
    return dropped


def _tail_reason(line: str, signature_below: bool) -> str | None:
    if IMPRINT.match(line):
        return "印发信息"
    if _CLOSING_NOTES.match(line):
        return "文末附注"
    if DATE_LINE.match(line):
        return "落款"
    # A lone line that merely ends in 局 may be a body line; above a date it is the signature.
    return "落款" if signature_below and SIGNATORY.match(line) else None
