"""Where a text's head ends: at its first clause, lists of attachments and of contents passed over."""

import re
from collections.abc import Sequence

from index_build.identify.head_lines import ATTACHMENT_LIST, CONTENTS, PERIOD, is_title
from index_build.structure import numbering

_BODY_LABEL_RANK = 8
_ITEM_RANK = 7
_LONGEST_CONTENTS = 600
_PAGE_NUMBER = re.compile(r"[\s.．…·—\-]*[0-9]*\s*$")


def body_start(text: Sequence[str]) -> int:
    """The index of the first clause's line; the number of lines where none is labelled."""
    k = 0
    while k < len(text):
        if CONTENTS.match(text[k]):
            k = contents_end(text, k)
        elif ATTACHMENT_LIST.match(text[k]):
            k = _list_end(text, k)
        elif _opens_body(text, k):
            return k
        else:
            k += 1
    return len(text)


def contents_end(text: Sequence[str], start: int) -> int:
    """Behind a table of contents that opens at `start`: where its first entry comes again; else behind its title."""
    entries = [_entry(line) for line in text[start + 1 : start + 1 + _LONGEST_CONTENTS]]
    first = next((k for k, line in enumerate(text[start + 1 : start + 3]) if numbering.parse(line)), 0)
    for k in range(first + 1, len(entries)):
        if entries[k] and entries[k] == entries[first]:
            return start + 1 + k
    return start + 1


def _entry(line: str) -> str:
    return "".join(_PAGE_NUMBER.sub("", line).split())


def _list_end(text: Sequence[str], start: int) -> int:
    """Behind 附件：1.甲 and the lines 2.乙, 3.丙 that go on with it."""
    k = start + 1
    if not re.search(r"[：:]\s*[（(]?[1一]", text[start]):
        return k
    while (
        k < len(text)
        and (label := numbering.parse(text[k]))
        and label.rank >= _ITEM_RANK
        and label.number == k - start + 1
    ):
        k += 1
    return k


def _opens_body(text: Sequence[str], k: int) -> bool:
    label = numbering.parse(text[k])
    if label is None or label.rank > _BODY_LABEL_RANK:
        return False
    # （一） on a line of its own under …的解释 is the end of the title.
    return not (k and PERIOD.match(text[k]) and is_title(text[k - 1]))
