"""Exercises on what plans say, each proven by the words of a clause.

Wrong options are units, deadlines and plans that there are: of other regions first, then of other clauses. The order of
everything comes from the content itself, so that the same lesson has the same quiz.
"""

import hashlib
import re
from collections.abc import Iterator, Sequence
from itertools import chain, zip_longest

from qa.export.content import FORM_NAMES, RIGHT, WRONG, Exercise, Passage, Quote, Topic
from qa.export.options import Options
from qa.export.passages import Reader
from qa.records import Plan, Span
from qa.text import sentences

#: Exercises of one topic, and of a lesson.
_EACH, _MOST = 8, 40
_OPTIONS = 4
#: Wrong options from which those shown are taken.
_NEAREST = 12
#: Characters of a sentence whose plan is asked for: shorter ones say little, longer ones are no exercise.
_SENTENCE = (20, 160)
_DOCUMENT = re.compile("《([^《》]{4,40})》")


def exercises(reader: Reader, topics: Sequence[Topic], plans: Sequence[Plan]) -> tuple[Exercise, ...]:
    """The quiz: of many topics some for each, in the order of the forms."""
    options = Options(reader, plans)
    each = [_of_topic(options, topic, turn) for turn, topic in enumerate(topics)]
    made = [e for rank in zip_longest(*each) for e in rank if e is not None]
    # Of topics that share a clause one has the exercise.
    chosen = list({exercise.proof: exercise for exercise in reversed(made)}.values())[::-1][:_MOST]
    order = list(FORM_NAMES)
    names = [topic.name for topic in topics]
    return tuple(sorted(chosen, key=lambda e: (order.index(e.form), names.index(e.topic))))


def _of_topic(options: Options, topic: Topic, turn: int) -> list[Exercise]:
    """One of each kind, then the second of each, no sentence used twice. turn: which kind comes first."""
    each = [[p for p in s.passages if not (p.mention or p.same_as)] for s in topic.stances if not s.is_unsure]
    shown = [p for rank in zip_longest(*each) for p in rank if p is not None]
    kinds = [
        _leads(options, topic, shown),
        _deadlines(options, topic, shown),
        _blanks(topic, shown),
        _origins(options, topic, shown),
        _judgements(options, topic, shown[::-1]),
    ]
    first = turn % len(kinds)
    found: dict[Quote, Exercise] = {}
    for exercise in chain.from_iterable(zip_longest(*kinds[first:], *kinds[:first])):
        if exercise is not None:
            found.setdefault(exercise.proof, exercise)
    return list(found.values())[:_EACH]


def _leads(options: Options, topic: Topic, shown: Sequence[Passage]) -> Iterator[Exercise]:
    for passage in shown:
        leads = passage.named("lead")
        if leads:
            right = "、".join(unit.shown for unit in leads)
            stem = f"{_clause(passage)}载明的牵头单位是哪一项？"
            wrong = _picked(stem, options.units(passage, "lead"))
            yield from _choice(topic, stem, right, wrong, _around([unit.quote for unit in leads]))


def _deadlines(options: Options, topic: Topic, shown: Sequence[Passage]) -> Iterator[Exercise]:
    for passage in shown:
        if len(passage.deadlines) == 1:
            one = passage.deadlines[0]
            proof = _around([Quote(passage.source, one.span)])
            stem = f"{_clause(passage)}写明的时限是哪一项？"
            wrong = _picked(stem, options.deadlines(passage))
            yield from _choice(topic, stem, one.words, wrong, proof)


def _origins(options: Options, topic: Topic, shown: Sequence[Passage]) -> Iterator[Exercise]:
    for passage in shown:
        for quote in _tellable(passage):
            plan = passage.source.plan
            wrong = _picked(quote.words, options.others(plan, quote.words))
            stem = "下面这句话出自哪份规划？"
            yield from _choice(topic, stem, f"《{plan.title}》", wrong, quote, True)
            break


def _judgements(options: Options, topic: Topic, shown: Sequence[Passage]) -> Iterator[Exercise]:
    """Of a clause's lead units, or else of where a sentence stands; true and false by turns."""
    for place, passage in enumerate(shown, int(_digest(topic.name), 16)):
        is_right = place % 2 == 0
        leads = passage.named("lead")
        other = options.units(passage, "lead")
        if leads and other:
            proof = _around([unit.quote for unit in leads])
            said = "、".join(unit.shown for unit in leads) if is_right else other[0]
            answer = RIGHT if is_right else WRONG
            yield Exercise("judge", topic.name, f"{_clause(passage)}载明由{said}牵头。", answer, proof)
            continue
        for quote in _tellable(passage)[1:]:
            titles = options.others(passage.source.plan, quote.words)
            if titles:
                title = f"《{passage.source.plan.title}》" if is_right else titles[0]
                answer = RIGHT if is_right else WRONG
                yield Exercise("judge", topic.name, f"下面这句话出自{title}。", answer, quote, quote=quote)
                break


def _blanks(topic: Topic, shown: Sequence[Passage]) -> Iterator[Exercise]:
    """A number, a deadline or a document's title is left out of a sentence, if it stands there once."""
    for passage in shown:
        text = passage.source.clause.text
        for hidden in [*(t.span for t in passage.targets), *(d.span for d in passage.deadlines), *_documents(text)]:
            quote = _around([Quote(passage.source, hidden)])
            words = text[slice(*hidden)]
            if quote.words.count(words) == 1 and quote.words != words:
                stem = f"补全《{passage.source.plan.title}》中的这句话。"
                yield Exercise("blank", topic.name, stem, words, quote, quote=quote, hidden=hidden)


def _choice(
    topic: Topic, stem: str, right: str, wrong: Sequence[str], proof: Quote, asked: bool = False
) -> Iterator[Exercise]:
    """Nothing where there are no wrong options. asked: whether the stem is about the proof, which is then shown."""
    if wrong:
        options = tuple(sorted((right, *wrong), key=lambda option: _digest(stem + proof.words + option)))
        yield Exercise("choice", topic.name, stem, right, proof, options, proof if asked else None)


def _picked(salt: str, wrong: Sequence[str]) -> list[str]:
    """As many wrong options as are shown, not always the same, from among the nearest."""
    return sorted(wrong[:_NEAREST], key=lambda option: _digest(salt + option))[: _OPTIONS - 1]


def _clause(passage: Passage) -> str:
    return f"《{passage.source.plan.title}》（{passage.source.place}）"


def _around(quotes: Sequence[Quote]) -> Quote:
    """The sentences of one clause that hold the words of all of them."""
    source = quotes[0].source
    first, last = min(q.span[0] for q in quotes), max(q.span[1] for q in quotes)
    spans = [s for s in sentences(source.clause.text) if s[0] < last and first < s[1]]
    return Quote(source, (spans[0][0], spans[-1][1]))


def _tellable(passage: Passage) -> list[Quote]:
    """The sentences shown, of some length, that do not name the place of their plan."""
    region = passage.source.plan.region
    own = region.name.rstrip("省市县区州盟旗") if region else ""
    text = passage.source.clause.text
    spans = [
        (a, b)
        for a, b in sentences(text)
        if _SENTENCE[0] <= b - a <= _SENTENCE[1] and any(q.span[0] <= a and b <= q.span[1] for q in passage.quotes)
    ]
    return [Quote(passage.source, s) for s in spans if not own or own not in text[slice(*s)]]


def _documents(text: str) -> list[Span]:
    """Titles without their brackets."""
    return [match.span(1) for match in _DOCUMENT.finditer(text)]


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
