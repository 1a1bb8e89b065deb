"""The wire shapes of the native doors, made from the records. Offsets are in characters, half-open.

Docstrings of the shapes are shown in /docs, hence Chinese.
"""

from datetime import date
from typing import Literal, Self
from urllib.parse import quote

from pydantic import BaseModel, ConfigDict

from qa import citing
from qa.records import (
    Answer,
    Citation,
    Clause,
    FactKind,
    Hit,
    Plan,
    Role,
    Scope,
    SearchResult,
    Span,
    Verdict,
)


def permalink(base: str, clause_id: str) -> str:
    """The address of a clause's page; `base` has no slash at its end."""
    return f"{base}/c/{quote(clause_id)}"


def cited(citation: Citation, url: str) -> str:
    """What 复制引用 copies: the quote with its place, and below it the entry for a list of references."""
    quote = citing.quoted(citation.plan, citation.clause, citation.quote)
    return f"{quote}\n{citing.gb7714(citation.plan, url, date.today())}"


class Mirror(BaseModel):
    """A shape whose fields are those of a record, by the same names."""

    model_config = ConfigDict(from_attributes=True)

    @classmethod
    def of(cls, record: object) -> Self:
        """pydantic.ValidationError if the record has not these fields: a mistake in the program."""
        return cls.model_validate(record)


class RegionOut(Mirror):
    code: str
    name: str
    full_name: str


class ScopeOut(BaseModel):
    """检索所限的地区：region 只在恰为一个时给出，named 是问题中的写法。"""

    region: RegionOut | None
    regions: list[RegionOut]
    named: list[str]

    @classmethod
    def of(cls, scope: Scope) -> "ScopeOut":
        regions = [RegionOut.of(region) for region in scope.regions]
        return cls(region=regions[0] if len(regions) == 1 else None, regions=regions, named=list(scope.named))


class ReferenceOut(Mirror):
    title: str
    document_number: str | None


class PlanOut(Mirror):
    """一份规划；inferred 列出文件本身没有写明、由整理者推断的项，implements 是它所贯彻落实的文件。"""

    id: str
    title: str
    region: RegionOut | None
    issuer: str | None
    document_number: str | None
    years: tuple[int, int] | None
    issued: str | None
    published: str | None
    kind: str
    inferred: list[str]
    implements: list[ReferenceOut]
    source: str


class UnitOut(Mirror):
    """条款写明的单位；span 是它在条款文字中的位置，others 表示其后写有“等”。"""

    role: Role
    name: str
    span: Span
    others: bool


class DeadlineOut(Mirror):
    """条款写明的时限；by 是能据以确定的最后一日，不能确定时为 null。"""

    words: str
    span: Span
    by: str | None


class TargetOut(Mirror):
    """条款写明的数量要求；bound 表示不少于、不超过或恰为。"""

    words: str
    span: Span
    value: float
    unit: str
    bound: Literal["at_least", "at_most", "exactly"]


class ClauseOut(BaseModel):
    """一个条款。

    mended 是原文乱码已修复的处数，doubtful 是疑有损坏而未改的处数；heir_of 是上级标题的编号，其写明的单位也适用于本条。
    """

    id: str
    plan: PlanOut
    path: list[str]
    trail: list[str]
    label: str
    heading: str
    text: str
    units: list[UnitOut]
    deadline: str | None
    deadlines: list[DeadlineOut]
    targets: list[TargetOut]
    mended: int
    doubtful: int
    heir_of: str | None
    permalink: str

    @classmethod
    def of(cls, clause: Clause, plan: Plan, base: str) -> "ClauseOut":
        return cls(
            id=clause.id,
            plan=PlanOut.of(plan),
            path=list(clause.path),
            trail=list(clause.trail),
            label=clause.label,
            heading=clause.heading,
            text=clause.text,
            units=[UnitOut.of(unit) for unit in clause.units],
            deadline=clause.deadline,
            deadlines=[DeadlineOut.of(deadline) for deadline in clause.deadlines],
            targets=[TargetOut.of(target) for target in clause.targets],
            mended=clause.mended,
            doubtful=clause.doubtful,
            heir_of=clause.heir_of,
            permalink=permalink(base, clause.id),
        )


