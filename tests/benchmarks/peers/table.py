"""The report as Markdown."""

from collections.abc import Iterable, Sequence
from typing import Any

from tests.benchmarks.peers.measure import PLAN_NAMES, STATUTE_NAMES

_COSTS = ("index s", "index work s", "median ms", "p99 ms", "work ms", "peak MB")


def of(report: dict[str, Any]) -> str:
    parts = [_plans(report["plans"], name) for name in report["plans"][0]["sets"]]
    if "statutes" in report:
        parts.append(_statutes(report["statutes"]))
    versions = ", ".join(f"{name} {version}" for name, version in report["versions"].items())
    return "\n\n".join([*parts, f"Versions: {versions}"])


def _plans(rows: Sequence[dict[str, Any]], name: str) -> str:
    head = ("", "text", "passages", "characters", *PLAN_NAMES, *_COSTS)
    lines = [
        (
            f"{row['peer']} {row['setup']}",
            row["text"],
            row["passages"],
            f"{row['characters']:.0f}",
            *_shares(row["sets"][name], PLAN_NAMES),
            *_costs(row),
        )
        for row in rows
    ]
    return f"Plans, {name}\n\n" + _table(head, lines)


def _statutes(rows: Sequence[dict[str, Any]]) -> str:
    head = ("", *STATUTE_NAMES, *_COSTS)
    lines = [(f"{row['peer']} {row['setup']}", *_shares(row["figures"], STATUTE_NAMES), *_costs(row)) for row in rows]
    return "Statutes (time to index without embedding)\n\n" + _table(head, lines)


def _shares(figures: dict[str, float], names: Iterable[str]) -> list[str]:
    return [f"{figures[name]:.3f}" for name in names]


def _costs(row: dict[str, Any]) -> list[str]:
    """One without a process of its own here has none."""
    costs = row.get("costs", {})
    return [f"{costs[name]:.{name != 'peak MB'}f}" if name in costs else "–" for name in _COSTS]


def _table(head: Sequence[str], lines: Iterable[Sequence[object]]) -> str:
    rows = [head, ["---"] * len(head), *lines]
    return "\n".join("| " + " | ".join(map(str, row)) + " |" for row in rows)
