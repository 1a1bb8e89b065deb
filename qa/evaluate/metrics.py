"""Figures from outcomes; pure functions, each a share between 0 and 1."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from qa.evaluate.cases import Case

REFUSALS = frozenset(("plan_silent", "no_plan_for_region", "low_confidence"))


@dataclass(frozen=True)
class Outcome:
    """What a question got. ranking: ids of the clauses found, best first; verbatim: whether all quotes were."""

    case: Case
    verdict: str
    ranking: tuple[str, ...]
    units: tuple[str, ...]
    verbatim: bool
    seconds: float

    @property
    def rank(self) -> int | None:
        """Place of the first right clause, from 1; None where none was found."""
        return next((i for i, found in enumerate(self.ranking, 1) if found in self.case.clauses), None)


@dataclass(frozen=True)
class Figure:
    """A named share and the number of questions it was taken over."""

    name: str
    value: float
    count: int


def figures(outcomes: Sequence[Outcome]) -> list[Figure]:
    """The figures of an evaluation, in the order they are shown; one without questions is left out."""
    placed = [o for o in outcomes if o.case.clauses]
    units = [o for o in outcomes if o.case.kind == "unit"]
    answerable = [o for o in outcomes if o.case.verdict == "answered"]
    rest = [o for o in outcomes if o.case.verdict in REFUSALS]
    found = [
        _share("right clause first", (o.rank == 1 for o in placed)),
        _share("right clause in first five", (o.rank is not None and o.rank <= 5 for o in placed)),
        _share("units exactly right", (sorted(o.units) == sorted(o.case.units) for o in units)),
        _share("unanswerable refused with right verdict", (o.verdict == o.case.verdict for o in rest)),
        _share("answerable refused", (o.verdict in REFUSALS for o in answerable)),
        _share("quotes verbatim", (o.verbatim for o in outcomes)),
    ]
    return [figure for figure in found if figure.count]


def _share(name: str, values: Iterable[bool]) -> Figure:
    counted = list(values)
    return Figure(name, sum(counted) / len(counted) if counted else 0.0, len(counted))
