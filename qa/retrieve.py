"""A question made ready; then allowed ids -> two searches -> one ranking of clauses.

Both searches see only the passages that the filters allow, so a filter can never add a result. A clause is as
good as its best passage.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from qa.arrays import Ids, Scores, Vectors
from qa.columns import Columns
from qa.exact import lookup as exact
from qa.exact.lookup import Found
from qa.filters import Filters
from qa.fusion import fused
from qa.glossary import expansions
from qa.index import Index
from qa.keywords import Keywords
from qa.ports import Encoder
from qa.question import Question
from qa.records import Clause, Plan
from qa.text import fold, pairs
from qa.vocabulary import is_foreign

#: Passages taken from each search before fusing: deep enough that what one search misses the other still brings.
_POOL = 200
#: What an official word that the question implies is worth beside one that it says.
_IMPLIED = 0.5
#: The same when it comes to how much of the question a clause holds.
_IMPLIED_COVERAGE = 0.6
#: What a clause that names units is worth more, in fused score, when units are asked for.
_NAMES_UNITS = 0.03
#: The same for the preface when the question is what a plan is based on, which its preface alone says.
_IS_PREFACE = 0.06


@dataclass(frozen=True)
class Candidate:
    """A clause and why it was found.

    score: fused, comparable within one search only. dense: cosine. coverage: share, by idf, of the words asked
    about that stand in the passage, which carries title and headings; 0 to 1. exact: the question names this very
    clause by a key (`qa.exact.lookup`). foreign: it names a subject that no clause of the index speaks of
    (`qa.vocabulary`); length: how many words it asks about; both are the same for all candidates.
    """

    clause: Clause
    plan: Plan
    score: float
    dense: float
    coverage: float
    exact: bool = False
    foreign: bool = False
    length: int = 0


@dataclass(frozen=True)
class Words:
    """The words asked about, and the official words that they imply.

    terms: the same with pairs of characters, and how often each is asked: `_IMPLIED` times where it is implied.
    """

    said: tuple[str, ...]
    implied: tuple[str, ...]
    terms: Mapping[str, float]

    @classmethod
    def of(cls, question: Question, keywords: Keywords) -> "Words":
        implied = " ".join([*expansions(question.topic), *question.also])
        words, more = keywords.tokens(question.topic), keywords.tokens(implied)
        terms: dict[str, float] = {}
        for worth, asked in ((1.0, (*words, *pairs(question.topic))), (_IMPLIED, (*more, *pairs(implied)))):
            for term in asked:
                terms[term] = terms.get(term, 0.0) + worth
        return cls(tuple(words), tuple(more), terms)

    def coverage(self, keywords: Keywords, passages: Ids) -> Scores:
        implied = _IMPLIED_COVERAGE * keywords.coverage(self.implied, passages)
        covered: Scores = np.maximum(keywords.coverage(self.said, passages), implied)
        return covered


@dataclass(frozen=True)
class Query:
    """A question made ready for searching, once, however many filters it is searched under.

    plain: the question's vector, (1, d); mapped: the same through the query map, where the index has one.
    foreign, length: as of a `Candidate`.
    """

    asked: Question
    plain: Vectors
    mapped: Vectors
    words: Words
    foreign: bool
    length: int


def prepare(index: Index, encoder: Encoder, asked: Question) -> Query:
    """What costs the most of a search: the question's vector."""
    plain = encoder.encode_queries([fold(asked.text)])
    mapped = index.query_map(plain) if index.query_map else plain
    words = Words.of(asked, index.keywords)
    foreign = is_foreign(index.keywords, asked.topic, words.said)
    return Query(asked, plain, mapped, words, foreign, len(set(words.said)))


def retrieve(index: Index, query: Query, filters: Filters, k: int) -> list[Candidate]:
    """The k best clauses, best first, those that an exact key names before all; ties in the order of the corpus."""
    found = exact.find(index.store, query.asked, filters)
    if found.is_void and query.asked.idle:
        return []
    allowed = index.allowed(filters)
    pool = pooled(index, query, allowed, _POOL)
    pool = np.union1d(pool, index.columns.passages(found.clauses)) if found.clauses else pool
    if not len(pool):
        return []
    mapped, dense = index.vectors.scores(np.concatenate([query.mapped, query.plain]), pool)
    sparse = index.keywords.scores(query.words.terms, pool)
    scores = fused(mapped, dense, sparse) + _suits(query.asked, index.columns, pool)
    scores = found.lead(index.columns.clause[pool], scores, query.asked.idle) if found.clauses else scores
    rows = _best_of_each(index.columns.clause[pool], scores, k)
    coverage = query.words.coverage(index.keywords, pool[rows])
    numbers = index.columns.clause[pool[rows]].tolist()
    clauses, plans = index.store.clauses(numbers), index.store.plans
    candidates = [
        Candidate(
            clauses[n],
            plans[clauses[n].plan_id],
            float(scores[row]),
            float(dense[row]),
            float(held),
            found.names(n),
            query.foreign,
            query.length,
        )
        for n, row, held in zip(numbers, rows, coverage, strict=True)
    ]
    return _with_headings(index, candidates, found, query.asked.idle)[:k] if found.ranks else candidates


def _with_headings(index: Index, candidates: list[Candidate], found: Found, keep_order: bool) -> list[Candidate]:
    """The headings that a key names have no passage that a search could find."""
    there = {candidate.clause.id for candidate in candidates}
    headings = [(n, c) for n, c in index.store.clauses(sorted(found.ranks)).items() if not c.searchable]
    numbers = np.array([n for n, _ in headings], np.int64)
    scores = found.lead(numbers, np.zeros(len(headings), np.float32), keep_order).tolist()
    more = [
        Candidate(c, index.store.plans[c.plan_id], score, 0.0, 0.0, found.names(n))
        for (n, c), score in zip(headings, scores, strict=True)
        if c.id not in there
    ]
    return sorted([*candidates, *more], key=lambda c: -c.score)


def _suits(asked: Question, columns: Columns, pool: Ids) -> Scores:
    """What the kind of clause adds: units for who, the preface for on what basis."""
    units = _NAMES_UNITS * asked.asks_units * columns.names_units[pool]
    basis = _IS_PREFACE * asked.asks_basis * columns.opens[pool]
    return (units + basis).astype(np.float32)


def pooled(index: Index, query: Query, allowed: Ids | None, depth: int) -> Ids:
    """The best passages of each of the two searches, `depth` of each at most, ascending."""
    nearest, _ = index.vectors.search(query.mapped, depth, allowed)
    pool: Ids = np.union1d(nearest, index.keywords.best(query.words.terms, depth, allowed)).astype(np.int64)
    return pool


def _best_of_each(groups: Ids, scores: Scores, k: int) -> Ids:
    """Rows of the best member of each group, best first, at most k; of equals the first group."""
    order = np.lexsort((groups, -scores))
    _, firsts = np.unique(groups[order], return_index=True)
    return order[np.sort(firsts)[:k]]
