"""Door for people: the page that a clause's permalink leads to."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from api import examples, marks, wording
from api.clause_text import ClauseText, clause_text
from api.deps import ClausePath, PlanId, ServiceDep, SettingsDep
from api.outline import outline
from api.schemas import permalink
from api.wording import facts
from qa import citing
from qa.errors import NotFound
from qa.records import Clause, Repair, Span
from qa.service import ClauseView, Service

router = APIRouter(tags=["浏览"])


@dataclass(frozen=True)
class Surroundings:
    """Where a clause stands in its plan. above: outermost first. below: the next level alone."""

    above: tuple[Clause, ...]
    below: tuple[Clause, ...]


@dataclass(frozen=True)
class CitedAs:
    """url: the clause's permalink. entry: for a list of references (GB/T 7714). whole: the quotation and the entry."""

    url: str
    entry: str
    whole: str


@router.get(
    "/c/{plan}/{path}",
    summary="条款网页",
    description="条款的固定链接：条款在其上下文中，连同目录、出处、单位、原文与修复记录。",
    response_class=HTMLResponse,
    responses=examples.shown_page(examples.PAGE),
)
def clause_page(plan: PlanId, path: ClausePath, service: ServiceDep, settings: SettingsDep) -> HTMLResponse:
    try:
        view = service.clause(f"{plan}/{path}")
    except NotFound as error:
        return HTMLResponse(_render("missing.html", message=error.message), 404)
    return HTMLResponse(render_clause(view, service.clauses(plan), twins(service, view), settings.public_url))


def render_clause(view: ClauseView, clauses: Sequence[Clause], same: list[tuple[str, str]], base: str) -> str:
    """The page's HTML. clauses: those of its plan. same: what `twins` gives. base: what permalinks begin with."""
    found = repaired(view)
    return _render(
        "clause.html",
        view=view,
        facts=facts(view.plan),
        outline=outline(clauses, view.clause),
        around=surroundings(clauses, view.clause),
        shown=marked(view, found),
        touched=len(found),
        near=[(words, rel, c, clause_text(c, marks.Layer())) for words, rel, c in _neighbours(view) if c],
        changes=changes(view.repairs),
        twins=same,
        cited=cited(view, base),
    )


def surroundings(clauses: Sequence[Clause], clause: Clause) -> Surroundings:
    """Read off the paths of a plan's clauses."""
    depth = len(clause.path)
    return Surroundings(
        above=tuple(c for c in clauses if len(c.path) < depth and c.path == clause.path[: len(c.path)]),
        below=tuple(c for c in clauses if c.path[:-1] == clause.path),
    )


def cited(view: ClauseView, base: str) -> CitedAs:
    """How the whole clause is cited, as visited today."""
    url = permalink(base, view.clause.id)
    entry = citing.gb7714(view.plan, url, date.today())
    return CitedAs(url, entry, f"{citing.quoted(view.plan, view.clause, view.clause.text)}\n{entry}")


def changes(repairs: Sequence[Repair]) -> list[tuple[Repair, int]]:
    """Each different change once, with how often it was made, in the order of the text."""
    times = Counter(map(_what, repairs))
    first = {_what(r): r for r in reversed(repairs)}
    return [(first[what], count) for what, count in times.items()]


def twins(service: Service, view: ClauseView) -> list[tuple[str, str]]:
    """Ids of the clauses with the same text, and the titles of their plans."""
    titles = {plan.id: plan.title for plan in service.plans()}
    return [(twin, titles[twin.split("/", 1)[0]]) for twin in view.also_in]


def repaired(view: ClauseView) -> list[marks.Change]:
    """What repair did within the clause, each numbered as in `changes`; places count from the clause's beginning."""
    start, raw_start = view.clause.span[0], view.clause.raw_span[0]
    numbers = {_what(repair): n for n, (repair, _) in enumerate(changes(view.repairs), 1)}
    inside = [
        replace(r, span=_moved(r.span, start), raw_span=_moved(r.raw_span, raw_start))
        for r in view.repairs
        if raw_start <= r.raw_span[0] < view.clause.raw_span[1]
    ]
    return [replace(change, number=numbers[_what(change.repairs[0])]) for change in marks.changes(inside)]


def marked(view: ClauseView, found: Sequence[marks.Change]) -> ClauseText:
    """The clause with what repair did to it marked where it stands."""
    clause = view.clause
    lead = clause.label.ljust(clause.span[1] - clause.span[0] - len(clause.text))
    clean = lead + clause.text
    return clause_text(replace(clause, span=(0, len(clean))), marks.clean_layer(found, view.raw, clean))


def _neighbours(view: ClauseView) -> tuple[tuple[str, str, Clause | None], ...]:
    return ("上一条", "prev", view.previous), ("下一条", "next", view.following)


def _what(repair: Repair) -> tuple[str, str, str]:
    return repair.raw, repair.repaired, repair.reason


def _moved(span: Span, start: int) -> Span:
    return span[0] - start, span[1] - start


def _render(template: str, **values: object) -> str:
    # Links on the page itself are relative to the host, so that it works under any name.
    return wording.render(template, link=lambda clause_id: permalink("", clause_id), **values)
