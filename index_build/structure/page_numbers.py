"""Page numbers on lines of their own, which copying a paged document leaves in the middle of its text."""

import re
from collections.abc import Container, Sequence
from itertools import pairwise

REASON = "页码"
_DASH = "[-—–－─·]{1,2}"
_NUMBER = r"\s*(?P<{}>[0-9０-９]{{1,3}})\s*"
_LINE = re.compile(
    rf"\s*(?:{_DASH}{_NUMBER.format('dashed')}{_DASH}"
    rf"|第{_NUMBER.format('named')}页(?:\s*[，,/／]?\s*[（(]?\s*共\s*[0-9０-９]{{1,3}}\s*页\s*[)）]?)?)\s*"
)


def number_of(line: str) -> int | None:
    """The number on a line that holds a page number and nothing else: - 1 -, 第 4 页 共 5 页."""
    match = _LINE.fullmatch(line)
    return int(match["dashed"] or match["named"]) if match else None


def find(lines: Sequence[str], skipped: Container[int]) -> dict[int, str]:
    """Line -> reason, for such lines where one counts on from another; a single one may be anything."""
    found = [(i, number) for i, line in enumerate(lines) if i not in skipped and (number := number_of(line))]
    counted = [{i, k} for (i, number), (k, following) in pairwise(found) if following == number + 1]
    return dict.fromkeys(sorted(set().union(*counted)), REASON)
