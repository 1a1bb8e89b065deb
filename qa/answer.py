"""Ground, cite, or say why not: the four verdicts.

answered             the units, or the sentences of the best clauses
plan_silent          the right clause is there, but it names no unit; it is quoted all the same
no_plan_for_region   the question is about a region that has no plan here
low_confidence       no clause is close enough to the question to be called an answer
"""

from collections.abc import Sequence
from dataclasses import dataclass

from qa import evidence
from qa.confidence import ENOUGH, confidence
from qa.filters import Filters
from qa.index import Index
from qa.ports import Encoder
from qa.question import Question
from qa.records import ROLE_NAMES, Answer, AnswerUnit, Citation, Clause, Role, Scope, Span, Unit
from qa.retrieve import Candidate, retrieve

#: Clauses looked at for an answer.
CONSIDERED = 20
#: A clause that names units may answer a question for units instead of a somewhat closer one that names none.
_UNITS_WITHIN = 5


@dataclass(frozen=True)
class _Part:
    """What one plan says: the units it names, the spans to cite, and what to say before them.

    above: the heading whose units the clause inherits, cited too.
    """

    candidate: Candidate
    said: str
    units: tuple[tuple[Role, str], ...]
    spans: tuple[Span, ...]
    silent: bool = False
    above: Clause | None = None

    @property
    def named_by(self) -> Clause:
        """The clause whose text has the units."""
        return self.above or self.candidate.clause

    @property
    def region(self) -> str | None:
        return self.candidate.plan.region.name if self.candidate.plan.region else None


def rank(index: Index, encoder: Encoder, asked: Question, filters: Filters, k: int) -> list[Candidate]:
    """The k best clauses; where several regions are to answer, the best of each before the second of any."""
    found = retrieve(index, encoder, asked, filters, max(k, CONSIDERED))
    if asked.several:
        firsts = _one_of_each(found)
        found = [*firsts, *(c for c in found if c not in firsts)]
    return found[:k]


def _one_of_each(found: Sequence[Candidate]) -> list[Candidate]:
    """The best of each plan, in order."""
    best: dict[str, Candidate] = {}
    for candidate in found:
        best.setdefault(candidate.plan.id, candidate)
    return list(best.values())


def no_plan(asked: Question, scope: Scope, known_regions: Sequence[str]) -> Answer:
    """The region asked about has no plan here; the ones that have are named."""
    names = "、".join([r.full_name for r in scope.regions] or asked.absent)
    text = f"没有收录{names}的规划，无法回答。已收录规划的地区：{'、'.join(known_regions)}。"
    return Answer(asked.text, "no_plan_for_region", text, scope, 0.0, known_regions=tuple(known_regions))


def compose(
    index: Index, asked: Question, scope: Scope, found: Sequence[Candidate], known_regions: Sequence[str]
) -> Answer:
    """An answer from ranked clauses. Every quote is a span of its clause."""
    sure = [c for c in found if confidence(c) >= ENOUGH]
    known = tuple(known_regions)
    if not sure:
        text = "已收录的规划中没有找到能够可靠回答这个问题的条款。请换一种说法，或写明地区和事项。"
        best = max(map(confidence, found), default=0.0)
        return Answer(asked.text, "low_confidence", text, scope, best, known_regions=known)
    chosen = _one_of_each(sure) if asked.several else [_first(sure, asked)]
    parts = [_part(index, asked, candidate) for candidate in chosen]
    parts.sort(key=lambda p: p.silent)
    citations, text = _written(parts)
    text += "".join(f"\n{name}：没有找到能够可靠回答这个问题的条款。" for name in _unheard(asked, scope, chosen))
    text += "".join(f"\n没有收录{name}的规划。" for name in asked.absent)
    return Answer(
        question=asked.text,
        verdict="plan_silent" if all(p.silent for p in parts) else "answered",
        text=text,
        scope=scope,
        confidence=confidence(chosen[0]),
        units=tuple(AnswerUnit(p.region, role, name, p.named_by.id) for p in parts for role, name in p.units),
        citations=citations,
        known_regions=known,
    )


