"""Speed of reading plans on one core, and whether memory stays flat in their number.

Usage: python -m tests.benchmarks.reading LAWS.jsonl.gz [PLANS]

Articles are shaped as plans of 12,000 characters: chapters, （一） items, responsible units in brackets. Prints the
seconds of each repair stage and of each of the later steps, and the resident memory after the first plan and the last.
"""

import gzip
import json
import resource
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator

from index_build import catalogue
from index_build.read import read_page, read_plan
from index_build.repair import chain as repair
from index_build.repair.byteshift_labels import numeral
from qa.regions import Regions, read_csv

_LENGTH, _ITEMS = 12_000, 12
_UNITS = (
    "（牵头单位：县司法局；责任单位：县直各部门、各乡镇人民政府）",
    "（县财政局牵头，县审计局、县教育局配合，2025年底前完成）",
)
#: The finders of the repair stages, as `repair` knows them.
_STAGES = (
    *("find_decoding", "find_lost", "find_escapes", "find_invisible"),
    *("find_shifts", "find_pinyin", "find_traditional", "find_width"),
)


def plans(path: str, count: int) -> Iterator[str]:
    """`count` plans made of articles in the order of the file."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        texts = (json.loads(line)["text"].replace("\n", "") for line in file)
        for _ in range(count):
            yield _plan(texts)


def _plan(texts: Iterator[str]) -> str:
    lines = ["某县法治政府建设实施方案（2021—2025年）"]
    length = item = 0
    while length < _LENGTH:
        if item % _ITEMS == 0:
            lines.append(f"{numeral(item // _ITEMS + 1)}、重点任务")
        lines.append(f"（{numeral(item % _ITEMS + 1)}）{next(texts)}{_UNITS[item % 2]}")
        length += len(lines[-1])
        item += 1
    return "\n".join(lines)


def timed(function: Callable[..., object], seconds: dict[str, float], name: str) -> Callable[..., object]:
    """The function, its seconds added to `seconds`."""

    def run(*arguments: object) -> object:
        start = time.perf_counter()
        try:
            return function(*arguments)
        finally:
            seconds[name] += time.perf_counter() - start

    return run


def resident() -> float:
    """Peak resident memory in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main(path: str, count: str = "100") -> None:
    """Print seconds by step, characters a second, and memory."""
    seconds: defaultdict[str, float] = defaultdict(float)
    for name in _STAGES:
        setattr(repair, name, timed(getattr(repair, name), seconds, "repair: " + name))
    regions = Regions(read_csv(catalogue.packaged() / "regions.csv"))
    characters, memory = 0, [0.0]
    start = time.process_time()
    for number, raw in enumerate(plans(path, int(count))):
        began = time.perf_counter()
        page = read_page(raw, regions)
        seconds["page, repair and all"] += time.perf_counter() - began
        began = time.perf_counter()
        read_plan(str(number), page, "", {}, regions)
        seconds["plan: clauses, units"] += time.perf_counter() - began
        characters += len(raw)
        memory.append(resident())
    total = time.process_time() - start
    for name, spent in sorted(seconds.items(), key=lambda item: -item[1]):
        print(f"{spent:8.2f} s  {name}")
    print(f"{total:8.2f} s of processor time in all for {characters:,} characters, {characters / total:,.0f} a second")
    print(f"peak memory {memory[1]:.0f} MB after the first plan, {memory[-1]:.0f} MB after the last")


if __name__ == "__main__":
    main(*sys.argv[1:])
