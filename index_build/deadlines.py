"""By when a clause wants its task done, as written."""

from index_build import units
from qa.records import Deadline


def find(text: str) -> tuple[Deadline, ...]:
    """The deadlines of a clause's text, in order: `text[span] == words`."""
    named = [a.deadline for a in units.find(text) if a.deadline]
    return tuple(Deadline(words, (text.index(words), text.index(words) + len(words)), None) for words in named)
