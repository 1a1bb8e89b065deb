"""What one plan says to a question: the units, dates and numbers asked for, and the sentences that say so."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from qa.answers import direct, duties, evidence, period
from qa.answers.direct import Said
from qa.index import Index
from qa.question import Question
from qa.records import ROLE_NAMES, Clause, FactKind, Role, Span, Unit
from qa.retrieve import Candidate
from qa.text import fold

_NEAREST = "，最接近的条款是："
#: Who does what the question says, by this share of what the clause holds of it, is in charge though no word says so.
_SURELY = 0.9


@dataclass(frozen=True)
class Charge:
    """A unit given as the answer; span: in the text of the clause that names it."""

    role: Role
    name: str
    span: Span


@dataclass(frozen=True)
class Part:
    """What one plan says.

    said: what stands before the facts: the units by their roles, or what the plan leaves unsaid. units: those of a
    bracket, of running text, or of the heading `above`, whose units the clause inherits and which is cited too.
    facts: what else was asked for. spans: those to quote. shown: whether the quotes stand in the text.
    lacks: what is said behind the facts to be missing. silent: nothing that was asked for is there.
    """

    candidate: Candidate
    spans: tuple[Span, ...]
    said: str = ""
    units: tuple[Charge, ...] = ()
    facts: tuple[Said, ...] = ()
    shown: bool = True
    lacks: str = ""
    silent: bool = False
    above: Clause | None = None

    @property
    def named_by(self) -> Clause:
        """The clause whose text has the units."""
        return self.above or self.candidate.clause

    @property
    def region(self) -> str | None:
        return self.candidate.plan.region.name if self.candidate.plan.region else None


def part(index: Index, asked: Question, candidate: Candidate) -> Part:
    """What the candidate's plan says by that clause."""
    clause, years = candidate.clause, period.years(fold(asked.text))
    if not candidate.exact and not period.covers(candidate.plan, clause, years):
        spans = tuple(evidence.quotes(index.keywords, asked, clause))
        return Part(candidate, spans, period.outside(candidate.plan, years) + _NEAREST, silent=True)
    if asked.asks_units:
        return _with_facts(index, asked, _units(index, asked, candidate))
    return _facts(index, asked, candidate)


def _facts(index: Index, asked: Question, candidate: Candidate) -> Part:
    """The facts asked for and their sentences; without facts the sentences that answer."""
    clause = candidate.clause
    found = direct.facts(index.keywords, asked, clause)
    lacking = direct.lacking(asked, found)
    if not found and duties.is_receiver_asked(asked):
        return _receiver(index, asked, candidate)
    spans = tuple(evidence.quotes(index.keywords, asked, clause, _holding(found)))
    if lacking and not found:
        return Part(candidate, spans, f"该规划未载明{lacking}{_NEAREST}", silent=True)
    return Part(candidate, spans, facts=tuple(found), lacks=lacking)


def _receiver(index: Index, asked: Question, candidate: Candidate) -> Part:
    found = duties.doers(index.keywords, asked, candidate.clause)
    quotes = evidence.quotes(index.keywords, asked, candidate.clause, [duty.span for duty in found])
    return Part(candidate, tuple(quotes), units=tuple(Charge(duty.role, duty.name, duty.span) for duty in found))


def _with_facts(index: Index, asked: Question, units: Part) -> Part:
    """The dates and numbers that a question for units asks for too."""
    clause = units.candidate.clause
    found = direct.facts(index.keywords, asked, clause)
    lacking = direct.lacking(asked, found)
    if not found:
        return replace(units, lacks="" if units.silent else lacking)
    spans = tuple(evidence.quotes(index.keywords, asked, clause, _holding(found)))
    if units.silent or units.shown:
        whole = tuple(sorted({*units.spans, *spans})) if not units.silent else spans
        said = units.said.replace(_NEAREST, "。") if units.silent else units.said
        return replace(units, said=said, spans=_apart(whole), facts=tuple(found), lacks=lacking, silent=False)
    return replace(units, facts=tuple(found), lacks=lacking)


def _holding(found: Sequence[Said]) -> list[Span]:
    """Where facts stand and what they are said of."""
    return [span for fact in found for span in (fact.span, fact.about)]


def _apart(spans: Sequence[Span]) -> tuple[Span, ...]:
    """None of them inside another."""
    return tuple(s for s in spans if not any(o != s and o[0] <= s[0] and s[1] <= o[1] for o in spans))


def _units(index: Index, asked: Question, candidate: Candidate) -> Part:
    clause = candidate.clause
    above = index.store.clause(clause.heir_of) if clause.heir_of else None
    named = (above or clause).units
    wanted = [u for u in named if asked.role in (None, u.role)]
    whole = ((0, len(clause.text)),)
    wished = ROLE_NAMES[asked.role] if asked.role else "责任单位"
    acts = named and not asked.charged and duties.doers(index.keywords, asked, clause)
    if named and not acts:
        said = _roles(wanted) if wanted else f"未写明{wished}；{_roles(named)}"
        return Part(candidate, whole, said, _charges(wanted or named), shown=False, above=above)
    return _running(index, asked, candidate, f"该规划未载明{wished}{_NEAREST}")


def _running(index: Index, asked: Question, candidate: Candidate, silence: str) -> Part:
    """Units named in running text; `silence` is said where there are none."""
    clause = candidate.clause
    found = _bodies(index, asked, clause)
    if found:
        charges = {(d.role, d.name): Charge(d.role, d.name, d.span) for d in reversed(found)}
        quoted = tuple(dict.fromkeys(d.sentence for d in found))
        return Part(candidate, tuple(sorted(quoted)), units=tuple(sorted(charges.values(), key=lambda c: c.span)))
    spans = tuple(evidence.quotes(index.keywords, asked, clause))
    return Part(candidate, spans, silence, silent=True)


def names_bodies(index: Index, asked: Question, clause: Clause) -> bool:
    """Whether a clause names who is asked for, in a bracket, by inheritance or in running text."""
    return bool(clause.units or clause.heir_of or _bodies(index, asked, clause))


def _bodies(index: Index, asked: Question, clause: Clause) -> list[duties.Duty]:
    """Those in charge by its running text; where no charge is asked for, who does it."""
    if not asked.charged:
        return duties.doers(index.keywords, asked, clause)
    found = [d for d in duties.charged(index.keywords, asked, clause) if asked.role in (None, d.role)]
    certain = not found and asked.role in (None, "responsible")
    return duties.doers(index.keywords, asked, clause, _SURELY) if certain else found


def _charges(units: Sequence[Unit]) -> tuple[Charge, ...]:
    return tuple(Charge(unit.role, unit.name, unit.span) for unit in units)


def _roles(units: Sequence[Unit]) -> str:
    """牵头单位：甲、乙等；配合单位：丙。"""
    by_role: dict[Role, list[str]] = {}
    for unit in units:
        by_role.setdefault(unit.role, []).append(unit.name + ("等" if unit.others else ""))
    return "；".join(f"{ROLE_NAMES[role]}：{'、'.join(names)}" for role, names in by_role.items()) + "。"


def facts_of(part: Part) -> list[tuple[FactKind, Clause, Span]]:
    """All facts of a part in the order in which they are said: units first, then the rest."""
    units: list[tuple[FactKind, Clause, Span]] = [("unit", part.named_by, unit.span) for unit in part.units]
    return units + [(fact.kind, part.candidate.clause, fact.span) for fact in part.facts]
