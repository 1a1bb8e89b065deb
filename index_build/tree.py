"""Paragraphs to a tree: which paragraph stands under which label.

A label goes under the nearest preceding one of lower rank; ranks may be left out; numbers are never changed.
"""

import re
from dataclasses import dataclass, field

from index_build import numbering, units
from index_build.aligned import line_spans
from index_build.numbering import Label
from qa.records import Span

PREFACE = "前言"
_WHOLE_DOCUMENT = re.compile(r"^(?:各|本(?:规划|方案|意见|实施意见|实施方案|办法|要点|计划))")
_SELF_REFERENCE = re.compile(
    "本(?:规划|方案|意见|实施意见|实施方案|办法|要点|计划)|(?:各|本)项(?:工作)?任务|具体实施方案"
)


@dataclass
class Node:
    """One label and what stands under it. paragraphs: spans in the clean text, the label's own line first."""

    label: Label | None
    key: str
    parent: "Node | None"
    paragraphs: list[Span] = field(default_factory=list)
    children: list["Node"] = field(default_factory=list)
    names: dict[str, int] = field(default_factory=dict)

    @property
    def rank(self) -> int:
        return self.label.rank if self.label else 0

    @property
    def path(self) -> tuple[str, ...]:
        return () if self.parent is None else (*self.parent.path, self.key)

    def add(self, label: Label | None, key: str) -> "Node":
        """A new last child; a label given twice under one parent gets a suffix."""
        name = numbering.segment(key)
        count = self.names[name] = self.names.get(name, 0) + 1
        child = Node(label, key if count == 1 else f"{key}-{count}", self)
        self.children.append(child)
        return child


def grow(text: str) -> Node:
    """The tree of a plan's clean text, in which a line is a paragraph. The root has no label and no paragraphs."""
    root = Node(None, "", None)
    current = root
    lines = [(start, end) for start, end in line_spans(text) if start < end]
    for index, (start, end) in enumerate(lines):
        line = text[start:end]
        label = numbering.parse(line)
        if label is not None:
            current = _parent(current, label.rank).add(label, label.key)
        elif current is root:
            current = root.add(None, PREFACE)
        elif _closes_section(text, current, line, is_last=index == len(lines) - 1):
            assert current.parent is not None
            current = current.parent.add(None, f"p{len(current.parent.paragraphs)}")
        current.paragraphs.append((start, end))
    return root


def _parent(node: Node, rank: int) -> Node:
    while node.parent is not None and (node.label is None or node.rank >= rank):
        node = node.parent
    return node


def _closes_section(text: str, node: Node, line: str, is_last: bool) -> bool:
    """A last paragraph that speaks of the whole document belongs to the section, not to its last item.

    Told by what it says, and by the units that its siblings have and it has not.
    """
    deep = node.parent is not None and node.parent.parent is not None
    if not (is_last and deep and _WHOLE_DOCUMENT.match(line)) or units.find(line):
        return False
    own = "\n".join(text[start:end] for start, end in node.paragraphs)
    has_body = len(node.paragraphs) > 1 or "。" in own.rstrip("。")
    return has_body and bool(units.find(own) or _SELF_REFERENCE.search(line))


def numbered(root: Node) -> list[Node]:
    """All nodes below the root in the order of the text."""
    return [node for child in root.children for node in (child, *numbered(child))]
