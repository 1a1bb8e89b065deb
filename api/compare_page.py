"""Door for people: the page that puts several plans side by side."""

from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import HTMLResponse

from api import topics, wording
from api.deps import ServiceDep
from qa.compare import MOST_QUESTIONS

router = APIRouter(tags=["浏览"])


@router.get("/compare", include_in_schema=False, response_class=HTMLResponse)
def compare_page(service: ServiceDep, q: Annotated[str, Query()] = "") -> HTMLResponse:
    """The topics that the address brings, one a line, and those that several plans have in common to choose from."""
    page = wording.render("compare.html", given=q, most=MOST_QUESTIONS, suggested=topics.shared(service))
    return HTMLResponse(page)
