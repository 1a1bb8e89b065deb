"""Put every case to a service and note what came back."""

import time
from collections.abc import Callable, Iterable

from qa.evaluate.cases import Case
from qa.evaluate.metrics import Outcome
from qa.service import Service

_DEPTH = 10


def run(service: Service, cases: Iterable[Case], progress: Callable[[int], None] = lambda _: None) -> list[Outcome]:
    """One outcome a case, in order; `progress` gets 1 after each."""
    outcomes = []
    for case in cases:
        outcomes.append(_outcome(service, case))
        progress(1)
    return outcomes


def _outcome(service: Service, case: Case) -> Outcome:
    started = time.perf_counter()
    answer = service.ask(case.question)
    seconds = time.perf_counter() - started
    hits = service.search(case.question, _DEPTH).hits
    return Outcome(
        case=case,
        verdict=answer.verdict,
        ranking=tuple(hit.clause.id for hit in hits),
        units=tuple(unit.name for unit in answer.units),
        verbatim=all(c.clause.text[slice(*c.span)] == c.quote for c in answer.citations),
        seconds=seconds,
    )
