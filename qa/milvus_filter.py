"""A set of passages as a Milvus filter: a plan's passages are a run of numbers, so a few comparisons say thousands."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from qa.arrays import Ids

#: The primary key: the number of a passage.
NUMBER = "number"
#: A comparison costs the server about as much as so many listed numbers (Milvus Lite 3.2: 0.22 ms and 0.013 ms).
_SHORT = 16
#: Comparisons in one filter; 512 take the engine of Milvus 2.5 some 20 ms.
_MOST_RUNS = 512


@dataclass(frozen=True)
class _Set:
    """runs: first and last number of each long run; single: the numbers in none of them."""

    runs: tuple[tuple[int, int], ...]
    single: Ids

    @property
    def cost(self) -> int:
        return len(self.runs) * _SHORT + len(self.single)

    def holds(self) -> str:
        """The filter for what is in the set."""
        parts = [f"({NUMBER} >= {first} and {NUMBER} <= {last})" for first, last in self.runs]
        return _joined([*parts, *self._listed("in")], "or")

    def lacks(self, rows: int) -> str:
        """The filter for what is not: without `not`, which the engine of Milvus Lite 2.5 does not know."""
        parts = [f"({NUMBER} < {first} or {NUMBER} > {last})" for first, last in self.runs]
        return _joined([below(rows), *parts, *self._listed("not in")], "and")

    def _listed(self, within: str) -> list[str]:
        return [f"{NUMBER} {within} [{','.join(map(str, self.single.tolist()))}]"] if len(self.single) else []


def expression(allowed: Ids, rows: int, most: int) -> str | None:
    """The filter that lets through just these of the passages 0 to rows - 1, and nothing from `rows` on.

    allowed: ascending, not empty. It says what is allowed or what is not, whichever is shorter; None where that would
    list more than `most` numbers one by one.
    """
    out = np.ones(rows, bool)
    out[allowed] = False
    inside, outside = _parts(allowed), _parts(np.flatnonzero(out))
    if min(len(inside.single), len(outside.single)) > most:
        return None
    return inside.holds() if inside.cost <= outside.cost else outside.lacks(rows)


def below(rows: int) -> str:
    """The filter that leaves out what later generations added."""
    return f"{NUMBER} < {rows}"


def _parts(ids: Ids) -> _Set:
    breaks = np.flatnonzero(np.diff(ids) != 1) + 1
    starts, ends = np.concatenate([[0], breaks]), np.concatenate([breaks, [len(ids)]])
    lengths = ends - starts
    long = np.flatnonzero(lengths >= _SHORT)
    longest = np.sort(long[np.argsort(-lengths[long], kind="stable")[:_MOST_RUNS]])
    single = np.ones(len(ids), bool)
    for run in longest:
        single[starts[run] : ends[run]] = False
    runs = tuple((int(ids[starts[run]]), int(ids[ends[run] - 1])) for run in longest)
    return _Set(runs, ids[single])


def _joined(parts: Sequence[str], word: str) -> str:
    """Joined two by two, for the engine refuses what is nested a hundred deep, as a plain chain would be."""
    while len(parts) > 1:
        pairs = [parts[i : i + 2] for i in range(0, len(parts), 2)]
        parts = [f"({pair[0]} {word} {pair[1]})" if len(pair) == 2 else pair[0] for pair in pairs]
    return parts[0]
