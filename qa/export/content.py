"""The nouns of a kit: what the files say, before anything is laid out. Pure content, the same for the same input.

A `Lesson` has a `Topic` for each thing asked; a topic has a `Stance` for each column (a plan, or a region that has
none); a stance has the `Passage`s of that plan, the one that answers first. Whatever a plan says is a `Quote`; whatever
is said about plans is a `Statement`, whose pieces name the clauses that prove them. Every clause cited is one `Source`.

One answer and one comparison are lessons too, without exercises (`qa.export.single`), so that a writer of a form needs
to know this file only.
"""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from qa.compare import Column
from qa.records import CellKind, Clause, Deadline, Plan, Role, Span, Target

#: In what plans differ: whether they treat the topic, name lead units, which ones, by when, how much; or same_text.
Aspect = Literal["treated", "lead", "lead_differs", "deadline", "target", "same_text"]
Form = Literal["choice", "judge", "blank"]

#: How the forms of exercises are called, in the order in which they stand.
FORM_NAMES: dict[Form, str] = {"choice": "单项选择", "judge": "判断", "blank": "填空"}
#: The answers of a judgement.
RIGHT, WRONG = "正确", "错误"
#: What a cell without units or deadlines says.
NO_LEAD, NO_UNIT, NO_DEADLINE = "未载明牵头单位", "未载明单位", "未载明时限"
#: What a stance without clauses says.
SILENCE: dict[CellKind, str] = {"not_covered": "该规划未涉及", "no_plan": "没有收录规划"}
#: Below it the clause may be beside the topic, and a reader is told so.
SURE = 0.5
#: Said of a stance below `SURE`.
UNSURE = "与主题的关联较弱，请核对原文"


@dataclass(frozen=True)
class Source:
    """A clause cited, entry `n` (from 1) of the kit's references.

    name: what its plan is called among those side by side; place: where in the plan it stands, in words; url: its
    permalink; entry: the reference in the form of GB/T 7714.
    """

    n: int
    clause: Clause
    plan: Plan
    name: str
    place: str
    url: str
    entry: str


@dataclass(frozen=True)
class Quote:
    """Words of a plan: `source.clause.text[span] == words`."""

    source: Source
    span: Span

    @property
    def words(self) -> str:
        return self.source.clause.text[slice(*self.span)]


@dataclass(frozen=True)
class NamedUnit:
    """A unit charged, as written: its name is `quote.words`. others: the clause adds 等 behind it."""

    role: Role
    quote: Quote
    others: bool = False

    @property
    def name(self) -> str:
        return self.quote.words

    @property
    def shown(self) -> str:
        """The name with the 等 behind it."""
        return self.name + ("等" if self.others else "")


@dataclass(frozen=True)
class Passage:
    """One clause on a topic.

    quotes: what of it is shown, in the order of its text. units: those that hold for it, of itself or of the heading
    above (then their source is that heading). deadlines, targets: the clause's own. mention: whether it only has the
    topic's words, in passing; else it answers, or is headed by them.
    same_as: an earlier plan's passage on the topic with this very text, which is shown instead; also: the sources of
    the later ones, shown by their names only.
    """

    source: Source
    quotes: tuple[Quote, ...]
    units: tuple[NamedUnit, ...]
    mention: bool = False
    same_as: Source | None = None
    also: tuple[Source, ...] = ()

    @property
    def deadlines(self) -> tuple[Deadline, ...]:
        return self.source.clause.deadlines

    @property
    def targets(self) -> tuple[Target, ...]:
        return self.source.clause.targets

    def named(self, role: Role) -> tuple[NamedUnit, ...]:
        return tuple(unit for unit in self.units if unit.role == role)


@dataclass(frozen=True)
class Stance:
    """What one column says on a topic.

    kind: answered or silent (there are passages), not_covered or no_plan (there are none). passages: the one that
    answers first. confidence: how sure that one is to be about the topic, 0 to 1; at least `SURE` where it has the
    topic's very words. said: where silent, what the plan leaves unsaid of what was asked (该规划未载明牵头单位).
    more: clauses that have the topic's words and are not among the passages.
    """

    column: Column
    kind: CellKind
    passages: tuple[Passage, ...] = ()
    confidence: float = 0.0
    said: str = ""
    more: int = 0

    @property
    def leads(self) -> tuple[NamedUnit, ...]:
        """The lead units of its passages but of mere mentions, each name once."""
        found = [unit for p in self.passages if not p.mention for unit in p.named("lead")]
        return tuple({unit.name: unit for unit in reversed(found)}.values())[::-1]

    @property
    def is_unsure(self) -> bool:
        return bool(self.passages) and self.confidence < SURE


@dataclass(frozen=True)
class Piece:
    """Words about plans, and the clauses that prove them: their marks stand behind the words."""

    text: str
    sources: tuple[Source, ...] = ()


@dataclass(frozen=True)
class Statement:
    """A sentence or a paragraph about plans."""

    pieces: tuple[Piece, ...]

    @property
    def text(self) -> str:
        return "".join(piece.text for piece in self.pieces)

    @property
    def sources(self) -> tuple[Source, ...]:
        """Each once, in the order of the marks."""
        return tuple(dict.fromkeys(source for piece in self.pieces for source in piece.sources))


@dataclass(frozen=True)
class Difference:
    """Something in which plans differ, or agree word for word, and what may be asked of it in class."""

    aspect: Aspect
    statement: Statement
    question: str


@dataclass(frozen=True)
class Count:
    """A figure for a chart: how many of the plans it holds for, and what they are called."""

    name: str
    names: tuple[str, ...]

    @property
    def value(self) -> int:
        return len(self.names)


@dataclass(frozen=True)
class Topic:
    """One thing asked: `stances` has one for each column of the lesson, in their order.

    name: as given. counts: of `plans` plans (columns with one), how many treat it, name lead units, set deadlines, give
    numbers. summary: an answer as it stands, or nothing.
    """

    name: str
    stances: tuple[Stance, ...]
    plans: int
    counts: tuple[Count, ...] = ()
    differences: tuple[Difference, ...] = ()
    summary: tuple[Statement, ...] = ()


@dataclass(frozen=True)
class Exercise:
    """A question of the quiz.

    quote, hidden: of a blank the sentence and the place in its clause's text that is to be filled in; of a choice the
    sentence asked about, or None. options: of a choice, the right one among them; answer: as it is written there.
    proof: the words of a plan that prove it.
    """

    form: Form
    topic: str
    stem: str
    answer: str
    proof: Quote
    options: tuple[str, ...] = ()
    quote: Quote | None = None
    hidden: Span | None = None


@dataclass(frozen=True)
class Lesson:
    """All that a kit says. sources: all cited, `sources[n - 1].n == n`. more: plans left out because of their number.

    kind: what it was made of, in Chinese, for a line under the title.
    """

    title: str
    kind: str
    columns: tuple[Column, ...]
    topics: tuple[Topic, ...]
    exercises: tuple[Exercise, ...]
    sources: tuple[Source, ...]
    accessed: date
    more: int = 0
