"""The text of an answer, with its citations and facts numbered: one paragraph a plan."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from qa.answers.parts import Part, facts_of
from qa.records import Citation, Clause, Fact, Span
from qa.text import key


@dataclass
class Sheet:
    """What is written so far: a paragraph a plan, and what its marks stand for."""

    lines: list[str] = field(default_factory=list)
    citations: list[Citation] = field(default_factory=list)
    facts: list[Fact] = field(default_factory=list)


def write(parts: Sequence[Part], called: Mapping[str, str]) -> Sheet:
    """The parts in the order given: place, what is said, facts with their marks, quotes with theirs.

    called: what each plan is called, by id. Of clauses with one text the first is quoted, and the others say so.
    """
    sheet = Sheet()
    first: dict[str, str] = {}
    for part in parts:
        cited = _cite(sheet, part)
        facts = _state(sheet, part, cited)
        quotes = "".join(f"{c.quote}[{c.n}]" for c in cited) if part.shown else ""
        place = called[part.candidate.plan.id]
        like = first.setdefault(key("|".join([part.candidate.clause.text, *(c.quote for c in cited)])), place)
        if like != place:
            quotes = f"与{like}的条款文字相同。{''.join(f'[{c.n}]' for c in cited) if part.shown else ''}"
        lacks = f"该规划未载明{part.lacks}。" if part.lacks else ""
        named = "".join(f"[{c.n}]" for c in cited) if part.units and part.said else ""
        sheet.lines.append(f"{place}：{part.said}{named}{_words(facts)}{lacks}{quotes}")
    return sheet


def _cite(sheet: Sheet, part: Part) -> list[Citation]:
    """The quotes of a part, the heading above last."""
    cited: list[tuple[Clause, Span]] = [(part.candidate.clause, span) for span in part.spans]
    cited += [(part.above, (0, len(part.above.text)))] if part.above else []
    first = len(sheet.citations) + 1
    found = [
        Citation(n, clause, part.candidate.plan, clause.text[slice(*span)], span)
        for n, (clause, span) in enumerate(cited, first)
    ]
    sheet.citations += found
    return found


def _state(sheet: Sheet, part: Part, cited: Sequence[Citation]) -> list[Fact]:
    """The facts of a part, kept; those still to be said: units by their roles are said already."""
    found = []
    for kind, clause, (start, end) in facts_of(part):
        n = next(c.n for c in cited if c.clause.id == clause.id and c.span[0] <= start and end <= c.span[1])
        found.append(Fact(kind, clause.text[start:end], part.region, clause.id, (start, end), n))
    sheet.facts += found
    return [fact for fact in found if fact.kind != "unit" or not part.said]


def _words(facts: Sequence[Fact]) -> str:
    """甲、乙。[1]2017年底前。[2]"""
    groups = groupby(facts, key=lambda fact: fact.n)
    return "".join(f"{'、'.join(dict.fromkeys(f.words for f in group))}。[{n}]" for n, group in groups)
