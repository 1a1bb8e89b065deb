"""Door for people: the plans there are, each opening at its first clause."""

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from api import wording
from api.deps import ServiceDep
from api.schemas import permalink

router = APIRouter(tags=["浏览"])


@router.get("/plans", include_in_schema=False, response_class=HTMLResponse)
def plans_page(service: ServiceDep) -> HTMLResponse:
    """Every plan with what is known of it."""
    first = service.openings()
    shelf = [(permalink("", first[plan.id]), plan, wording.facts(plan)) for plan in service.plans()]
    return HTMLResponse(wording.render("plans.html", shelf=shelf))
