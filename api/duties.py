"""Doors: who is charged with what in one plan, as JSON and as a spreadsheet."""

from typing import Annotated, Any

from fastapi import APIRouter, Query
from fastapi.responses import Response

from api import examples
from api.deps import ServiceDep, SettingsDep
from api.duties_schemas import DutiesOut
from api.exporting import citing
from api.exports import attached, file_of
from api.requests import Name
from qa.export.forms import MEDIA_TYPES
from qa.export.xlsx_duties import duties_xlsx
from qa.records import Role
from qa.responsibilities import Wanted, selected

router = APIRouter(tags=["责任清单"])

_TASK: dict[str, Any] = {
    "clause_id": "422823-2016/2.6.32",
    "label": "32.",
    "task": "加强行政复议工作",
    "trail": ["工作措施及责任分工", "依法有效化解社会矛盾纠纷"],
    "deadlines": [],
    "permalink": "http://127.0.0.1:8000/c/422823-2016/2.6.32",
    "unit": "县编办",
    "others": False,
    "role": "lead",
    "heir_of": None,
}
_EXAMPLE = {"plan": examples.CLAUSE["plan"], "units": [{"names": ["县编办"], "tasks": [_TASK]}], "unnamed": []}
PlanQuery = Annotated[Name, Query(description="规划编号", examples=["422823-2016"])]


@router.get(
    "/duties",
    summary="一份规划的责任清单",
    description="各单位承担的任务，及未载明单位的条款；单位、任务、时限均为原文。",
    responses=examples.shown(_EXAMPLE),
)
def duties(
    plan: PlanQuery,
    service: ServiceDep,
    settings: SettingsDep,
    unit: Annotated[
        Name | None, Query(description="只要这个单位：清单中的写法，或名称中含有的字", examples=["县编办"])
    ] = None,
    role: Annotated[Role | None, Query(description="只要这种角色", examples=["lead"])] = None,
) -> DutiesOut:
    listed = service.duties(plan)
    return DutiesOut.of(listed, selected(listed, Wanted(unit or "", role)), settings.public_url)


@router.get(
    "/duties.xlsx",
    summary="责任清单的电子表格",
    description="按单位、按条款各一张表，附出处；每格均为原文，可在表中筛选。",
    response_class=Response,
    responses=file_of(MEDIA_TYPES["xlsx"]),
)
def duties_file(plan: PlanQuery, service: ServiceDep, settings: SettingsDep) -> Response:
    listed = service.duties(plan)
    made = duties_xlsx(listed, citing(settings.public_url))
    return attached(made, MEDIA_TYPES["xlsx"], f"责任清单 {listed.plan.title}.xlsx")
