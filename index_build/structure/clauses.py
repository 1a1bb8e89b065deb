"""The tree to clauses: one clause a numbered item, one a table row, and one a paragraph where paragraphs name their
own units.

Law: the clauses' spans, in order, are the lines of the clean text; nothing is dropped, nothing stands twice.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from index_build.duties import deadlines, targets, units
from index_build.duties.last_day import last_day
from index_build.structure import numbering, tables, tree
from index_build.structure.tree import Node
from qa.records import Clause, Deadline, Span, Unit

_LONGEST_HEADING = 60
_LONGEST_RUN_IN = 40
_SHORT_HEADING = 24
_RUN_IN = re.compile(r"([^。：\n]{1,40})([。：])(?=.)")
_TITLED = re.compile(r"[（(]([^（）()]{2,30})[）)]")
#: Nodes whose own line stands whole in the clause's text: what they are is not said by a label.
_IN_TABLES = ("table", "banner", "row")


@dataclass(frozen=True)
class _Part:
    """A node's paragraphs that make one clause. opens: the first of the node; whole: the only one.

    trail: headings of what stands above the node.
    """

    node: Node
    path: tuple[str, ...]
    span: Span
    opens: bool
    whole: bool
    trail: tuple[str, ...]

    @property
    def label(self) -> str:
        return self.node.label.written if self.node.label and self.opens else ""

    def own(self, text: str) -> str:
        """Its text without the label and the colon of 目标：."""
        own = text[self.span[0] + len(self.label) : self.span[1]]
        own = own if self.node.form in _IN_TABLES else own.lstrip()
        return own.removeprefix("：").lstrip() if self.label else own


def cut(plan_id: str, text: str) -> tuple[Clause, ...]:
    """The clauses of a plan's clean text, in order."""
    parts = _parts(text, tree.grow(text), ())
    return tuple(_clause(plan_id, text, part, ordinal) for ordinal, part in enumerate(parts))


def _parts(text: str, parent: Node, trail: tuple[str, ...]) -> Iterator[_Part]:
    """The parts of all nodes below one, in the order of the text; `trail` names the parent too."""
    for node in parent.children:
        below = (*trail, *_name(text, node))
        groups = _groups(text, node)
        for k, group in enumerate(groups):
            path = node.path if k == 0 else (*node.path, f"p{k}")
            span = group[0][0], group[-1][1]
            yield _Part(node, path, span, k == 0, len(groups) == 1, below if k else trail)
        yield from _parts(text, node, below)


def _groups(text: str, node: Node) -> list[list[Span]]:
    """The node's paragraphs as one clause, or parted where several name their own units; a table may have none."""
    if not node.paragraphs:
        return []
    if node.label is None or node.form in _IN_TABLES:
        return [node.paragraphs]
    first, rest = node.paragraphs[0], _with_unit_lines(text, node.paragraphs[1:])
    if rest and all(units.is_units_line(text[a:b]) for a, b in rest[0]):
        first_group, rest = [first, *rest[0]], rest[1:]
    else:
        first_group = [first]
    own = [bool(_units(_span_text(text, group))) for group in rest]
    if any(own) and (len(rest) > 1 or _units(_span_text(text, first_group))):
        return [first_group, *rest]
    return [[*first_group, *(p for group in rest for p in group)]]


def _with_unit_lines(text: str, paragraphs: list[Span]) -> list[list[Span]]:
    """Paragraphs, each with the lines of units that stand directly under it."""
    groups: list[list[Span]] = []
    for start, end in paragraphs:
        if groups and units.is_units_line(text[start:end]):
            groups[-1].append((start, end))
        else:
            groups.append([(start, end)])
    return groups


def _units(text: str) -> tuple[Unit, ...]:
    return tuple(u for a in units.find(text) for u in a.units)


def _span_text(text: str, group: list[Span]) -> str:
    return text[group[0][0] : group[-1][1]]


def _is_bare_heading(text: str, part: _Part) -> bool:
    """A heading that only announces what stands under it answers no question itself."""
    if part.node.form in ("table", "banner"):
        return True
    if part.node.label is None or not part.opens or (part.whole and not part.node.children):
        return False
    line = part.own(text) if part.node.form == "annex" else text[slice(*part.span)]
    if "\n" in line:
        return False
    announces = "。" not in line or (len(line) <= _SHORT_HEADING and not re.search("[。，；](?=.)", line))
    return announces and not units.every(line)


def _clause(plan_id: str, text: str, part: _Part, ordinal: int) -> Clause:
    own = part.own(text)
    named, until = _row(part.node, own) if part.node.form == "row" else (units.every(own), deadlines.find(own))
    return Clause(
        id=f"{plan_id}/{'.'.join(numbering.segment(k) for k in part.path)}",
        plan_id=plan_id,
        ordinal=ordinal,
        path=part.path,
        trail=part.trail,
        level=len(part.path),
        label=part.label,
        heading=_heading(part.node, own) if part.opens else "",
        text=own,
        units=named,
        deadlines=until,
        targets=targets.find(own),
        span=part.span,
        searchable=not _is_bare_heading(text, part),
    )


def _row(node: Node, own: str) -> tuple[tuple[Unit, ...], tuple[Deadline, ...]]:
    """What the columns of a table row say, and what its cells say besides."""
    found = tables.assignments(node.columns, own)
    named = tuple(unit for a in found for unit in a.units)
    in_columns = tuple(Deadline(a.deadline, a.until, last_day(a.deadline)) for a in found if a.deadline and a.until)
    covered = [d.span for d in in_columns]
    besides = (d for d in deadlines.find(own) if all(d.span[1] <= a or b <= d.span[0] for a, b in covered))
    return named, tuple(sorted((*in_columns, *besides), key=lambda d: d.span))


def _name(text: str, node: Node) -> tuple[str, ...]:
    """What a node is called in the trail of those below it: its heading, or how it begins; nothing if unnumbered."""
    if node.label is None or not node.paragraphs or node.form == "row":
        return ()
    if node.form in _IN_TABLES:
        # A header of one line keeps its tabs, by which a page sets a row under the names of its columns.
        own = _span_text(text, node.paragraphs)
        return (own if node.form == "table" and "\n" not in own else " ".join(own.split()),)
    start, end = node.paragraphs[0][0], node.paragraphs[-1 if node.form == "annex" else 0][1]
    own = text[start + len(node.label.written) : end].lstrip(" ：\n")
    return (_heading(node, own) or own[:_LONGEST_RUN_IN],)


def _heading(node: Node, own: str) -> str:
    """Heading line, run-in heading (第一句 up to 。 or ：), the bracketed title of an article, or nothing."""
    if node.label is None or node.form in ("table", "row"):
        return ""
    if node.form == "banner":
        return own.strip()
    if node.form == "named":
        return node.label.key
    line, _, below = own.partition("\n")
    titled = _TITLED.match(line) if node.form == "article" else None
    if titled:
        return titled.group(1)
    bracket = next((a.span[0] for a in units.find(line)), None)
    plain = line if bracket is None else line[:bracket].rstrip("（〔( ")
    is_title = len(plain) <= _LONGEST_HEADING and "。" not in plain.rstrip("。")
    if is_title and (below or node.children or len(node.paragraphs) > 1 or bracket is not None):
        return plain.rstrip("。：")
    run_in = _RUN_IN.match(line)
    return run_in.group(1) if run_in and run_in.end(1) <= _LONGEST_RUN_IN else ""
