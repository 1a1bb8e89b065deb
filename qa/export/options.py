"""Wrong options for exercises: what other plans say in earnest, and nothing that would be right as well."""

from collections.abc import Iterator, Sequence

from qa.export.content import Passage
from qa.export.passages import Reader
from qa.records import Clause, Plan, Role
from qa.text import key
from qa.unit_names import same

#: Plans read for options.
_PLANS = 20


class Options:
    """What the plans of an index offer, those of other regions than the passage's first."""

    def __init__(self, reader: Reader, plans: Sequence[Plan]) -> None:
        self._reader = reader
        self._plans = plans

    def units(self, passage: Passage, role: Role) -> list[str]:
        """What other clauses name in a role, as many as the passage names; no unit of it among them."""
        own = [unit.name for unit in passage.units]
        count = len(passage.named(role))
        found: dict[str, str] = {}
        for clause in self._clauses(passage):
            named = [u for u in clause.units if u.role == role]
            words = "、".join(u.name + ("等" if u.others else "") for u in named)
            if len(named) == count and not any(same(u.name, name) for u in named for name in own):
                found.setdefault(key(words), words)
        return list(found.values())

    def deadlines(self, passage: Passage) -> list[str]:
        """What other clauses set as deadlines; none that means the same day, or the same words, as the passage's."""
        days = {d.by for d in passage.deadlines} - {None}
        own = {key(d.words) for d in passage.deadlines}
        found: dict[str, str] = {}
        for clause in self._clauses(passage):
            for one in clause.deadlines:
                if one.by not in days and not any(key(one.words) in o or o in key(one.words) for o in own):
                    found.setdefault(one.by or key(one.words), one.words)
        return list(found.values())

    def others(self, plan: Plan, sentence: str) -> list[str]:
        """Titles of the plans that have not this sentence."""
        wanted = key(sentence)
        others = [p for p in self._plans if p.id != plan.id and p.title != plan.title][:_PLANS]
        lacking = [p for p in others if not any(wanted in text for text in self._reader.keys(p).values())]
        return list(dict.fromkeys(f"《{p.title}》" for p in lacking))

    def _clauses(self, passage: Passage) -> Iterator[Clause]:
        """Those of other plans, then the others of its own."""
        home = passage.source.plan
        others = [plan for plan in self._plans if plan.id != home.id][:_PLANS]
        for plan in (*others, home):
            yield from (c for c in self._reader.clauses(plan).values() if c.id != passage.source.clause.id)
