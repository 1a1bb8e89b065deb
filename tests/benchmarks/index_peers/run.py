"""One step of one peer in a process of its own: `python -m tests.benchmarks.index_peers.run STEP PEER SETUP FOLDER`.

FOLDER has the work (`common.write`); the index goes into a folder of its own in it. Figures are printed as JSON.
"""

import importlib
import json
import re
import sys
import time
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
    figures = {name: _figures(search, work, region) for name, region in REGIONS.items()}
    return {"open s": opened, "MB": _memory() - before, "filters": figures}


def _figures(search: Search, work: Work, region: str) -> dict[str, float]:
    for query in work.queries[:_WARM]:
        search(query, region)
    took, found = [], []
    for query in work.queries:
        start = time.perf_counter()
        found.append(search(query, region))
        took.append(1000 * (time.perf_counter() - start))
    shares = [len({*got} & {*best}) / len(best) for got, best in zip(found, work.right(region).tolist(), strict=True)]
    percentiles = {name: float(np.percentile(took, at)) for name, at in (("p50", 50), ("p99", 99))}
    return {**percentiles, "recall@10": float(np.mean(shares))}


def _memory() -> float:
    """MB of this process, mapped files included."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(re.findall(r"VmRSS:\s+(\d+)", status)[0]) / 1024


if __name__ == "__main__":
    main()
