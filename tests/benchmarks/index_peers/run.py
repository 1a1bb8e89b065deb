"""One step of one peer in a process of its own: `python -m tests.benchmarks.index_peers.run STEP PEER SETUP FOLDER`.

FOLDER has the work (`common.write`); the index goes into a folder of its own in it. Figures are printed as JSON.
"""

import importlib
import json
import re
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any, cast

import numpy as np

from tests.benchmarks.index_peers.common import REGIONS, Peer, Search, Work

_WARM = 20


def main() -> None:
    step, name, setup, place = sys.argv[1:]
    peer = cast(Peer, importlib.import_module(f"tests.benchmarks.index_peers.{name}"))
    work = Work.load(Path(place))
    folder = Path(place) / re.sub(r"\W+", "-", f"{name} {setup}")
    print(json.dumps(_build(peer, folder, work, setup) if step == "build" else _ask(peer, folder, work, setup)))


def _build(peer: Peer, folder: Path, work: Work, setup: str) -> dict[str, float]:
    folder.mkdir()
    wall, own = time.perf_counter(), time.process_time()
    peer.build(folder, work, setup)
    size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    return {"s": time.perf_counter() - wall, "work s": time.process_time() - own, "MB": size / 1e6}


def _ask(peer: Peer, folder: Path, work: Work, setup: str) -> dict[str, Any]:
    before, start = _memory(), time.perf_counter()
    search = peer.open(folder, setup)
    search(work.queries[0], "")
    opened = time.perf_counter() - start
    asked = {name: _asked(search, work, region) for name, region in REGIONS.items()}
    # Before the comparison with all vectors, which maps them into this process too.
    memory = _memory() - before
    shares = {name: _share(found, work, REGIONS[name]) for name, (_, found) in asked.items()}
    figures = {name: {**_percentiles(took), "recall@10": shares[name]} for name, (took, _) in asked.items()}
    return {"open s": opened, "MB": memory, "filters": figures}


def _asked(search: Search, work: Work, region: str) -> tuple[list[float], list[Sequence[int]]]:
    """Milliseconds and rows found, of each query."""
    for query in work.queries[:_WARM]:
        search(query, region)
    took, found = [], []
    for query in work.queries:
        start = time.perf_counter()
        found.append(search(query, region))
        took.append(1000 * (time.perf_counter() - start))
    return took, found


def _share(found: Sequence[Sequence[int]], work: Work, region: str) -> float:
    pairs = zip(found, work.right(region).tolist(), strict=True)
    return float(np.mean([len({*got} & {*best}) / len(best) for got, best in pairs]))


def _percentiles(took: Sequence[float]) -> dict[str, float]:
    return {name: float(np.percentile(took, at)) for name, at in (("p50", 50), ("p99", 99))}


def _memory() -> float:
    """MB of this process, mapped files included."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(re.findall(r"VmRSS:\s+(\d+)", status)[0]) / 1024


if __name__ == "__main__":
    main()
