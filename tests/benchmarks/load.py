"""Many callers at once: `POST /api/v1/search` under wrk, beside what the encoder alone can do on the same cores.

    python -m tests.benchmarks.load [--seconds 30] [--connections 1 8 32 128] [--workers 1] [--json]

Needs wrk (Debian package of that name). Every request asks something else: pieces of 8 to 30 characters out of the
packaged plans, so that nothing is remembered. The encoder alone gets questions of the same kind, one by one and 32 at
a time, before and after each round, in a process of its own while the server idles; the machine may drift meanwhile,
so look at the ratios.
"""

import argparse
import json
import random
import re
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import urlopen

from api.wiring import load_encoder
from index_build import catalogue
from qa.encoder import SentenceEncoder
from qa.settings import Settings

_SHORTEST, _LONGEST = 8, 30
_QUESTIONS = 20_000
#: Seconds for which the encoder alone is measured each time.
_ALONE = 5.0
_LUA = """
local bodies = {}
for line in io.lines("%s") do bodies[#bodies + 1] = line end
local at = %d
request = function()
  at = at %% #bodies + 1
  return wrk.format("POST", "/api/v1/search", {["Content-Type"] = "application/json"}, bodies[at])
end
done = function(summary, latency)
  local e = summary.errors
  io.write(string.format('\\nRESULT {"requests":%%d,"microseconds":%%d,"p50":%%d,"p99":%%d,"errors":%%d}\\n',
    summary.requests, summary.duration, latency:percentile(50), latency:percentile(99),
    e.connect + e.read + e.write + e.status + e.timeout))
end
"""
_held: list[SentenceEncoder] = []


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--seconds", type=int, default=30)
    parser.add_argument("--connections", type=int, nargs="+", default=[1, 8, 32, 128])
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    questions = _questions()
    rows = []
    with (
        tempfile.TemporaryDirectory() as folder,
        ProcessPoolExecutor(1, get_context("spawn")) as alone,
        _server(given.workers) as url,
    ):
        bodies = Path(folder) / "bodies"
        bodies.write_text("".join(json.dumps({"query": q, "k": 10}) + "\n" for q in questions), encoding="utf-8")
        before = alone.submit(_encoder_alone, questions[:2000]).result()
        for number, connections in enumerate(given.connections):
            script = Path(folder) / f"{connections}.lua"
            script.write_text(_LUA % (bodies, number * _QUESTIONS // len(given.connections)), encoding="utf-8")
            found = _wrk(url, script, connections, given.seconds)
            after = alone.submit(_encoder_alone, questions[:2000]).result()
            one, many = ((before[i] + after[i]) / 2 for i in (0, 1))
            rows.append({"connections": connections, **found, "encoder_one": one, "encoder_32": many})
            before = after
    print(json.dumps(rows) if given.json else "\n".join(map(_line, rows)))


def _questions() -> list[str]:
    folder = catalogue.packaged()
    text = "\n".join(path.read_text(encoding="utf-8") for path in sorted((folder / "plans").glob("*.txt")))
    pieces = [line for line in re.findall(r"[\u4e00-\u9fff]+", text) if len(line) >= _SHORTEST]
    chance = random.Random(0)
    found: dict[str, None] = {}
    while len(found) < _QUESTIONS:
        piece = "".join(chance.sample(pieces, 2))
        start = chance.randrange(len(piece) - _SHORTEST + 1)
        found[piece[start : start + chance.randint(_SHORTEST, _LONGEST)]] = None
    return list(found)


def _encoder_alone(questions: Sequence[str]) -> tuple[float, float]:
    """Questions a second, one by one and 32 at a time."""
    if not _held:
        encoder = load_encoder(Settings(), lambda _: None)
        assert isinstance(encoder, SentenceEncoder)
        _held.append(encoder)
    return _rate(questions, 1), _rate(questions, 32)


def _rate(questions: Sequence[str], size: int) -> float:
    _held[0].encode_queries(questions[:size])
    started, done = time.perf_counter(), 0
    while time.perf_counter() - started < _ALONE:
        at = done % (len(questions) - size)
        done += len(_held[0].encode_queries(questions[at : at + size]))
    return done / (time.perf_counter() - started)


@contextmanager
def _server(workers: int) -> Iterator[str]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "api.cli", "serve", "--port", str(port)]
    command += ["--workers", str(workers)] if workers > 1 else []
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    url = f"http://127.0.0.1:{port}"
    try:
        while True:
            try:
                with urlopen(f"{url}/readyz", timeout=5):
                    break
            except HTTPError as error:  # it has looked at the index, and will not look at it otherwise
                raise SystemExit(error.read().decode()) from error
            except OSError:
                time.sleep(0.5)
        yield url
    finally:
        process.terminate()
        process.wait(60)


def _wrk(url: str, script: Path, connections: int, seconds: int) -> dict[str, Any]:
    command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--timeout", "30s", "-s", str(script), url]
    out = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    found = json.loads(out.split("RESULT ", 1)[1])
    return {
        "errors": found["errors"],
        "rate": found["requests"] / found["microseconds"] * 1e6,
        "p50": found["p50"] / 1000,
        "p99": found["p99"] / 1000,
    }


def _line(row: dict[str, Any]) -> str:
    rate = row["rate"]
    return (
        f"{row['connections']:4} connections: {row['errors']} errors, {rate:6.1f}/s, p50 {row['p50']:.1f} ms, "
        f"p99 {row['p99']:.1f} ms ({row['p99'] / row['p50']:.1f} x); encoder alone one by one "
        f"{row['encoder_one']:.1f}/s ({rate / row['encoder_one']:.2f} x), in batches of 32 {row['encoder_32']:.1f}/s "
        f"({rate / row['encoder_32']:.2f} x)"
    )


if __name__ == "__main__":
    main()
