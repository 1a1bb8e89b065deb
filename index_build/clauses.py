"""The tree to clauses: one clause a numbered item, and one a paragraph where paragraphs name their own units.

Law: the clauses' spans, in order, are the lines of the clean text; nothing is dropped, nothing stands twice.
"""

import re
from itertools import pairwise

from index_build import deadlines, numbering, targets, tree, units
from index_build.tree import Node
from qa.records import Clause, Span, Unit

_LONGEST_HEADING = 60
_LONGEST_RUN_IN = 40
_SHORT_HEADING = 24
_RUN_IN = re.compile(r"([^。：\n]{1,40})([。：])(?=.)")
_TITLED = re.compile(r"[（(]([^（）()]{2,30})[）)]")
_LONGEST_CLAUSE = 3000


def cut(plan_id: str, text: str) -> tuple[Clause, ...]:
    """The clauses of a plan's clean text, in order."""
    found: list[Clause] = []
    for node in tree.numbered(tree.grow(text)):
        found += _clauses(plan_id, text, node, len(found))
    return tuple(found)


def _clauses(plan_id: str, text: str, node: Node, ordinal: int) -> list[Clause]:
    groups = _groups(text, node)
    whole = len(groups) == 1
    clauses = []
    for k, group in enumerate(groups):
        path = node.path if k == 0 else (*node.path, f"p{k}")
        opens = k == 0
        searchable = not (opens and _is_bare_heading(text, node, group, whole))
        clauses.append(_clause(plan_id, text, node, (path, group, opens, searchable, ordinal + k)))
    return clauses


def _groups(text: str, node: Node) -> list[list[Span]]:
    """The node's paragraphs as one clause, or parted where several name their own units."""
    if node.label is None:
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


def _is_bare_heading(text: str, node: Node, group: list[Span], whole: bool) -> bool:
    """A heading that only announces what stands under it answers no question itself."""
    if node.label is None or len(group) > 1 or (whole and not node.children):
        return False
    line = text[group[0][0] : group[0][1]]
    announces = "。" not in line or (len(line) <= _SHORT_HEADING and not re.search("[。，；](?=.)", line))
    return announces and not _units(_span_text(text, group))


def _clause(
    plan_id: str, text: str, node: Node, cut_out: tuple[tuple[str, ...], list[Span], bool, bool, int]
) -> Clause:
    path, group, opens, searchable, ordinal = cut_out
    start, end = group[0][0], group[-1][1]
    label = node.label.written if node.label and opens else ""
    own_start = start + len(label)
    if node.label and opens and node.label.form == "named":
        own_start += 1  # the colon of 目标：
    own_start += len(text[own_start:end]) - len(text[own_start:end].lstrip())
    own = text[own_start:end]
    return Clause(
        id=f"{plan_id}/{'.'.join(numbering.segment(k) for k in path)}",
        plan_id=plan_id,
        ordinal=ordinal,
        path=path,
        trail=_trail(text, node if not opens else node.parent),
        level=len(path),
        label=label,
        heading=_heading(text, node, own) if opens else "",
        text=own,
        units=_units(own),
        deadlines=deadlines.find(own),
        targets=targets.find(own),
        span=(start, end),
        searchable=searchable,
    )


def _trail(text: str, node: Node | None) -> tuple[str, ...]:
    if node is None or node.parent is None:
        return ()
    above = _trail(text, node.parent)
    if node.label is None:
        return above
    start, end = node.paragraphs[0]
    own = text[start + len(node.label.written) : end].lstrip(" ：")
    heading = _heading(text, node, own) or own[:_LONGEST_RUN_IN]
    return (*above, heading)


def _heading(text: str, node: Node, own: str) -> str:
    """Heading line, run-in heading (第一句 up to 。 or ：), the bracketed title of an article, or nothing."""
    if node.label is None:
        return ""
    if node.label.form == "named":
        return node.label.key
    line, _, below = own.partition("\n")
    titled = _TITLED.match(line) if node.label.form == "article" else None
    if titled:
        return titled.group(1)
    bracket = next((a.span[0] for a in units.find(line)), None)
    plain = line if bracket is None else line[:bracket].rstrip("（〔( ")
    is_title = len(plain) <= _LONGEST_HEADING and "。" not in plain.rstrip("。")
    if is_title and (below or node.children or len(node.paragraphs) > 1 or bracket is not None):
        return plain.rstrip("。：")
    run_in = _RUN_IN.match(line)
    return run_in.group(1) if run_in and run_in.end(1) <= _LONGEST_RUN_IN else ""


def checks(clauses: tuple[Clause, ...]) -> list[str]:
    """What a reader should look at: gaps and repeats in numbering, clauses too long to be one item."""
    notes = [] if any(c.label for c in clauses) else ["没有认出任何编号，可能不是规划的正文"]
    for clause in clauses:
        if "-" in clause.path[-1]:
            notes.append(f"{clause.id}：同级编号重复")
        if len(clause.text) > _LONGEST_CLAUSE:
            notes.append(f"{clause.id}：条款过长（{len(clause.text)}字），可能漏认了编号")
    for before, after in _neighbours(clauses):
        if after[1] != before[1] + 1:
            notes.append(f"{after[0]}：编号由{before[1]}跳到{after[1]}")
    return notes


def _neighbours(clauses: tuple[Clause, ...]) -> list[tuple[tuple[str, int], tuple[str, int]]]:
    """Labelled siblings in a row under one parent, as (id, number)."""
    by_parent: dict[tuple[str, ...], list[tuple[str, int]]] = {}
    for clause in clauses:
        label = numbering.parse(clause.label + " ")
        if label and label.number is not None:
            by_parent.setdefault((*clause.path[:-1], label.form), []).append((clause.id, label.number))
    return [pair for siblings in by_parent.values() for pair in pairwise(siblings)]
