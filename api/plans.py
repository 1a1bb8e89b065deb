"""Doors for browsing: plans, clauses, regions."""

from fastapi import APIRouter

from api import examples
from api.deps import ClausePath, PlanId, ServiceDep, SettingsDep
from api.plan_schemas import ClauseDetail, PlanDetail, PlansOut, RegionsOut

router = APIRouter(tags=["浏览"])


@router.get(
    "/plans", summary="已收录的规划", description="全部规划及其出处。", responses=examples.shown(examples.PLANS)
)
def plans(service: ServiceDep) -> PlansOut:
    return PlansOut.of(service.plans())


@router.get(
    "/plans/{plan}",
    summary="一份规划",
    description="条款目录、数量、存疑之处，以及整理时略去的行。",
    responses=examples.shown(examples.PLAN),
)
def plan(plan: PlanId, service: ServiceDep) -> PlanDetail:
    return PlanDetail.of(service.plan(plan))


@router.get(
    "/clauses/{plan}/{path}",
    summary="一个条款",
    description="条款及其原文、修复记录、同文条款和前后条款。plan 与 path 连起来就是条款编号。",
    responses=examples.shown(examples.CLAUSE_DETAIL),
)
def clause(plan: PlanId, path: ClausePath, service: ServiceDep, settings: SettingsDep) -> ClauseDetail:
    return ClauseDetail.of_view(service.clause(f"{plan}/{path}"), settings.public_url)


@router.get(
    "/regions", summary="有规划的地区", description="按区划代码排列。", responses=examples.shown(examples.REGIONS)
)
def regions(service: ServiceDep) -> RegionsOut:
    return RegionsOut.of(service.regions())
