"""The list of references of a kit: every clause cited once, numbered in the order in which it is first cited."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from qa.citing import gb7714, place
from qa.export.content import Source
from qa.records import Clause, Plan


@dataclass(frozen=True)
class Citing:
    """How clauses are cited. link: the permalink of a clause's id; accessed: the day that the references state."""

    link: Callable[[str], str]
    accessed: date


class References:
    """Sources by clause; the same clause gets the same one. called: what plans are called, by id."""

    def __init__(self, citing: Citing, called: Mapping[str, str]) -> None:
        self._citing = citing
        self._called = called
        self._found: dict[str, Source] = {}

    def source(self, clause: Clause, plan: Plan) -> Source:
        """The source of a clause, numbered if it is new."""
        if clause.id not in self._found:
            url = self._citing.link(clause.id)
            self._found[clause.id] = Source(
                n=len(self._found) + 1,
                clause=clause,
                plan=plan,
                name=self._called[plan.id],
                place=place(clause),
                url=url,
                entry=gb7714(plan, url, self._citing.accessed),
            )
        return self._found[clause.id]

    @property
    def listed(self) -> tuple[Source, ...]:
        """All so far, by their numbers."""
        return tuple(self._found.values())
