"""planqa's vectors beside five stores of vectors: the same vectors and questions, one machine, one run.

    pip install -r tests/benchmarks/index_peers/requirements.txt && pip install -e .     (an environment of its own)
    python -m tests.benchmarks.index_peers FOLDER --questions STARD.jsonl --cache FOLDER [--json]

--cache is that of `tests.benchmarks.statutes`, which embeds the statutes. Each builds in a process of its own and
answers in another; what was measured stays in FOLDER, so that a run that was stopped goes on where it was. A question
is a vector, through the packaged query map; a filter is a region that 1% or 10% of the rows are of. Memory is what the
answering process has more than before it opened the index. Prints Markdown, or with --json all figures.
"""

import argparse
import importlib
import json
import subprocess
import sys
from collections.abc import Sequence
from importlib import metadata
from pathlib import Path
from typing import Any, cast

import numpy as np

from api.wiring import load_encoder, load_map
from qa.arrays import Vectors
from qa.settings import Settings
from qa.text import fold
from tests.benchmarks.index_peers import common
from tests.benchmarks.index_peers.common import REGIONS, Peer

_PEERS = ("planqa", "langchain", "txtai", "lance", "milvus", "chroma")
_PACKAGES = ("faiss-cpu", "langchain-community", "txtai", "lancedb", "milvus-lite", "pymilvus", "chromadb", "numpy")
#: Vectors of statutes, in the cache's own order.
_ROWS = "*/vectors.f32"


def main() -> None:
    given = _arguments()
    given.folder.mkdir(parents=True, exist_ok=True)
    if not (given.folder / "queries.npy").is_file():
        _prepare(given.folder, given.questions, given.cache)
    report = {f"{name}: {setup}": _measured(given.folder, name, setup) for name in _PEERS for setup in _setups(name)}
    versions = ", ".join(f"{name} {metadata.version(name)}" for name in _PACKAGES)
    print(json.dumps(report, indent=1) if given.json else f"{_table(report)}\n\nVersions: {versions}")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    for name in ("--questions", "--cache"):
        parser.add_argument(name, type=Path, required=True)
    parser.add_argument("--json", action="store_true")
    return parser.parse_args()


def _prepare(folder: Path, questions: Path, cache: Path) -> None:
    encoder = load_encoder(Settings(), lambda words: print(words, file=sys.stderr))
    query_map = load_map(Settings(), encoder)
    texts = [fold(json.loads(line)["question"]) for line in questions.read_text(encoding="utf-8").splitlines()]
    plain = encoder.encode_queries(texts)
    [path] = cache.glob(_ROWS)
    vectors: Vectors = np.fromfile(path, np.float32).reshape(-1, encoder.dimension)
    common.write(folder, vectors, query_map(plain) if query_map else plain)


def _setups(name: str) -> Sequence[str]:
    return cast(Peer, importlib.import_module(f"tests.benchmarks.index_peers.{name}")).SETUPS


def _measured(folder: Path, name: str, setup: str) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for step in ("build", "ask"):
        result = folder / f"{name} {setup} {step}.json"
        if not result.is_file():
            print(name, setup, step, file=sys.stderr, flush=True)
            command = [sys.executable, "-m", "tests.benchmarks.index_peers.run", step, name, setup, str(folder)]
            done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
            result.write_text(done.stdout.splitlines()[-1], encoding="utf-8")
        found[step] = json.loads(result.read_text(encoding="utf-8"))
    return found


def _table(report: dict[str, Any]) -> str:
    filters = [f"{name}: p50 / p99 ms, recall@10" for name in REGIONS]
    lines = [["", "build s (work)", "on disk MB", "open s", "memory MB", *filters]]
    lines.append(["---"] * len(lines[0]))
    for name, found in report.items():
        build, ask = found["build"], found["ask"]
        costs = [f"{build['s']:.0f} ({build['work s']:.0f})", f"{build['MB']:.0f}"]
        costs += [f"{ask['open s']:.2f}", f"{ask['MB']:.0f}"]
        figures = ask["filters"].values()
        lines.append([name, *costs, *(f"{f['p50']:.2f} / {f['p99']:.2f}, {f['recall@10']:.3f}" for f in figures)])
    return "\n".join("| " + " | ".join(cells) + " |" for cells in lines)


if __name__ == "__main__":
    main()
