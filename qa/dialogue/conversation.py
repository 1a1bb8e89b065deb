"""A follow-up and the questions before it -> one question that stands alone.

Places, topic and what is asked are three slots; a follow-up fills some and inherits the rest, in the words in which
they were asked. Decided by wording alone (`qa.dialogue.ellipsis`); what stands alone is left as it is.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from qa import question
from qa.dialogue import followups
from qa.dialogue.followups import Said
from qa.dialogue.frame import Reader
from qa.errors import InvalidRequest
from qa.records import Clause, Plan
from qa.regions import Regions

#: Turns looked back at; people do not refer further back, and a client may send a day's worth.
MOST_TURNS = 20


@dataclass(frozen=True)
class Turn:
    """An earlier question, as asked or as understood, and the clauses cited in its answer, in order, where known."""

    question: str
    clauses: tuple[Clause, ...] = ()


def resolve(text: str, history: Sequence[Turn], regions: Regions, plans: Mapping[str, Plan]) -> str:
    """The question as one that stands alone; the text itself if it does so already or nothing says what it is about.

    history: oldest first, of any length; turns that could not have been asked are passed over. Resolving the result
    under the same history changes nothing, and it is never longer than a question may be.
    """
    reader = Reader(regions, plans)
    return _understood(text, _earlier(history, reader), reader)


def leaning(text: str, history: Sequence[Turn], regions: Regions, plans: Mapping[str, Plan]) -> str | None:
    """A question by whose wording it stands alone, put behind the topic and the places of the one before.

    For a question that by itself found nothing: 要不要记录？ None where nothing was before, or it names a place itself.
    """
    reader = Reader(regions, plans)
    said = _earlier(history, reader)
    if not said or reader.read(text).places:
        return None
    together = f"{said[-1].frame.topic()}，{text}"
    return together if len(together) <= question.LONGEST_QUESTION else None


def _earlier(history: Sequence[Turn], reader: Reader) -> list[Said]:
    """The turns that could have been asked, each as understood under those before."""
    said: list[Said] = []
    for turn in history[-MOST_TURNS:]:
        try:
            earlier = question.check(turn.question)
        except InvalidRequest:
            continue
        frame = reader.read(_understood(earlier, said, reader))
        if frame.is_question:
            said.append(Said(frame, turn.clauses))
    return said


def _understood(text: str, said: Sequence[Said], reader: Reader) -> str:
    """What came out must stand alone: if it would change once more, the follow-up was not understood."""
    if not said:
        return text
    found = followups.understood(text, said, reader)
    if found == text or len(found) > question.LONGEST_QUESTION:
        return text
    return found if followups.understood(found, said, reader) == found else text
