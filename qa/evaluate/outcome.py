"""What a question got."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from qa.evaluate.cases import Case

#: Hits that a reader is shown.
SHOWN = 10


@dataclass(frozen=True)
class Cited:
    """A citation. region: code of its plan's region; verbatim: whether the quote is the span of its clause;
    named: which of the units that the question must be answered with stand in the clause's text."""

    clause: str
    region: str | None
    verbatim: bool
    named: tuple[str, ...]


@dataclass(frozen=True)
class Outcome:
    """ranking: ids of the clauses found, best first; regions: codes of their plans' regions, in the same order;
    units: names given as the answer; confidence: 0 to 1, as answered; seconds: the answer's, without the ranking's."""

    case: Case
    verdict: str
    ranking: tuple[str, ...]
    regions: tuple[str | None, ...]
    units: tuple[str, ...]
    citations: tuple[Cited, ...]
    confidence: float
    seconds: float

    @property
    def rank(self) -> int | None:
        """Place of the first right clause, from 1; None where none was found."""
        return next((i for i, found in enumerate(self.ranking, 1) if found in self.case.clauses), None)

    @property
    def first(self) -> str | None:
        """The clause that the answer rests on: the first cited, or the best found where none was."""
        return next(iter((*(cited.clause for cited in self.citations), *self.ranking)), None)

    def supports(self, cited: Cited) -> bool:
        """Whether a citation is verbatim and from a right clause, or from a heading above one that has the units."""
        units = bool(self.case.units) and set(self.case.units) <= set(cited.named)
        above = any(right.startswith(f"{cited.clause}.") for right in self.case.clauses)
        return cited.verbatim and (cited.clause in self.case.clauses or (units and above))

    def is_within_region(self) -> bool:
        """Whether something was found, and all that is shown and cited is from the region asked for or below it."""
        shown = (*self.regions[:SHOWN], *(cited.region for cited in self.citations))
        return bool(shown) and all(code and code.startswith(_stem(self.case.region or "")) for code in shown)

    def met(self) -> Iterator[str]:
        """The ranking, with the plan's id for the first right clause of each plan: what the question wanted of it.

        A further right clause of that plan is neither another thing wanted nor out of the way: it takes up its place.
        """
        seen = set()
        for found in self.ranking:
            plan = plan_of(found)
            fresh = found in self.case.clauses and plan not in seen
            yield plan if fresh else found
            seen |= {plan} if fresh else set()


@dataclass(frozen=True)
class Run:
    """What every question of a set got. depth: how many clauses were asked for."""

    depth: int
    outcomes: tuple[Outcome, ...]


def plan_of(clause_id: str) -> str:
    return clause_id.split("/")[0]


def _stem(code: str) -> str:
    """What the codes of a division and of all below it begin with: 420000 -> 42."""
    return re.sub(r"(?:00)+$", "", code)