class HitOut(BaseModel):
    """找到的条款；score 在0与1之间，also_in 是同文条款的编号，matched 是检索词在条款文字中的位置。"""

    score: float
    clause: ClauseOut
    also_in: list[str]
    matched: list[Span]

    @classmethod
    def of(cls, hit: Hit, base: str) -> "HitOut":
        clause = ClauseOut.of(hit.clause, hit.plan, base)
        return cls(score=hit.score, clause=clause, also_in=list(hit.also_in), matched=list(hit.matched))


class SearchOut(BaseModel):
    query: str
    scope: ScopeOut
    hits: list[HitOut]

    @classmethod
    def of(cls, result: SearchResult, base: str) -> "SearchOut":
        hits = [HitOut.of(hit, base) for hit in result.hits]
        return cls(query=result.query, scope=ScopeOut.of(result.scope), hits=hits)


class AnswerUnitOut(Mirror):
    """作为答案的单位；region 是写明它的规划所属的地区，规划没有地区时为 null。"""

    region: str | None
    role: Role
    name: str
    clause_id: str


class FactOut(Mirror):
    """直接的答案：问到的单位、日期、频次、数量、名称或所列各项，words 是条款中的原话。

    span 是 words 在条款文字中的位置，n 是所在引文的标号。
    """

    kind: FactKind
    words: str
    region: str | None
    clause_id: str
    span: Span
    n: int


class CitationOut(BaseModel):
    """引文；n 是答案中的标号，span 是 quote 在条款文字中的位置。

    also_in 是同文条款的编号，matched 是问题中的词在条款文字中的位置；
    cited 是可以直接粘贴的引用：引文及其所在，下一行是 GB/T 7714 著录，引用日期为作答当日。
    """

    n: int
    clause: ClauseOut
    quote: str
    span: Span
    also_in: list[str]
    matched: list[Span]
    cited: str

    @classmethod
    def of(cls, citation: Citation, base: str) -> "CitationOut":
        clause = ClauseOut.of(citation.clause, citation.plan, base)
        return cls(
            n=citation.n,
            clause=clause,
            quote=citation.quote,
            span=citation.span,
            also_in=list(citation.also_in),
            matched=list(citation.matched),
            cited=cited(citation, clause.permalink),
        )


class AskOut(BaseModel):
    """答案；confidence 在0与1之间，是对 verdict 的把握；understood 是结合此前的问题补全后、据以作答的问题。

    written 为真表示 answer 由语言模型依据引文写成、逐句核对过；note 说明略去了什么，或为何没有用语言模型的回答。
    id 供 POST feedback 评价这个答案；没有记录时为 null。
    """

    id: str | None
    question: str
    understood: str
    verdict: Verdict
    answer: str
    confidence: float
    facts: list[FactOut]
    units: list[AnswerUnitOut]
    citations: list[CitationOut]
    scope: ScopeOut
    known_regions: list[str]
    written: bool
    note: str | None

    @classmethod
    def of(cls, answer: Answer, base: str, answer_id: str | None = None) -> "AskOut":
        return cls(
            id=answer_id,
            question=answer.question,
            understood=answer.understood,
            verdict=answer.verdict,
            answer=answer.text,
            confidence=answer.confidence,
            facts=[FactOut.of(fact) for fact in answer.facts],
            units=[AnswerUnitOut.of(unit) for unit in answer.units],
            citations=[CitationOut.of(citation, base) for citation in answer.citations],
            scope=ScopeOut.of(answer.scope),
            known_regions=list(answer.known_regions),
            written=answer.written,
            note=answer.note,
        )


class RepairOut(Mirror):
    """一处修复；raw 与 repaired 相同表示疑有损坏而未改。span 在整理后的全文中，raw_span 在原文中。"""

    raw: str
    repaired: str
    reason: str
    stage: str
    confidence: float
    span: Span
    raw_span: Span


class DroppedOut(Mirror):
    """略去的一行；number 是它在原文中的行号，从1起，0 表示不在原文中（页眉、导航、批注等）。"""

    line: str
    reason: str
    number: int
