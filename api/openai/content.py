"""An answer as the content of a chat message: Markdown with marks [n], and at its end the clauses as numbered links.

What the plain door sends whole is what the streaming door sends in pieces, joined: both consume `told`.
"""

import re
from collections.abc import Generator
from dataclasses import dataclass, replace

from api import evidence, wording
from api.schemas import permalink
from qa.records import Answer, Citation
from qa.writing.written import Delta, Events

#: Signs with which plain text would become emphasis, code, a deletion, a quotation or HTML.
_ACTIVE = re.compile(r"[\\`*_~<>]")
#: What would turn a mark [n] or a bracket before it into a link or the target of one.
_LINKING = re.compile(r"\](?=[(:])")
_HEAD = "\n\n出处：\n\n"


@dataclass(frozen=True)
class Source:
    """A clause that the answer cites. title: plan, region and headings; span: of its mark or link in the content."""

    title: str
    url: str
    date: str | None
    citation: Citation
    span: tuple[int, int] = (0, 0)


@dataclass(frozen=True)
class Content:
    """The content whole. answer: None where it was no question."""

    text: str
    sources: tuple[Source, ...] = ()
    answer: Answer | None = None


@dataclass(frozen=True)
class Links:
    """The last piece of a content with sources."""

    text: str
    sources: tuple[Source, ...]


#: Pieces of content in order, empty while nothing is ready; then the links, if there are any; then the whole.
Pieces = Generator[str | Links | Content, None, None]


def told(found: Answer, events: Events, base: str) -> Pieces:
    """events: `Service.phrase` of the answer. base: what permalinks begin with. Closing it ends what is under way."""
    body = _Body()
    if found.understood != found.question:
        yield body.add(f"理解为：{found.understood}\n\n")
    start = len(body.text)
    try:
        for event in events:
            if isinstance(event, Delta):
                yield body.add(event.text)
            else:
                found = event
    finally:
        events.close()
    if rest := _rest(found, body):
        yield body.add(rest)
    sources = cited(found, base)
    links = Links(_HEAD + "\n".join(map(_item, sources)) if sources else "", sources)
    whole = body.text + links.text
    if sources:
        yield links
    yield Content(whole, tuple(_placed(source, whole, (start, len(body.text))) for source in sources), found)


class _Body:
    """The text before the links, as it grows."""

    def __init__(self) -> None:
        self.text = ""
        self.said = ""

    def add(self, text: str) -> str:
        """Plain text; the Markdown that is to be sent for it."""
        together = self.text[-1:] + markdown(text)
        piece = _LINKING.sub("] ", together)[len(self.text[-1:]) :]
        self.text += piece
        self.said += text
        return piece


def _rest(found: Answer, body: _Body) -> str:
    """What follows the pieces: the clauses, if what a model wrote was no answer after all, and the note."""
    missing = "" if found.written or body.said.endswith(found.text) else found.text
    note = f"（{found.note.rstrip('。')}）" if found.note else ""
    parts = [part for part in ((note, missing) if missing else (note,)) if part]
    return "".join(f"\n\n{part}" for part in parts).removeprefix("" if body.said else "\n\n")


def markdown(text: str) -> str:
    """Plain text as Markdown that reads the same."""
    return _ACTIVE.sub(r"\\\g<0>", text)


def written(text: str) -> Pieces:
    """What is no answer to a question: sent as it is."""
    yield text
    yield Content(text)


def cited(found: Answer, base: str) -> tuple[Source, ...]:
    """What the answer cites, in the order of its marks."""
    return tuple(_source(citation, base) for citation in found.citations)


def _source(citation: Citation, base: str) -> Source:
    clause, plan = citation.clause, citation.plan
    region = f"（{plan.region.full_name}）" if plan.region else ""
    title = f"{plan.title}{region} › {evidence.clause_path(clause)}"
    return Source(" ".join(title.split()), permalink(base, clause.id), plan.issued or plan.published, citation)


def _item(source: Source) -> str:
    """A line of the list; a clause in which something is doubtful says so."""
    damage = wording.damage(source.citation.clause)
    return f"{source.citation.n}. {_link(source)}{f'（{damage}）' if damage else ''}"


def _link(source: Source) -> str:
    # Brackets of another form: one without its partner would end the link's text.
    return f"[{markdown(source.title.replace('[', '〔').replace(']', '〕'))}]({source.url})"


def _placed(source: Source, whole: str, body: tuple[int, int]) -> Source:
    """With the span of its first mark in the body; of its link where the body has no such mark."""
    mark, item = f"[{source.citation.n}]", f"\n{source.citation.n}. "
    start = whole.find(mark, *body)
    if start < 0:
        mark, start = _link(source), whole.index(item, body[1]) + len(item)
    return replace(source, span=(start, start + len(mark)))
