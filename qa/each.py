"""Several plans side by side: each is searched by itself, as if it alone were asked, so that none drowns another.

Scores of different searches are not comparable; who reads the groups orders them by what means something alone.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest

import numpy as np

from qa.filters import Filters
from qa.fusion import fused
from qa.index import Index
from qa.retrieve import Candidate, Query, pooled, retrieve

#: Plans searched one by one; where more are meant, the likeliest.
MOST_PLANS = 50
#: Passages of each search that say which plans are the likeliest: of 50 long plans some dozens each.
_DEEP = 2_000
#: Share of what the best clause of all has of the words asked about, and among how many that is looked for.
_HELD, _AMONG = 0.5, 20


@dataclass(frozen=True)
class Each:
    """groups: the best clauses of each plan that has any, best first; the plans in the order of the corpus.

    more: how many plans were not looked at.
    """

    groups: tuple[tuple[Candidate, ...], ...]
    more: int = 0


def interleaved(groups: Sequence[Sequence[Candidate]]) -> list[Candidate]:
    """The first of each group, then the second of each."""
    return [c for rank in zip_longest(*groups) for c in rank if c is not None]


def search(index: Index, query: Query, filters: Filters, k: int) -> Each:
    """The k best clauses of each plan that the filters allow, of the likeliest where they are many."""
    plans = allowed(index, filters)
    chosen = likeliest(index, query, filters, MOST_PLANS) if len(plans) > MOST_PLANS else plans
    groups = (tuple(within(index, query, filters, plan, k)) for plan in chosen)
    return Each(tuple(group for group in groups if group), len(plans) - len(chosen))


def within(index: Index, query: Query, filters: Filters, plan: str, k: int) -> list[Candidate]:
    """The k best clauses of one plan."""
    return retrieve(index, query, replace(filters, plans=(plan,)), k)


def least_held(index: Index, query: Query) -> float:
    """The coverage that a clause must have to speak for its plan among several; none where one answer is wanted.

    Of 42 questions for several plans, put to each of five, the plans that have the words asked about were told from
    the others best at this share of what the best clause of all has (88% of 210; by confidence alone 80%).
    """
    if not query.asked.several:
        return 0.0
    return _HELD * max((c.coverage for c in retrieve(index, query, Filters(), _AMONG)), default=0.0)


def allowed(index: Index, filters: Filters) -> list[str]:
    """Ids of the plans that the filters allow, in the order of the corpus."""
    store = index.store
    return [plan.id for plan in store.plans.values() if filters.matches_plan(plan, store.regions)]


def likeliest(index: Index, query: Query, filters: Filters, most: int) -> list[str]:
    """The plans with the best passages, or with what an exact key names, in the order of the corpus."""
    ids = list(index.store.plans)
    pointed = [c.plan.id for c in retrieve(index, query, filters, most) if c.exact]
    best = [ids[number] for number in _by_best_passage(index, query, filters)]
    chosen = set(list(dict.fromkeys([*pointed, *best]))[:most])
    return [plan for plan in ids if plan in chosen]


def _by_best_passage(index: Index, query: Query, filters: Filters) -> list[int]:
    """Places of plans in the corpus, that of the best passage first."""
    passages = index.allowed(filters)
    pool = pooled(index, query, passages, _DEEP)
    mapped, plain = index.vectors.scores(np.concatenate([query.mapped, query.plain]), pool)
    scores = fused(mapped, plain, index.keywords.scores(query.words.terms, pool))
    plans = index.columns.plan[pool[np.argsort(-scores, kind="stable")]]
    return list(dict.fromkeys(plans.tolist()))
