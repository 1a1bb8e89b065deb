"""One answer and one comparison as lessons: the same nouns, without a quiz."""

import re
from collections.abc import Mapping, Sequence

from qa.compare import Cell, Column, Comparison
from qa.export.content import Lesson, Piece, Source, Stance, Statement, Topic
from qa.export.differences import counts, differences
from qa.export.passages import Reader, apart, families, said, with_running_leads
from qa.export.references import Citing, References
from qa.labels import labels
from qa.records import Answer, CellKind, Plan
from qa.service import Service

_MARK = re.compile(r"((?:\[\d+\])+)")


def of_answer(service: Service, answer: Answer, citing: Citing) -> Lesson:
    """An answer: its text with marks, and what it cites, plan by plan."""
    plans = {citation.plan.id: citation.plan for citation in answer.citations}
    called = labels(plans.values())
    references = References(citing, called)
    reader = Reader(service, references)
    columns = tuple(Column(called[plan.id], plan, plan.region) for plan in plans.values())
    paired = zip(columns, plans.values(), strict=True)
    stances = families([_answering(reader, answer, column, plan) for column, plan in paired])
    marks = {c.n: references.source(c.clause, c.plan) for c in answer.citations}
    summary = tuple(_statement(line, marks) for line in answer.text.split("\n") if line)
    topic = Topic(answer.question, stances, len(stances), counts(stances), (), summary)
    return Lesson(answer.question, "问答", columns, (topic,), (), references.listed, citing.accessed)


def of_comparison(service: Service, found: Comparison, citing: Citing) -> Lesson:
    """A comparison: what each column says to each question, and in what they differ."""
    called = {column.plan.id: column.name for column in found.columns if column.plan}
    references = References(citing, called)
    reader = Reader(service, references)
    topics = tuple(
        _topic(reader, name, found.columns, cells) for name, cells in zip(found.questions, found.cells, strict=True)
    )
    title = found.questions[0] if len(topics) == 1 else f"{found.questions[0]}等{len(topics)}个问题"
    return Lesson(title, "各地对照", found.columns, topics, (), references.listed, citing.accessed, found.more)


def _topic(reader: Reader, name: str, columns: Sequence[Column], cells: Sequence[Cell]) -> Topic:
    stances = families([_stance(reader, column, cell) for column, cell in zip(columns, cells, strict=True)])
    plans = sum(stance.kind != "no_plan" for stance in stances)
    return Topic(name, stances, plans, counts(stances), differences("这个问题", stances))


def _stance(reader: Reader, column: Column, cell: Cell) -> Stance:
    if column.plan is None or cell.clause is None:
        return Stance(column, cell.kind, confidence=cell.confidence)
    passage = with_running_leads(reader.passage(column.plan, cell.clause, cell.citations), cell.units, cell.facts)
    return Stance(column, cell.kind, (passage,), cell.confidence, said(cell))


def _answering(reader: Reader, answer: Answer, column: Column, plan: Plan) -> Stance:
    """The clauses of a plan that an answer cites, in the order of their marks; a heading cited for its units is one."""
    cited = {c.clause.id: c.clause for c in answer.citations if c.plan.id == plan.id}
    made = [reader.passage(plan, clause, answer.citations) for clause in cited.values()]
    kind: CellKind = "silent" if answer.verdict == "plan_silent" else "answered"
    leading = [with_running_leads(passage, answer.units, answer.facts) for passage in made]
    return Stance(column, kind, apart(leading), answer.confidence)


def _statement(line: str, marks: Mapping[int, Source]) -> Statement:
    """Words and marks by turns: 牵头单位：甲。[1][2]"""
    parts = _MARK.split(line)
    pieces = []
    for text, marked in zip(parts[::2], [*parts[1::2], ""], strict=True):
        numbers = map(int, re.findall(r"\d+", marked))
        sources = tuple(dict.fromkeys(marks[n] for n in numbers if n in marks))
        pieces.append(Piece(text, sources))
    return Statement(tuple(piece for piece in pieces if piece.text or piece.sources))
