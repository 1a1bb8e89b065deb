"""The wire shapes for browsing: plans, their outlines, a clause in its surroundings, regions."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal

from pydantic import BaseModel

from api.schemas import (
    ClauseOut,
    DeadlineOut,
    DroppedOut,
    Mirror,
    PlanOut,
    RegionOut,
    RepairOut,
    TargetOut,
    UnitOut,
)
from qa.records import Plan, PlanText, Span

if TYPE_CHECKING:
    # For clients the shapes are enough; what makes the records would bring the search libraries along.
    from qa.service import ClauseView, RegionCount


class ClauseDetail(ClauseOut):
    """条款及其上下文；raw 是抓取时的文字，place 是它在原件中的位置（如第3页），原件没有页码时为 null。"""

    raw: str
    place: str | None
    repairs: list[RepairOut]
    also_in: list[str]
    previous: str | None
    next: str | None

    @classmethod
    def of_view(cls, view: "ClauseView", base: str) -> "ClauseDetail":
        return cls(
            **dict(ClauseOut.of(view.clause, view.plan, base)),
            raw=view.raw,
            place=view.place,
            repairs=[RepairOut.of(repair) for repair in view.repairs],
            also_in=list(view.also_in),
            previous=view.previous.id if view.previous else None,
            next=view.following.id if view.following else None,
        )


class OutlineItem(Mirror):
    id: str
    label: str
    heading: str
    level: int


class PlanCounts(BaseModel):
    clauses: int
    units: int
    repairs: int
    dropped: int


class PlanDetail(BaseModel):
    plan: PlanOut
    outline: list[OutlineItem]
    counts: PlanCounts
    checks: list[str]
    dropped: list[DroppedOut]

    @classmethod
    def of(cls, text: PlanText) -> "PlanDetail":
        return cls(
            plan=PlanOut.of(text.plan),
            outline=[OutlineItem.of(clause) for clause in text.clauses],
            counts=PlanCounts(
                clauses=len(text.clauses),
                units=sum(len(clause.units) for clause in text.clauses),
                repairs=len(text.repairs),
                dropped=len(text.dropped),
            ),
            checks=list(text.checks),
            dropped=[DroppedOut.of(dropped) for dropped in text.dropped],
        )


class PlansOut(BaseModel):
    plans: list[PlanOut]

    @classmethod
    def of(cls, plans: Sequence[Plan]) -> "PlansOut":
        return cls(plans=[PlanOut.of(plan) for plan in plans])


class RegionPlans(RegionOut):
    """地区及其规划的编号；above 是它所属的地区，由大到小。"""

    plans: list[str]
    above: list[RegionOut]


class RegionsOut(BaseModel):
    regions: list[RegionPlans]

    @classmethod
    def of(cls, counts: "Sequence[RegionCount]") -> "RegionsOut":
        regions = [
            RegionPlans(**dict(RegionOut.of(c.region)), plans=list(c.plans), above=[RegionOut.of(r) for r in c.above])
            for c in counts
        ]
        return cls(regions=regions)


class Alive(BaseModel):
    status: Literal["ok"]


class Ready(BaseModel):
    status: Literal["ready"]


class InspectClause(Mirror):
    """span 是条款（含编号）在整理后的全文中的位置。"""

    id: str
    path: list[str]
    label: str
    heading: str
    text: str
    level: int
    units: list[UnitOut]
    deadline: str | None
    deadlines: list[DeadlineOut]
    targets: list[TargetOut]
    mended: int
    doubtful: int
    heir_of: str | None
    span: Span


class ReadingOut(Mirror):
    """规划的一项信息是从哪里读出的；line 是原文行号，0 表示网页或文件自带的信息。"""

    field: str
    value: str
    quote: str
    line: int
    confidence: float


class InspectOut(Mirror):
    """一份规划是如何读成的：条款、修复、略去的行、存疑之处。"""

    plan: PlanOut
    clauses: list[InspectClause]
    repairs: list[RepairOut]
    dropped: list[DroppedOut]
    checks: list[str]
    readings: list[ReadingOut]
