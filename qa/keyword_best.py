"""The passages that BM25 ranks highest, without scoring all: MaxScore (Turtle & Flood 1995).

Terms are taken in the order of what they may add. Once those left cannot lift a passage that has none of the terms
before above the k-th best, they are looked up for the others alone, and for fewer with each term.
"""

import numpy as np
import numpy.typing as npt

from qa.arrays import Ids, Scores
from qa.keyword_scores import LOOKUP, Asked, Scorer

#: Up to this many postings all are added up: finding out what to leave out would take longer.
_CHEAP = 200_000
#: Up to this many allowed passages are scored by themselves.
_FEW = 4_096
#: What the k-th best has is guessed from the terms that come first, when they have this many times k postings, and
#: again when they have so many times as many.
_GUESSED, _AGAIN = 400, 8
#: What rounding may take from a sum with each term, as a share of it.
_ROUNDING = 2.0**-23

Mask = npt.NDArray[np.bool_]


def best(scorer: Scorer, asked: Asked, k: int, allowed: Ids | None) -> Ids:
    """The k best of the passages that have any term, best first, of equals the first. allowed: None stands for all."""
    if allowed is not None and len(allowed) <= _FEW:
        return _first(allowed, scorer.scores(asked, allowed), k)
    mask = None if allowed is None else _mask(allowed, len(scorer))
    sums, rows = np.zeros(len(scorer), np.float32), np.empty(0, np.int64)
    taken, least, enough = 0, 0.0, _CHEAP if asked.postings[-1] <= _CHEAP else _GUESSED * k
    while taken < (needed := int(np.count_nonzero(asked.left[:-1] >= least))):
        end = min(needed, max(taken + 1, int(np.searchsorted(asked.postings, enough))))
        scorer.add(asked, taken, end, sums)
        taken, enough = end, enough * _AGAIN
        rows = _within_reach(sums, mask, least - asked.left[taken])
        if taken < len(asked):
            least = max(least, _reached(scorer, asked, taken, rows, sums, k))
    rows = _lifted(scorer, asked, taken, rows, sums, least)
    return _first(rows, sums[rows], k)


def _mask(allowed: Ids, size: int) -> Mask:
    mask = np.zeros(size, bool)
    mask[allowed] = True
    return mask


def _within_reach(sums: Scores, mask: Mask | None, least: float) -> Ids:
    """The allowed passages that have any term so far, and at least so much."""
    there = sums >= least if least > 0 else sums > 0
    return np.flatnonzero(there if mask is None else there & mask)


def _reached(scorer: Scorer, asked: Asked, taken: int, rows: Ids, sums: Scores, k: int) -> float:
    """What each of those k passages has that have the most from the first terms; 0 where fewer than k have any."""
    if len(rows) < k:
        return 0.0
    first = np.sort(rows[np.argpartition(sums[rows], len(rows) - k)[len(rows) - k :]])
    reached = sums[first]
    scorer.look_up(asked, taken, len(asked), first, reached)
    return float(reached.min()) * (1 - len(asked) * _ROUNDING)


def _lifted(scorer: Scorer, asked: Asked, taken: int, rows: Ids, sums: Scores, least: float) -> Ids:
    """Those of the passages that reach `least` with the terms from `taken` on, which are added to their sums."""
    for term in range(taken, len(asked)):
        rows = rows[sums[rows] + asked.left[term] >= least]
        if asked.ends[term] - asked.begins[term] < LOOKUP * len(rows):
            scorer.add(asked, term, term + 1, sums)
        else:
            lifted = sums[rows]
            scorer.look_up(asked, term, term + 1, rows, lifted)
            sums[rows] = lifted
    return rows


def _first(rows: Ids, sums: Scores, k: int) -> Ids:
    """The k with the highest sums above 0, best first, of equals the lower row."""
    if len(rows) > k > 0:
        there = sums >= np.partition(sums, len(sums) - k)[len(sums) - k]
        rows, sums = rows[there], sums[there]
    rows, sums = rows[sums > 0], sums[sums > 0]
    return rows[np.lexsort((rows, -sums))[:k]]
