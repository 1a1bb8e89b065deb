"""Results in words, a permalink under every clause: what a model reads where its client passes on no structure."""

from collections.abc import Iterable, Iterator, Sequence

from api import wording
from api.schemas import permalink
from qa.compare import Cell, Comparison
from qa.records import Answer, Citation, Clause, Plan, SearchResult
from qa.service import ClauseView


def searched(found: SearchResult, base: str) -> str:
    if not found.hits:
        return "没有找到条款。可以换一种说法，或放宽地区等条件。"
    blocks = [f"找到{len(found.hits)}条，依相关程度排列。"]
    for number, hit in enumerate(found.hits, 1):
        lines = [f"{number}. {_where(hit.clause, hit.plan)}（相关度{hit.score:.2f}）", hit.clause.text]
        blocks.append("\n".join([*lines, *_below(hit.clause, hit.also_in, base)]))
    return "\n\n".join(blocks)


def answered(found: Answer, base: str) -> str:
    head = [found.text, *([f"（{found.note.rstrip('。')}）"] if found.note else [])]
    return "\n\n".join(["\n".join(head), *(_cited(citation, base) for citation in found.citations)])


def _cited(citation: Citation, base: str) -> str:
    head = f"[{citation.n}] {_where(citation.clause, citation.plan)}"
    return "\n".join([head, citation.quote, *_below(citation.clause, (), base)])


def compared(found: Comparison, base: str) -> str:
    if not found.columns:
        return "没有可比较的规划。"
    blocks = []
    for question, cells in zip(found.questions, found.cells, strict=True):
        blocks.append(f"问题：{question}")
        for column, cell in zip(found.columns, cells, strict=True):
            blocks.append("\n".join([f"■ {column.name}：{cell.text}", *_cell(cell, column.plan, base)]))
    more = [f"另有{found.more}份规划没有列入，可用 region 或 plan 指定。"] if found.more else []
    return "\n\n".join([*blocks, *more])


def _cell(cell: Cell, plan: Plan | None, base: str) -> Iterator[str]:
    yield from (f"[{citation.n}] {citation.quote}" for citation in cell.citations if citation.quote not in cell.text)
    if cell.clause and plan:
        yield f"出处：{_where(cell.clause, plan)}"
        yield from _below(cell.clause, cell.also_in, base)


def clause(view: ClauseView, base: str) -> str:
    found = view.clause
    lines = [
        _where(found, view.plan),
        found.text,
        *(f"{role}：{names}" for _, role, names in wording.units(found.units)),
        *([f"时限：{'、'.join(map(wording.deadline, found.deadlines))}"] if found.deadlines else []),
        *([f"位置：{view.place}"] if view.place else []),
        *([f"上一条：{view.previous.id}"] if view.previous else []),
        *([f"下一条：{view.following.id}"] if view.following else []),
    ]
    return "\n".join([*lines, *_below(found, view.also_in, base)])


def plans(found: Sequence[Plan], more: int) -> str:
    lines = [_plan(plan) for plan in found] or ["没有收录规划。"]
    return "\n".join([*lines, *([f"另有{more}份没有列出，可用 region 缩小范围。"] if more else [])])


def _plan(plan: Plan) -> str:
    known = [fact.value for fact in wording.facts(plan) if fact.name in ("规划期", "文件种类")]
    return f"{plan.id}：《{plan.title}》（{'，'.join([_region(plan), *known])}）"


def _region(plan: Plan) -> str:
    return plan.region.full_name if plan.region else "地区未注明"


def _where(found: Clause, plan: Plan) -> str:
    above = (heading.replace("\t", " ") for heading in found.trail)
    return f"《{plan.title}》（{_region(plan)}）{' › '.join([*above, wording.name(found)])}"


def _below(found: Clause, also_in: Iterable[str], base: str) -> Iterator[str]:
    """What stands under a clause's words: their state, who has the same, its id and link."""
    if told := wording.damage(found):
        yield f"（{told}，见链接）"
    if same := "、".join(also_in):
        yield f"同文条款：{same}"
    yield f"编号：{found.id}"
    yield f"链接：{permalink(base, found.id)}"
