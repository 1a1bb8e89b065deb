"""What stands around a plan's clauses: covering notice, title, addressee, signature, imprint.

These lines are the plan's metadata, not its clauses; they are taken off with a reason, and `identify` reads them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from index_build.identify import backmatter, page_facts
from index_build.identify.body_start import contents_end
from index_build.identify.head import HANDED_OVER, Head
from index_build.identify.head_lines import AUTHOR, SIGNED, Line, is_labelled
from index_build.identify.title_lines import Title
from qa.text import key

#: The reason for which the lines of the title are dropped.
TITLE = "标题"
_LONGEST_NOTE = 60
_MOST_ADDRESSEE_LINES = 6


@dataclass(frozen=True)
class FrontMatter:
    """What `find` tells of a page's lines, by index.

    dropped: line -> reason. title: the title's first line, None where the text bears none; notice_title: that of the
    notice that carries it. heading, notice: how the two read. preface: lines of prose above the first clause, the
    notice's among them. body: the lines left.
    """

    dropped: Mapping[int, str]
    title: int | None
    notice_title: int | None = None
    body: tuple[int, ...] = field(default=())
    heading: str | None = None
    notice: str | None = None
    preface: tuple[int, ...] = field(default=())


def find(lines: Sequence[str], furniture: Mapping[int, str], metadata: Mapping[str, str] | None = None) -> FrontMatter:
    """Tell a page's lines (clean, furniture known) into metadata and body; `metadata`: what the file says beside it."""
    kept = [i for i, line in enumerate(lines) if line.strip() and i not in furniture]
    stated = page_facts.facts(lines, furniture, metadata or {})
    head = Head([lines[i].strip() for i in kept], {key(fact.value) for fact in stated if fact.field == "title"})
    dropped = (
        backmatter.tail(head) | backmatter.signatures(head) | _below_title(head) | _above_title(head) | _titles(head)
    )
    preface = [k for k in range(head.start) if head.kinds[k] is Line.PROSE and not is_labelled(head.text[k])]
    return FrontMatter(
        dropped={kept[k]: reason for k, reason in dropped.items()},
        title=_line(head.title, kept),
        notice_title=_line(head.notice, kept),
        body=tuple(i for k, i in enumerate(kept) if k not in dropped),
        heading=head.title.text if head.title else None,
        notice=head.notice.text if head.notice else None,
        preface=tuple(kept[k] for k in preface),
    )


def _line(title: Title | None, kept: Sequence[int]) -> int | None:
    return kept[title.lines[0]] if title else None


def _titles(head: Head) -> dict[int, str]:
    if head.title is None:
        return {}
    names = dict.fromkeys(head.title.lines, TITLE)
    return names | {k: "标题下的期限" for k in head.title.lines[1:] if head.kinds[k] is Line.PERIOD}


def _above_title(head: Head) -> dict[int, str]:
    """All above the title but clauses; of a notice with clauses and an annex, only what stands above those."""
    first = head.title.lines[0] if head.title else 0
    notice = set(head.notice.lines) if head.notice else set()
    prose = first > head.prose
    above = list(range(min(first, head.start)))
    if not prose:
        above = [k for k in above if k >= head.contents or not is_labelled(head.text[k])]
    return {k: "印发通知的标题" if k in notice else _reason_above(head, k, prose) for k in above}


def _reason_above(head: Head, k: int, notice: bool) -> str:
    if head.kinds[k] is Line.TITLE and "通知" in head.text[k]:
        return "印发通知的标题"
    reasons = {
        Line.NUMBER: "发文字号",
        Line.TITLE: "重复的标题",
        Line.RED_HEAD: "发文机关标志",
        Line.DRAFT: "文稿状态",
        Line.ATTACHMENT: "附件标记",
    }
    signed = {Line.DATE: "印发通知的落款", Line.SIGNATORY: "印发通知的落款", Line.SIGNED_DATE: "印发通知的落款"}
    return (reasons | signed).get(head.kinds[k], "印发通知" if notice else "标题之上的文字")


def _below_title(head: Head) -> dict[int, str]:
    """Number, date, history and addressee between the title and the text."""
    first = head.title.lines[-1] + 1 if head.title else 0
    if first > head.start:
        return {}
    dropped: dict[int, str] = {}
    k = first
    while k < head.start and (found := _reasons_below(head, k)):
        dropped |= found
        k = max(found) + 1
    dropped |= _addressee(head, k)
    dropped |= _repeated(head, first)
    return dropped | (_handed_over(head, first) if head.hands_over and not head.carried else {})


def _reasons_below(head: Head, k: int) -> dict[int, str]:
    kind = head.kinds[k]
    if kind is Line.NOTE:
        return dict.fromkeys(range(k, _note_end(head, k)), "题注")
    reasons = {
        Line.NUMBER: "发文字号",
        Line.DATE: "标题下的日期",
        Line.PERIOD: "标题下的期限",
        Line.RED_HEAD: "发文机关标志",
        Line.DRAFT: "文稿状态",
    }
    if kind in reasons:
        return {k: reasons[kind]}
    author = kind in (Line.SIGNATORY, Line.SIGNED_DATE) or AUTHOR.match(head.text[k])
    if head.title and author and _is_signed(head, k):
        return {k: "标题下的署名"}
    return {}


def _is_signed(head: Head, k: int) -> bool:
    """Whether an organ below a title is its author: a date or more of its kind is all that follows above the text."""
    return k + 1 >= head.start or head.kinds[k + 1] is not Line.OTHER


def _note_end(head: Head, start: int) -> int:
    """Behind a history in brackets (…通过 …修正), which may take several lines."""
    depth = 0
    for k in range(start, min(start + _LONGEST_NOTE, head.contents)):
        depth += head.text[k].count("（") - head.text[k].count("）")
        if depth <= 0:
            return k + 1
    return start + 1


def _addressee(head: Head, start: int) -> dict[int, str]:
    """The line that ends in ：, with the lines above it that it was broken from."""
    for k in range(start, min(start + _MOST_ADDRESSEE_LINES, head.start)):
        if head.kinds[k] is Line.ADDRESSEE:
            return dict.fromkeys(range(start, k + 1), "主送机关")
        if head.kinds[k] is Line.PROSE and not head.text[k].endswith("，"):
            break
    return {}


def _repeated(head: Head, start: int) -> dict[int, str]:
    """The title again, behind a cover page or a table of contents."""
    if head.title is None:
        return {}
    title = key(head.title.text)
    again = range(
        max(start, contents_end(head.text, head.contents)) if head.contents < head.start else start, head.start
    )
    return {k: "重复的标题" for k in again if key(head.text[k]) == title}


def _handed_over(head: Head, start: int) -> dict[int, str]:
    """A notice whose document bears no title of its own: down to its date, or its one sentence."""
    if head.text[head.start - 1 : head.start] and head.text[head.start - 1].endswith("："):
        return {}
    ends = [k for k in range(start, head.start) if head.kinds[k] in SIGNED]
    if ends and head.start < len(head.text):
        return {k: _reason_above(head, k, True) for k in range(start, ends[-1] + 1)}
    return {
        k: "印发通知"
        for k in range(start, head.start)
        if HANDED_OVER.search(head.text[k]) and head.start < len(head.text)
    }
