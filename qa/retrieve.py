"""Allowed ids -> two searches -> one ranking of clauses.

Both searches see only the passages that the filters allow, so a filter can never add a result. A clause is as
good as its best passage.
"""

from dataclasses import dataclass

import numpy as np

from qa.arrays import Ids, Scores
from qa.filters import Filters
from qa.fusion import weighted
from qa.glossary import expansions
from qa.index import Index
from qa.keywords import Keywords
from qa.ports import Encoder
from qa.question import Question
from qa.records import Clause, Plan
from qa.text import fold

#: Passages taken from each search before fusing: deep enough that what one search misses the other still brings.
_POOL = 100
#: Share of the dense score in the fused one; 0.5 to 0.7 rank corpus/questions.jsonl alike.
_DENSE_WEIGHT = 0.6
#: What an official word that the question implies is worth beside one that it says.
_IMPLIED = 0.5
#: The same when it comes to how much of the question a clause holds.
_IMPLIED_COVERAGE = 0.6
#: What a clause that names units is worth more, in fused score, when units are asked for.
_NAMES_UNITS = 0.25
#: The same for the preface when the question is what a plan is based on, which its preface alone says.
_IS_PREFACE = 0.5


@dataclass(frozen=True)
class Candidate:
    """A clause and why it was found.

    score: fused, comparable within one search only. dense: cosine. coverage: share, by idf, of the words asked
    about that stand in the passage, which carries title and headings; 0 to 1.
    """

    clause: Clause
    plan: Plan
    score: float
    dense: float
    coverage: float


@dataclass(frozen=True)
class _Words:
    """The words asked about, and the official words that they imply."""

    said: tuple[str, ...]
    implied: tuple[str, ...]

    @classmethod
    def of(cls, question: Question, keywords: Keywords) -> "_Words":
        implied = " ".join(expansions(question.topic))
        return cls(tuple(keywords.tokens(question.topic)), tuple(keywords.tokens(implied)))

    def scores(self, keywords: Keywords) -> Scores:
        return (keywords.scores(self.said) + _IMPLIED * keywords.scores(self.implied)).astype(np.float32)

    def coverage(self, keywords: Keywords, passages: Ids) -> Scores:
        implied = _IMPLIED_COVERAGE * keywords.coverage(self.implied, passages)
        covered: Scores = np.maximum(keywords.coverage(self.said, passages), implied)
        return covered


def retrieve(index: Index, encoder: Encoder, question: Question, filters: Filters, k: int) -> list[Candidate]:
    """The k best clauses, best first; ties in the order of the corpus."""
    allowed = index.store.allowed(filters)
    query = encoder.encode_queries([fold(question.text)])
    words = _Words.of(question, index.keywords)
    sparse = words.scores(index.keywords)
    nearest, _ = index.vectors.search(query, _POOL, allowed)
    pool: Ids = np.union1d(nearest, _best(sparse, allowed)).astype(np.int64)
    if not len(pool):
        return []
    dense = index.vectors.scores(query, pool)
    coverage = words.coverage(index.keywords, pool)
    fused = weighted(dense, sparse[pool], _DENSE_WEIGHT)
    best = _best_passages(index, pool, fused)
    clauses = index.store.clauses(list(best))
    scores = {n: float(fused[row]) + _suits(question, clauses[n]) for n, row in best.items()}
    ranked = sorted(best, key=lambda n: (-scores[n], n))[:k]
    plans = index.store.plans
    return [
        Candidate(clauses[n], plans[clauses[n].plan_id], scores[n], float(dense[best[n]]), float(coverage[best[n]]))
        for n in ranked
    ]


def _suits(question: Question, clause: Clause) -> float:
    """What the kind of clause adds: units for who, the preface for on what basis."""
    units = _NAMES_UNITS if question.asks_units and (clause.units or clause.heir_of) else 0.0
    basis = _IS_PREFACE if question.asks_basis and not clause.label and clause.ordinal == 0 else 0.0
    return units + basis


def _best(sparse: Scores, allowed: Ids | None) -> Ids:
    """The passages that have any of the words, best first, at most as many as the pool takes."""
    ids = np.arange(len(sparse), dtype=np.int64) if allowed is None else np.sort(allowed)
    order = np.argsort(-sparse[ids], kind="stable")[:_POOL]
    return np.asarray(ids[order][sparse[ids][order] > 0], np.int64)


def _best_passages(index: Index, pool: Ids, fused: Scores) -> dict[int, int]:
    """Clause number -> row in the pool of its best passage."""
    best: dict[int, int] = {}
    for row, clause in enumerate(index.store.clauses_of_passages(pool)):
        if clause not in best or fused[row] > fused[best[clause]]:
            best[clause] = row
    return best
