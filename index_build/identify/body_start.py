"""Where a text's head ends: at its first clause, lists of attachments and of contents passed over."""

import re
from collections.abc import Sequence

from index_build.identify.head_lines import ATTACHMENT_LIST, CONTENTS, PERIOD, is_title
from index_build.structure import numbering

_BODY_LABEL_RANK = 8
_ITEM_RANK = 7
_LONGEST_CONTENTS = 600
_LONGEST_COUNT = 400
_COUNTED_FORMS = ("digit", "cn", "decimal-1")
_PAGE_NUMBER = re.compile(r"[\s.．…·—\-]*[0-9]*\s*$")


def body_start(text: Sequence[str], k: int = 0) -> int:
    """The index of the first clause's line from k on; the number of lines where none is labelled."""
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
    if label is None:
        return _opens_count(text, k)
    if label.rank > _BODY_LABEL_RANK:
        return False
    # （一） on a line of its own under …的解释 is the end of the title.
    return not (k and PERIOD.match(text[k]) and is_title(text[k - 1]))


def _opens_count(text: Sequence[str], k: int) -> bool:
    """Whether a count opens in a form that is a label only where it goes on: 1 总则, 1.1 目标, 2 任务."""
    first = _doubtful(text[k])
    if first is None or first.number != 1 or first.form not in _COUNTED_FORMS:
        return False
    labels = (_doubtful(line) for line in text[k + 1 : k + 1 + _LONGEST_COUNT])
    # A second 1 opens a count of its own.
    following = (label.number for label in labels if label and label.form == first.form and label.number in (1, 2))
    return next(following, None) == 2


def _doubtful(line: str) -> numbering.Label | None:
    """The label of a line that is no row of a table."""
    return None if "\t" in line else numbering.doubtful(line)
