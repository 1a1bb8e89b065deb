"""From clauses to passages: what is quoted of a clause, and who is charged with it."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from qa.compare import Cell
from qa.export.content import NamedUnit, Passage, Quote, Source, Stance
from qa.export.references import References
from qa.records import AnswerUnit, Citation, Clause, Fact, Plan
from qa.service import Service
from qa.text import key, sentences

#: Sentences quoted of a clause that only mentions the topic.
_MOST_SENTENCES = 2
#: What `Cell.text` has between that and the clause that comes nearest.
_NEAREST = "，最接近的条款是："


class Reader:
    """Makes passages of clauses; each plan is read once."""

    def __init__(self, service: Service, references: References) -> None:
        self._service = service
        self._references = references
        self._plans: dict[str, dict[str, Clause]] = {}
        self._keys: dict[str, dict[str, str]] = {}

    def clauses(self, plan: Plan) -> dict[str, Clause]:
        """Those of a plan by id, in the order of its text."""
        if plan.id not in self._plans:
            self._plans[plan.id] = {clause.id: clause for clause in self._service.clauses(plan.id)}
        return self._plans[plan.id]

    def keys(self, plan: Plan) -> dict[str, str]:
        """The texts of its clauses, folded to be looked through, by id; without headings that only announce."""
        if plan.id not in self._keys:
            self._keys[plan.id] = {c.id: key(c.text) for c in self.clauses(plan).values() if c.searchable}
        return self._keys[plan.id]

    def passage(self, plan: Plan, clause: Clause, citations: Sequence[Citation] = ()) -> Passage:
        """A clause with what is cited of it; whole where nothing is."""
        source = self._references.source(clause, plan)
        cited = sorted({c.span for c in citations if c.clause.id == clause.id}) or [(0, len(clause.text))]
        return Passage(source, tuple(Quote(source, span) for span in cited), self._units(plan, clause))

    def mention(self, plan: Plan, clause: Clause, subject: str) -> Passage:
        """A clause with those of its sentences that have the subject's words."""
        source, wanted = self._references.source(clause, plan), key(subject)
        spans = [(a, b) for a, b in sentences(clause.text) if wanted in key(clause.text[a:b])]
        quotes = tuple(Quote(source, span) for span in spans[-_MOST_SENTENCES:])
        mention = wanted not in key(clause.heading)
        whole = (Quote(source, (0, len(clause.text))),)
        return Passage(source, quotes if mention and quotes else whole, self._units(plan, clause), mention)

    def mentioning(self, plan: Plan, subject: str) -> list[Clause]:
        """The clauses that have the subject's words: first those headed by them, with lead units, with deadlines."""
        wanted = key(subject)
        found = [self.clauses(plan)[i] for i, folded in self.keys(plan).items() if wanted and wanted in folded]
        leading = {c.id for c in found if any(unit.role == "lead" for unit in self._service.units(c))}
        headed = {c.id for c in found if wanted in key(c.heading)}
        return sorted(found, key=lambda c: (c.id not in headed, c.id not in leading, not c.deadlines, c.ordinal))

    def _units(self, plan: Plan, clause: Clause) -> tuple[NamedUnit, ...]:
        """Those that the clause names, or those of the heading above it, which is then cited for them."""
        above = self.clauses(plan).get(clause.heir_of) if clause.heir_of else None
        named = above or clause
        source = self._references.source(named, plan)
        return tuple(NamedUnit(u.role, Quote(source, u.span), u.others) for u in named.units)


def with_running_leads(passage: Passage, units: Sequence[AnswerUnit], facts: Sequence[Fact]) -> Passage:
    """With the lead units that an answer found in the clause's running text (由县司法局牵头)."""
    source, known = passage.source, {unit.name for unit in passage.units}
    leads = {unit.name for unit in units if unit.role == "lead" and unit.clause_id == source.clause.id} - known
    found = [f.span for f in facts if f.kind == "unit" and f.words in leads and f.clause_id == source.clause.id]
    more = tuple(NamedUnit("lead", Quote(source, span)) for span in dict.fromkeys(found))
    return replace(passage, units=passage.units + more)


def apart(passages: Iterable[Passage]) -> tuple[Passage, ...]:
    """Each clause, and each text, of one plan once."""
    return tuple({p.source.clause.text: p for p in reversed(list(passages))}.values())[::-1]


def families(stances: Sequence[Stance]) -> tuple[Stance, ...]:
    """Passages with one text know of each other: the first is shown with all their plans, the others point to it."""
    by_text: dict[str, list[Source]] = {}
    for stance in stances:
        for passage in stance.passages:
            by_text.setdefault(passage.source.clause.text, []).append(passage.source)
    return tuple(replace(s, passages=tuple(_related(p, by_text) for p in s.passages)) for s in stances)


def _related(passage: Passage, by_text: dict[str, list[Source]]) -> Passage:
    first, *later = by_text[passage.source.clause.text]
    if first == passage.source:
        return replace(passage, also=tuple(later))
    return replace(passage, same_as=first)


def said(cell: Cell) -> str:
    """What a silent plan leaves unsaid of what was asked: 该规划未载明牵头单位; '' for another."""
    return cell.text.split(_NEAREST)[0] if cell.kind == "silent" else ""