def _unheard(asked: Question, scope: Scope, chosen: Sequence[Candidate]) -> list[str]:
    """Regions that the question names and no clause answers for; none where filters overrule the question."""
    heard = {c.plan.region.code for c in chosen if c.plan.region}
    return [r.name for r in scope.regions if scope == asked.scope and r.code not in heard]


def _first(sure: Sequence[Candidate], asked: Question) -> Candidate:
    """The best clause; for units, one of the best that names any, unless the question is bound to one plan."""
    if asked.asks_units and not asked.scope.regions and not asked.plans:
        return next((c for c in sure[:_UNITS_WITHIN] if c.clause.units or c.clause.heir_of), sure[0])
    return sure[0]


def _part(index: Index, asked: Question, candidate: Candidate) -> _Part:
    clause = candidate.clause
    if asked.asks_units and (clause.units or clause.heir_of or asked.role or not asked.several):
        return _units_part(index, asked, candidate)
    spans = tuple(evidence.quotes(index.keywords, asked, clause))
    if not evidence.has_number(asked, clause):
        return _Part(candidate, "该规划未载明具体数字，最接近的条款是：", (), spans, silent=True)
    return _Part(candidate, "", (), spans)


def _units_part(index: Index, asked: Question, candidate: Candidate) -> _Part:
    clause = candidate.clause
    above = index.store.clause(clause.heir_of) if clause.heir_of else None
    named = (above or clause).units
    wanted = [u for u in named if asked.role in (None, u.role)]
    whole = ((0, len(clause.text)),)
    if wanted:
        return _Part(candidate, _roles(wanted), _pairs(wanted), whole, above=above)
    wished = ROLE_NAMES[asked.role] if asked.role else "责任单位"
    if named:
        return _Part(candidate, f"未写明{wished}；{_roles(named)}", _pairs(named), whole, above=above)
    charged = [d for d in evidence.duties(index.keywords, asked, clause) if asked.role in (None, d.role)]
    if charged:
        given = list(dict.fromkeys((d.role, d.name) for d in charged))
        return _Part(candidate, "", tuple(given), tuple(dict.fromkeys(d.sentence for d in charged)))
    spans = tuple(evidence.quotes(index.keywords, asked, clause))
    if not asked.charged and any(evidence.names_body(clause.text[a:b]) for a, b in spans):
        return _Part(candidate, "", (), spans)
    return _Part(candidate, f"该规划未载明{wished}，最接近的条款是：", (), spans, silent=True)


def _pairs(units: Sequence[Unit]) -> tuple[tuple[Role, str], ...]:
    return tuple((unit.role, unit.name) for unit in units)


def _roles(units: Sequence[Unit]) -> str:
    """牵头单位：甲、乙等；配合单位：丙。"""
    by_role: dict[Role, list[str]] = {}
    for unit in units:
        by_role.setdefault(unit.role, []).append(unit.name + ("等" if unit.others else ""))
    return "；".join(f"{ROLE_NAMES[role]}：{'、'.join(names)}" for role, names in by_role.items()) + "。"


def _written(parts: Sequence[_Part]) -> tuple[tuple[Citation, ...], str]:
    """The citations, numbered, and the text with their marks, one paragraph a plan."""
    citations: list[Citation] = []
    lines = []
    for part in parts:
        marks, quotes = "", []
        cited = [(part.candidate.clause, span) for span in part.spans]
        cited += [(part.above, (0, len(part.above.text)))] if part.above else []
        for clause, (start, end) in cited:
            quote = clause.text[start:end]
            citations.append(Citation(len(citations) + 1, clause, part.candidate.plan, quote, (start, end)))
            marks += f"[{len(citations)}]"
            quotes.append(f"{quote}[{len(citations)}]")
        place = part.region or part.candidate.plan.title
        named = part.units and part.said
        lines.append(f"{place}：{part.said}{marks if named else ''.join(quotes)}")
    return tuple(citations), "\n".join(lines)
