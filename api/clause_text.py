"""A clause's text as HTML: its heading, its paragraphs, its table rows, with the marks of repair, units and figures."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from markupsafe import Markup

from api.marks import Layer, Woven, named
from index_build.aligned import line_spans
from qa.records import Clause

#: The heading on a page takes its closing sign along.
_CLOSES_HEADING = "。：:"


@dataclass(frozen=True)
class Block:
    """A stretch of a clause's text: paragraphs, or a table's rows as their cells (then paragraphs is empty)."""

    paragraphs: Markup
    rows: tuple[tuple[Markup, ...], ...] = ()


@dataclass(frozen=True)
class ClauseText:
    """label, heading and blocks hold the clause's words once each; header: the cells that stand above its rows."""

    label: Markup
    heading: Markup
    blocks: tuple[Block, ...]
    header: tuple[str, ...]


def clause_text(clause: Clause, repairs: Layer) -> ClauseText:
    """repairs: their marks on the plan's clean text, which the clause's span counts in."""
    start = clause.span[1] - len(clause.text)
    text = Woven(clause.text, repairs, named(clause, start), start)
    label = Woven(clause.label, repairs, offset=clause.span[0])
    cut = start + _heading_length(clause)
    rest = cut + (text.slice(cut, cut + 1) == "\n")
    return ClauseText(
        label=label.html(label.offset, label.offset + len(clause.label)),
        heading=text.html(start, cut),
        blocks=tuple(_blocks(text, rest)),
        header=header(clause),
    )


def _heading_length(clause: Clause) -> int:
    if not clause.heading or not clause.text.startswith(clause.heading):
        return 0
    length = len(clause.heading)
    return length + (clause.text[length : length + 1] in _CLOSES_HEADING and length < len(clause.text))


def header(clause: Clause) -> tuple[str, ...]:
    """The cells that stand above a table row."""
    return tuple(clause.trail[-1].split("\t")) if clause.trail and "\t" in clause.trail[-1] else ()


def _blocks(text: Woven, start: int) -> Iterator[Block]:
    spans = [(a + start, b + start) for a, b in line_spans(text.text[start - text.offset :])]
    for is_table, group in groupby(spans, lambda span: "\t" in text.slice(*span)):
        lines = list(group)
        if is_table:
            yield Block(Markup(), tuple(tuple(_cells(text, *line)) for line in lines))
        elif text.slice(lines[0][0], lines[-1][1]).strip():
            yield Block(text.html(lines[0][0], lines[-1][1]))


def _cells(text: Woven, start: int, end: int) -> Iterator[Markup]:
    for a, b in line_spans(text.slice(start, end).replace("\t", "\n")):
        yield text.html(start + a, start + b)
