"""What every question scored in every respect, between 0 and 1: the numbers that all figures are means of."""

from collections.abc import Callable, Iterable, Sequence
from typing import get_args

from qa.evaluate.outcome import Outcome, Run, plan_of
from qa.evaluate.ranking import Values, measures
from qa.records import Verdict

REFUSALS = frozenset(("plan_silent", "no_plan_for_region", "low_confidence"))
#: Name of a figure -> the measure that it is, in ir-measures' words.
_MEASURES = {
    "right clause first": "Success@1",
    "right clause in first five": "Success@5",
    "nDCG@10": "nDCG@10",
    "MRR@10": "MRR@10",
    "recall@1": "Recall@1",
    "recall@5": "Recall@5",
    "recall@10": "Recall@10",
}
#: The same, for runs that are deep enough.
_DEEP = {"recall@100": "Recall@100"}
#: Parts the question's id from the thing within it that is counted.
SEPARATOR = " · "


def values(run: Run) -> Values:
    """Name of a figure -> what is counted -> its value, in the order in which figures are shown.

    What is counted is a question, by its id, or a unit or a citation of it: id, SEPARATOR, which.
    """
    return {
        **_ranked(run),
        **_placed(run.outcomes),
        **_of_units(run.outcomes),
        **_of_citations(run.outcomes),
        **_of_verdicts(run.outcomes),
    }


def of_question(question: str, scored: Values) -> dict[str, float]:
    """What a question scored in each respect in which questions are counted."""
    return {name: of[question] for name, of in scored.items() if question in of}


def _ranked(run: Run) -> Values:
    """Each plan that has a right clause is one thing wanted; see `Outcome.met`."""
    names = _MEASURES | (_DEEP if run.depth >= 100 else {})
    wanted = {o.case.id: {plan_of(clause) for clause in o.case.clauses} for o in run.outcomes}
    found = measures(wanted, {o.case.id: list(o.met()) for o in run.outcomes}, list(names.values()))
    return {name: found[measure] for name, measure in names.items()}


def _placed(outcomes: Sequence[Outcome]) -> Values:
    asked = (o for o in outcomes if o.case.region and o.case.verdict != "no_plan_for_region")
    return {"right region": _each(asked, Outcome.is_within_region)}


def _of_units(outcomes: Sequence[Outcome]) -> Values:
    """By name: a unit given twice, for two roles, counts once, but for the first figure."""
    asked = [o for o in outcomes if o.case.units]
    answered = [o for o in asked if o.units]
    return {
        "units exactly right": _each(asked, lambda o: sorted(o.units) == sorted(o.case.units)),
        "unit precision": _within(asked, lambda o: {u: u in o.case.units for u in o.units}),
        "unit recall": _within(asked, lambda o: {u: u in o.units for u in o.case.units}),
        "unit precision by question": _each(answered, lambda o: _overlap(o) / len(set(o.units))),
        "unit recall by question": _each(asked, lambda o: _overlap(o) / len(set(o.case.units))),
    }


def _overlap(outcome: Outcome) -> int:
    return len(set(outcome.units) & set(outcome.case.units))


def _of_citations(outcomes: Sequence[Outcome]) -> Values:
    return {
        "citation accuracy": _within(outcomes, lambda o: {str(n): o.supports(c) for n, c in enumerate(o.citations, 1)}),
        "quotes verbatim": _within(outcomes, lambda o: {str(n): c.verbatim for n, c in enumerate(o.citations, 1)}),
    }


def _of_verdicts(outcomes: Sequence[Outcome]) -> Values:
    answerable = (o for o in outcomes if o.case.verdict == "answered")
    rest = (o for o in outcomes if o.case.verdict in REFUSALS)
    found = {
        "unanswerable refused with right verdict": _each(rest, _is_judged_right),
        "answerable refused": _each(answerable, lambda o: o.verdict in REFUSALS),
    }
    for verdict in get_args(Verdict):
        given = [o for o in outcomes if o.verdict == verdict]
        due = [o for o in outcomes if o.case.verdict == verdict]
        found[f"precision of {verdict}"] = _each(given, _is_judged_right)
        found[f"recall of {verdict}"] = _each(due, _is_judged_right)
    return found


def _is_judged_right(outcome: Outcome) -> bool:
    return outcome.verdict == outcome.case.verdict


def _each(outcomes: Iterable[Outcome], value: Callable[[Outcome], float]) -> dict[str, float]:
    return {o.case.id: float(value(o)) for o in outcomes}


def _within(outcomes: Iterable[Outcome], parts: Callable[[Outcome], dict[str, bool]]) -> dict[str, float]:
    return {f"{o.case.id}{SEPARATOR}{part}": float(v) for o in outcomes for part, v in parts(o).items()}
