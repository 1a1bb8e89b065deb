"""One step of `tests.benchmarks.growth` in a process of its own: `python -m tests.benchmarks.growth_steps STEP SPEC`.

SPEC is JSON: clauses, folder (of that size), laws, questions, cache. Figures are printed as JSON.
"""

import json
import re
import resource
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np

from api.wiring import load_encoder, load_map
from index_build import catalogue
from index_build.embeddings import Embeddings
from index_build.generation import Generation
from qa import index as index_directory
from qa.around import EncoderAround
from qa.arrays import Ids, Vectors
from qa.filters import Filters
from qa.index import Index, open_index
from qa.ports import Encoder
from qa.regions import Regions, read_csv
from qa.service import Service
from qa.settings import Settings
from qa.text import fold
from tests.benchmarks.cached import CachedEncoder
from tests.benchmarks.growth_corpus import SHARES, Repeated, prepare

#: Questions whose answers are compared with an exact search; questions asked before the clock runs.
_COMPARED, _WARM = 200, 5
#: Depths of the vectors' search: what a user of it might ask, and what retrieval does.
_DEPTHS = (10, 200)
#: Passages compared at a time.
_BLOCK = 100_000

Spec = Mapping[str, Any]
Figures = dict[str, Any]


def prepared(spec: Spec) -> Figures:
    """Vectors for all clauses, kept where the build looks for them."""
    encoder = CachedEncoder(_encoder(), Path(spec["cache"]))
    root = Path(spec["folder"]) / "index"
    regions = Regions(read_csv(catalogue.packaged() / "regions.csv"))
    return {"cosine": prepare(Repeated(Path(spec["laws"])), spec["clauses"], regions, encoder, root)}


def built(spec: Spec) -> Figures:
    """What a build takes that finds all vectors there."""
    root, divisions, encoder = Path(spec["folder"]) / "index", _divisions(), _encoder()
    repeated, regions = Repeated(Path(spec["laws"])), Regions(divisions)
    wall, work = time.perf_counter(), time.process_time()
    with index_directory.staged(root) as folder:
        generation = Generation(folder, divisions, encoder)
        for text, _ in repeated.plans(spec["clauses"], regions):
            generation.add(text)
        generation.seal(lambda *_: None)
        target = index_directory.publish(root, folder)
    sizes = {p.relative_to(target).parts[0]: 0.0 for p in target.rglob("*") if p.is_file()}
    for path in filter(Path.is_file, target.rglob("*")):
        sizes[path.relative_to(target).parts[0]] += path.stat().st_size / 1e6
    return {
        "wall s": time.perf_counter() - wall,
        "work s": time.process_time() - work,
        "peak MB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "index MB": sum(sizes.values()),
        "files MB": sizes,
    }


def asked(spec: Spec) -> Figures:
    """Milliseconds of whole searches, with the encoder and without, under each filter."""
    encoder, settings = _Timed(_encoder()), Settings()
    query_map, start = load_map(settings, encoder), time.perf_counter()
    service = Service.open(Path(spec["folder"]) / "index", encoder, query_map=query_map)
    opened, questions = time.perf_counter() - start, _questions(spec)[spec.get("part", 0) :: spec.get("parts", 1)]
    first = service.search(questions[0], 1).hits[0].clause.id
    figures = {name: _timed(service, encoder, questions, given) for name, given in _filters(service, first)}
    return {"open s": opened, "filters": figures, **_memory()}


def recalled(spec: Spec) -> Figures:
    """Share of the best by exact comparison, in float32, that the index's vectors find among its own."""
    encoder, settings, root = _encoder(), Settings(), Path(spec["folder"]) / "index"
    query_map = load_map(settings, encoder)
    index = open_index(root, encoder, query_map)
    plain = encoder.encode_queries([fold(text) for text in _questions(spec)[:_COMPARED]])
    queries = query_map(plain) if query_map else plain
    rows = Embeddings(root, encoder).vectors(list(index.store.texts()))
    first = index.store.clauses(index.columns.clause[:1].tolist()).popitem()[1].id
    given = _filters(Service(index, encoder), first)
    return {name: _recall(index, rows, queries, filters) for name, filters in given}


