"""Footnotes: smaller type below a short rule at the foot of a page."""

from collections.abc import Sequence

from index_build.extract.layout.page import Line, Page

#: The rule above footnotes, as shares of the page: its length, and how far down it stands.
_RULE = (0.08, 0.5)
_LOWER = 0.4
_SMALLER = 0.95


def split(page: Page, lines: Sequence[Line], size: float) -> tuple[list[Line], list[Line]]:
    """A page's lines above and below the rule of its footnotes; none below where it has no footnotes."""
    for top in sorted(_rules(page)):
        below = [line for line in lines if line.top + line.bottom > 2 * top]
        above = [line for line in lines if line.top + line.bottom <= 2 * top]
        if below and all(line.table is None and line.size < _SMALLER * size for line in below):
            return above, below
    return list(lines), []


def _rules(page: Page) -> set[float]:
    shortest, longest = _RULE
    flat = (rule for rule in page.rules if rule.top == rule.bottom and rule.top > _LOWER * page.height)
    found = {rule.top for rule in flat if shortest * page.width < rule.x1 - rule.x0 < longest * page.width}
    return found if len(found) <= 20 else set()
