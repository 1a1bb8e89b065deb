"""Everything a door may ask of an index, in one place."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import accumulate
from pathlib import Path
from typing import Self

from qa import question
from qa.answers import answer
from qa.compare import MOST_QUESTIONS, Cell, Comparison, compare
from qa.confidence import confidence
from qa.dialogue.conversation import Turn, leaning, resolve
from qa.errors import AmbiguousRegion, InvalidRequest, NotFound, UnknownRegion
from qa.exact.replies import reply
from qa.exact.scoping import grounded
from qa.filters import Filters
from qa.index import Index, Manifest, open_index
from qa.matches import Matches
from qa.milvus import Milvus
from qa.ports import Encoder, Writer
from qa.query_map import QueryMap
from qa.records import Answer, Citation, Clause, Hit, Plan, PlanText, RegionName, Repair, Scope, SearchResult, Unit
from qa.responsibilities import DutyList, duty_list
from qa.sizes import Size
from qa.text import fold
from qa.writing.grounding import Grounding
from qa.writing.written import Events, phrase

#: More clauses than this on one screen help nobody.
MOST_HITS = 100
#: Share, by idf, of a question's own words that a clause has if it answers that question and not the one before.
_OWN_WORDS = 0.5


@dataclass(frozen=True)
class ClauseView:
    """A clause in its surroundings.

    raw: what the page said where the clause stands. repairs: what was changed or flagged there. place: where in the
    file it begins (第3页), None where the file has no such places.
    """

    clause: Clause
    plan: Plan
    raw: str
    repairs: tuple[Repair, ...]
    also_in: tuple[str, ...]
    place: str | None
    previous: Clause | None
    following: Clause | None


@dataclass(frozen=True)
class RegionCount:
    """A region that has plans, with their ids. above: the regions that it lies in, outermost first."""

    region: RegionName
    plans: tuple[str, ...]
    above: tuple[RegionName, ...] = ()


class Service:
    """An opened index and its encoder; safe to call from several threads."""

    def __init__(self, index: Index, encoder: Encoder, writer: Writer | None = None) -> None:
        self._index = index
        self._encoder = encoder
        self._writer = writer

    @classmethod
    def open(
        cls,
        root: Path,
        encoder: Encoder,
        writer: Writer | None = None,
        query_map: QueryMap | None = None,
        milvus: Milvus | None = None,
    ) -> Self:
        """IndexUnavailable or IndexMismatch say which command mends it."""
        return cls(open_index(root, encoder, query_map, milvus), encoder, writer)

    @property
    def manifest(self) -> Manifest:
        return self._index.manifest

    @property
    def encoder(self) -> Encoder:
        """What questions and passages are embedded with."""
        return self._encoder

    def plans(self, filters: Filters | None = None) -> list[Plan]:
        """Those that pass every condition on plans."""
        store, given = self._index.store, filters or Filters()
        return [plan for plan in store.plans.values() if given.matches_plan(plan, store.regions)]

    def plan(self, plan_id: str) -> PlanText:
        """All that is kept of one plan. NotFound."""
        return self._index.store.plan_text(self._known(plan_id).id)

    def _known(self, plan_id: str) -> Plan:
        if plan_id not in self._index.store.plans:
            raise NotFound(f"没有编号为“{plan_id}”的规划。可用 planqa plans 查看已收录的规划。")
        return self._index.store.plans[plan_id]

    def duties(self, plan_id: str) -> DutyList:
        """Who is charged with what in one plan. NotFound."""
        return duty_list(self._known(plan_id), self.clauses(plan_id))

    def openings(self) -> dict[str, str]:
        """The id of the first clause of each plan, by plan."""
        return self._index.store.openings()

    @cached_property
    def sizes(self) -> dict[str, Size]:
        """How much each plan holds, by plan; one without clauses is left out."""
        return self._index.store.sizes()

    def regions(self) -> list[RegionCount]:
        """The regions that have plans, by code."""
        within = self._index.store.regions.ancestors
        found: dict[str, tuple[RegionName, list[str]]] = {}
        for plan in self.plans():
            if plan.region:
                found.setdefault(plan.region.code, (plan.region, []))[1].append(plan.id)
        return [
            RegionCount(region, tuple(plans), self._names([r.code for r in reversed(within(code))]))
            for code, (region, plans) in sorted(found.items())
        ]

    def known_regions(self) -> tuple[str, ...]:
        return tuple(region.name for _, region in sorted(self._index.store.homes.regions.items()))

    def region_code(self, name: str) -> str:
        """The code a name, full name, short name or code stands for. UnknownRegion, AmbiguousRegion."""
        candidates = self._index.store.regions.resolve(fold(name.strip()))
        with_plans = [c for c in candidates if c.code in self._index.store.homes.regions]
        chosen = with_plans if len(with_plans) == 1 else candidates
        if not chosen:
            raise UnknownRegion(name, self.known_regions())
        if len(chosen) > 1:
            raise AmbiguousRegion(name, [c.full_name for c in chosen])
        return chosen[0].code

    def clause(self, clause_id: str) -> ClauseView:
        """One clause with what stands around it. NotFound."""
        clause = self._index.store.clause(clause_id)
        if clause is None:
            raise NotFound(f"没有编号为“{clause_id}”的条款。请从搜索结果的链接进入，或查看该规划的条款目录。")
        text = self._index.store.plan_text(clause.plan_id)
        siblings = text.clauses
        repairs = tuple(self._index.store.repairs_in(clause))
        return ClauseView(
            clause=clause,
            plan=text.plan,
            raw=text.raw[slice(*clause.raw_span)],
            repairs=repairs,
            also_in=self._index.store.same_text(clause),
            place=next((name for start, name in reversed(text.places) if start <= clause.raw_span[0]), None),
            previous=siblings[clause.ordinal - 1] if clause.ordinal else None,
            following=siblings[clause.ordinal + 1] if clause.ordinal + 1 < len(siblings) else None,
        )

    def search(self, query: str, k: int = 10, filters: Filters | None = None) -> SearchResult:
        """The k best clauses. A region that the query names confines it, as in `ask`. InvalidRequest."""
        if not 1 <= k <= MOST_HITS:
            raise InvalidRequest(f"返回条数须在1到{MOST_HITS}之间。", "k")
        asked, scope, wanted = self._understand(query, filters)
        if wanted is None:
            return SearchResult(query, scope, ())
        found = answer.rank(self._index, self._encoder, asked, wanted, k)
        # Ranked by the fused score, shown with the one that means something alone: never above the hit before it.
        scores = accumulate(map(confidence, found), min)
        same, spans = self._index.store.same_text, Matches(asked, self._index.keywords).spans
        hits = (
            Hit(s, c.clause, c.plan, same(c.clause), spans(c.clause.text)) for s, c in zip(scores, found, strict=True)
        )
        return SearchResult(query, scope, tuple(hits))

    def clauses(self, plan_id: str) -> list[Clause]:
        """A plan's clauses in the order of its text; none where there is no such plan."""
        return self._index.store.clauses_of(plan_id)

    def units(self, clause: Clause) -> tuple[Unit, ...]:
        """The units that hold for a clause: those it names, or those of the heading above it (`heir_of`)."""
        above = self._index.store.clause(clause.heir_of) if clause.heir_of else None
        return above.units if above else clause.units

    def turn(self, text: str, clause_ids: Sequence[str] = ()) -> Turn:
        """An earlier question for `ask`, with the clauses that its answer cited; ids of none are passed over."""
        found = map(self._index.store.clause, clause_ids[:MOST_HITS])
        return Turn(text, tuple(clause for clause in found if clause))

    def ask(self, text: str, filters: Filters | None = None, history: Sequence[Turn] = ()) -> Answer:
        """An answer with its clauses, or why there is none. InvalidRequest.

        history: earlier questions, oldest first. What asks nothing by itself is asked of what was asked before.
        """
        given, store = question.check(text), self._index.store
        understood = resolve(given, history, store.regions, store.plans)
        found = self._answer(understood, filters)
        leant = leaning(given, history, store.regions, store.plans) if found.verdict == "low_confidence" else None
        if leant and self._bears(again := self._answer(leant, filters), given):
            understood, found = leant, again
        return replace(found, question=given, understood=understood, citations=self._seen(understood, found.citations))

    def _seen(self, text: str, citations: Sequence[Citation]) -> tuple[Citation, ...]:
        """With what a reader wants to see of each beside the quote."""
        spans, same = Matches(self.understand(text), self._index.keywords).spans, self._index.store.same_text
        return tuple(replace(c, also_in=same(c.clause), matched=spans(c.clause.text)) for c in citations)

    def _bears(self, found: Answer, given: str) -> bool:
        """Whether an answer is about the words of this question too, not about what was asked before alone."""
        keywords, store = self._index.keywords, self._index.store
        own = keywords.tokens(question.understand(given, store.regions, store.homes).topic)
        shares = [keywords.share(own, citation.clause.text) for citation in found.citations]
        return found.verdict == "answered" and max(shares, default=0.0) >= _OWN_WORDS

    def phrase(self, found: Answer) -> Events:
        """An answer of `ask` as a language model phrases it, piece by piece and last whole; as it is without one."""
        return phrase(found, self._writer, self._grounding)

    def written(self, found: Answer) -> Answer:
        """The last of `phrase`."""
        whole = found
        for event in self.phrase(found):
            whole = event if isinstance(event, Answer) else whole
        return whole

    def _grounding(self, evidence: Sequence[Citation]) -> Grounding:
        return Grounding(self._index.keywords, self._index.store.regions, self._encoder, evidence)

    def _answer(self, text: str, filters: Filters | None) -> Answer:
        asked, scope, wanted = self._understand(text, filters)
        if wanted is None:
            return answer.no_plan(asked, scope, self.known_regions())
        if pointed := reply(self._index.store, asked, scope, wanted, self.known_regions()):
            return pointed
        looked = answer.consider(self._index, self._encoder, asked, wanted)
        return answer.compose(self._index, asked, scope, looked, self.known_regions())

    def compare(self, questions: Sequence[str], filters: Filters | None = None) -> Comparison:
        """What each plan says to each question; `qa.compare` says which plans. InvalidRequest."""
        if not 1 <= len(questions) <= MOST_QUESTIONS:
            raise InvalidRequest(f"一次可以比较1到{MOST_QUESTIONS}个问题。", "questions")
        store = self._index.store
        asked = [grounded(question.understand(question.check(q), store.regions, store.homes), store) for q in questions]
        found = compare(self._index, self._encoder, asked, filters or Filters())
        rows = (tuple(self._coloured(one, row)) for one, row in zip(asked, found.cells, strict=True))
        return replace(found, cells=tuple(rows))

    def _coloured(self, asked: question.Question, row: Sequence[Cell]) -> Iterator[Cell]:
        """The cells of a question, with its words in what they quote."""
        spans = Matches(asked, self._index.keywords).spans
        for cell in row:
            cited = (replace(c, matched=spans(c.clause.text)) for c in cell.citations)
            yield replace(cell, citations=tuple(cited))

    def understand(self, text: str) -> question.Question:
        """What a question asks for, nothing looked up yet. InvalidRequest."""
        return self._understand(text, None)[0]

    def _understand(self, text: str, filters: Filters | None) -> tuple[question.Question, Scope, Filters | None]:
        """The question, the scope to echo, and the filters to search with; None where no plan can match."""
        store = self._index.store
        asked = grounded(question.understand(question.check(text), store.regions, store.homes), store)
        given = filters or Filters()
        if given.regions:
            scope = Scope(self._names(given.regions), ())
            region = Filters(regions=given.regions)
            has_plan = any(region.matches_plan(p, store.regions) for p in store.plans.values())
            return asked, scope, given if has_plan else None
        if given.overrule:
            narrowed = question.confine(asked, given, store.plans)
            return asked, asked.scope, narrowed if self.plans(narrowed) else given
        if asked.absent and not asked.scope.regions and not asked.plans:
            return asked, asked.scope, None
        return asked, asked.scope, question.confine(asked, given, store.plans)

    def _names(self, codes: Sequence[str]) -> tuple[RegionName, ...]:
        found = (self._index.store.regions.get(code) for code in codes)
        return tuple(RegionName(r.code, r.name, r.full_name) for r in found if r)
