"""Put every case to a service and note what came back."""

import time
from collections.abc import Callable, Sequence

from qa.errors import InvalidRequest
from qa.evaluate.cases import Case
from qa.evaluate.outcome import SHOWN, Cited, Outcome, Run
from qa.records import Citation, Plan
from qa.service import Service


def run(
    service: Service, cases: Sequence[Case], depth: int = SHOWN, progress: Callable[[int], None] = lambda _: None
) -> Run:
    """One outcome a case, in order, each with the best `depth` clauses; `progress` gets 1 after each.

    The first question is put twice, so that no time taken has the warming up of a process in it. InvalidRequest names
    the case that the service cannot take.
    """
    outcomes = []
    for case in (*cases[:1], *cases):
        outcomes.append(_asked(service, case, depth))
        if len(outcomes) > 1:
            progress(1)
    return Run(depth, tuple(outcomes[1:]))


def _asked(service: Service, case: Case, depth: int) -> Outcome:
    try:
        return _outcome(service, case, depth)
    except InvalidRequest as error:
        raise InvalidRequest(f"问题集中的 {case.id}：{error.message}", "file") from error


def _outcome(service: Service, case: Case, depth: int) -> Outcome:
    started = time.perf_counter()
    answer = service.ask(case.question)
    seconds = time.perf_counter() - started
    hits = service.search(case.question, depth).hits
    return Outcome(
        case=case,
        verdict=answer.verdict,
        ranking=tuple(hit.clause.id for hit in hits),
        regions=tuple(_region(hit.plan) for hit in hits),
        units=tuple(unit.name for unit in answer.units),
        citations=tuple(_cited(case, citation) for citation in answer.citations),
        confidence=answer.confidence,
        seconds=seconds,
    )


def _cited(case: Case, citation: Citation) -> Cited:
    text = citation.clause.text
    return Cited(
        clause=citation.clause.id,
        region=_region(citation.plan),
        verbatim=text[slice(*citation.span)] == citation.quote != "",
        named=tuple(unit for unit in case.units if unit in text),
    )


def _region(plan: Plan) -> str | None:
    return plan.region.code if plan.region else None
