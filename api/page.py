"""Door for people: the start page, and the page that a clause's permalink leads to."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from fastapi import APIRouter
from fastapi.responses import HTMLResponse
from jinja2 import Environment, PackageLoader, StrictUndefined

from api import examples
from api.deps import ClausePath, PlanId, ServiceDep
from api.schemas import permalink
from qa.errors import NotFound
from qa.records import ROLE_NAMES, Clause, Plan, Repair
from qa.service import ClauseView, Service

#: The page needs its own style sheet and nothing else.
_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}
_FIELD_NAMES = {
    "title": "标题", "region": "地区", "issuer": "发文机关", "document_number": "文号", "years": "规划期",
    "issued": "成文日期", "published": "网页发布日期", "kind": "文件种类",
}  # fmt: skip
#: White space that repair took out must be seen to be believed.
_VISIBLE = str.maketrans({" ": "␣", "\u3000": "□", "\u00a0": "␣", "\t": "→", "\n": "↵"})
#: Characters shown of a clause that has no heading.
_OPENING = 24

router = APIRouter(tags=["浏览"])
_templates = Environment(
    loader=PackageLoader("api", "web"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


@dataclass(frozen=True)
class Surroundings:
    """Where a clause stands in its plan. above: outermost first. siblings: in order, itself among them.

    near: ids of itself and its neighbours, which are shown in full; among all the others in full it would be lost.
    """

    above: tuple[Clause, ...]
    siblings: tuple[Clause, ...]
    near: frozenset[str]
    below: tuple[Clause, ...]


@dataclass(frozen=True)
class Fact:
    """A line about the plan; inferred: the document itself does not say so."""

    name: str
    value: str
    inferred: bool


@router.get("/", include_in_schema=False, response_class=HTMLResponse)
def home(service: ServiceDep) -> HTMLResponse:
    """What is in the index and how to ask."""
    plans = [(plan, service.plan(plan.id).clauses[0]) for plan in service.plans()]
    return HTMLResponse(_render("home.html", plans=plans), 200, _HEADERS)


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
        return HTMLResponse(_render("missing.html", message=error.message), 404, _HEADERS)
    return HTMLResponse(render_clause(view, service.plan(plan).clauses, twins(service, view)), 200, _HEADERS)


def render_clause(view: ClauseView, clauses: tuple[Clause, ...], same: list[tuple[str, str]]) -> str:
    """The page's HTML. clauses: those of its plan. same: what `twins` gives."""
    return _render(
        "clause.html",
        view=view,
        facts=facts(view.plan),
        around=surroundings(clauses, view.clause),
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


def facts(plan: Plan) -> list[Fact]:
    """What is known of a plan, in the order in which it is shown; the title apart."""
    values = {
        "region": plan.region.full_name if plan.region else "未写明",
        "issuer": plan.issuer,
        "document_number": plan.document_number,
        "years": _period(plan.years),
        "issued": plan.issued,
        "published": plan.published,
        "kind": plan.kind,
    }
    return [Fact(_FIELD_NAMES[name], value, name in plan.inferred) for name, value in values.items() if value]


def changes(repairs: Sequence[Repair]) -> list[tuple[Repair, int]]:
    """Each different change once, with how often it was made, in the order of the text."""
    times = Counter((r.raw, r.repaired, r.reason) for r in repairs)
    first = {(r.raw, r.repaired, r.reason): r for r in reversed(repairs)}
    return [(first[what], count) for what, count in times.items()]


def _period(years: tuple[int, int] | None) -> str | None:
    if years is None or years[0] == years[1]:
        return f"{years[0]}年" if years else None
    return f"{years[0]}—{years[1]}年"


def twins(service: Service, view: ClauseView) -> list[tuple[str, str]]:
    """Ids of the clauses with the same text, and the titles of their plans."""
    titles = {plan.id: plan.title for plan in service.plans()}
    return [(twin, titles[twin.split("/", 1)[0]]) for twin in view.also_in]


def name(clause: Clause) -> str:
    """A clause in a line: its label and heading, or how it begins."""
    heading = clause.heading or (clause.text if len(clause.text) <= _OPENING else clause.text[:_OPENING] + "……")
    return heading if clause.label == heading else clause.label + heading


def visible(text: str) -> str:
    """White space as marks."""
    return text.translate(_VISIBLE)


def _render(template: str, **values: object) -> str:
    # Links on the page itself are relative to the host, so that it works under any name.
    return _templates.get_template(template).render(
        link=lambda clause_id: permalink("", clause_id), name=name, visible=visible, roles=ROLE_NAMES, **values
    )
