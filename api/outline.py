"""A plan's outline beside one of its clauses: what has a number or a heading, as a tree, without texts."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from api.wording import name
from qa.records import Clause


@dataclass(frozen=True)
class Entry:
    """A clause in the outline. address: relative to its plan; is_open: the current one is it or stands below it."""

    name: str
    address: str
    is_current: bool
    is_open: bool
    below: tuple["Entry", ...]


def outline(clauses: Sequence[Clause], current: Clause) -> tuple[Entry, ...]:
    """The top of the tree. clauses: those of a plan, in order.

    Paragraphs, which have neither number nor heading, stand in it only beside and below the current clause.
    """
    near = (current.path, current.path[:-1])
    shown = [c for c in clauses if c.label or c.heading or c.path[:-1] in near or len(c.path) == 1]
    return _entries(_children(shown), (), current)


def _children(shown: Iterable[Clause]) -> dict[tuple[str, ...], list[Clause]]:
    """Clauses by the path of the nearest clause above that is shown."""
    found: dict[tuple[str, ...], list[Clause]] = {(): []}
    for clause in shown:
        above = next(clause.path[:n] for n in range(len(clause.path) - 1, -1, -1) if clause.path[:n] in found)
        found[above].append(clause)
        found.setdefault(clause.path, [])
    return found


def _entries(
    children: dict[tuple[str, ...], list[Clause]], path: tuple[str, ...], current: Clause
) -> tuple[Entry, ...]:
    return tuple(
        Entry(
            name=name(clause),
            address=quote(clause.id.split("/", 1)[1], safe=""),
            is_current=clause.id == current.id,
            is_open=clause.path == current.path[: len(clause.path)],
            below=_entries(children, clause.path, current),
        )
        for clause in children[path]
    )
