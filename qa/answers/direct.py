"""The facts of a clause that answer a question directly: the date, the number, the name asked for, as written."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from qa.answers import evidence, stated
from qa.answers.wanted import Wanted, wanted
from qa.keywords import Keywords
from qa.question import Question
from qa.records import Clause, FactKind, Span
from qa.text import fold, sentences

#: A fact counts if its sentence holds this share of what the clause's best sentence holds of the question.
_ABOUT = 0.34
#: The same for numbers and frequencies, rarer in a clause than dates: a question may have other parts.
_ABOUT_NUMBERS = 0.15
#: The same for a list, which is the answer only where the sentence is.
_ABOUT_LISTS = 0.9
#: Among the clauses found a fact is looked for in so many, if its sentence holds this share of what the best of the
#: first clause holds of the question.
_WITHIN, _AS_CLOSE = 20, 0.75
#: What the pairs of characters that the question and a sentence share are worth beside the words.
_ORDERED = 0.5
_STRETCH_ENDS = re.compile("[，。；：！？\n]")
_MEASURED: frozenset[FactKind] = frozenset(("date", "frequency", "number"))
#: What a clause without the fact is said to lack.
_LACKING: dict[FactKind, str] = {"date": "具体时间", "frequency": "具体频次", "number": "具体数字"}


@dataclass(frozen=True)
class Said:
    """A fact that answers; span: in the clause's text. about: the sentence that it is said of, if not its own."""

    kind: FactKind
    span: Span
    about: Span = (0, 0)


def wants(asked: Question) -> tuple[Wanted, ...]:
    """The facts asked for, apart from units. Who answers 哪些单位, and each plan 哪些地方."""
    if asked.idle or asked.tasks:
        return ()
    found = wanted(fold(asked.text))
    if asked.asks_units:
        return tuple(w for w in found if w.kind in _MEASURED and (w.strict or w.kind == "date"))
    return tuple(w for w in found if not (asked.several and w.kind == "item"))


def facts(keywords: Keywords, asked: Question, clause: Clause) -> list[Said]:
    """Those that the clause states, in the order asked for."""
    needed = wants(asked)
    if not needed:
        return []
    words = evidence.tokens(keywords, asked)
    weighed = evidence.weigh(keywords, words, clause)
    found: list[Said] = []
    for want in needed:
        if want.kind == "item" and any(f.kind == "number" for f in found):
            continue
        places = _about(asked, want, clause, weighed)
        if asked.asks_basis and want.of == ("《",):
            found += [Said("name", span) for span in places]
        elif places:
            best = max(places, key=lambda s: (_closeness(keywords, asked, clause, (want.kind, s)), -s[0]))
            found.append(Said(want.kind, best, weighed.best_within(_reach(want.kind, clause.text, best))))
    return found


def lacking(asked: Question, found: Sequence[Said]) -> str:
    """What the question cannot do without and was not found: 具体时间, 具体数字; nothing if there is all."""
    there = {fact.kind for fact in found}
    return "和".join(_LACKING[w.kind] for w in wants(asked) if w.strict and w.kind not in there)


def states(keywords: Keywords, asked: Question, clause: Clause) -> float:
    """What the best sentence with a date, frequency or number as asked for holds of the question; 0 without one."""
    needed = [w for w in wants(asked) if w.kind in _MEASURED]
    weighed = evidence.weigh(keywords, evidence.tokens(keywords, asked), clause)
    return max(
        (weighed.of(_reach(w.kind, clause.text, s)) for w in needed for s in _about(asked, w, clause, weighed)),
        default=0.0,
    )


def first(keywords: Keywords, asked: Question, clauses: Sequence[Clause]) -> int:
    """Which of some ranked clauses is to answer: the first, or one as close that states what the first does not."""
    if not any(w.kind in _MEASURED for w in wants(asked)) or states(keywords, asked, clauses[0]):
        return 0
    held = evidence.weigh(keywords, evidence.tokens(keywords, asked), clauses[0]).best
    for place, clause in enumerate(clauses[1:_WITHIN], 1):
        if 0 < _AS_CLOSE * held <= states(keywords, asked, clause):
            return place
    return 0


def _about(asked: Question, want: Wanted, clause: Clause, weighed: evidence.Weighed) -> list[Span]:
    """Where the clause states such facts, in sentences about the question."""
    question = fold(asked.text)
    places = stated.spans(want, clause)
    if want.kind == "item":
        places = [span for span in places if not _is_told(clause.text[slice(*span)], question)]
        counted = [s for s in places if want.count and len(stated.items(clause.text[slice(*s)])) == want.count]
        places = counted or places
    least = _least(want) * weighed.best
    return [span for span in places if weighed.of(_reach(want.kind, clause.text, span)) >= least]


def _least(want: Wanted) -> float:
    if want.kind == "item" and not want.count:
        return _ABOUT_LISTS
    return _ABOUT_NUMBERS if want.strict and want.kind in ("number", "frequency") else _ABOUT


def _is_told(listed: str, question: str) -> bool:
    """Whether the question itself names half of the items, and so does not ask for them."""
    items = stated.items(fold(listed))
    return sum(item in question for item in items) * 2 >= len(items)


def _reach(kind: FactKind, text: str, span: Span) -> Span:
    """What a fact is said of: a date that opens a sentence holds for all its pieces."""
    return evidence.period(text, span) if kind == "date" else span


def _closeness(keywords: Keywords, asked: Question, clause: Clause, fact: tuple[FactKind, Span]) -> float:
    """How much of the question stands around a fact: in its sentence and in its stretch, word by word, and, of
    equals, in the same order."""
    words, (kind, span) = evidence.tokens(keywords, asked), fact
    around = clause.text[slice(*(evidence.period(clause.text, span) if kind == "date" else _own(clause.text, span)))]
    pairs = {a + b for a, b in pairwise(evidence.topic(asked))}
    ordered = sum(pair in fold(around) for pair in pairs) / max(len(pairs), 1)
    held = keywords.share(words, around) + keywords.share(words, _stretch(clause.text, span))
    return held + _ORDERED * ordered


def _own(text: str, span: Span) -> Span:
    return next(own for own in sentences(text) if own[0] <= span[0] < own[1])


def _stretch(text: str, span: Span) -> str:
    """The words around a span up to the next comma or the like on either side."""
    before = [m.end() for m in _STRETCH_ENDS.finditer(text, 0, span[0])]
    behind = _STRETCH_ENDS.search(text, span[1])
    return text[before[-1] if before else 0 : behind.start() if behind else len(text)]
