"""Where to search: the knowledge base and the conditions, as filters of the one search that all doors share."""

from collections.abc import Iterator

from api.dify.conditions import Conditions
from api.dify.reading import read
from api.dify.requests import RetrievalIn
from qa.errors import AmbiguousRegion, InvalidRequest, UnknownRegion
from qa.filters import Filters
from qa.records import Plan
from qa.service import Service

#: The knowledge base of all plans.
EVERYTHING = "plans"
#: No plan has this id: filters without plans would let all of them through.
_NO_PLAN = ""
#: Plans named as examples where a knowledge base is not there, and characters of the name told back.
_SHOWN = 20


def filters(body: RetrievalIn, service: Service) -> Filters:
    """What the request allows to be found. InvalidRequest."""
    base, conditions = _base(body.knowledge_id, service), _conditions(body, service)
    if not conditions.conditions:
        return base
    plans = [plan for plan in service.plans(base) if conditions.matches(plan, None)]
    return Filters(
        plans=tuple(plan.id for plan in plans) or (_NO_PLAN,),
        clauses=frozenset(_matching(plans, conditions, service)) if conditions.of_clauses else None,
        overrule=conditions.of_regions,
    )


def _base(knowledge: str, service: Service) -> Filters:
    """The plans of a knowledge base: of all of them, of one, or of a region and what lies below it."""
    wanted = knowledge.strip()
    if wanted == EVERYTHING:
        return Filters()
    plans = tuple(plan.id for plan in service.plans() if plan.id == wanted) or _plans_of(wanted, service)
    if not plans:
        known = "、".join([EVERYTHING, *(plan.id for plan in service.plans()[:_SHOWN])])
        raise InvalidRequest(
            f"没有名为“{wanted[:_SHOWN]}”的知识库，可以用：{known}，或有规划的地区名称。", "knowledge_id"
        )
    return Filters(plans=plans)


def _plans_of(place: str, service: Service) -> tuple[str, ...]:
    """Ids of the plans of a place and of those below it; none for what is no place, or for several."""
    try:
        code = service.region_code(place)
    except (UnknownRegion, AmbiguousRegion):
        return ()
    return tuple(plan.id for plan in service.plans(Filters(regions=(code,))))


def _conditions(body: RetrievalIn, service: Service) -> Conditions:
    given = body.metadata_condition
    if given is None or not given.conditions:
        return Conditions()
    found = read(given.conditions, lambda place: frozenset(_plans_of(place, service)))
    return Conditions(found, either=given.logical_operator == "or")


def _matching(plans: list[Plan], conditions: Conditions, service: Service) -> Iterator[str]:
    """Ids of the clauses that meet them."""
    for plan in plans:
        yield from (clause.id for clause in service.clauses(plan.id) if conditions.matches(plan, clause))
