"""One peer on one work, in a process of its own: `python -m tests.benchmarks.peers.run SPEC.json RESULT.json`."""

import importlib
import json
import resource
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from platformdirs import user_cache_path

from index_build.model import bundled_model
from qa.arrays import Vectors
from qa.encoder import SentenceEncoder
from tests.benchmarks import laws
from tests.benchmarks.cached import CachedEncoder
from tests.benchmarks.peers import plans
from tests.benchmarks.peers.common import Document, Passage, Peer, passages_of

#: Questions that are asked before the clock runs.
_WARM = 3
#: How many results are asked for.
PLAN_DEPTH, STATUTE_DEPTH = 10, 100
_NATIONAL = "国家"

#: By the wall, and of all cores by the work done: (2,).
Seconds = npt.NDArray[np.float64]
Search = Callable[[str, int], list[str]]


class Clock:
    """Started when it is made."""

    def __init__(self) -> None:
        self._started = self._now()

    def read(self) -> Seconds:
        return self._now() - self._started

    def _now(self) -> Seconds:
        children = resource.getrusage(resource.RUSAGE_CHILDREN)
        work = time.process_time() + children.ru_utime + children.ru_stime
        return np.array([time.perf_counter(), work])


class TimedCache:
    """Vectors out of the cache, and what that took: a peer's time to index is without it."""

    def __init__(self, model: Path, folder: Path) -> None:
        self._encoder = CachedEncoder(SentenceEncoder(str(model)), folder)
        self.took = np.zeros(2)

    def __call__(self, texts: Sequence[str]) -> Vectors:
        clock = Clock()
        vectors = self._encoder.encode_passages(texts)
        self.took += clock.read()
        return vectors


def main() -> None:
    spec = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    result = _statutes(spec) if spec["work"] == "statutes" else _plans(spec)
    # Kilobytes, on Linux.
    result["memory_mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    Path(sys.argv[2]).write_text(json.dumps(result), encoding="utf-8")


def _plans(spec: dict[str, Any]) -> dict[str, Any]:
    work = plans.load(Path(spec["plans"]))
    peer = _peer(spec)
    clock = Clock()
    passages = passages_of(peer, work.documents)
    peer.build(passages, None)
    took = clock.read()
    asked = [(q.id, q.text) for q in work.questions]
    return _described(passages, took) | ask(peer.search, asked, PLAN_DEPTH)


def _statutes(spec: dict[str, Any]) -> dict[str, Any]:
    """Each national article a document: the name of the law, a line break, its text."""
    articles = [a for a in laws.read(Path(spec["laws"])) if a["region"] == _NATIONAL]
    documents = [Document(str(a["id"]), f"{a['law']}\n{a['text']}", {}) for a in articles]
    peer, encode = _peer(spec), TimedCache(_model(), Path(spec["cache"]))
    clock = Clock()
    passages = passages_of(peer, documents)
    peer.build(passages, encode)
    took = clock.read() - encode.took
    return _described(passages, took) | ask(peer.search, questions(Path(spec["questions"])), STATUTE_DEPTH)


def ask(search: Search, asked: Sequence[tuple[str, str]], k: int) -> dict[str, Any]:
    """Rankings by question and what each took, the process being warm."""
    for _, text in asked[:_WARM]:
        search(text, k)
    rankings, seconds = {}, []
    for name, text in asked:
        clock = Clock()
        rankings[name] = search(text, k)
        seconds.append(clock.read().tolist())
    return {"rankings": rankings, "seconds": seconds}


def questions(path: Path) -> list[tuple[str, str]]:
    """Id and text of each question of a file like STARD's."""
    rows = map(json.loads, path.read_text(encoding="utf-8").splitlines())
    return [(str(row["qid"]), row["question"]) for row in rows]


def _described(passages: Sequence[Passage], took: Seconds) -> dict[str, Any]:
    characters = [len(p.text) for p in passages]
    return {"passages": len(passages), "characters": float(np.mean(characters)), "index_seconds": took.tolist()}


def _peer(spec: dict[str, Any]) -> Peer:
    module = importlib.import_module(f"tests.benchmarks.peers.{spec['peer']}")
    peer: Peer = module.make(_model(), spec["options"])
    return peer


def _model() -> Path:
    return bundled_model(user_cache_path("planqa"))


if __name__ == "__main__":
    main()
