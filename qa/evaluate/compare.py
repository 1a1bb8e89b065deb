"""Two runs of the same questions: which questions changed, and which figures by more than chance."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from qa.evaluate.cases import Case
from qa.evaluate.estimate import Figure, chance
from qa.evaluate.metrics import seconds
from qa.evaluate.outcome import Outcome, Run, plan_of
from qa.evaluate.ranking import Values, summary
from qa.evaluate.reliability import reliability
from qa.evaluate.values import of_question, values

Respect = Literal["verdict", "rank", "nDCG@10", "right region", "units", "citations"]
Direction = Literal["better", "worse", "neither"]
#: What is shown, and what it is worth: more is better.
_Seen = tuple[str, float]


@dataclass(frozen=True)
class Change:
    """In one respect; before and after as shown (an empty string: nothing).

    rank: place of the first right clause. nDCG@10: only of questions that want several plans. units are worth more the
    fewer are missing or too many, citations the more of them are right and the fewer wrong.
    """

    respect: Respect
    before: str
    after: str
    direction: Direction


@dataclass(frozen=True)
class Changed:
    """A question that did not get the same."""

    id: str
    question: str
    changes: tuple[Change, ...]


@dataclass(frozen=True)
class Difference:
    """A figure in both runs. p: how likely chance alone tells them apart that far (`chance`); None where they do not
    count the same questions, units or citations, and so cannot be paired."""

    before: Figure
    after: Figure
    p: float | None


@dataclass(frozen=True)
class Shift:
    """A sum in both runs that is no mean of parts: less is better."""

    name: Literal["calibration error", "Brier score", "median seconds", "p99 seconds"]
    before: float
    after: float


@dataclass(frozen=True)
class Comparison:
    """questions: those that changed, in the order of the set."""

    questions: tuple[Changed, ...]
    figures: tuple[Difference, ...]
    shifts: tuple[Shift, ...]


def compare(before: Run, after: Run) -> Comparison:
    """Both runs are of the same cases; `saved.load` sees to it. ValueError for runs without questions."""
    old, new = values(before), values(after)
    earlier = {o.case.id: o for o in before.outcomes}
    changed = (_changed(_seen(earlier[o.case.id], old), _seen(o, new), o.case) for o in after.outcomes)
    was = {figure.name: figure for figure in summary(old)}
    both = (figure for figure in summary(new) if figure.name in was)
    differences = (Difference(was[f.name], f, _chance(old[f.name], new[f.name])) for f in both)
    return Comparison(tuple(c for c in changed if c.changes), tuple(differences), tuple(_shifts(before, after)))


def _shifts(before: Run, after: Run) -> Iterator[Shift]:
    old, new = reliability(before), reliability(after)
    if old and new:
        yield Shift("calibration error", old.calibration_error, new.calibration_error)
        yield Shift("Brier score", old.brier, new.brier)
    earlier, later = seconds(before), seconds(after)
    yield Shift("median seconds", earlier.median, later.median)
    yield Shift("p99 seconds", earlier.p99, later.p99)


def _chance(old: Mapping[str, float], new: Mapping[str, float]) -> float | None:
    if old.keys() != new.keys():
        return None
    return chance([old[counted] for counted in new], list(new.values()))


def _changed(old: Mapping[Respect, _Seen], new: Mapping[Respect, _Seen], case: Case) -> Changed:
    changes = (Change(r, old[r][0], new[r][0], _direction(old[r][1], new[r][1])) for r in new if old[r] != new[r])
    return Changed(case.id, case.question, tuple(changes))


def _direction(before: float, after: float) -> Direction:
    return "better" if after > before else "worse" if after < before else "neither"


def _seen(outcome: Outcome, scored: Values) -> dict[Respect, _Seen]:
    """What is shown of each respect, and what it is worth."""
    scores, rank = of_question(outcome.case.id, scored), outcome.rank
    units = -len(set(outcome.units) ^ set(outcome.case.units)) if outcome.case.units else 0
    right = sum(map(outcome.supports, outcome.citations))
    found: dict[Respect, _Seen] = {
        "verdict": (outcome.verdict, outcome.verdict == outcome.case.verdict),
        "rank": (str(rank or ""), 1 / rank if rank else 0),
        "units": ("、".join(outcome.units), units),
        "citations": ("、".join(c.clause for c in outcome.citations), 2 * right - len(outcome.citations)),
    }
    if len({plan_of(clause) for clause in outcome.case.clauses}) > 1:
        found["nDCG@10"] = (f"{scores['nDCG@10']:.3f}", scores["nDCG@10"])
    if "right region" in scores:
        found["right region"] = (str(int(scores["right region"])), scores["right region"])
    return found
