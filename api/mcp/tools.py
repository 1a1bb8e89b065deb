"""The tools: for each its words, its shapes and its one call of the service."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from mcp import types
from pydantic import BaseModel

from api.compare_schemas import CompareOut
from api.mcp import text
from api.mcp.inputs import ClauseIn, PlansIn, QuestionIn
from api.mcp.outputs import Found, SomePlansOut
from api.plan_schemas import ClauseDetail, PlansOut
from api.requests import CompareIn, SearchIn
from api.schemas import AskOut, SearchOut
from qa.filters import Filters
from qa.records import Answer
from qa.service import Service

#: Every tool answers from the index alone and changes nothing.
_READS = types.ToolAnnotations(read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False)


#: Keeps an answer that is about to be sent; see `api.feedback.audit.record`.
Keep = Callable[[Answer, float, Filters], str | None]


@dataclass(frozen=True)
class Desk:
    """What a call works with. base: what permalinks begin with."""

    service: Service
    base: str
    keep: Keep


@dataclass(frozen=True)
class Tool:
    """One tool. call: finds a shape of type `gives` for an input of type `takes`."""

    name: str
    title: str
    description: str
    takes: type[BaseModel]
    gives: type[BaseModel]
    call: Callable[[Desk, Any], Found]

    def described(self) -> types.Tool:
        """As clients list it."""
        return types.Tool(
            name=self.name,
            title=self.title,
            description=self.description,
            input_schema=self.takes.model_json_schema(),
            output_schema=self.gives.model_json_schema(mode="serialization"),
            annotations=_READS,
        )


def _search(desk: Desk, given: SearchIn) -> Found:
    found = desk.service.search(given.query, given.k, given.filters(desk.service))
    return Found(SearchOut.of(found, desk.base), text.searched(found, desk.base))


def _ask(desk: Desk, given: QuestionIn) -> Found:
    started, filters = time.perf_counter(), given.filters(desk.service)
    found = desk.service.written(desk.service.ask(given.question, filters))
    kept_as = desk.keep(found, started, filters)
    return Found(AskOut.of(found, desk.base, kept_as), text.answered(found, desk.base))


def _clause(desk: Desk, given: ClauseIn) -> Found:
    view = desk.service.clause(given.id)
    return Found(ClauseDetail.of_view(view, desk.base), text.clause(view, desk.base))


def _compare(desk: Desk, given: CompareIn) -> Found:
    found = desk.service.compare(given.questions, given.filters(desk.service))
    return Found(CompareOut.of(found, desk.base), text.compared(found, desk.base))


def _plans(desk: Desk, given: PlansIn) -> Found:
    codes = tuple(desk.service.region_code(name) for name in given.region or ())
    found = desk.service.plans(Filters(regions=codes))
    shown, more = found[: given.limit], len(found[given.limit :])
    return Found(SomePlansOut(plans=PlansOut.of(shown).plans, more=more), text.plans(shown, more))


TOOLS = (
    Tool(
        "search_clauses",
        "检索条款",
        "在各地法治政府建设规划、实施方案、实施意见中按语义与关键词查找条款，返回最相近的原文、出处、地区和链接。"
        "要原文、要多条材料时用它；要直接的答案用 ask。",
        SearchIn,
        SearchOut,
        _search,
    ),
    Tool(
        "ask",
        "提问",
        "依据规划条款回答一个问题（哪个单位牵头、何时完成、多少次、怎么规定），每句话附引文和链接，规划没有写的如实说没有写。"
        "verdict：answered 已作答；plan_silent 规划未写明；no_plan_for_region 没有收录该地区的规划；"
        "low_confidence 没有足够可靠的条款。引用时请保留链接。",
        QuestionIn,
        AskOut,
        _ask,
    ),
    Tool(
        "get_clause",
        "查看条款",
        "按编号取一个条款的全文、单位、时限、抓取时的原文、修复记录、同文条款和前后条款。",
        ClauseIn,
        ClauseDetail,
        _clause,
    ),
    Tool(
        "compare_regions",
        "比较各地",
        "把若干地区（或规划）对一个或若干问题的规定列成对照表，每格附条款和链接。"
        "kind：answered 有规定；silent 有相关条款但没有写明所问；not_covered 该规划未涉及；no_plan 没有收录。",
        CompareIn,
        CompareOut,
        _compare,
    ),
    Tool("list_plans", "列出规划", "已收录的规划：编号、标题、地区、规划期。", PlansIn, SomePlansOut, _plans),
)
