"""Questions × plans: what each plan says to each question, in cells that do not know of each other.

A cell is made as an answer confined to its plan would be, so that the two never disagree.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from qa import each, question
from qa.answers.answer import CONSIDERED, Looked, place_named, says, units_of
from qa.answers.sheet import write
from qa.confidence import confidence
from qa.errors import InvalidRequest
from qa.filters import Filters
from qa.index import Index
from qa.labels import labels
from qa.ports import Encoder
from qa.question import Question
from qa.records import AnswerUnit, CellKind, Citation, Clause, Fact, Plan, RegionName
from qa.retrieve import Query, prepare

#: More than that nobody reads side by side.
MOST_QUESTIONS = 20


@dataclass(frozen=True)
class Column:
    """One plan, or a region that has none. name: another for every column."""

    name: str
    plan: Plan | None
    region: RegionName | None


@dataclass(frozen=True)
class Cell:
    """What one plan says to one question.

    kind: silent where the right clause is there but not the unit, date or number asked for; not_covered where no
    clause is close enough; no_plan where the column has none. text: for people; its marks are the citations', from 1
    in each cell. clause: the one that answers. also_in: ids of clauses with the same text.
    """

    kind: CellKind
    text: str
    confidence: float = 0.0
    clause: Clause | None = None
    units: tuple[AnswerUnit, ...] = ()
    facts: tuple[Fact, ...] = ()
    citations: tuple[Citation, ...] = ()
    also_in: tuple[str, ...] = ()


@dataclass(frozen=True)
class Comparison:
    """`cells[q][c]` is what column c says to question q. more: plans left out because there are too many."""

    questions: tuple[str, ...]
    columns: tuple[Column, ...]
    cells: tuple[tuple[Cell, ...], ...]
    more: int = 0


def compare(index: Index, encoder: Encoder, asked: Sequence[Question], given: Filters) -> Comparison:
    """The matrix of grounded questions.

    The columns are the plans of `given.regions`, in their order, and `given.plans`; if neither is given those that the
    questions name; else all plans, of many the likeliest. The other conditions hold in every cell. InvalidRequest where
    the plans are too many.
    """
    queries = [prepare(index, encoder, a) for a in asked]
    conditions = replace(given, regions=(), plans=())
    chosen = [*_given(index, given)] if given.regions or given.plans else [*_named(index, asked)]
    plans = each.allowed(index, conditions) if not chosen else []
    few = plans if len(plans) <= each.MOST_PLANS else _likeliest(index, queries, conditions)
    columns = _columns([*chosen, *(index.store.plans[p] for p in few)])
    if len(columns) > each.MOST_PLANS:
        raise InvalidRequest(f"要比较的规划有{len(columns)}份，一次最多比较{each.MOST_PLANS}份，请缩小范围。", "region")
    cells = tuple(_row(index, query, conditions, columns) for query in queries)
    return Comparison(tuple(a.text for a in asked), columns, cells, len(plans) - len(few))


def _given(index: Index, given: Filters) -> Iterator[Plan | RegionName]:
    """The plans of each region, or the region itself where it has none; then the plans."""
    store = index.store
    for code in given.regions:
        within = Filters(regions=(code,))
        found = [plan for plan in store.plans.values() if within.matches_plan(plan, store.regions)]
        yield from found
        region = store.regions.get(code)
        if region and not found:
            yield RegionName(code, region.name, region.full_name)
    yield from (store.plans[plan] for plan in given.plans)


def _named(index: Index, asked: Sequence[Question]) -> Iterator[Plan | str]:
    """The plans of the regions that the questions name, in their order; then the names of those without."""
    plans = index.store.plans
    for one in asked:
        named = question.confine(one, Filters(), plans).plans
        yield from sorted((plans[p] for p in named), key=lambda plan: place_named(one, plan))
    yield from (name for one in asked for name in one.absent)


def _likeliest(index: Index, queries: Sequence[Query], conditions: Filters) -> list[str]:
    """For each question as many of the plans as all may have."""
    share = max(1, each.MOST_PLANS // len(queries))
    chosen = {plan for query in queries for plan in each.likeliest(index, query, conditions, share)}
    return [plan for plan in index.store.plans if plan in chosen]


def _columns(chosen: Sequence[Plan | RegionName | str]) -> tuple[Column, ...]:
    """Each once, in the order given."""
    called = labels(one for one in chosen if isinstance(one, Plan))
    found: dict[str, Column] = {}
    for one in chosen:
        if isinstance(one, Plan):
            found.setdefault(one.id, Column(called[one.id], one, one.region))
        elif isinstance(one, RegionName):
            found.setdefault(one.code, Column(one.full_name, None, one))
        else:
            found.setdefault(one, Column(one, None, None))
    return tuple(found.values())


def _row(index: Index, query: Query, conditions: Filters, columns: Sequence[Column]) -> tuple[Cell, ...]:
    least = each.least_held(index, query)
    return tuple(_cell(index, query, conditions, column, least) for column in columns)


def _cell(index: Index, query: Query, conditions: Filters, column: Column, least: float) -> Cell:
    plan = column.plan
    if plan is None:
        return Cell("no_plan", f"没有收录{column.name}的规划。")
    if not conditions.matches_plan(plan, index.store.regions):
        return Cell("no_plan", "该规划不合所限的条件。")
    found = each.within(index, query, conditions, plan.id, CONSIDERED)
    said = says(index, query.asked, Looked(found, least))
    if said is None:
        return Cell("not_covered", "该规划未涉及。", max(map(confidence, found), default=0.0))
    sheet = write([said], {plan.id: column.name})
    return Cell(
        kind="silent" if said.silent else "answered",
        text=sheet.lines[0].removeprefix(f"{column.name}："),
        confidence=confidence(said.candidate),
        clause=said.candidate.clause,
        units=units_of(said),
        facts=tuple(sheet.facts),
        citations=tuple(sheet.citations),
        also_in=index.store.same_text(said.candidate.clause),
    )
