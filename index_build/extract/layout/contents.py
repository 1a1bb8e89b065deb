"""A table of contents: headings with leaders and page numbers, which would stand in the text as second headings."""

import re
from collections.abc import Sequence

from index_build.extract.layout.page import Line

_ENTRY = re.compile(r".*[^\s.．·…‥・]\s*(?:[.．·…‥・]\s*){4,}[(（—-]?\s*[0-9ivx]{1,4}\s*[)）—-]?", re.IGNORECASE)
_TITLE = re.compile(r"目\s*[录次]")
_LEAST_ENTRIES = 3


def entries(lines: Sequence[Line]) -> set[int]:
    """The indexes of a page's lines that are entries of a table of contents, or its title above them.

    The first line of an entry on two lines has no leader: a line alone between two entries belongs to the second.
    """
    found = {i for i, line in enumerate(lines) if line.table is None and _ENTRY.fullmatch(line.text)}
    if len(found) < _LEAST_ENTRIES:
        return set()
    found |= {i + 1 for i in found if i + 2 in found}
    first = min(found)
    return found | ({first - 1} if first and _TITLE.fullmatch(lines[first - 1].text) else set())
