"""What the keys of a question name in this index: plans, which become its scope like a region, and units.

A number of a document or a title is a scope where a plan has it as its own; where clauses only cite it, it stays a key.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from qa import phrases
from qa.exact import tasks
from qa.exact.document_numbers import DocumentNumber
from qa.exact.lookup import is_organ, plan_of, plans_with, titled
from qa.exact.tasks import Tasks
from qa.question import Question
from qa.records import Scope
from qa.store import Store
from qa.text import fold

#: Units named in one question that are looked up; nobody asks of more.
_MOST_UNITS = 10


def grounded(asked: Question, store: Store) -> Question:
    """The question with what its keys name in this index: plans as its scope, the unit whose tasks it asks for."""
    asked = _with_units(asked, store)
    if not asked.keys:
        return asked
    own = _own_plans(asked, store)
    kept = tuple(p for p in asked.keys.paths if not p.of or titled(p.of, store))
    keys = replace(asked.keys, paths=kept)
    plans = tuple(dict.fromkeys((*asked.plans, *own)))
    named = [r for p in own if (r := store.plans[p].region)]
    regions = tuple({r.code: r for r in (*asked.scope.regions, *named)}.values())
    # Without a scope those plans are asked that have such a clause, each for itself.
    plans = plans or (plans_with(store, kept) if not regions and not asked.absent else ())
    return replace(
        asked,
        keys=keys,
        plans=plans,
        scope=Scope(regions, (*asked.scope.named, *_names_of(own, asked, store))),
        absent=() if own and not asked.scope.regions else asked.absent,
        several=asked.several or len(plans) + len({r.code for r in regions} - {r.code for r in named}) > 1,
    )


def _names_of(own: Sequence[str], asked: Question, store: Store) -> Iterator[str]:
    """What named these plans, as the question wrote it."""
    if own:
        yield from (n.written for n in asked.keys.numbers if _numbered(n, store))
        yield from (title for title in asked.keys.titles if titled(title, store))


def _own_plans(asked: Question, store: Store) -> tuple[str, ...]:
    """Plans that the question names by number, title or permalink; none by what it asks who cites."""
    linked = [plan for p in asked.keys.paths if p.plan and (plan := plan_of(p, store))]
    if phrases.asks_citing(fold(asked.text)) and not asked.keys.paths:
        return tuple(linked)
    numbered = [plan for n in asked.keys.numbers for plan in _numbered(n, store)]
    titles = (*asked.keys.titles, *(p.of for p in asked.keys.paths if p.of))
    of_titles = [plan for title in titles for plan in _within_scope(titled(title, store), asked.scope, store)]
    return tuple(dict.fromkeys((*linked, *numbered, *of_titles)))


def _within_scope(plans: Sequence[str], scope: Scope, store: Store) -> list[str]:
    """Of plans of one title those of the regions named, where there are any."""
    codes = {r.code for r in scope.regions}
    inside = [p for p in plans if (region := store.plans[p].region) and region.code in codes]
    return inside or list(plans)


def _numbered(number: DocumentNumber, store: Store) -> list[str]:
    """Plans of that number."""
    mentions = store.keys.documents(number.year, number.serial)
    return [m.plan for m in mentions if m.clause is None and is_organ(m.organ, number.organ, store)]


def _with_units(asked: Question, store: Store) -> Question:
    """The names that the units it names have in the index besides, and of which of them it asks the tasks."""
    folded = fold(asked.text)
    named = tasks.named(folded, store.keys.known_units)[:_MOST_UNITS]
    names = {unit.name: tuple(store.keys.other_names(unit.name)) for unit in named}
    also = tuple(dict.fromkeys(name for others in names.values() for name in others if name not in folded))
    for unit in named:
        if tasks.asks_tasks(folded, unit):
            wanted = Tasks(unit.name, names[unit.name], tasks.roles(folded))
            return replace(asked, tasks=wanted, asks_units=False, charged=False, role=None, topic=unit.name)
    return replace(asked, also=also) if also else asked
