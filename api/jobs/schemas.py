"""The wire shapes of jobs. Docstrings are shown in /docs, hence Chinese."""

from typing import Self

from pydantic import BaseModel

from api.jobs.records import Job, Kind, State


class ErrorOut(BaseModel):
    """任务为何没有完成；type 与 problem+json 中 type 的最后一段相同。"""

    type: str
    title: str
    detail: str


class SummaryOut(BaseModel):
    """一份文件读成了什么：条款、单位、修复、略去的行、存疑之处各有多少，详见 report。"""

    clauses: int
    units: int
    repairs: int
    dropped: int
    doubts: int


class FileOut(BaseModel):
    """一份文件的结果。

    plan 是规划编号，未能收录时为 null，note 说明原因或其他应知之处；report 是读取报告的序号，没有读成时为 null。
    """

    name: str
    plan: str | None
    note: str
    summary: SummaryOut | None
    report: int | None


class ResultOut(BaseModel):
    """任务的结果。counts 是此后索引中规划、条款、段落的数量，generation 是索引的版本；只读不收录时都为 null。"""

    files: list[FileOut]
    counts: dict[str, int] | None
    generation: str | None


class JobOut(BaseModel):
    """一个任务。

    kind：add 收录，replace 替换，remove 移除，inspect 只读不收录。state：waiting 等候，running 进行中，done 完成，
    failed 失败，cancelled 已取消，broken 因进程退出而中断。total 为 0 表示总数未知。
    """

    id: str
    kind: Kind
    state: State
    plan: str | None
    files: list[str]
    stage: str
    done: int
    total: int
    stopping: bool
    created: str
    changed: str
    result: ResultOut | None
    error: ErrorOut | None

    @classmethod
    def of(cls, job: Job) -> Self:
        return cls(
            id=job.order.id,
            kind=job.order.kind,
            plan=job.order.plan,
            files=list(job.order.files),
            result=ResultOut.model_validate_json(job.result) if job.result else None,
            error=ErrorOut.model_validate_json(job.error) if job.error else None,
            **{
                name: getattr(job, name)
                for name in ("state", "stage", "done", "total", "stopping", "created", "changed")
            },
        )


class JobsOut(BaseModel):
    """最近的任务，新的在前。"""

    jobs: list[JobOut]
