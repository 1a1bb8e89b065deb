"""Keyword search by itself: what building, opening, searching and growing cost, beside bm25s.

    python -m tests.benchmarks.keywords --laws LAWS.jsonl.gz --questions STARD.jsonl [--copies 7] [--no-bm25s]

The passages are the articles of LAWS (`tests.benchmarks.laws`), and with --copies so many times as many, each copy
with a few words of its own in every article. Each step runs in a process of its own, whose peak memory is given.
bm25s holds all terms of all passages in memory: with many copies leave it off.
"""

import argparse
import json
import random
import resource
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import bm25s
import numpy as np

from qa import keyword_build, keyword_growth
from qa.keywords import Keywords
from qa.text import Tokenizer, pairs
from tests.benchmarks import laws

#: Passages asked for, as retrieval does; passages that a plan adds; words changed in each article of a copy.
_DEPTH, _ADDED, _CHANGED = 200, 80, 3

Figures = dict[str, float]


def main() -> None:
    given = _arguments()
    read = partial(_passages, given.laws, given.copies)
    with TemporaryDirectory(dir=given.folder) as folder:
        own, grown, other = (Path(folder) / name for name in ("own", "grown", "bm25s"))
        for path in (own, grown, other):
            path.mkdir()
        steps: list[tuple[str, Callable[[], Figures]]] = [
            ("build", partial(_build, own, read)),
            ("grow", partial(_grow, own, grown, read)),
            ("search", partial(_search, own, given.questions)),
        ]
        if not given.no_bm25s:
            steps.append(("bm25s build", partial(_build_bm25s, other, read)))
            steps.append(("bm25s search", partial(_search_bm25s, other, given.questions)))
        for name, step in steps:
            print(name, json.dumps({key: round(value, 2) for key, value in _apart(step).items()}), flush=True)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    parser.add_argument("--laws", type=Path, required=True)
    parser.add_argument("--questions", type=Path, required=True)
    parser.add_argument("--copies", type=int, default=1)
    parser.add_argument("--no-bm25s", action="store_true")
    parser.add_argument("--folder", type=Path, help="where the indexes are written; by default that of the system")
    return parser.parse_args()


def _apart(step: Callable[[], Figures]) -> Figures:
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(_measured, step).result()


def _measured(step: Callable[[], Figures]) -> Figures:
    figures = step()
    return figures | {"peak MB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}


def _passages(path: Path, copies: int) -> Iterator[str]:
    texts = [f"{article['law']}\n{article['text']}" for article in laws.read(path)]
    yield from texts
    for copy in range(1, copies):
        luck = random.Random(copy)
        for text in texts:
            for _ in range(_CHANGED):
                other, at = luck.choice(texts), luck.randrange(len(text))
                start = luck.randrange(len(other))
                text = text[:at] + other[start : start + 2] + text[at + 2 :]
            yield text


def _build(folder: Path, read: Callable[[], Iterator[str]]) -> Figures:
    start = time.perf_counter()
    keyword_build.build(folder, read(), [])
    size = sum(path.stat().st_size for path in folder.iterdir())
    return {"seconds": time.perf_counter() - start, "MB on disk": size / 1e6}


def _grow(folder: Path, grown: Path, read: Callable[[], Iterator[str]]) -> Figures:
    passages = [text for text, _ in zip(read(), range(_ADDED), strict=False)]
    Tokenizer()  # in a server, jieba has read its dictionary
    start = time.perf_counter()
    keyword_growth.grow(folder, grown, np.arange(_ADDED), passages, [], {})
    return {"seconds": time.perf_counter() - start}


def _search(folder: Path, questions: Path) -> Figures:
    Tokenizer()
    start = time.perf_counter()
    keywords = Keywords.load(folder)
    opened = time.perf_counter() - start
    asked = [Counter(terms) for terms in _terms(questions)]
    everything = np.arange(len(keywords))
    half = everything[everything % 2 == 0]
    return {
        "passages": len(keywords),
        "open ms": 1e3 * opened,
        **_times("", [partial(keywords.best, terms, _DEPTH, None) for terms in asked]),
        **_times("half allowed, ", [partial(keywords.best, terms, _DEPTH, half) for terms in asked]),
        **_times("80 allowed, ", [partial(keywords.best, terms, _DEPTH, everything[-_ADDED:]) for terms in asked]),
        **_times("every score, ", [partial(keywords.scores, terms, everything) for terms in asked]),
    }


def _build_bm25s(folder: Path, read: Callable[[], Iterator[str]]) -> Figures:
    start, tokenizer = time.perf_counter(), Tokenizer()
    index = bm25s.BM25(method="lucene", k1=1.2, b=0.75)
    index.index([tokenizer.tokens(text) + pairs(text) for text in read()], show_progress=False)
    index.save(folder)
    size = sum(path.stat().st_size for path in folder.iterdir())
    return {"seconds": time.perf_counter() - start, "MB on disk": size / 1e6}


def _search_bm25s(folder: Path, questions: Path) -> Figures:
    start = time.perf_counter()
    index = bm25s.BM25.load(folder, mmap=True)
    opened = time.perf_counter() - start

    def best(terms: list[str]) -> Any:
        scores = index.get_scores([term for term in terms if term in index.vocab_dict])
        return np.argpartition(-scores, _DEPTH)[:_DEPTH]

    return {"open ms": 1e3 * opened, **_times("", [partial(best, terms) for terms in _terms(questions)])}


def _terms(questions: Path) -> list[list[str]]:
    tokenizer = Tokenizer()
    lines = questions.read_text(encoding="utf-8").splitlines()
    asked = [json.loads(line)["question"] for line in lines if line.strip()]
    return [tokenizer.tokens(text) + pairs(text) for text in asked]


def _times(name: str, calls: list[Callable[[], Any]]) -> Figures:
    """Milliseconds, of the second round, with the files in memory: by the clock and of the processor."""
    clock, processor = [], []
    for call in calls * 2:
        before = time.perf_counter(), time.thread_time()
        call()
        clock.append(time.perf_counter() - before[0])
        processor.append(time.thread_time() - before[1])
    second = slice(len(calls), None)
    return {
        f"{name}p{share} ms{kind}": 1e3 * float(np.percentile(times[second], share))
        for kind, times in (("", clock), (" (cpu)", processor))
        for share in (50, 99)
    }


if __name__ == "__main__":
    main()
