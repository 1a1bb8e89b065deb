"""Door for people: the page that questions are asked on."""

from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import HTMLResponse

from api import suggestions, wording
from api.deps import ServiceDep
from qa.question import LONGEST_QUESTION

router = APIRouter(tags=["浏览"])


@router.get("/", include_in_schema=False, response_class=HTMLResponse)
def home(service: ServiceDep, q: Annotated[str, Query()] = "") -> HTMLResponse:
    """The box, with the question that the address brings; without one, what might be asked of the plans there are."""
    page = wording.render(
        "home.html",
        question=q,
        longest=LONGEST_QUESTION,
        plans=service.plans(),
        regions=service.regions(),
        suggested=[] if q.strip() else suggestions.questions(service),
    )
    return HTMLResponse(page)
