"""Questions to begin with, made of what the plans hold: none names a plan or a topic that is not there."""

from collections.abc import Iterator
from itertools import islice

from qa.records import Clause, Plan
from qa.service import Service

#: Plans that are asked about, of many the first.
_MOST_PLANS = 3
#: Characters of a heading that reads well inside a question.
_SHORTEST, _LONGEST = 4, 16
#: A heading with any of these is no plain topic.
_BREAKS = frozenset("，。；：、！？,;:!?\t\n《》（）()“”")


def questions(service: Service) -> list[str]:
    """At most seven, each once: units, deadlines, contents, and one of all regions."""
    plans = [plan for plan in service.plans() if plan.region][:_MOST_PLANS]
    found = [question for plan in plans for question in _about(plan, service.clauses(plan.id))]
    everywhere = [f"各地怎么规定{heading}？" for plan in plans[:1] for heading in _topics(service.clauses(plan.id))]
    return list(dict.fromkeys([*found, *(everywhere[-1:] if len(plans) > 1 else [])]))


def _about(plan: Plan, clauses: list[Clause]) -> Iterator[str]:
    """What may be asked of one plan: two questions at most."""
    place = plan.region.name if plan.region else ""
    led = [c for c in clauses if _plain(c) and any(unit.role == "lead" for unit in c.units)]
    dated = [c for c in clauses if _plain(c) and c.deadlines and c not in led[:1]]
    yield from (f"{place}{clause.heading}由哪些单位牵头？" for clause in led[:1])
    yield from (f"{place}{clause.heading}什么时候完成？" for clause in dated[:1])
    if not led and not dated:
        yield from (f"{place}{heading}有什么要求？" for heading in islice(_topics(clauses), 2))


def _topics(clauses: list[Clause]) -> Iterator[str]:
    """Headings of clauses that say something."""
    return (clause.heading for clause in clauses if clause.searchable and _plain(clause))


def _plain(clause: Clause) -> bool:
    heading = clause.heading
    return _SHORTEST <= len(heading) <= _LONGEST and not _BREAKS & set(heading) and len(clause.text) > len(heading)
