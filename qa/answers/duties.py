"""Bodies that a clause charges with something in running text, where no bracket names a unit."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from qa.answers import agents
from qa.answers.agents import Agent
from qa.answers.evidence import ABOUT, tokens, weigh
from qa.answers.wanted import asks_receiver
from qa.keywords import Keywords
from qa.question import Question
from qa.records import Clause, Role, Span
from qa.text import fold

_WHO = "(?:谁|(?:哪|什么)[一几]?[个些家级]?[^，。？?的、]{0,6}?(?:部门|单位|机关|机构|政府|小组|委员会|会议|局|办|处))"
_ASKED_DEED = re.compile(f"{_WHO}(?:来|去|要|应当?|会|共同|一起|负责|具体|统一)*(?P<deed>[\u4e00-\u9fff]{{2}})")
#: What a body is worth more whose text has the very deed that is asked about.
_DEED = 0.25
#: Of bodies of one clause those answer that hold this share of what the best holds.
_AS_GOOD = 0.97


@dataclass(frozen=True)
class Duty:
    """A body that a sentence of running text charges with something; spans are of the clause's text."""

    role: Role
    name: str
    span: Span
    sentence: Span


@dataclass(frozen=True)
class _Named:
    """Bodies of a sentence, and how much of the question it holds, and what it says of them."""

    agent: Agent
    sentence: Span
    held: float
    said: float


def is_receiver_asked(asked: Question) -> bool:
    """报哪里审查备案: a body is asked for, though by no wording for who is in charge."""
    return asks_receiver(fold(asked.text))


def charged(keywords: Keywords, asked: Question, clause: Clause) -> list[Duty]:
    """Bodies that the text puts in charge of what is asked about; each with the sentence that says so."""
    found = _named(keywords, tokens(keywords, asked), clause, agents.acting)
    return [d for named in found if named.agent.verb or named.agent.helpers for d in _duties(clause, named)]


def doers(keywords: Keywords, asked: Question, clause: Clause, least: float = 0.0) -> list[Duty]:
    """The body that does what is asked about, or gets what goes to it; none where that is not plain.

    least: the share that what is said of the body must hold of what the clause holds of the question, by idf.
    """
    question, words = fold(asked.text), tokens(keywords, asked)
    found = _named(keywords, words, clause, agents.receiving) if asks_receiver(question) else []
    found = found or _named(keywords, words, clause, agents.acting)
    new = [n for n in found if not any(fold(clause.text[a:b]) in question for a, b in n.agent.names)]
    deed = _ASKED_DEED.search(question)
    whole = keywords.share(words, clause.text) if least else 0.0
    worth = [_worth(clause, n, deed.group("deed") if deed else "") for n in new]
    return [
        duty
        for named, value in zip(new, worth, strict=True)
        if value >= _AS_GOOD * max(worth) and named.said >= least * whole
        for duty in _duties(clause, named)
    ]


def _worth(clause: Clause, named: _Named, deed: str) -> float:
    does = bool(deed) and deed in clause.text[named.agent.names[-1][1] : named.agent.about[1]]
    return named.held + named.said + _DEED * does


def _named(
    keywords: Keywords, words: Sequence[str], clause: Clause, find: Callable[[str, Span], list[Agent]]
) -> list[_Named]:
    """Bodies of the sentences that are about the question, in order; words: what it asks about."""
    weighed = weigh(keywords, words, clause)
    return [
        _Named(agent, sentence, held, keywords.share(words, clause.text[slice(*agent.about)]))
        for sentence, held in zip(weighed.spans, weighed.shares, strict=True)
        if held and held >= ABOUT * weighed.best
        for agent in find(clause.text, sentence)
    ]


def _duties(clause: Clause, named: _Named) -> Iterator[Duty]:
    role: Role = "lead" if named.agent.verb == "牵头" else "responsible"
    for span in named.agent.names:
        yield Duty(role, clause.text[slice(*span)], span, named.sentence)
    for span in named.agent.helpers:
        yield Duty("support", clause.text[slice(*span)], span, named.sentence)
