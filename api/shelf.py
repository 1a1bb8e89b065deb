"""Door for people: the plans there are, each opening at its first clause, and what is needed to change them."""

from collections.abc import Iterable
from dataclasses import dataclass

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from api import wording
from api.access import bodies
from api.access.callers import Caller
from api.deps import ServiceDep
from api.schemas import permalink
from api.spread import levels, spread
from api.uploads.form import MOST_FILES
from api.uploads.stated import StatedIn
from api.wording import Fact
from qa.records import Plan
from qa.service import RegionCount, Service
from qa.sizes import Size

router = APIRouter(tags=["浏览"])

_EMPTY = Size(0, 0)


@dataclass(frozen=True)
class Shelved:
    """A plan as it is shown. address: of its first clause. codes: of its region and those around, outermost first."""

    plan: Plan
    address: str
    facts: tuple[Fact, ...]
    size: Size
    codes: tuple[str, ...]


@router.get("/plans", include_in_schema=False, response_class=HTMLResponse)
def plans_page(service: ServiceDep, request: Request) -> HTMLResponse:
    """Every plan with what is known of it; scripts filter the list, and add and remove plans."""
    caller: Caller = request.state.caller
    regions, plans = service.regions(), service.plans()
    page = wording.render(
        "plans.html",
        shelf=shelf(service, regions),
        regions=regions,
        levels=levels(plans),
        kinds=list(dict.fromkeys(plan.kind for plan in plans)),
        spread=spread(plans, regions),
        is_admin=caller.scope == "admin",
        most_bytes=bodies.UPLOAD.bytes,
        most_files=MOST_FILES,
        stated=StatedIn.model_fields,
    )
    return HTMLResponse(page)


def shelf(service: Service, regions: Iterable[RegionCount]) -> list[Shelved]:
    """By region, then as they came; those of no region last. regions: `service.regions`."""
    opens, sizes = service.openings(), service.sizes
    codes = {plan: tuple(r.code for r in (*c.above, c.region)) for c in regions for plan in c.plans}
    found = [
        Shelved(p, permalink("", opens[p.id]), tuple(wording.facts(p)), sizes.get(p.id, _EMPTY), codes.get(p.id, ()))
        for p in service.plans()
    ]
    return sorted(found, key=lambda shelved: shelved.codes[-1:] or ("~",))
