"""The wire shape of a list of responsibilities. Docstrings of the shapes are shown in /docs, hence Chinese."""

from collections.abc import Sequence

from pydantic import BaseModel

from api.schemas import DeadlineOut, PlanOut, permalink
from qa.records import Clause, Role
from qa.responsibilities import Body, Duty, DutyList, task


class TaskOut(BaseModel):
    """一个条款作为任务；task 是条款的标题或首句，trail 是上级标题，均为原文。"""

    clause_id: str
    label: str
    task: str
    trail: list[str]
    deadlines: list[DeadlineOut]
    permalink: str

    @classmethod
    def of(cls, clause: Clause, base: str) -> "TaskOut":
        return cls(
            clause_id=clause.id,
            label=clause.label,
            task=task(clause),
            trail=list(clause.trail),
            deadlines=[DeadlineOut.of(deadline) for deadline in clause.deadlines],
            permalink=permalink(base, clause.id),
        )


class DutyOut(TaskOut):
    """一个单位的一项任务；unit 是条款中的写法，others 表示其后写有“等”。

    heir_of 是写明该单位的上级标题的编号，条款自己写明时为 null。
    """

    unit: str
    others: bool
    role: Role
    heir_of: str | None

    @classmethod
    def of_duty(cls, duty: Duty, base: str) -> "DutyOut":
        return cls(
            **dict(TaskOut.of(duty.clause, base)),
            unit=duty.unit.name,
            others=duty.unit.others,
            role=duty.unit.role,
            heir_of=duty.source.id if duty.is_inherited else None,
        )


class UnitDutiesOut(BaseModel):
    """一个单位的全部任务，按条款顺序；names 是它在规划中的各种写法。"""

    names: list[str]
    tasks: list[DutyOut]

    @classmethod
    def of(cls, body: Body, base: str) -> "UnitDutiesOut":
        return cls(names=list(body.names), tasks=[DutyOut.of_duty(duty, base) for duty in body.duties])


class DutiesOut(BaseModel):
    """责任清单；units 按单位名称排列，为空表示该规划未载明责任单位或没有符合条件的；unnamed 是未载明单位的条款。"""

    plan: PlanOut
    units: list[UnitDutiesOut]
    unnamed: list[TaskOut]

    @classmethod
    def of(cls, listed: DutyList, bodies: Sequence[Body], base: str) -> "DutiesOut":
        return cls(
            plan=PlanOut.of(listed.plan),
            units=[UnitDutiesOut.of(body, base) for body in bodies],
            unnamed=[TaskOut.of(clause, base) for clause in listed.unnamed],
        )
