"""A plan added to a large index while questions are asked: how soon it is found, and whether anybody has to wait.

    python -m tests.benchmarks.adding INDEX [--work FOLDER] [--rate 4] [--quiet 60] [--times 10] [--json]

INDEX is copied first. A server over the copy is asked questions at a steady rate; after a quiet while a plan of 80
clauses is uploaded, then another, and so on. `visible` is the time from the upload until the first
clause of the plan is served. During one addition some fifteen questions are asked, too few for a 99th percentile of
their own: look at that of all additions together. A copy takes the room of the index again.
"""

import argparse
import json
import random
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import numpy as np

from index_build import catalogue
from tests.processes import environment, free_port

_CLAUSES = 80
#: Seconds after which an upload counts as lost.
_PATIENCE = 300.0
_UNITS = [
    "市司法局",
    "市市场监督管理局",
    "县综合行政执法局",
    "市信访局",
    "市财政局",
    "县数据资源管理局",
    "区城市管理局",
]

_PLACES = [
    ("黄梅县", "421127"),
    ("英山县", "421124"),
    ("罗田县", "421123"),
    ("浠水县", "421125"),
    ("红安县", "421122"),
    ("蕲春县", "421126"),
    ("团风县", "421121"),
    ("麻城市", "421181"),
    ("武穴市", "421182"),
    ("嘉鱼县", "421221"),
]


class Questions(threading.Thread):
    """Asks at a steady rate, each question when its time has come, however long the one before takes."""

    def __init__(self, url: str, rate: float) -> None:
        super().__init__(daemon=True)
        self._client = httpx.Client(base_url=url, timeout=60, trust_env=False)
        self._rate, self._pieces = rate, _pieces()
        self.stopping = threading.Event()
        #: When each was asked, in seconds since the start of the clock, how long it took, and whether it failed.
        self.asked: list[tuple[float, float, bool]] = []

    def run(self) -> None:
        chance, number = random.Random(0), 0
        while not self.stopping.wait(1 / self._rate):
            number += 1
            piece = chance.choice(self._pieces)
            threading.Thread(target=self._ask, args=(f"{piece}{number}",), daemon=True).start()

    def _ask(self, text: str) -> None:
        began = time.monotonic()
        try:
            failed = self._client.post("/api/v1/search", json={"query": text, "k": 10}).status_code != 200
        except httpx.HTTPError:
            failed = True
        self.asked.append((began, time.monotonic() - began, failed))

    def within(self, *spans: tuple[float, float]) -> dict[str, float]:
        taken = [(s, failed) for began, s, failed in self.asked if any(start <= began < end for start, end in spans)]
        times = np.array([seconds for seconds, _ in taken]) * 1000
        p50, p99 = np.percentile(times, [50, 99]) if len(times) else (np.nan, np.nan)
        return {"questions": len(taken), "failed": sum(f for _, f in taken), "p50": float(p50), "p99": float(p99)}


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("index", type=Path)
    parser.add_argument("--work", type=Path)
    parser.add_argument("--rate", type=float, default=4.0)
    parser.add_argument("--quiet", type=float, default=60.0)
    parser.add_argument("--times", type=int, default=10, choices=range(1, len(_PLACES) + 1))
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=given.work) as folder, _server(given.index, Path(folder)) as url:
        asking = Questions(url, given.rate)
        asking.start()
        time.sleep(5)  # what loads at the first questions is loaded
        began = time.monotonic()
        time.sleep(given.quiet)
        report: dict[str, Any] = {"quiet": asking.within((began, time.monotonic())), "additions": []}
        spans = []
        for number in range(given.times):
            spans.append(_addition(url, number))
            visible = spans[-1][1] - spans[-1][0]
            report["additions"].append({"visible": visible, **asking.within(spans[-1])})
            time.sleep(2)
        report["together"] = asking.within(*spans)
        asking.stopping.set()
    print(json.dumps(report, indent=1) if given.json else _text(report))


def _addition(url: str, number: int) -> tuple[float, float]:
    """When a plan was uploaded, and when its first clause was served."""
    name, data = f"{number}.txt", _plan(number).encode()
    with httpx.Client(base_url=url, timeout=60, trust_env=False) as client:
        began = time.monotonic()
        accepted = client.post("/api/v1/plans", files={"file": (name, data)})
        accepted.raise_for_status()
        while client.get(f"/api/v1/clauses/{_PLACES[number][1]}-2021/1").status_code != 200:
            if time.monotonic() - began > _PATIENCE:
                raise TimeoutError(client.get(f"/api/v1/jobs/{accepted.json()['id']}").text)
            time.sleep(0.1)
        visible = time.monotonic()
        time.sleep(1)  # whoever was asked meanwhile has answered
        return began, visible


def _title(number: int) -> str:
    return f"{_PLACES[number][0]}第{number + 1}个法治政府建设规划"


def _plan(number: int) -> str:
    """Clauses of like length as those of the packaged plans, which its own words make new."""
    chance, pieces = random.Random(number), _pieces()
    lines = [f"{_title(number)}（2021—2025年）", ""]
    for clause in range(_CLAUSES):
        said = "，".join(chance.sample(pieces, 3))
        unit = "、".join(chance.sample(_UNITS, 2))
        lines.append(f"{clause + 1}.第{number}批{said}。（牵头单位：{unit}）")
    return "\n".join(lines) + "\n"


def _pieces() -> list[str]:
    folder = catalogue.packaged() / "plans"
    text = "".join(path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.txt")))
    return sorted({piece for piece in text.replace("\n", "。").split("。") if 12 <= len(piece) <= 40})


@contextmanager
def _server(index: Path, folder: Path) -> Iterator[str]:
    port, root = free_port(), folder / "index"
    shutil.copytree(index, root)
    command = [sys.executable, "-m", "api.cli", "serve", "--port", str(port)]
    settings = environment(PLANQA_INDEX=str(root), PLANQA_STATE=str(folder / "state"))
    process = subprocess.Popen(command, env=settings, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    url = f"http://127.0.0.1:{port}"
    try:
        while process.poll() is None:
            try:
                if httpx.get(f"{url}/readyz", timeout=5, trust_env=False).status_code == 200:
                    break
            except httpx.HTTPError:
                pass
            time.sleep(0.5)
        yield url
    finally:
        process.terminate()
        process.wait(60)


def _text(report: dict[str, Any]) -> str:
    lines = [f"quiet: {_times(report['quiet'])}"]
    lines += [f"visible after {found['visible']:.1f} s; meanwhile {_times(found)}" for found in report["additions"]]
    share = report["together"]["p99"] / report["quiet"]["p99"]
    return "\n".join([*lines, f"all additions: {_times(report['together'])}, p99 {share:.1f} x the quiet one"])


def _times(found: dict[str, float]) -> str:
    taken = f"p50 {found['p50']:.0f} ms, p99 {found['p99']:.0f} ms"
    return f"{found['questions']} questions, {found['failed']} failed, {taken}"


if __name__ == "__main__":
    main()
