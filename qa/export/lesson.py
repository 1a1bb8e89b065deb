"""A lesson on one or several topics: what each plan says, in what they differ, and a quiz.

A bare topic (行政复议) is put to every plan as 各地对行政复议有哪些规定？: so asked, a short clause is quoted whole,
and a plan answers only if it has about as many of the words as the best of them. A second question asks each for its
lead units, and clauses that have the topic's very words are shown as well. The nouns are those of `qa.export.content`.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from qa import question
from qa.compare import MOST_QUESTIONS, Cell, Column, Comparison
from qa.errors import InvalidRequest
from qa.export.content import SURE, Lesson, Passage, Stance, Topic
from qa.export.differences import counts, differences
from qa.export.passages import Reader, apart, families, said, with_running_leads
from qa.export.quiz import exercises
from qa.export.references import Citing, References
from qa.filters import Filters
from qa.labels import labels
from qa.records import Plan
from qa.service import Service
from qa.text import fold, key

MOST_TOPICS = MOST_QUESTIONS
#: Characters.
LONGEST_TOPIC = 100
#: Clauses shown of a plan beside the one that answers.
_FURTHER = 3
_ASKS = re.compile("[?？]$|[吗呢]$|什么|哪|谁|多少|几[个次年项天]|多久|如何|怎|何时|是否")


@dataclass(frozen=True)
class _Asked:
    """A topic as given, as it stands within a sentence, and the two questions put to each plan."""

    name: str
    subject: str
    content: str
    lead: str


def lesson(service: Service, topics: Sequence[str], filters: Filters | None, citing: Citing) -> Lesson:
    """The lesson; the columns are those of `Service.compare`. InvalidRequest for no, too many or unusable topics."""
    asked = [_asked(service, topic) for topic in _checked(topics)]
    found = service.compare([a.content for a in asked], filters)
    leads = _leads(service, asked, found, filters or Filters())
    references = References(citing, _called(service, found))
    reader = Reader(service, references)
    made = tuple(
        _topic(reader, one, found.columns, cells, leading)
        for one, cells, leading in zip(asked, found.cells, leads, strict=True)
    )
    return Lesson(
        title=_title([a.name for a in asked]),
        kind="讲义",
        columns=found.columns,
        topics=made,
        exercises=exercises(reader, made, service.plans()),
        sources=references.listed,
        accessed=citing.accessed,
        more=found.more,
    )


def _checked(topics: Sequence[str]) -> list[str]:
    """Each once."""
    found = list({key(topic): question.check(topic) for topic in reversed(topics)}.values())[::-1]
    if not 1 <= len(found) <= MOST_TOPICS:
        raise InvalidRequest(f"一次可以讲1到{MOST_TOPICS}个专题。", "topics")
    for topic in found:
        if len(topic) > LONGEST_TOPIC or not key(topic):
            raise InvalidRequest(f"专题须是{LONGEST_TOPIC}字以内的事项或问题，例如：行政复议。", "topics")
    return found


def _asked(service: Service, topic: str) -> _Asked:
    understood = service.understand(topic)
    asks = _ASKS.search(fold(topic)) is not None
    places = bool(understood.scope.regions or understood.plans or understood.absent)
    subject = understood.topic if asks or places else topic
    if places:
        content = topic if asks else f"{topic}有哪些规定？"
    else:
        content = f"各地的{topic}" if asks else f"各地对{topic}有哪些规定？"
    return _Asked(topic, subject, content, f"各地的{subject}由哪些单位牵头？")


def _leads(service: Service, asked: Sequence[_Asked], found: Comparison, filters: Filters) -> list[dict[str, Cell]]:
    """For each topic what each plan says of its lead units, by the plan's id."""
    plans = tuple(column.plan.id for column in found.columns if column.plan)
    if not plans:
        return [{} for _ in asked]
    second = service.compare([a.lead for a in asked], replace(filters, regions=(), plans=plans))
    ids = [column.plan.id if column.plan else "" for column in second.columns]
    return [dict(zip(ids, cells, strict=True)) for cells in second.cells]


def _called(service: Service, found: Comparison) -> dict[str, str]:
    """What plans are called: the columns by their names, the rest as among all."""
    return labels(service.plans()) | {c.plan.id: c.name for c in found.columns if c.plan}


def _topic(
    reader: Reader, asked: _Asked, columns: Sequence[Column], cells: Sequence[Cell], leads: dict[str, Cell]
) -> Topic:
    stances = families(
        [
            _stance(reader, asked, column, cell, leads.get(column.plan.id) if column.plan else None)
            for column, cell in zip(columns, cells, strict=True)
        ]
    )
    plans = sum(stance.kind != "no_plan" for stance in stances)
    return Topic(asked.name, stances, plans, counts(stances), differences(asked.subject, stances))


def _stance(reader: Reader, asked: _Asked, column: Column, cell: Cell, lead: Cell | None) -> Stance:
    plan = column.plan
    if plan is None or cell.kind == "no_plan":
        return Stance(column, "no_plan")
    main = [reader.passage(plan, cell.clause, cell.citations)] if cell.clause else []
    main += _leading(reader, plan, main, lead)
    shown = {p.source.clause.id for p in main}
    mentions = [clause for clause in reader.mentioning(plan, asked.subject) if clause.id not in shown]
    further = [reader.mention(plan, clause, asked.subject) for clause in mentions[:_FURTHER]]
    passages = apart([*main, *further])
    kind = cell.kind if cell.clause else "answered" if passages else "not_covered"
    literal = bool(passages) and key(asked.subject) in key(passages[0].source.clause.text)
    confidence = max(cell.confidence, SURE) if literal else cell.confidence
    return Stance(column, kind, passages, confidence, said(cell), len(mentions) - len(further))


def _leading(reader: Reader, plan: Plan, main: list[Passage], lead: Cell | None) -> list[Passage]:
    """The clause that names the lead units, where it is another; to the one already there they are added."""
    if lead is None or lead.clause is None or not any(unit.role == "lead" for unit in lead.units):
        return []
    if main and main[0].source.clause.id == lead.clause.id:
        main[0] = with_running_leads(main[0], lead.units, lead.facts)
        return []
    if lead.confidence < SURE:
        return []
    return [with_running_leads(reader.passage(plan, lead.clause, lead.citations), lead.units, lead.facts)]


def _title(names: Sequence[str]) -> str:
    return f"{names[0]}：各地规划对照" if len(names) == 1 else f"{names[0]}等{len(names)}个专题：各地规划对照"
