"""Exact keys of a question -> the very clauses that they name, before any search is asked.

A clause's number leads to the clauses that stand at it, a number of a document to those that cite it, quoted words to
those that have them letter for letter, a unit whose tasks are asked for to those that name it; all within the plans
that the filters allow.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace

from qa.arrays import Ids, Scores
from qa.exact import paths
from qa.exact.document_numbers import DocumentNumber
from qa.exact.key_tables import Place
from qa.exact.keys import Path
from qa.exact.paths import Fit
from qa.exact.tasks import Tasks
from qa.filters import Filters
from qa.question import Question
from qa.store import Store
from qa.text import key

#: Clauses that one key may lead to; more of them help nobody, and the searches rank them better.
_MOST = 400
#: Quoted words that lead: what stands in more clauses is a common word.
_MOST_HOLDING = 200
#: Characters of quoted words that are hardly emphasis alone: the clause that has them is the one meant.
_LONG_PHRASE = 8
#: Clauses shown under a heading that has no words of its own.
_MOST_BELOW = 100
#: Ranks below are as good as certain; what else a key may mean has multiples of it.
_NEXT = 10
#: Rank of what stands under a heading that is named.
BELOW = 5
#: What words in quotes that may be mere emphasis add to the fused score of a clause that has them.
_QUOTED = 0.3
#: Plans within which the kinds of labels are looked at.
_FEW_PLANS = 20


@dataclass(frozen=True)
class Found:
    """ranks: number of a clause that a key names -> its rank, the lowest first. quoted: one that has words quoted which
    may be mere emphasis -> how many of the quotations it lacks.

    missing: clauses' numbers at which the plans allowed have nothing. unknown: numbers of documents that nothing in
    the index has; absent: those that only plans not allowed have.
    """

    ranks: Mapping[int, int] = field(default_factory=dict)
    quoted: Mapping[int, int] = field(default_factory=dict)
    missing: tuple[Path, ...] = ()
    unknown: tuple[DocumentNumber, ...] = ()
    absent: tuple[DocumentNumber, ...] = ()

    @property
    def clauses(self) -> list[int]:
        return sorted({*self.ranks, *self.quoted})

    @property
    def is_void(self) -> bool:
        """Whether what the question points at is nowhere that it may look."""
        return not self.ranks and bool(self.missing or self.unknown or self.absent)

    def names(self, clause: int) -> bool:
        """Whether a key names this clause beyond doubt, and none better."""
        return self.ranks.get(clause, _NEXT) < _NEXT

    def lead(self, clauses: Ids, fused: Scores, keep_order: bool) -> Scores:
        """Fused scores, none above 2, with those that a key names on top.

        keep_order: by rank, in the corpus' order within one; else what stands under a heading competes with it.
        """
        steps = {n: rank if keep_order else rank // _NEXT for n, rank in self.ranks.items()}
        levels = {step: 2.0 * i for i, step in enumerate(sorted(set(steps.values()), reverse=True), 1)}
        led = fused.copy()
        for row, n in enumerate(clauses.tolist()):
            if n in steps:
                led[row] = levels[steps[n]] + (0.0 if keep_order else fused[row])
            elif n in self.quoted:
                led[row] += _QUOTED / (1 + self.quoted[n])
        return led


NOTHING = Found()


def find(store: Store, asked: Question, filters: Filters) -> Found:
    """The clauses that the keys of a grounded question name, of those that the filters allow."""
    if not asked.keys and asked.tasks is None:
        return NOTHING
    plans = _plans(store, filters)
    found: dict[int, int] = {}
    missing = [path for path in asked.keys.paths if not _add(found, _at(path, store, plans))]
    cited, unknown, absent = _citing(asked, store, plans)
    _add(found, cited)
    if asked.tasks:
        _add(found, _charged(asked.tasks, store, plans))
    quoted, certain = _holding(asked, store, plans)
    if not found:
        _add(found, {n: lacks for n, lacks in quoted.items() if n in certain})
    ranks, quoted = _allowed(found, store, filters), _allowed(quoted, store, filters)
    return Found(ranks, quoted, tuple(missing), unknown, absent)


def _add(found: dict[int, int], more: Mapping[int, int]) -> bool:
    for clause, rank in more.items():
        found[clause] = min(found.get(clause, rank), rank)
    return bool(more)


def _plans(store: Store, filters: Filters) -> list[str] | None:
    """Ids of the plans that the filters allow; None for all."""
    if filters.is_empty:
        return None
    among = [store.plans[p] for p in filters.plans if p in store.plans] if filters.plans else store.plans.values()
    return [plan.id for plan in among if filters.matches_plan(plan, store.regions)]


def _allowed(found: dict[int, int], store: Store, filters: Filters) -> dict[int, int]:
    """The plans are allowed already."""
    if filters.is_of_plans or not found:
        return found
    clauses = store.clauses(list(found))
    return {
        n: rank
        for n, rank in found.items()
        if filters.matches(store.plans[clauses[n].plan_id], clauses[n], store.regions)
    }


def _at(path: Path, store: Store, plans: Collection[str] | None) -> dict[int, int]:
    """The clauses at a number, with what stands under those that are mere headings."""
    if path.plan:
        linked = store.keys.by_id(f"{plan_of(path, store)}/{path.tail}", plans)
        ranked = {place.clause: 0 for place in linked}
    else:
        places = store.keys.at(path.steps[-1].number, plans, _MOST)
        ranked = _ranked(path, places, store, plans)
    if not ranked and len(path.steps) > 1 and path.steps[-1].kind == "paragraph":
        return _of_paragraph(path, store, plans)
    best = [clause for clause, rank in ranked.items() if not rank]
    headings = [clause for clause in best[:_FEW_PLANS] if store.keys.is_heading(clause)]
    below = {n: BELOW for clause in headings for n in store.keys.under(clause, _MOST_BELOW)}
    return {clause: rank * _NEXT for clause, rank in ranked.items()} | {
        clause: min(rank, ranked.get(clause, 1) * _NEXT) for clause, rank in below.items()
    }


def plans_with(store: Store, given: Sequence[Path]) -> tuple[str, ...]:
    """Ids of the plans that have a clause at one of these numbers; none where they are too many to be meant."""
    found: dict[str, None] = {}
    for path in given:
        places = store.keys.at(path.steps[-1].number, None, _MOST) if path.steps else []
        found.update((place.plan, None) for place in places if paths.fit(path.steps, paths.steps(place.path)))
    return tuple(found) if len(found) <= _FEW_PLANS else ()


def last_label(store: Store, plan: str, path: Path) -> str | None:
    """The last label of the level that a path means, as written: among what stands under its upper steps."""
    if len(path.steps) > 1:
        above = [n for n, rank in _at(replace(path, steps=path.steps[:-1]), store, [plan]).items() if not rank]
        under = store.keys.under(above[0], _MOST) if above else []
        clauses = store.clauses(under).values()
        labels = [c.label for c in clauses if c.label and len(c.path) == min(len(d.path) for d in clauses)]
        return labels[-1] if labels else None
    near = [
        (distance, -last, label)
        for kind, (last, label) in store.keys.numbering(plan).items()
        if path.steps and (distance := paths.nearness(path.steps[-1], kind)) is not None
    ]
    return min(near)[2] if near else None


def _of_paragraph(path: Path, store: Store, plans: Collection[str] | None) -> dict[int, int]:
    """第三条第二款 is a part of 第三条, which is a clause only as a whole."""
    whole = _at(replace(path, steps=path.steps[:-1]), store, plans)
    number = path.steps[-1].number
    return {
        n: whole[n]
        for n, c in store.clauses(list(whole)).items()
        if number.isdigit() and len(c.text.split("\n")) >= int(number)
    }


def _ranked(path: Path, places: Sequence[Place], store: Store, plans: Collection[str] | None) -> dict[int, int]:
    """Clause -> rank among those of its plan that the path fits; without a scope the first of each plan comes first."""
    by_plan: dict[str, list[tuple[Fit, Place]]] = {}
    for place in places:
        fit = paths.fit(path.steps, paths.steps(place.path))
        if fit:
            by_plan.setdefault(place.plan, []).append((fit, place))
    few = len(by_plan) <= _FEW_PLANS
    ranked: dict[int, int] = {}
    for plan, fitting in by_plan.items():
        order = _in_plan(path, fitting, store.keys.numbering(plan) if few else {})
        if plans is None:
            order = {clause: i for i, clause in enumerate(order)}
        ranked.update(order)
    return ranked


def _in_plan(path: Path, fitting: list[tuple[Fit, Place]], numbering: Mapping[str, tuple[int, str]]) -> dict[int, int]:
    """Within one plan: the nearest kind of label; of equally near ones that which is rare, and counts the furthest."""
    last = path.steps[-1]
    has_own = last.kind not in ("item", "any") and any(paths.nearness(last, kind) == 0 for kind in numbering)
    whole = last.kind == "any" and any(not fit.unnamed for fit, _ in fitting)
    kinds = [paths.steps(place.path)[-1].kind for _, place in fitting]
    weights: dict[int, tuple[int, ...]] = {}
    for (fit, place), kind in zip(fitting, kinds, strict=True):
        if not (has_own and fit.kind) and not (whole and fit.unnamed):
            furthest = numbering.get(kind, (0, ""))[0]
            weights[place.clause] = (fit.kind, fit.above, fit.skipped, kinds.count(kind), -furthest)
    order = sorted(set(weights.values()))
    return {clause: order.index(weight) for clause, weight in sorted(weights.items(), key=lambda w: (w[1], w[0]))}


def _citing(
    asked: Question, store: Store, plans: Collection[str] | None
) -> tuple[dict[int, int], tuple[DocumentNumber, ...], tuple[DocumentNumber, ...]]:
    """The clauses that cite the documents numbered; the numbers that nothing has, and those that stand elsewhere."""
    found: dict[int, int] = {}
    unknown, absent = [], []
    for number in asked.keys.numbers:
        mentions = [
            m for m in store.keys.documents(number.year, number.serial) if is_organ(m.organ, number.organ, store)
        ]
        here = [m for m in mentions if plans is None or m.plan in plans]
        if not mentions:
            unknown.append(number)
        elif not here:
            absent.append(number)
        found.update((m.clause, 0) for m in here if m.clause is not None)
    return found, tuple(unknown), tuple(absent)


def _holding(asked: Question, store: Store, plans: Collection[str] | None) -> tuple[dict[int, int], set[int]]:
    """Clause -> how many of the quotations it has not; and those that are what the question asks for."""
    own = {p for title in asked.keys.titles for p in titled(title, store)} & set(asked.plans)
    titles = [t for t in asked.keys.titles if not own.intersection(titled(t, store))]
    wanted = [words for quoted in (*titles, *asked.keys.phrases) if len(words := key(quoted)) > 1]
    lacks: dict[int, int] = {}
    certain: set[int] = set()
    for words in wanted:
        holding = store.keys.holding(words, plans, _MOST_HOLDING)
        lacks.update((n, lacks.get(n, len(wanted)) - 1) for n in holding)
        if asked.idle or len(words) >= _LONG_PHRASE:
            certain.update(holding)
    return lacks, certain


def _charged(wanted: Tasks, store: Store, plans: Collection[str] | None) -> dict[int, int]:
    """Clauses that name the unit: in a role asked for first."""
    found: dict[int, int] = {}
    for clause, _, role, _ in store.keys.charged(wanted.names, plans, _MOST):
        rank = 0 if not wanted.roles or role in wanted.roles else 1
        found[clause] = min(found.get(clause, rank), rank)
    return found


def titled(title: str, store: Store) -> tuple[str, ...]:
    """Plans of that title; 行政处罚法 is 中华人民共和国行政处罚法. A name read off a sentence may begin too early."""
    found = store.keys.titled(title) or store.keys.titled(f"中华人民共和国{title}")
    starts = range(1, len(title) - 3) if not found and title.endswith(("法", "例", "则")) else ()
    return found or next((t for i in starts if (t := store.keys.titled(title[i:]))), ())


def is_organ(code: str, written: str, store: Store) -> bool:
    """Whether an organ's code is what a question wrote; 广州 or 广州市政府 may stand before 穗府."""
    if code == written:
        return True
    before = written.removesuffix(code)
    if before == written or len(before) < 2:
        return False
    return before.endswith(("政府", "办公室", "办公厅", "委员会")) or bool(store.regions.resolve(before))


def plan_of(path: Path, store: Store) -> str | None:
    ids = {plan.lower(): plan for plan in store.plans}
    return next((ids[path.plan[i:]] for i in range(len(path.plan)) if path.plan[i:] in ids), None)
