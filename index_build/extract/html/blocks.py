"""The tree of a page as blocks, one paragraph or table each, in the order of the page."""

import re
from dataclasses import dataclass, field

from index_build.extract.html import lists as html_lists
from index_build.extract.html import tables as html_tables
from index_build.extract.html.tree import Node

#: Stand in text under way for a line break and a space that the page means; neither is in a parsed page.
_BREAK, _SPACE = "\x00", "\x01"
_WIDE = "\u2010-\u2027\u2e80-\u303f\u3400-\u9fff\uf900-\ufaff\uff00-\uffef"
#: A line feed in the source beside a Chinese character is no space: CSS Text 3, section 4.1.3, says so between two;
#: word processors break lines between Chinese and digits as well.
_BROKEN_SOURCE = re.compile(f"(?<=[{_WIDE}])\n|\n(?=[{_WIDE}])")
_WHITE_SPACE = re.compile("[ \t\r\n\f\v]+")
_PRESERVED = re.compile(r"white-space\s*:\s*(?:pre|break-spaces)", re.IGNORECASE)
_HEADINGS = frozenset(("h1", "h2", "h3"))
_SHORT_PIECE = 2
#: Without U+0085 and U+00A0: in text decoded wrongly these are parts of characters.
_BLANK = " \u3000"
#: Pixels of a picture that shows what kind of file a link leads to.
_ICON = 40
_FILE = re.compile(r"\.(?:docx?|wps|pdf|ofd|xlsx?|et|zip|rar|ceb|rtf|txt)(?:$|[?#&])", re.IGNORECASE)


@dataclass(frozen=True)
class Block:
    """text: line breaks where the page has them; rows parted by them if `is_table`.

    linked: characters in links; file_link: whether one leads to a document to load down. heading: h1 to h3.
    """

    text: str
    tag: str
    linked: int = 0
    file_link: bool = False
    heading: bool = False
    is_table: bool = False


@dataclass
class Blocks:
    """blocks: of the whole page. pictures: for each, how many blocks stand before it."""

    blocks: list[Block] = field(default_factory=list)
    pictures: list[int] = field(default_factory=list)


def lay_out(root: Node, tables: bool = True) -> Blocks:
    """Blocks of a tree, each node's `span` set. Without `tables` the text of their cells is paragraphs."""
    layout = _Layout(tables)
    layout.walk(root)
    layout.flush()
    return layout.done


def cell_text(cell: Node) -> str:
    """The text of a table's cell on one line, tables in it included."""
    if all(isinstance(child, str) for child in cell.children):
        return _clean("".join(map(str, cell.children))).replace("\n", " ")
    return " ".join(text for block in lay_out(cell, tables=False).blocks if (text := _on_a_line(block.text)))


def _on_a_line(paragraph: str) -> str:
    """A heading broken for a narrow column is one word; longer lines of a cell are things of their own."""
    pieces = [piece.strip(_BLANK) for piece in paragraph.split("\n")]
    narrow = all(len(piece) <= _SHORT_PIECE for piece in pieces)
    return ("" if narrow else " ").join(piece for piece in pieces if piece)


class _Layout:
    """Walks the tree once; `_text` is the paragraph under way."""

    def __init__(self, tables: bool) -> None:
        self.done = Blocks()
        self._tables = tables
        self._text: list[str] = []
        self._marker = ""
        self._linked = 0
        self._file_link = False
        self._in_link = False
        self._preserved = False
        self._tags = ["body"]

    def walk(self, node: Node) -> None:
        if node.is_block:
            self.flush()
        first = len(self.done.blocks)
        self._tags.append(node.tag if node.is_block else self._tags[-1])
        if not self._special(node):
            outside = self._in_link, self._preserved
            self._in_link = self._in_link or node.is_link
            self._file_link = self._file_link or (node.is_link and bool(_FILE.search(node.get("href"))))
            self._preserved = self._preserved or node.tag == "pre" or bool(_PRESERVED.search(node.get("style")))
            for child in node.children:
                self._add(child) if isinstance(child, str) else self.walk(child)
            self._in_link, self._preserved = outside
        if node.is_block:
            self.flush()
        self._tags.pop()
        node.span = (first, len(self.done.blocks))

    def flush(self) -> None:
        """End the paragraph under way; an empty line in it parts two."""
        text, self._text = _clean("".join(self._text)), []
        linked, file_link, self._linked, self._file_link = self._linked, self._file_link, 0, False
        for part in re.split("\n(?:[ \xa0\u3000]*\n)+", text):
            if part.strip():
                heading = not _HEADINGS.isdisjoint(self._tags)
                self.done.blocks.append(Block(part, self._tags[-1], min(linked, len(part)), file_link, heading))

    def _special(self, node: Node) -> bool:
        """Elements that are more than their children; True if they are done with."""
        if node.tag == "br":
            self._text.append(_BREAK)
        elif node.tag == "img":
            self._note_picture(node)
        elif node.tag == "table" and self._tables:
            return self._table(node)
        elif node.tag in ("ol", "ul"):
            self._list(node)
            return True
        else:
            return False
        return True

    def _table(self, node: Node) -> bool:
        table = html_tables.read(node, cell_text)
        if table is None:
            return False
        if table.caption:
            self.done.blocks.append(Block(table.caption, "caption"))
        lines = "\n".join(table.rows)
        self.done.blocks.append(Block(lines, "table", node.linked, is_table=True))
        return True

    def _list(self, node: Node) -> None:
        markers = iter(html_lists.markers(node))
        for child in node.children:
            if isinstance(child, str):
                self._add(child)
                continue
            self.flush()
            self._marker = next(markers, "") if child.tag == "li" else ""
            self.walk(child)
            self._marker = ""

    def _add(self, text: str) -> None:
        if self._preserved:
            text = text.replace("\r\n", "\n").replace("\n", _BREAK).replace(" ", _SPACE).replace("\t", _SPACE * 4)
        if self._marker and text.strip():
            text, self._marker = self._marker + text.lstrip(), ""
        if self._in_link:
            self._linked += len(text.strip())
        self._text.append(text)

    def _note_picture(self, node: Node) -> None:
        sizes = [node.get(name).rstrip("px") for name in ("width", "height")]
        if not any(size.isdigit() and int(size) <= _ICON for size in sizes):
            self.done.pictures.append(len(self.done.blocks))


def _clean(text: str) -> str:
    """White space as a browser shows it; U+00A0 and U+3000 are characters."""
    text = _WHITE_SPACE.sub(lambda run: "\n" if "\n" in run[0] else " ", text)
    text = _BROKEN_SOURCE.sub("", text).replace("\n", " ")
    text = re.sub(f" ?{_BREAK} ?", "\n", text).strip(" \n")
    return text.replace(_SPACE, " ").strip("\n")
