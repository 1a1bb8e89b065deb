"""The text as it stands, scored by the language model: what a repair has to beat."""

from index_build.repair.byteshift_page import ANNOTATION, TAIL, Page

_QUESTION_MARK = -8.0
_ORPHAN_PINYIN = -30.0

Context = tuple[int, int]


class Plain:
    """log P of text[start:at] read as it stands after `context`, for every at up to `limit`, in nats.

    At `line_end` a line break is read too: what a paragraph ends with is evidence.
    """

    def __init__(self, text: str, start: int, limit: int, line_end: int, context: Context, page: Page) -> None:
        self._start = start
        self._scores = [0.0]
        before, last = context
        score, at = 0.0, start
        while at < limit:
            end, cost, identity = _unit(text, at, page)
            if identity is not None:
                score += cost if cost else float(page.language.row(before, last)[identity])
                before, last = last, identity
            self._scores += [score] * (end - at)
            at = end
        if at == line_end:
            self._scores[-1] += float(page.language.row(before, last)[page.language.newline])

    def score(self, at: int) -> float:
        """In nats, 0 or less."""
        return self._scores[min(at - self._start, len(self._scores) - 1)]


def _unit(text: str, at: int, page: Page) -> tuple[int, float, int | None]:
    """Where the next thing read ends, a fixed cost or 0, and its id (None for an annotation)."""
    language = page.language
    tail = TAIL.match(text, at)
    if tail:
        return tail.end(), _ORPHAN_PINYIN, language.id("?")
    if text[at] in "?？":
        return at + 1, _QUESTION_MARK, language.id("?")
    note = ANNOTATION.match(text, at)
    if note:
        return note.end(), 0.0, None
    return at + 1, 0.0, language.id(text[at])
