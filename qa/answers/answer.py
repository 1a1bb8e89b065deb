"""Ground, cite, or say why not: the four verdicts.

answered             the units, or the sentences of the best clauses
plan_silent          the right clause is there, but it has not the unit, date or number asked for, or the plan is of
                     other years; it is quoted all the same
no_plan_for_region   the question is about a region that has no plan here
low_confidence       no clause is close enough to the question to be called an answer
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from qa import each
from qa.answers import direct, period
from qa.answers.parts import Part, names_bodies, part
from qa.answers.sheet import write
from qa.confidence import ENOUGH, SILENT_AT_LARGE, confidence
from qa.filters import Filters
from qa.index import Index
from qa.labels import labels
from qa.ports import Encoder
from qa.question import Question
from qa.records import Answer, AnswerUnit, Plan, Scope
from qa.retrieve import Candidate, prepare, retrieve
from qa.text import fold

#: Clauses looked at for an answer.
CONSIDERED = 20
#: Plans that answer in one text; who wants more asks for them by name.
MOST_PARTS = 20
#: A clause that names units may answer a question for units instead of a somewhat closer one that names none.
_UNITS_WITHIN = 5
#: The share that it must have of the words of the question that the closer one has.
_AS_CLOSE = 0.75


@dataclass(frozen=True)
class Looked:
    """Clauses to answer from, best first. least: the coverage below which none answers; more: plans passed over."""

    found: Sequence[Candidate]
    least: float = 0.0
    more: int = 0


def rank(index: Index, encoder: Encoder, asked: Question, filters: Filters, k: int) -> list[Candidate]:
    """The k best clauses; where several plans are to answer, the best of each before the second of any."""
    return list(consider(index, encoder, asked, filters, max(k, CONSIDERED) if asked.several else k).found[:k])


def consider(index: Index, encoder: Encoder, asked: Question, filters: Filters, k: int = CONSIDERED) -> Looked:
    """The k best clauses to answer from; of each plan, the surest first, where several are to answer."""
    query = prepare(index, encoder, asked)
    if not asked.several:
        return Looked(retrieve(index, query, filters, k))
    several = each.search(index, query, filters, k)
    surest = sorted(several.groups, key=lambda group: (-confidence(group[0]), -group[0].coverage))
    return Looked(each.interleaved(surest), each.least_held(index, query), several.more)


def _by_plan(found: Sequence[Candidate]) -> list[list[Candidate]]:
    """The clauses of each plan, in order; the plans in the order of their best."""
    groups: dict[str, list[Candidate]] = {}
    for candidate in found:
        groups.setdefault(candidate.plan.id, []).append(candidate)
    return list(groups.values())


def no_plan(asked: Question, scope: Scope, known_regions: Sequence[str]) -> Answer:
    """The region asked about has no plan here; the ones that have are named."""
    names = "、".join([r.full_name for r in scope.regions] or asked.absent)
    text = f"没有收录{names}的规划，无法回答。已收录规划的地区：{'、'.join(known_regions)}。"
    return Answer(asked.text, "no_plan_for_region", text, scope, 0.0, known_regions=tuple(known_regions))


def says(index: Index, asked: Question, looked: Looked, bound: bool = True) -> Part | None:
    """What the best of some ranked clauses say; None where none is close enough, above all to call a plan silent.

    bound: whether they are all that may answer: those of one plan, or of the plans that the question names.
    """
    sure = _sure(looked)
    if not sure:
        return None
    chosen = _first(index, sure, asked, bound)
    said = part(index, _about(asked, chosen), chosen)
    return None if said.silent and not bound and confidence(chosen) < SILENT_AT_LARGE else said


def compose(index: Index, asked: Question, scope: Scope, looked: Looked, known_regions: Sequence[str]) -> Answer:
    """An answer from ranked clauses. Every quote is a span of its clause."""
    found, sure = looked.found, _sure(looked)
    groups = _by_plan(sure) if asked.several else [sure]
    bound = asked.several or bool(scope.regions or asked.plans)
    every = [p for group in groups if (p := says(index, asked, replace(looked, found=group), bound))]
    if not every:
        return _refusal(asked, scope, looked, tuple(known_regions))
    parts = sorted(every, key=lambda p: (p.silent, place_named(asked, p.candidate.plan)))[:MOST_PARTS]
    called = labels(c.plan for c in found)
    sheet = write(parts, called)
    lines = [*sheet.lines, *_left_out(len(every) - len(parts), looked.more)]
    lines += _unheard(asked, scope, found, [p.candidate for p in every], called)
    lines += [f"没有收录{name}的规划。" for name in asked.absent]
    return Answer(
        question=asked.text,
        verdict="plan_silent" if all(p.silent for p in parts) else "answered",
        text="\n".join(lines),
        scope=scope,
        confidence=max(confidence(p.candidate) for p in parts),
        units=tuple(unit for p in parts for unit in units_of(p)),
        citations=tuple(sheet.citations),
        known_regions=tuple(known_regions),
        facts=tuple(sheet.facts),
    )


def _refusal(asked: Question, scope: Scope, looked: Looked, known: tuple[str, ...]) -> Answer:
    text = "已收录的规划中没有找到能够可靠回答这个问题的条款。请换一种说法，或写明地区和事项。"
    best = max(map(confidence, looked.found), default=0.0)
    return Answer(asked.text, "low_confidence", text, scope, best, known_regions=known)


def _sure(looked: Looked) -> list[Candidate]:
    exact = [c for c in looked.found if c.exact]
    return exact or [c for c in looked.found if confidence(c) >= ENOUGH and c.coverage >= looked.least]


def place_named(asked: Question, plan: Plan) -> int:
    """Where among the regions that the question names the plan's stands; the rest come behind, in their order."""
    codes = [region.code for region in asked.scope.regions]
    return codes.index(plan.region.code) if plan.region and plan.region.code in codes else len(codes)


