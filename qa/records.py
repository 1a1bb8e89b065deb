"""The nouns of the house, frozen. Offsets are in characters, half-open, into the text named.

A record that a door shows has no behaviour of its own here; `api/schemas.py` gives it its wire shape.
"""

from dataclasses import dataclass, field
from typing import Literal

Span = tuple[int, int]
Role = Literal["lead", "responsible", "support"]
FactKind = Literal["unit", "date", "frequency", "number", "name", "item"]
Verdict = Literal["answered", "plan_silent", "no_plan_for_region", "low_confidence"]
CellKind = Literal["answered", "silent", "not_covered", "no_plan"]

#: What a reader sees for a role.
ROLE_NAMES: dict[Role, str] = {"lead": "牵头单位", "responsible": "责任单位", "support": "配合单位"}


@dataclass(frozen=True)
class RegionName:
    """A division as shown: GB/T 2260 code, own name, name with all its parents."""

    code: str
    name: str
    full_name: str


@dataclass(frozen=True)
class Reference:
    """A document that a plan carries out, as the plan names it: 《title》（document_number）."""

    title: str
    document_number: str | None


@dataclass(frozen=True)
class Reading:
    """What the text says a field of its plan is. quote: the words, line: theirs in the raw text, from 1 (0: the
    page's metadata); confidence: 0 to 1, below 1 where it was concluded and not stated."""

    field: str
    value: str
    quote: str
    line: int
    confidence: float


@dataclass(frozen=True)
class Plan:
    """One document. What is unknown is None; fields named in `inferred` were not said by the text itself."""

    id: str
    title: str
    region: RegionName | None
    issuer: str | None
    document_number: str | None
    years: tuple[int, int] | None
    issued: str | None
    published: str | None
    kind: str
    source: str
    inferred: tuple[str, ...] = ()
    implements: tuple[Reference, ...] = ()


@dataclass(frozen=True)
class Unit:
    """A body named by a clause for a role, exactly as written: `text[span] == name`.

    others: the clause adds 等 or the like behind it, so there are more than it names.
    """

    role: Role
    name: str
    span: Span
    others: bool = False


@dataclass(frozen=True)
class Deadline:
    """By when, as written: `text[span] == words`. by: the last day (ISO) where the words settle it, else None."""

    words: str
    span: Span
    by: str | None


@dataclass(frozen=True)
class Target:
    """A number to be reached, as written: `text[span] == words` (不少于60学时).

    value: the number; unit: what it counts (学时, %); bound: what the words make of it.
    """

    words: str
    span: Span
    value: float
    unit: str
    bound: Literal["at_least", "at_most", "exactly"]


@dataclass(frozen=True)
class Clause:
    """One numbered item (or a paragraph with units of its own).

    id: the permalink's tail, `<plan id>/<path in Arabic numerals>`, e.g. 422823-2016/2.6.32.
    path: labels from the root, normalised but as numbered: ("二", "(六)", "32").
    trail: the headings of its ancestors, outermost first (unnumbered ones left out); of a table the names of its
    columns, parted by tabs.
    text: its own words without the label; a heading on a line of its own comes first, then a line break.
    units, deadlines, targets: those named in `text` itself.
    mended, doubtful: places in it where repair mended garbled text, and where it left what it could not mend.
    heir_of: id of the heading above whose units hold here too; only where the clause names none itself.
    span: where the clause stands in the plan's clean text, label included; raw_span: in its raw text.
    searchable: False for a heading that only announces what stands under it.
    """

    id: str
    plan_id: str
    ordinal: int
    path: tuple[str, ...]
    trail: tuple[str, ...]
    level: int
    label: str
    heading: str
    text: str
    units: tuple[Unit, ...]
    deadlines: tuple[Deadline, ...]
    targets: tuple[Target, ...]
    span: Span
    raw_span: Span = (0, 0)
    searchable: bool = True
    mended: int = 0
    doubtful: int = 0
    heir_of: str | None = None

    @property
    def deadline(self) -> str | None:
        """The first deadline, as written."""
        return self.deadlines[0].words if self.deadlines else None


@dataclass(frozen=True)
class Repair:
    """One change from raw to clean, or a flag (raw == repaired) on what was left as it is.

    span: in the plan's clean text; raw_span: in the raw text. confidence: 0 to 1.
    """

    stage: str
    raw: str
    repaired: str
    reason: str
    confidence: float
    span: Span
    raw_span: Span


@dataclass(frozen=True)
class Dropped:
    """A line that is no part of the plan, kept with the reason why.

    number: its line in the raw text, from 1; 0 for what the file shows beside the text that was read (a running head).
    """

    line: str
    reason: str
    number: int


@dataclass(frozen=True)
class Scope:
    """The regions a question is confined to; empty means all. `named`: as the question wrote them."""

    regions: tuple[RegionName, ...] = ()
    named: tuple[str, ...] = ()


@dataclass(frozen=True)
class Hit:
    """A clause found; score in 0 to 1, best first.

    also_in: ids of clauses with the same text. matched: where its text has words of the query (`qa.matches`).
    """

    score: float
    clause: Clause
    plan: Plan
    also_in: tuple[str, ...] = ()
    matched: tuple[Span, ...] = ()


@dataclass(frozen=True)
class Citation:
    """A quote from a clause: `clause.text[span] == quote`; n is its mark in the answer.

    also_in: ids of clauses with the same text. matched: where the clause's text has words of the question.
    """

    n: int
    clause: Clause
    plan: Plan
    quote: str
    span: Span
    also_in: tuple[str, ...] = ()
    matched: tuple[Span, ...] = ()


@dataclass(frozen=True)
class AnswerUnit:
    """A unit given as the answer, with the region whose plan says so (None where it is unknown)."""

    region: str | None
    role: Role
    name: str
    clause_id: str


@dataclass(frozen=True)
class Fact:
    """What was asked for, as written: `clause.text[span] == words`, within the quote of citation n.

    region: of the plan that says so (None where it is unknown). item: a list, whole.
    """

    kind: FactKind
    words: str
    region: str | None
    clause_id: str
    span: Span
    n: int


@dataclass(frozen=True)
class Answer:
    """What a question gets. `text` is for people; everything in it is in citations or units.

    understood: the question that was answered, which stands alone where `question` leaned on those before it.
    confidence: how sure the best clause found is to answer the question, 0 to 1 (`qa.confidence`).
    written: whether a language model phrased the text; note: what a reader should know of that.
    """

    question: str
    verdict: Verdict
    text: str
    scope: Scope
    confidence: float
    units: tuple[AnswerUnit, ...] = ()
    citations: tuple[Citation, ...] = ()
    known_regions: tuple[str, ...] = field(default=())
    facts: tuple[Fact, ...] = ()
    understood: str = ""
    written: bool = False
    note: str | None = None


@dataclass(frozen=True)
class SearchResult:
    """The clauses for a query, best first, and the scope they were confined to."""

    query: str
    scope: Scope
    hits: tuple[Hit, ...]


@dataclass(frozen=True)
class PlanText:
    """All that is kept of one plan: itself, its texts, its clauses and what was done to them.

    places: (offset into `raw`, name of the place in the file it came from), each good up to the next: (0, 第1页).
    """

    plan: Plan
    raw: str
    clean: str
    clauses: tuple[Clause, ...]
    repairs: tuple[Repair, ...]
    dropped: tuple[Dropped, ...]
    checks: tuple[str, ...]
    readings: tuple[Reading, ...] = ()
    places: tuple[tuple[int, str], ...] = ()
