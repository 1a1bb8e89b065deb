"""The table of contents (目录): headings that stand again further down, or that end in dots and page numbers.

Its lines are no clauses; they are dropped with a reason, so that the real chapters keep their own numbers.
"""

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Container, Sequence
from dataclasses import dataclass, field
from itertools import islice

from index_build.structure import numbering, tables

REASON = "目录"
_TITLE = re.compile(r"[【\[（(《]?目[录次][】\])）》]?[：:]?")
_PAGE = re.compile(r"[\s.．。·…⋯‥・_—\-–\t]*[（(\-—–]?\s*[0-9]{1,3}\s*[)）\-—–]?\s*$")
_LEAD = r"\s—–_.．。·…⋯‥・（(-"
_PAGED = re.compile(rf"(?<![{_LEAD}])[{_LEAD}]+(?P<page>[0-9]{{1,3}})\s*[)）—–-]?$")
_LEADER = re.compile(r"(?:[.．·…⋯‥・_]\s?){3,}|…|\t")
_INSIDE = re.compile(r"(?:第\s*[一二三四五六七八九十百零〇0-9]+\s*[篇编章节]|(?<![一-鿿])[一二三四五六七八九十]+、)")
_LONGEST = 60
_LONGEST_PRINTED = 200
_FEWEST = 3
#: How many later lines with the same label are compared with an entry.
_COMPARED = 20
_CHAPTERS = ("part", "chapter", "section")
_SENTENCE = ("。", "；", "：", "，", "、")


@dataclass
class _Document:
    """lines: those that count, as (index, line). by_key, by_label: the positions of each key and label, in order.

    unpaged: each line's key without the number that may be its page.
    """

    lines: list[tuple[int, str]]
    keys: list[str]
    unpaged: list[str]
    by_key: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    by_label: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))

    @classmethod
    def of(cls, lines: Sequence[str], skipped: Container[int]) -> "_Document":
        kept = [(i, line.strip()) for i, line in enumerate(lines) if line.strip() and i not in skipped]
        document = cls(kept, [key(line) for _, line in kept], [names(line)[-1] for _, line in kept])
        for at, (_, line) in enumerate(kept):
            document.by_key[document.keys[at]].append(at)
            label = numbering.parse(line)
            if label:
                document.by_label[label.key].append(at)
        return document

    def stands_again(self, at: int, after: int) -> bool:
        """Whether a later line is this one, or has its label and opens with its words."""
        return any(self._stands(at, words, after) for words in dict.fromkeys((self.keys[at], self.unpaged[at])))

    def _stands(self, at: int, words: str, after: int) -> bool:
        if not words:
            return False
        same = self.by_key[words]
        if bisect_right(same, after) < len(same):
            return True
        label = numbering.parse(self.lines[at][1])
        labelled = self.by_label[label.key] if label else []
        first = bisect_right(labelled, after)
        return any(self.keys[k].startswith(words) for k in islice(labelled, first, first + _COMPARED))


def find(lines: Sequence[str], skipped: Container[int]) -> dict[int, str]:
    """Line -> reason for the lines of a document's contents; `skipped` lines are no part of the document."""
    document = _Document.of(lines, skipped)
    dropped: dict[int, str] = {}
    at = 0
    while at < len(document.lines):
        block = _block(document, at)
        dropped |= {document.lines[k][0]: REASON for k in block}
        at = max(at + 1, block.stop)
    return dropped


def _block(document: _Document, at: int) -> range:
    """The contents that begin at a line; empty where none do."""
    line = document.lines[at][1]
    titled = bool(_TITLE.fullmatch(re.sub(r"\s", "", line)))
    start = at + titled
    if start < len(document.lines) and _is_whole(document, start, titled):
        return range(at, start + 1)
    if not titled and not _opens(document, at):
        return range(0)
    end = start
    while end < len(document.lines) and _is_entry(document, start, end, titled):
        end += 1
    entries = range(start, end)
    printed = sum(_is_printed(document.lines[k][1]) for k in entries)
    again = sum(document.stands_again(k, end - 1) for k in entries)
    if titled:
        return range(at, end if 2 * max(again, printed) >= len(entries) else at + 1)
    whole = again == len(entries) and _pages_grow(document, entries)
    believed = len(entries) >= _FEWEST and (whole or printed * 2 > len(entries))
    return entries if believed else range(at, at)


def _opens(document: _Document, at: int) -> bool:
    label = numbering.parse(document.lines[at][1])
    return label is not None and label.number == 1 and len(document.keys[at]) <= _LONGEST


def _is_entry(document: _Document, start: int, at: int, titled: bool) -> bool:
    """Whether the contents that began at `start` go on here; they end where their first line stands again."""
    line, words = document.lines[at][1], document.keys[at]
    if len(words) > _LONGEST or (at > start and words in (document.keys[start], document.unpaged[start])):
        return False
    if _is_printed(line):
        return True
    if line.endswith(_SENTENCE) or tables.is_row(line):
        return False
    label = numbering.parse(line)
    if titled and label and label.form in _CHAPTERS:
        return True
    return (label is not None or titled) and document.stands_again(at, at)


def _pages_grow(document: _Document, entries: range) -> bool:
    """Whether numbers behind all of some lines can be pages; lines without any number can be contents as well."""
    pages = [int(m["page"]) for k in entries if (m := _PAGED.search(document.lines[k][1]))]
    return not pages or (len(pages) == len(entries) and pages == sorted(pages))


def _is_printed(line: str) -> bool:
    """Whether a line ends in dots and a page number."""
    if len(line) > _LONGEST_PRINTED:
        return False
    page = _PAGE.search(line)
    return page is not None and (bool(_LEADER.search(page.group())) or bool(_LEADER.search(line)))


def _is_whole(document: _Document, at: int, titled: bool) -> bool:
    """Contents on one line: 目录 第一章 总则 第二章 …"""
    line = document.lines[at][1]
    starts = [m.start() for m in _INSIDE.finditer(line)]
    if len(starts) < _FEWEST or "。" in line or not (titled or starts[0] == 0 or line.startswith("目")):
        return False
    pieces = [line[a:b] for a, b in zip(starts, [*starts[1:], len(line)], strict=True)]
    known = sum(any(document.by_key.get(name, [-1])[-1] > at for name in names(piece)) for piece in pieces)
    return known * 2 >= len(pieces)


def is_chapter(line: str) -> bool:
    """Whether a line of the contents names a numbered heading."""
    return numbering.parse(line) is not None and len(_INSIDE.findall(line)) < 2 and len(line) <= _LONGEST


def key(line: str) -> str:
    """A heading without its spaces, dots and page number."""
    bare = _PAGE.sub("", line) if _is_printed(line) else line
    return re.sub(r"[^\w]", "", bare)


def names(line: str) -> tuple[str, ...]:
    """The keys that a line of contents may have further down: as it is, and without a number that may be its page."""
    stripped = line.strip()
    words = key(stripped)
    page = _PAGED.search(stripped) if len(stripped) <= _LONGEST_PRINTED else None
    return (words, key(stripped[: page.start()])) if page else (words,)