def units_of(part: Part) -> tuple[AnswerUnit, ...]:
    """The units that a plan names in answer."""
    return tuple(AnswerUnit(part.region, unit.role, unit.name, part.named_by.id) for unit in part.units)


def _left_out(parts: int, plans: int) -> list[str]:
    shown = [f"另有{parts}份规划也有相关条款，未列出；写明地区可以单独提问。"] if parts else []
    return shown + ([f"另有{plans}份规划与问题相距较远，没有逐份查看。"] if plans else [])


def _unheard(
    asked: Question,
    scope: Scope,
    found: Sequence[Candidate],
    chosen: Sequence[Candidate],
    called: Mapping[str, str],
) -> list[str]:
    """The regions that the question names, and the plans looked at where each is to answer, that have no answer.

    Regions named are not where filters overrule the question.
    """
    plans, heard = {c.plan.id for c in chosen}, {c.plan.region.code for c in chosen if c.plan.region}
    names = [called[c.plan.id] for c in found if asked.several and c.plan.id not in plans]
    looked = {c.plan.region.code for c in found if c.plan.region}
    names += [r.name for r in scope.regions if scope == asked.scope and r.code not in heard | looked]
    distinct = list(dict.fromkeys(names))
    rest = f"等{len(distinct)}份规划" if len(distinct) > MOST_PARTS else ""
    return [f"{'、'.join(distinct[:MOST_PARTS])}{rest}：没有找到能够可靠回答这个问题的条款。"] if distinct else []


def _first(index: Index, sure: Sequence[Candidate], asked: Question, bound: bool) -> Candidate:
    """The best clause, or one as close that has what the best one lacks: the years, a unit, the date or number."""
    years = period.years(fold(asked.text))
    if years and not bound:
        sure = [c for c in sure if period.covers(c.plan, c.clause, years)] or sure
    if asked.asks_units:
        return _with_units(index, asked, sure, bound)
    return sure[direct.first(index.keywords, asked, [c.clause for c in sure])]


def _with_units(index: Index, asked: Question, sure: Sequence[Candidate], bound: bool) -> Candidate:
    """The best clause that names who is asked for, if it holds about as much of the question as the best of all.

    Within what the question is bound to it must hold no less: else the plan is silent.
    """
    least = (1.0 if bound else _AS_CLOSE) * sure[0].coverage
    near = (c for c in sure[:_UNITS_WITHIN] if c is sure[0] or c.coverage >= least)
    return next((c for c in near if names_bodies(index, asked, c.clause)), sure[0])


def _about(asked: Question, candidate: Candidate) -> Question:
    """第32条由谁牵头 asks of all that the clause says."""
    return replace(asked, topic=candidate.clause.text) if asked.idle and candidate.exact else asked
