"""A build by the workers of a Ray cluster of one machine, beside a build by one process and the encoder alone.

    python -m tests.benchmarks.cluster LAWS.jsonl.gz --articles 2000

The packaged plans and some statutes, as files. Each way runs in a process of its own, `--rounds` times in turn, with
as many threads as there are processors (a worker has one). Prints the median seconds of reading and of encoding, and
the encoder's throughput in characters a second, of which the last column is the share of the encoder alone.
"""

import argparse
import json
import os
import shutil
import sqlite3
import statistics
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

from api.crew import crew
from api.wiring import load_encoder
from index_build import catalogue
from index_build.build import build
from index_build.generation import ENCODING
from qa import index
from qa.records import PlanText
from qa.regions import Regions, read_csv
from qa.settings import Settings
from tests.benchmarks import laws

WAYS = ("bare", "local", "ray")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--articles", type=int, default=2000)
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--way", choices=WAYS, help=argparse.SUPPRESS)
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.way:
        print(json.dumps(_bare(given.folder) if given.way == "bare" else _build(given.folder, given.way)))
        return
    with TemporaryDirectory() as folder:
        _corpus(Path(folder) / "corpus", given.file, given.articles)
        rounds = [{way: _run(way, given.file, folder) for way in WAYS[::-1]} for _ in range(given.rounds)]
    _print(rounds)


def _corpus(folder: Path, file: Path, count: int) -> None:
    """The packaged plans and the laws of the first articles, catalogued."""
    shutil.copytree(catalogue.packaged(), folder)
    regions = Regions(read_csv(folder / "regions.csv"))
    with (folder / catalogue.NAME).open("a", encoding="utf-8") as listing:
        for text in laws.documents(laws.read(file)[:count], regions):
            listing.write(_entry(folder, text))


def _entry(folder: Path, text: PlanText) -> str:
    data = text.clean.encode()
    name = f"{text.plan.id}.txt"
    (folder / name).write_bytes(data)
    table = {"id": text.plan.id, "file": name, "sha256": catalogue.digest(data), "title": text.plan.title}
    return "\n".join(["", "[[plan]]", *(f"{k} = {json.dumps(v, ensure_ascii=False)}" for k, v in table.items()), ""])


def _run(way: str, file: Path, folder: str) -> dict[str, float]:
    command = [sys.executable, "-m", "tests.benchmarks.cluster", str(file), "--way", way, "--folder", folder]
    environment = os.environ | {"OMP_NUM_THREADS": str(os.cpu_count())}
    done = subprocess.run(command, env=environment, check=True, capture_output=True, text=True)
    measured: dict[str, float] = json.loads(done.stdout)
    return measured


def _build(folder: Path, way: str) -> dict[str, float]:
    """Seconds until the last plan was read, and from then until the last passage was encoded, with their number."""
    root = folder / f"index-{way}"
    shutil.rmtree(root, ignore_errors=True)
    read = encoded = total = 0.0
    with crew(Settings(), "local" if way == "ray" else None) as (encoder, reader):
        began = time.perf_counter()

        def progress(stage: str, _: int, all_of_them: int) -> None:
            nonlocal read, encoded, total
            if stage == ENCODING:
                encoded, total = time.perf_counter(), all_of_them
            else:
                read = time.perf_counter()

        build(folder / "corpus", root, encoder, progress, reader)
    return {"read": read - began, "encode": encoded - read, "characters": total}


def _bare(folder: Path) -> dict[str, float]:
    """The encoder alone over the passages of the index built by workers, in one call."""
    encoder = load_encoder(Settings(), lambda _: None)
    generation = index.generation(folder / "index-ray")
    assert generation is not None
    with closing(sqlite3.connect(generation / index.STORE)) as database:
        texts = [text for (text,) in database.execute("select distinct text from passage order by number")]
    began = time.perf_counter()
    encoder.encode_passages(texts)
    return {"read": 0.0, "encode": time.perf_counter() - began, "characters": sum(map(len, texts))}


def _print(rounds: list[dict[str, dict[str, float]]]) -> None:
    print("| way | reading (s) | encoding (s) | characters/s | of bare |")
    print("|---|---|---|---|---|")
    for way in WAYS:
        read, encode = (statistics.median(r[way][part] for r in rounds) for part in ("read", "encode"))
        speed = statistics.median(r[way]["characters"] / r[way]["encode"] for r in rounds)
        share = statistics.median(
            r[way]["characters"] / r[way]["encode"] * r["bare"]["encode"] / r["bare"]["characters"] for r in rounds
        )
        print(f"| {way} | {read:.1f} | {encode:.1f} | {speed:.0f} | {share:.2f} |")


if __name__ == "__main__":
    main()
