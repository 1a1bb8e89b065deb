"""What an index costs as it grows: 1 thousand, 10 thousand, 141 thousand, 1 million clauses.

    python -m tests.benchmarks.growth FOLDER --laws LAWS.jsonl.gz --questions STARD.jsonl --cache FOLDER
        [--sizes 1000,10000,140782,1000000] [--most 771] [--plot docs/growth.png] [--json]

The clauses are the articles of LAWS (`tests.benchmarks.laws`), repeated with changes where more are wanted
(`tests.benchmarks.growth_corpus`); --cache holds the vectors of the articles as `tests.benchmarks.statutes` keeps
them, or is filled first. Each step of each size runs in a process of its own and leaves its figures in FOLDER, so that
a run that was stopped goes on where it was. Printed: Markdown, or with --json all figures. matplotlib draws the plot.
"""

import argparse
import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

_SIZES = "1000,10000,140782,1000000"
#: Processes that ask at the same time.
_ASKING = 2

Figures = dict[str, Any]


def main() -> None:
    given = _arguments()
    report = {size: _measured(given, size) for size in map(int, given.sizes.split(","))}
    if given.plot:
        _draw(report, given.plot)
    print(json.dumps(report, ensure_ascii=False, indent=1) if given.json else "\n\n".join(_tables(report)))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    for name in ("--laws", "--questions", "--cache"):
        parser.add_argument(name, type=Path, required=True)
    parser.add_argument("--sizes", default=_SIZES)
    parser.add_argument("--most", type=int, help="questions asked; all of them by default")
    parser.add_argument("--plot", type=Path)
    parser.add_argument("--json", action="store_true")
    return parser.parse_args()


def _measured(given: argparse.Namespace, size: int) -> Figures:
    folder = given.folder.absolute() / str(size)
    folder.mkdir(parents=True, exist_ok=True)
    files = {name: str(getattr(given, name).absolute()) for name in ("laws", "questions", "cache")}
    spec = {"clauses": size, "folder": str(folder), "most": given.most, **files}
    figures = {step: _run(folder / f"{step}.json", step, [spec])[0] for step in ("prepare", "build", "ask", "recall")}
    parts = [spec | {"part": part, "parts": _ASKING} for part in range(_ASKING)]
    return figures | {"ask together": _run(folder / "together.json", "ask", parts)}


def _run(result: Path, step: str, specs: Sequence[Mapping[str, Any]]) -> list[Figures]:
    """The step, in as many processes as there are specs, all at once; from the file where it was run before."""
    if not result.is_file():
        print(result.parent.name, step, file=sys.stderr, flush=True)
        command = [sys.executable, "-m", "tests.benchmarks.growth_steps", step]
        running = [subprocess.Popen([*command, json.dumps(s)], stdout=subprocess.PIPE, text=True) for s in specs]
        printed = [process.communicate()[0] for process in running]
        if any(process.returncode for process in running):
            raise SystemExit(f"{step} failed in {result.parent}")
        result.write_text(json.dumps([json.loads(text) for text in printed]), encoding="utf-8")
    found: list[Figures] = json.loads(result.read_text(encoding="utf-8"))
    return found


def _tables(report: Mapping[int, Figures]) -> list[str]:
    return [_costs(report), _filtered(report), _together(report)]


def _costs(report: Mapping[int, Figures]) -> str:
    head = (
        "clauses",
        "build s (all cores' work)",
        "peak MB",
        "index MB",
        "vectors MB",
        "open s",
        "search p50 / p99 ms",
        "without encoder",
        "own MB",
        "mapped MB",
    )
    rows = []
    for size, found in report.items():
        build, ask = found["build"], found["ask"]
        none = ask["filters"]["none"]
        rows.append(
            (
                f"{size:,}",
                f"{build['wall s']:.0f} ({build['work s']:.0f})",
                f"{build['peak MB']:.0f}",
                f"{build['index MB']:.0f}",
                f"{build['files MB']['vectors.faiss']:.0f}",
                f"{ask['open s']:.2f}",
                _pair(none["whole"]),
                _pair(none["without encoder"]),
                f"{ask['RssAnon MB']:.0f}",
                f"{ask['RssFile MB']:.0f}",
            )
        )
    return _table(head, rows)


def _filtered(report: Mapping[int, Figures]) -> str:
    head = ("clauses", "filter", "lets through", "search p50 / p99 ms", "recall@10", "recall@10 of 200", "recall@200")
    rows = [
        (
            f"{size:,}",
            name,
            f"{found['recall'][name]['share']:.4%}",
            _pair(asked["without encoder"]),
            *(
                f"{found['recall'][name][key]:.4f}"
                for key in ("recall@10 of 10", "recall@10 of 200", "recall@200 of 200")
            ),
        )
        for size, found in report.items()
        for name, asked in found["ask"]["filters"].items()
    ]
    return _table(head, rows)


def _together(report: Mapping[int, Figures]) -> str:
    head = ("clauses", "one process p50 / p99 ms", "a second", f"{_ASKING} processes p50 / p99 ms", "a second")
    rows = []
    for size, found in report.items():
        alone, together = found["ask"]["filters"]["none"], [f["filters"]["none"] for f in found["ask together"]]
        rates = [f"{sum(f['questions a second'] for f in fs):.0f}" for fs in ([alone], together)]
        slowest = max((f["whole"] for f in together), key=lambda times: times["p99"])
        rows.append((f"{size:,}", _pair(alone["whole"]), rates[0], _pair(slowest), rates[1]))
    return _table(head, rows)


def _pair(times: Mapping[str, float]) -> str:
    return f"{times['p50']:.1f} / {times['p99']:.1f}"


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    return "\n".join("| " + " | ".join(cells) + " |" for cells in [head, ["---"] * len(head), *rows])


def _draw(report: Mapping[int, Figures], path: Path) -> None:
    import matplotlib.pyplot as plt

    sizes = list(report)
    figure, (left, right) = plt.subplots(1, 2, figsize=(11, 4))
    for name, key in (("whole", "whole"), ("without the encoder", "without encoder")):
        for percentile, style in (("p50", "o-"), ("p99", "o--")):
            times = [report[s]["ask"]["filters"]["none"][key][percentile] for s in sizes]
            left.plot(sizes, times, style, label=f"{name}, {percentile}")
    left.set(xscale="log", xlabel="clauses", ylabel="ms a search", ylim=(0, None))
    right.plot(sizes, [report[s]["build"]["wall s"] for s in sizes], "o-", label="build, s")
    right.plot(sizes, [report[s]["build"]["index MB"] for s in sizes], "o-", label="index, MB")
    right.plot(sizes, [report[s]["build"]["peak MB"] for s in sizes], "o--", label="memory of the build, MB")
    right.set(xscale="log", yscale="log", xlabel="clauses")
    for axes in (left, right):
        axes.legend()
        axes.grid(alpha=0.3)
    figure.tight_layout()
    figure.savefig(path, dpi=110)


if __name__ == "__main__":
    main()
