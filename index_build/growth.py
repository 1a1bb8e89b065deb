"""A generation grown from the one before: its files are copied and changed, nothing in it is read or embedded again.

A passage keeps its row. That of a removed plan stays dead: no postings, no row in the database, never allowed; when
more than a fifth of all are, the generation is built anew without them.
"""

from collections.abc import Iterable, Iterator
from contextlib import closing
from functools import reduce
from pathlib import Path

import numpy as np

from index_build import catalogue, generation, vector_store
from index_build.embeddings import Embeddings
from index_build.generation import ENCODING, Generation, Progress
from qa import columns, index, keyword_growth
from qa.arrays import Ids
from qa.index import Index
from qa.ports import Encoder
from qa.postings import Postings
from qa.records import PlanText
from qa.store import Store
from qa.store_writer import StoreWriter
from qa.text import pairs

#: Share of dead rows from which on they are cleared away.
_DEAD = 0.2
_OLD_STORE = "before.sqlite"


class Growth:
    """Written into a folder that `qa.index.staged` gave and that holds a copy of the database of `before`."""

    def __init__(self, folder: Path, before: Index, encoder: Encoder) -> None:
        self._folder, self._before, self._encoder = folder, before, encoder
        self._store = StoreWriter(folder / index.STORE)
        self._words = set(self._store.words())
        self._gone: list[int] = []

    def add(self, text: PlanText) -> None:
        parts, names = generation.cut(text, self._encoder), generation.words(text)
        self._store.add_plan(text, parts, names, generation.content(text))

    def remove(self, plan: str) -> None:
        self._gone += self._store.remove_plan(plan)

    def seal(self, progress: Progress, known: dict[str, str]) -> None:
        """Embed and write what is new. known: digests of files that were carried over."""
        counts = self._store.counts()
        if self._store.passages - counts["passages"] > _DEAD * self._store.passages:
            self._store.close()
            self._compact(progress, known)
            return
        self._keywords()
        texts, rows = self._store.texts, self._store.rows
        generation.list_plans(self._folder, self._store)
        self._store.close()
        columns.save(self._folder / index.COLUMNS, rows, self._before.folder / index.COLUMNS)
        embeddings = Embeddings(self._folder.parent, self._encoder)
        if texts:
            new = embeddings.vectors(texts, lambda done, total: progress(ENCODING, done, total))
            vector_store.grow(self._folder, self._before, new)
        else:
            known = known | vector_store.keep(self._folder, self._before)
        index.seal(self._folder, self._encoder, generation.now(), counts, known)
        embeddings.prune(_texts(self._folder / index.STORE), counts["passages"])

    def _keywords(self) -> None:
        """A name that is to stay whole, or no longer, changes how older passages that hold it are cut."""
        words, before, folder = self._store.words(), self._before.folder / index.KEYWORDS, self._folder / index.KEYWORDS
        recut = self._store.texts_of(_holding(before, self._words.symmetric_difference(words)))
        folder.mkdir()
        gone = np.array(sorted(self._gone), np.int64)
        keyword_growth.grow(before, folder, gone, self._store.texts, words, recut)

    def _compact(self, progress: Progress, known: dict[str, str]) -> None:
        old = (self._folder / index.STORE).rename(self._folder / _OLD_STORE)
        server = vector_store.server(self._before)
        anew = Generation(self._folder, catalogue.divisions(), self._encoder, server)
        with closing(Store(old)) as store:
            for plan in store.plans:
                text = store.plan_text(plan)
                anew.add(text, store.parts(text))
        old.unlink()
        anew.seal(progress, known)


def _holding(keywords: Path, words: Iterable[str]) -> Ids:
    """Rows of all passages that hold one of the words, and of few others: they have each pair of its characters."""
    postings, found = Postings.load(keywords), [np.empty(0, np.int64)]
    for word in words:
        places = postings.places(pairs(word))
        if len(places) and (places >= 0).all():
            rows = sorted((postings.rows[slice(*postings.starts[p : p + 2])] for p in set(places.tolist())), key=len)
            found.append(reduce(np.intersect1d, rows))
    return np.unique(np.concatenate(found))


def _texts(store: Path) -> Iterator[str]:
    with closing(Store(store)) as opened:
        yield from opened.texts()
