"""Paragraphs to a tree: which paragraph stands under which label.

A label goes under the nearest preceding one of lower rank; ranks may be left out; numbers are never changed.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from index_build.aligned import line_spans
from index_build.duties import units
from index_build.structure import annexes, closing, headings, labels, numbering, tables
from index_build.structure.numbering import Label
from qa.numerals import number
from qa.records import Span

PREFACE = "前言"
ANNEX_LIST = "附件清单"
#: A table stands below every label; inside it, banners (一、转变职能, one cell wide) stand above rows.
_TABLE_RANK, _BANNER_RANK, _ROW_RANK = 30, 31, 60
_ITEMS = ("cn-bracket", "digit", "digit-bracket", "circled")
_LONGEST_BANNER = 60
_LONGEST_NUMBER = 5
#: A labelled paragraph that holds a list stands right below what holds it, above every form of number.
_BELOW = 0.001


@dataclass
class Node:
    """One label and what stands under it. paragraphs: spans in the clean text, the label's own line first.

    columns: the names of a table's columns, for a table and its rows.
    """

    label: Label | None
    key: str
    parent: "Node | None"
    paragraphs: list[Span] = field(default_factory=list)
    children: list["Node"] = field(default_factory=list)
    names: dict[str, int] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)
    columns: tuple[str, ...] = ()

    @property
    def rank(self) -> float:
        return self.label.rank if self.label else 0

    @property
    def form(self) -> str:
        return self.label.form if self.label else ""

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

    def add_loose(self) -> "Node":
        """A child for paragraphs that come after this node's children; its name is none of its own paragraphs'."""
        taken = sum(child.label is None and child.key != PREFACE for child in self.children)
        return self.add(None, f"p{max(1, len(self.paragraphs)) + taken}")

    def add_counted(self, rank: float, form: str, prefix: str) -> "Node":
        """A child without a number of its own, named by its place among its like: 表1, h2, r3."""
        place = self.counts[form] = self.counts.get(form, 0) + 1
        return self.add(Label(rank, form, "", f"{prefix}{place}", None), f"{prefix}{place}")

    def above(self, rank: float) -> "Node":
        """The nearest of this node and those above it that may hold a label of a rank."""
        node = self
        while node.parent is not None and (node.label is None or node.rank >= rank):
            node = node.parent
        return node

    def holder(self, form: str) -> "Node | None":
        """The nearest of this node and those above it that has a form."""
        node: Node | None = self
        while node is not None and node.form != form:
            node = node.parent
        return node


def grow(text: str) -> Node:
    """The tree of a plan's clean text, in which a line is a paragraph. The root has no label and no paragraphs."""
    return _Growth(text).grow()


