"""Door for people: the page that a clause's permalink leads to."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from api import examples, marks, wording
from api.clause_text import ClauseText, clause_text
from api.deps import ClausePath, PlanId, ServiceDep
from api.schemas import permalink
from api.wording import facts
from qa.errors import NotFound
from qa.records import Clause, Repair, Span
from qa.service import ClauseView, Service

router = APIRouter(tags=["浏览"])


@dataclass(frozen=True)
class Surroundings:
    """Where a clause stands in its plan. above: outermost first. siblings: in order, itself among them.

    near: ids of itself and its neighbours, which are shown in full; among all the others in full it would be lost.
    """

    above: tuple[Clause, ...]
    siblings: tuple[Clause, ...]
    near: frozenset[str]
    below: tuple[Clause, ...]


@router.get(
    "/c/{plan}/{path}",
    summary="条款网页",
    description="条款的固定链接：条款在其上下文中，连同出处、单位、原文与修复记录。",
    response_class=HTMLResponse,
    responses=examples.shown_page(examples.PAGE),
)
def clause_page(plan: PlanId, path: ClausePath, service: ServiceDep) -> HTMLResponse:
    try:
        view = service.clause(f"{plan}/{path}")
    except NotFound as error:
        return HTMLResponse(_render("missing.html", message=error.message), 404)
    return HTMLResponse(render_clause(view, service.plan(plan).clauses, twins(service, view)))


def render_clause(view: ClauseView, clauses: tuple[Clause, ...], same: list[tuple[str, str]]) -> str:
    """The page's HTML. clauses: those of its plan. same: what `twins` gives."""
    around = surroundings(clauses, view.clause)
    near = (clause for clause in around.siblings if clause.id in around.near)
    shown = {c.id: clause_text(replace(c, heading=""), marks.Layer()) for c in near}
    return _render(
        "clause.html",
        view=view,
        facts=facts(view.plan),
        around=around,
        shown=shown | {view.clause.id: marked(view)},
        changes=changes(view.repairs),
        twins=same,
    )


def surroundings(clauses: tuple[Clause, ...], clause: Clause) -> Surroundings:
    """Read off the paths of a plan's clauses."""
    parent, depth = clause.path[:-1], len(clause.path)
    siblings = tuple(c for c in clauses if c.path[:-1] == parent)
    place = next(i for i, c in enumerate(siblings) if c.id == clause.id)
    return Surroundings(
        above=tuple(c for c in clauses if len(c.path) < depth and c.path == clause.path[: len(c.path)]),
        siblings=siblings,
        near=frozenset(c.id for c in siblings[max(0, place - 1) : place + 2]),
        below=tuple(c for c in clauses if c.path[:-1] == clause.path),
    )


def changes(repairs: Sequence[Repair]) -> list[tuple[Repair, int]]:
    """Each different change once, with how often it was made, in the order of the text."""
    times = Counter((r.raw, r.repaired, r.reason) for r in repairs)
    first = {(r.raw, r.repaired, r.reason): r for r in reversed(repairs)}
    return [(first[what], count) for what, count in times.items()]


def twins(service: Service, view: ClauseView) -> list[tuple[str, str]]:
    """Ids of the clauses with the same text, and the titles of their plans."""
    titles = {plan.id: plan.title for plan in service.plans()}
    return [(twin, titles[twin.split("/", 1)[0]]) for twin in view.also_in]


def marked(view: ClauseView) -> ClauseText:
    """The clause with what repair did to it marked where it stands."""
    clause, raw_start = view.clause, view.clause.raw_span[0]
    lead = clause.label.ljust(clause.span[1] - clause.span[0] - len(clause.text))
    clean, start = lead + clause.text, clause.span[0]
    inside = [
        replace(r, span=_moved(r.span, start), raw_span=_moved(r.raw_span, raw_start))
        for r in view.repairs
        if raw_start <= r.raw_span[0] < clause.raw_span[1]
    ]
    found = [replace(change, number=0) for change in marks.changes(inside)]
    layer = marks.clean_layer(found, view.raw, clean)
    return clause_text(replace(clause, heading="", span=(0, len(clean))), layer)


def _moved(span: Span, start: int) -> Span:
    return span[0] - start, span[1] - start


def _render(template: str, **values: object) -> str:
    # Links on the page itself are relative to the host, so that it works under any name.
    return wording.render(template, link=lambda clause_id: permalink("", clause_id), **values)
