"""Door for people: the list of responsibilities of one plan, to sort, filter and take along."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from itertools import groupby
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse

from api import wording
from api.deps import ServiceDep
from api.schemas import permalink
from qa.errors import NotFound
from qa.records import ROLE_NAMES, Clause
from qa.responsibilities import (
    NO_UNITS,
    ORDERS,
    Body,
    Duty,
    DutyList,
    Order,
    Wanted,
    above,
    deadlines,
    entry,
    ordered,
    selected,
    unnamed,
)
from qa.service import Service

router = APIRouter(tags=["浏览"])

_ORDER_NAMES: dict[Order, str] = {"unit": "单位", "role": "角色", "task": "任务", "deadline": "时限"}
_DESCENDING = "desc"


@dataclass(frozen=True)
class View:
    """What the address asks for; what is empty is left out of it. show: 'unnamed' for the clauses without units."""

    plan: str = ""
    unit: str = ""
    role: str = ""
    q: str = ""
    sort: str = ""
    order: str = ""
    show: str = ""

    def address(self, **changed: str) -> str:
        """That of the page with something changed."""
        given = {name: value for name, value in asdict(replace(self, **changed)).items() if value}
        return f"/duties?{urlencode(given)}" if given else "/duties"

    @property
    def by(self) -> Order:
        return next((order for order in ORDERS if order == self.sort), "unit")

    @property
    def wanted(self) -> Wanted:
        role = next((role for role in ROLE_NAMES if role == self.role), None)
        return Wanted(self.unit, role, self.q)


@dataclass(frozen=True)
class Heading:
    """Of a column. direction: ascending or descending where the list is sorted by it, else empty."""

    key: Order
    words: str
    address: str
    direction: str


@dataclass(frozen=True)
class Group:
    """Duties below each other; body: whose they are, None where the list is not sorted by unit."""

    body: Body | None
    duties: tuple[Duty, ...]


@router.get("/duties", include_in_schema=False, response_class=HTMLResponse)
def duties_page(view: Annotated[View, Depends()], service: ServiceDep) -> HTMLResponse:
    """The plans to choose from, and the list of the one that is chosen."""
    try:
        listed = service.duties(view.plan) if view.plan else None
    except NotFound as error:
        return HTMLResponse(wording.render("missing.html", message=error.message), 404)
    return HTMLResponse(render(view, listed, service))


def render(view: View, listed: DutyList | None, service: Service) -> str:
    bodies = selected(listed, view.wanted) if listed else ()
    clauses = unnamed(listed, view.q) if listed and view.show else ()
    return wording.render(
        "duties.html",
        view=view,
        listed=listed,
        plans=service.plans(),
        first=service.openings(),
        headings=headings(view),
        groups=groups(bodies, view),
        clauses=clauses,
        said=said(bodies, clauses, view),
        link=lambda clause_id: permalink("", clause_id),
        entry=entry,
        above=above,
        when=deadlines,
        no_units=NO_UNITS,
    )


def headings(view: View) -> list[Heading]:
    """The columns; the one that the list is sorted by leads to the other direction."""
    found = []
    for key, words in _ORDER_NAMES.items():
        is_sorted = key == view.by
        turned = is_sorted and view.order != _DESCENDING
        address = view.address(sort=key, order=_DESCENDING if turned else "")
        direction = ("ascending" if turned else "descending") if is_sorted else ""
        found.append(Heading(key, words, address, direction))
    return found


def groups(bodies: Sequence[Body], view: View) -> list[Group]:
    """Sorted by unit one for each body, else one of all."""
    duties = ordered(bodies, view.by, view.order == _DESCENDING)
    if view.by != "unit":
        return [Group(None, tuple(duties))] if duties else []
    owner = {id(duty): body for body in bodies for duty in body.duties}
    runs = groupby(duties, key=lambda duty: owner[id(duty)].name)
    return [Group(owner[id(run[0])], run) for run in (tuple(run) for _, run in runs)]


def said(bodies: Sequence[Body], clauses: Sequence[Clause], view: View) -> str:
    """How much is shown, in a sentence."""
    if view.show:
        return f"未载明单位的条款{len(clauses)}条"
    count = sum(len(body.duties) for body in bodies)
    return f"{len(bodies)}个单位，{count}项任务" if count else "没有符合条件的任务"