class _Growth:
    """A tree on its way through a text; `current` is the innermost open node."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._spans = [(start, end) for start, end in line_spans(text) if start < end]
        self._lines = [text[start:end] for start, end in self._spans]
        self._root = self._current = Node(None, "", None)
        self._labels = labels.read(self._lines)
        self._headings = headings.find(self._lines, self._labels)
        self._annexes = annexes.find(self._lines)
        ends = {len(self._lines), *self._annexes}
        self._closing = closing.sentences(self._lines, ends)
        self._notes = closing.notes(self._lines, ends)
        self._columns: tuple[str, ...] = ()

    def grow(self) -> Node:
        for i, span in enumerate(self._spans):
            self._current = self._node(i)
            self._current.paragraphs.append(span)
        return self._root

    def _node(self, i: int) -> Node:
        """Where a line belongs."""
        label = self._labels[i]
        if tables.is_row(self._lines[i]):
            return self._row(i)
        if i in self._annexes and any(child.label for child in self._root.children):
            annex = self._annexes[i]
            if annex is not None:
                return self._root.add(annex, annex.key)
            listed = self._current.key == ANNEX_LIST
            return self._current if listed else self._root.add(None, ANNEX_LIST)
        if i in self._notes:
            return self._current if i - 1 in self._notes else self._root.add_loose()
        if i in self._headings:
            return self._current.above(self._headings[i]).add_counted(self._headings[i], "heading", "h")
        if label is not None and label.form == "named":
            return self._named(i, label)
        if label is not None:
            return self._current.above(label.rank).add(label, label.key)
        return self._paragraph(i)

    def _named(self, i: int, label: Label) -> Node:
        """A labelled paragraph: with text it stands beside the items that follow; with none it holds them."""
        holder = self._current.above(label.rank)
        listing = holder.holder("named")
        if listing is not None and listing.parent is not None:
            holder = listing.parent
        if self._lines[i] not in (label.written, f"{label.written}："):
            return holder.add(label, label.key)
        following = self._labels[i + 1] if i + 1 < len(self._lines) else None
        if listing is None and following is not None and following.number == 1:
            begun = holder.above(following.rank)
            holder = holder if begun is self._root else begun
        return holder.add(replace(label, rank=holder.rank + _BELOW), label.key)

    def _paragraph(self, i: int) -> Node:
        current, line = self._current, self._lines[i]
        if current is self._root:
            return self._root.add(None, PREFACE)
        table = current.holder("table")
        if table is not None and table.parent is not None:
            return table.parent.add_loose()
        # What a statute says below an article is a paragraph of that article.
        if i in self._closing and current.holder("article") is None:
            return self._closed(current)
        if current.parent is not None:
            article = current.parent.holder("article")
            if article is not None and self._is_listed(current):
                return article.add_loose()
            if self._is_last_of_section(i) and self._closes_section(current, line):
                return current.parent.add_loose()
        return current

    def _closed(self, current: Node) -> Node:
        """Where a document's closing sentence belongs: not to an item, but to the section that holds the item."""
        item = current
        while item.parent is not None and item.form == "named":
            item = item.parent
        if item.label is None or item.parent is None:
            return item
        heading = self._text[slice(*item.paragraphs[0])] if item.paragraphs else ""
        is_section = item.parent is self._root and (len(item.paragraphs) > 1 or item.children) and "。" not in heading
        return item if is_section else item.parent.add_loose()

    def _is_last_of_section(self, i: int) -> bool:
        """Whether nothing follows, or what stands beside or above the section that holds the open node."""
        if i + 1 == len(self._lines) or i + 1 in self._annexes:
            return True
        following, section = self._labels[i + 1], self._current.parent
        return following is not None and section is not None and following.rank <= section.rank

    def _row(self, i: int) -> Node:
        """A table's header, or a row below the header or the banner above it."""
        cells, before = tables.cells(self._lines[i]), self._lines[i - 1] if i else ""
        heads = tables.is_header(self._lines[i])
        if heads and self._current.form == "table" and len(self._current.paragraphs) == 1 and tables.is_header(before):
            self._columns = tables.joined_columns(self._columns, cells)
            self._current.columns = self._columns
            return self._current
        if heads or not tables.is_row(before) or len(cells) > max(len(tables.cells(before)), len(self._columns)):
            self._open_table(cells, heads)
            if heads:
                return self._current
        return self._below(cells)

    def _open_table(self, cells: Sequence[str], heads: bool) -> None:
        """A table without a header of its own goes on with the columns of the one before, if they are as many."""
        self._current = self._current.above(_TABLE_RANK).add_counted(_TABLE_RANK, "table", "表")
        if heads or len(cells) != len(self._columns):
            self._columns = tuple(cells) if heads else ()
        self._current.columns = self._columns

    def _below(self, cells: Sequence[str]) -> Node:
        written = [cell for cell in cells if cell]
        if len(written) == 1 and len(cells) > 1 and len(written[0]) <= _LONGEST_BANNER and not written[0].isdigit():
            label = numbering.parse(written[0])
            rank = _BANNER_RANK + (label.rank if label else 0)
            return self._current.above(rank).add_counted(rank, "banner", "g")
        holder = self._current.above(_ROW_RANK)
        numbered = bool(self._columns) and self._columns[0] in ("序号", "编号", "序", "号")
        value = number(cells[0]) if numbered and len(cells[0]) <= _LONGEST_NUMBER else None
        if value is None:
            node = holder.add_counted(_ROW_RANK, "row", "r")
        else:
            node = holder.add(Label(_ROW_RANK, "row", "", str(value), value), str(value))
        node.columns = self._columns
        return node

    def _is_listed(self, node: Node) -> bool:
        """Whether a node is an item of a list in a sentence: （一）…；（二）…。 or 下列工作：（一）…。"""
        if node.form not in _ITEMS or node.parent is None:
            return False
        if node.parent.paragraphs and self._text[slice(*node.parent.paragraphs[-1])].endswith("："):
            return True
        alike = [child for child in node.parent.children[-2:] if child.form == node.form]
        return any(self._text[slice(*child.paragraphs[-1])].endswith("；") for child in alike)

    def _closes_section(self, node: Node, line: str) -> bool:
        """A last paragraph that speaks of the whole document belongs to the section, not to its last item.

        Told by what it says, and by the units that its siblings have and it has not.
        """
        deep = node.parent is not None and node.parent.parent is not None
        if not (deep and closing.speaks_of_all(line)) or units.find(line):
            return False
        own = "\n".join(self._text[start:end] for start, end in node.paragraphs)
        has_body = len(node.paragraphs) > 1 or "。" in own.rstrip("。")
        return has_body and bool(units.find(own) or closing.refers_to_document(line))


def numbered(root: Node) -> Iterator[Node]:
    """All nodes below the root in the order of the text."""
    for child in root.children:
        yield child
        yield from numbered(child)
