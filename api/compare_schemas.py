"""The wire shape of a comparison, made from the records. Docstrings of the shapes are shown in /docs, hence Chinese."""

from typing import TYPE_CHECKING

from pydantic import BaseModel

from api.schemas import AnswerUnitOut, CitationOut, ClauseOut, FactOut, Mirror, PlanOut, RegionOut
from qa.records import CellKind

if TYPE_CHECKING:
    # For clients the shapes are enough; what makes the records would bring the search libraries along.
    from qa.compare import Cell, Column, Comparison


class ColumnOut(Mirror):
    """一列；plan 为 null 表示没有收录该地区的规划，name 各列不同。"""

    name: str
    plan: PlanOut | None
    region: RegionOut | None


class CellOut(BaseModel):
    """一格；text 供阅读，其中的标号是本格引文的标号。also_in 是同文条款的编号。"""

    kind: CellKind
    text: str
    confidence: float
    clause: ClauseOut | None
    units: list[AnswerUnitOut]
    facts: list[FactOut]
    citations: list[CitationOut]
    also_in: list[str]

    @classmethod
    def of(cls, cell: "Cell", column: "Column", base: str) -> "CellOut":
        clause = ClauseOut.of(cell.clause, column.plan, base) if cell.clause and column.plan else None
        return cls(
            kind=cell.kind,
            text=cell.text,
            confidence=cell.confidence,
            clause=clause,
            units=[AnswerUnitOut.of(unit) for unit in cell.units],
            facts=[FactOut.of(fact) for fact in cell.facts],
            citations=[CitationOut.of(citation, base) for citation in cell.citations],
            also_in=list(cell.also_in),
        )


class RowOut(BaseModel):
    """一个问题，各格依 columns 的次序。"""

    question: str
    cells: list[CellOut]


class CompareOut(BaseModel):
    """对照表；more 是因规划太多而没有列入的份数。"""

    columns: list[ColumnOut]
    rows: list[RowOut]
    more: int

    @classmethod
    def of(cls, found: "Comparison", base: str) -> "CompareOut":
        rows = [
            RowOut(
                question=question,
                cells=[CellOut.of(cell, column, base) for cell, column in zip(cells, found.columns, strict=True)],
            )
            for question, cells in zip(found.questions, found.cells, strict=True)
        ]
        return cls(columns=[ColumnOut.of(column) for column in found.columns], rows=rows, more=found.more)
