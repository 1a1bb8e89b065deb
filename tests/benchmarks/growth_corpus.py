"""Statutes, and statutes again with a few words changed, as many as are wanted; and vectors for all of them.

A million clauses cannot be embedded in an afternoon on two cores. What the vector of a changed passage would be is
measured instead: some hundred passages are embedded as they are and changed, and how far they move, and in which
directions, is what the others are moved by.
"""

import random
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import count, islice
from pathlib import Path

import jieba
import numpy as np

from index_build.embeddings import Embeddings
from index_build.generation import cut
from qa.around import EncoderAround
from qa.arrays import Vectors
from qa.ports import Encoder
from qa.records import PlanText
from qa.regions import Regions
from tests.benchmarks import laws
from tests.benchmarks.laws import Article

#: Words changed in each article of a copy, among how many frequent ones; passages that the changes are measured on.
_CHANGED, _FREQUENT, _MEASURED = 3, 400, 400
#: Regions that the laws are said to be of, with their share: what filters are measured with.
SHARES = {"天津市": 0.01, "河北省": 0.1, "山西省": 0.5}
_REST = "内蒙古自治区"
#: Documents whose vectors are written at a time.
_BLOCK = 500


class Repeated:
    """The articles of a file, and copies of them."""

    def __init__(self, path: Path) -> None:
        self.articles = laws.read(path)
        words = Counter(w for a in self.articles[::50] for w in jieba.cut(a["text"]) if len(w) == 2)
        self._words = [word for word, _ in words.most_common(_FREQUENT)]
        self._any = re.compile("|".join(self._words))

    def plans(self, clauses: int, regions: Regions) -> Iterator[tuple[PlanText, PlanText]]:
        """So many clauses in all, a document a law: as it is indexed, and what it is a copy of."""
        for number in count():
            originals = self.articles[:clauses]
            copies = [self._copy(number, article) for article in originals]
            for copy, original in zip(laws.documents(copies, regions), laws.documents(originals, regions), strict=True):
                yield _renamed(copy, number), original
            clauses -= len(copies)
            if clauses <= 0:
                return

    def changed(self, text: str, draw: random.Random) -> str:
        """With a few of its frequent words replaced by others."""
        found = list(self._any.finditer(text))
        for match in sorted(draw.sample(found, min(_CHANGED, len(found))), key=lambda m: -m.start()):
            text = text[: match.start()] + draw.choice(self._words) + text[match.end() :]
        return text

    def _copy(self, number: int, article: Article) -> Article:
        region = _region(random.Random(f"{number} {article['law']} {article['region']} {article['date']}").random())
        draw = random.Random(f"{number} {article['id']}")
        return {**article, "region": region, "text": self.changed(article["text"], draw) if number else article["text"]}


class Drift:
    """Moves vectors as changed words do."""

    def __init__(self, before: Vectors, after: Vectors) -> None:
        """(n, d) each: passages as they are, and changed."""
        self._moves = after - before
        self._lengths = np.linalg.norm(self._moves, axis=1)
        self._draw = np.random.default_rng(0)
        self.cosine = float(np.median((before * after).sum(axis=1)))

    def __call__(self, vectors: Vectors) -> Vectors:
        """(m, d) -> (m, d), rows of unit length: by sums of measured moves, as long as measured ones are."""
        ways = self._draw.normal(size=(len(vectors), len(self._moves))).astype(np.float32) @ self._moves
        lengths = self._draw.choice(self._lengths, len(vectors)) / np.linalg.norm(ways, axis=1)
        moved = vectors + ways * lengths[:, None]
        unit: Vectors = (moved / np.linalg.norm(moved, axis=1, keepdims=True)).astype(np.float32)
        return unit


class _Known(EncoderAround):
    """Vectors that were made elsewhere."""

    def __init__(self, encoder: Encoder, vectors: Mapping[str, Vectors]) -> None:
        super().__init__(encoder)
        self._vectors = vectors

    def encode_passages(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> Vectors:
        return np.stack([self._vectors[text] for text in texts])


def measured(repeated: Repeated, encoder: Encoder) -> Drift:
    articles = random.Random(0).sample(repeated.articles, _MEASURED)
    before = [f"{a['law']}\n{a['text']}" for a in articles]
    after = [f"{a['law']}\n{repeated.changed(a['text'], random.Random(str(a['id'])))}" for a in articles]
    return Drift(encoder.encode_passages(before), encoder.encode_passages(after))


def prepare(repeated: Repeated, clauses: int, regions: Regions, encoder: Encoder, root: Path) -> float:
    """Keep the vectors of so many clauses for an index in `root`; the cosine, at the median, of a changed passage to
    what it was. encoder: one that knows the passages of the articles as they are."""
    drift = measured(repeated, encoder)
    plans = repeated.plans(clauses, regions)
    while block := list(islice(plans, _BLOCK)):
        pairs = [pair for copy, original in block for pair in _passages(copy, original, encoder)]
        vectors = encoder.encode_passages([was for _, was in pairs])
        changed = np.array([new != was for new, was in pairs])
        vectors[changed] = drift(vectors[changed])
        texts = [new for new, _ in pairs]
        Embeddings(root, _Known(encoder, dict(zip(texts, vectors, strict=True)))).vectors(texts)
    return drift.cosine


def _passages(copy: PlanText, original: PlanText, encoder: Encoder) -> Iterator[tuple[str, str]]:
    """Each passage, and what it is a copy of; where a changed clause is cut into more, its last one again."""
    for parts, were in zip(cut(copy, encoder), cut(original, encoder), strict=True):
        for number, part in enumerate(parts):
            yield part, were[min(number, len(were) - 1)]


def _region(drawn: float) -> str:
    for name, share in SHARES.items():
        if drawn < share:
            return name
        drawn -= share
    return _REST


def _renamed(text: PlanText, copy: int) -> PlanText:
    """Under an id of its own."""
    name = f"{text.plan.id}-{copy}"
    clauses = (replace(c, id=f"{name}/{c.id.partition('/')[2]}", plan_id=name) for c in text.clauses)
    return replace(text, plan=replace(text.plan, id=name), clauses=tuple(clauses))
