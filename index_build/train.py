"""Training the query map: a softmax over the passages of an index, on the score that ranks them.

The other parts of that score (`qa.fusion`) stand in the softmax as they are, so that the map learns what they lack,
as each step of boosting does. Full softmax instead of sampled negatives: an index is small enough.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import torch

from index_build.pairs import Pair
from qa.arrays import Ids, Vectors
from qa.encoder import preferred_dtype
from qa.errors import InvalidRequest
from qa.fusion import fused
from qa.index import Index
from qa.keywords import Keywords
from qa.ports import Encoder
from qa.query_map import QueryMap
from qa.question import understand
from qa.retrieve import Words
from qa.text import fold

#: Called with the rounds done and their number.
Progress = Callable[[int, int], None]
#: Chosen by cross-validation on 771 lay questions of law (STARD, Su et al. 2024); a rate of 2.5e-3 learns those
#: answers by heart and loses on questions whose answers it has not seen (docs/decisions/0016).
_TEMPERATURE, _RATE, _DECAY, _ROUNDS, _BATCH = 0.02, 1.5e-3, 0.2, 16, 64


@dataclass(frozen=True)
class Examples:
    """Questions made ready: vectors (n, d), the words of each, the passages of the clauses that answer it, and those
    that they are told apart from, themselves among them; None stands for all."""

    vectors: Vectors
    words: Sequence[Words]
    passages: Sequence[Ids]
    among: Sequence[Ids | None]

    def only(self, rows: Sequence[int]) -> "Examples":
        words, passages, among = (
            [self.words[i] for i in rows],
            [self.passages[i] for i in rows],
            [self.among[i] for i in rows],
        )
        return Examples(self.vectors[list(rows)], words, passages, among)


def examples(index: Index, encoder: Encoder, pairs: Sequence[Pair]) -> Examples:
    """InvalidRequest where a pair names a clause that the index does not have."""
    numbers = index.store.numbers({clause for pair in pairs for clause in pair.clauses})
    missing = sorted({c for pair in pairs for c in pair.clauses if c not in numbers})
    if missing:
        raise InvalidRequest(
            f"索引中没有条款 {missing[0]}（共缺{len(missing)}条）。请用训练问题所依据的索引。", "pairs"
        )
    store = index.store
    asked = [understand(pair.question, store.regions, store.homes) for pair in pairs]
    passages = [index.columns.passages([numbers[c] for c in pair.clauses]) for pair in pairs]
    found = [row for row, rows in enumerate(passages) if len(rows)]
    if not found:
        raise InvalidRequest("没有一个训练问题的条款可供检索，无法训练。", "pairs")
    vectors = encoder.encode_queries([fold(question.text) for question in asked])
    words = [Words.of(question, index.keywords) for question in asked]
    among = [_plans_of(index, rows) if pair.within else None for pair, rows in zip(pairs, passages, strict=True)]
    return Examples(vectors, words, passages, among).only(found)


def _plans_of(index: Index, rows: Ids) -> Ids:
    """All passages of the plans that some passages are of."""
    return np.flatnonzero(np.isin(index.columns.plan, index.columns.plan[rows]))


def train(index: Index, encoder: Encoder, given: Examples, progress: Progress = lambda *_: None) -> QueryMap:
    """A map fitted on the examples; the same for the same input."""
    torch.manual_seed(0)
    rows = torch.from_numpy(index.vectors.rows()).to(preferred_dtype())
    weights = torch.zeros(encoder.dimension, encoder.dimension, requires_grad=True)
    optimizer = torch.optim.AdamW([weights], lr=_RATE, weight_decay=_DECAY)
    batches = -(-len(given.words) // _BATCH)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, _ROUNDS * batches)
    for done in range(_ROUNDS):
        order = torch.randperm(len(given.words)).tolist()
        for start in range(0, len(order), _BATCH):
            loss = _loss(index.keywords, rows, weights, given.only(order[start : start + _BATCH]))
            optimizer.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            optimizer.step()
            schedule.step()
        progress(done + 1, _ROUNDS)
    return QueryMap(encoder.name, weights.detach().numpy())


def _loss(keywords: Keywords, rows: torch.Tensor, weights: torch.Tensor, batch: Examples) -> torch.Tensor:
    """Cross-entropy of the right passages, each of a question's counting alike."""
    plain = torch.from_numpy(batch.vectors)
    mapped = torch.nn.functional.normalize(plain + plain @ weights, dim=1)
    with torch.no_grad():
        every_row = np.arange(len(rows), dtype=np.int64)
        sparse = np.stack([keywords.scores(words.terms, every_row) for words in batch.words])
        rest = torch.from_numpy(fused(np.zeros_like(sparse), _cosines(plain, rows).numpy(), sparse))
    scores = (_cosines(mapped, rows) + rest) / _TEMPERATURE
    every = torch.stack(
        [
            torch.logsumexp(row if among is None else row[among], 0)
            for row, among in zip(scores, batch.among, strict=True)
        ]
    )
    right = torch.stack([row[passages].mean() for row, passages in zip(scores, batch.passages, strict=True)])
    return (every - right).mean()


def _cosines(queries: torch.Tensor, rows: torch.Tensor) -> torch.Tensor:
    return (queries.to(rows.dtype) @ rows.T).float()