def _recall(index: Index, rows: Vectors, queries: Vectors, filters: Filters) -> Figures:
    allowed = index.allowed(filters)
    ids = np.arange(len(rows)) if allowed is None else allowed
    best = _best(rows, queries, ids, min(_DEPTHS[-1], len(ids)))
    found = {"share": len(ids) / len(rows)}
    for depth in _DEPTHS:
        shares, took = [], []
        for query, right in zip(queries, best, strict=True):
            start = time.perf_counter()
            got, _ = index.vectors.search(query[None], depth, allowed)
            took.append(1000 * (time.perf_counter() - start))
            shares.append([len({*got[:n]} & {*right[:n]}) / min(n, len(ids)) for n in _DEPTHS if n <= depth])
        for n, share in zip(_DEPTHS, np.mean(shares, axis=0).tolist(), strict=False):
            found[f"recall@{n} of {depth}"] = share
        found[f"p50 ms of {depth}"] = float(np.median(took))
    return found


def _best(rows: Vectors, queries: Vectors, ids: Ids, k: int) -> Ids:
    """Ids of the k best of each query by comparing all, (m, k), best first."""
    scores, found = np.empty((len(queries), 0), np.float32), np.empty((len(queries), 0), np.int64)
    for start in range(0, len(ids), _BLOCK):
        part = ids[start : start + _BLOCK]
        scores = np.concatenate([scores, queries @ rows[part].T], axis=1)
        found = np.concatenate([found, np.broadcast_to(part, (len(queries), len(part)))], axis=1)
        order = np.argsort(-scores, axis=1)[:, :k]
        scores, found = np.take_along_axis(scores, order, axis=1), np.take_along_axis(found, order, axis=1)
    return found


def _filters(service: Service, clause: str) -> Iterator[tuple[str, Filters]]:
    homes = {counted.region.name: counted.region.code for counted in service.regions()}
    yield "none", Filters()
    yield "all", Filters(regions=tuple(homes.values()))
    yield "1 clause", Filters(clauses=frozenset({clause}))
    for name, share in SHARES.items():
        if name in homes:
            yield f"{share:.0%}", Filters(regions=(homes[name],), overrule=True)


class _Timed(EncoderAround):
    """Adds up what questions take."""

    seconds = 0.0

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        start = time.perf_counter()
        vectors = self._encoder.encode_queries(texts)
        self.seconds += time.perf_counter() - start
        return vectors


def _timed(service: Service, encoder: _Timed, questions: Sequence[str], filters: Filters) -> Figures:
    for text in questions[:_WARM]:
        service.search(text, 10, filters)
    whole, bare, began = [], [], time.perf_counter()
    for text in questions:
        start, before = time.perf_counter(), encoder.seconds
        service.search(text, 10, filters)
        whole.append(1000 * (time.perf_counter() - start))
        bare.append(whole[-1] - 1000 * (encoder.seconds - before))
    rate = len(questions) / (time.perf_counter() - began)
    return {"whole": _percentiles(whole), "without encoder": _percentiles(bare), "questions a second": rate}


def _percentiles(values: Sequence[float]) -> dict[str, float]:
    return {"p50": float(np.percentile(values, 50)), "p99": float(np.percentile(values, 99))}


def _memory() -> dict[str, float]:
    """MB that this process has of its own, and of files mapped, which processes share."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return {f"{name} MB": int(re.findall(rf"{name}:\s+(\d+)", status)[0]) / 1024 for name in ("RssAnon", "RssFile")}


def _questions(spec: Spec) -> list[str]:
    lines = Path(spec["questions"]).read_text(encoding="utf-8").splitlines()
    return [json.loads(line)["question"] for line in islice(lines, spec.get("most"))]


def _encoder() -> Encoder:
    return load_encoder(Settings(), lambda words: print(words, file=sys.stderr))


def _divisions() -> Sequence[Any]:
    return read_csv(catalogue.packaged() / "regions.csv")


STEPS: Mapping[str, Callable[[Spec], Figures]] = {
    "prepare": prepared,
    "build": built,
    "ask": asked,
    "recall": recalled,
}

if __name__ == "__main__":
    print(json.dumps(STEPS[sys.argv[1]](json.loads(sys.argv[2]))))
