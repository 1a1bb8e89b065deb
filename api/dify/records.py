"""What Dify gets. Its prompts see `content` alone; the rest is for citations and for conditions.

Docstrings of the shapes are shown in /docs, hence Chinese.
"""

from collections.abc import Sequence

from pydantic import BaseModel

from api import evidence
from api.schemas import permalink
from qa.records import Clause, Hit, Plan, Unit

_WEB = ("http://", "https://")


class RecordMetadata(BaseModel):
    """条款的出处。除 url 和 source_url 外都可以用作筛选条件；规划没有写明的为 null 或空数组。

    source_url 是规划的来源网页；规划不是取自网页的，则是本服务中该规划的说明。
    """

    document_id: str
    region: str | None
    region_code: str | None
    plan: str
    plan_title: str
    kind: str
    document_number: str | None
    issuer: str | None
    years: str | None
    year_from: int | None
    year_to: int | None
    issued: str | None
    published: str | None
    units: list[str]
    lead_units: list[str]
    clause_path: str
    url: str
    source_url: str

    @classmethod
    def of(cls, clause: Clause, plan: Plan, base: str) -> "RecordMetadata":
        first, last = plan.years or (None, None)
        return cls(
            document_id=clause.id,
            region=plan.region.name if plan.region else None,
            region_code=plan.region.code if plan.region else None,
            plan=plan.id,
            plan_title=plan.title,
            kind=plan.kind,
            document_number=plan.document_number,
            issuer=plan.issuer,
            years=f"{first}-{last}" if plan.years else None,
            year_from=first,
            year_to=last,
            issued=plan.issued,
            published=plan.published,
            units=[unit.name for unit in clause.units],
            lead_units=[unit.name for unit in clause.units if unit.role == "lead"],
            clause_path=evidence.clause_path(clause),
            url=permalink(base, clause.id),
            source_url=plan.source if plan.source.startswith(_WEB) else f"{base}/api/v1/plans/{plan.id}",
        )


class Record(BaseModel):
    """一个条款；content 自成一体：规划、上级标题、条款原文、适用的单位。score 在0与1之间，是条款能回答问题的把握。"""

    content: str
    score: float
    title: str
    metadata: RecordMetadata

    @classmethod
    def of(cls, hit: Hit, units: Sequence[Unit], base: str) -> "Record":
        """units: those that hold for the clause."""
        return cls(
            content=evidence.text(hit.clause, hit.plan, units),
            score=hit.score,
            title=evidence.title(hit.clause, hit.plan),
            metadata=RecordMetadata.of(hit.clause, hit.plan, base),
        )


class RetrievalOut(BaseModel):
    records: list[Record]
