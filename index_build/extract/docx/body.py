"""The story of a document: its paragraphs and tables in order, with numbers, text boxes and notes in place."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lxml import etree

from index_build.extract.docx import tables as docx_tables
from index_build.extract.docx.labels import Labels, labelled
from index_build.extract.docx.styles import Styles
from index_build.extract.docx.tables import Block
from index_build.extract.docx.text import Findings, Inline, inline
from index_build.extract.docx.xml import attribute, child, children, name
from qa.errors import BadPlan

#: Characters of all blocks together: a merged cell or a label repeated without end is caught here.
_MOST_TEXT = 20_000_000
_SKIPPED = frozenset(("w:sectPr", "w:tcPr", "w:del", "w:moveFrom", "w:sdtPr", "w:pPr"))


@dataclass(frozen=True)
class Notes:
    """Footnotes and endnotes: (kind, id) to the w:footnote or w:endnote, kind 注 or 尾注."""

    by_mark: Mapping[tuple[str, str], etree._Element]

    @classmethod
    def of(cls, footnotes: etree._Element | None, endnotes: etree._Element | None) -> "Notes":
        parts = (("注", footnotes, "w:footnote"), ("尾注", endnotes, "w:endnote"))
        return cls(
            {
                (kind, attribute(note, "id") or ""): note
                for kind, root, short in parts
                if root is not None
                for note in children(root, short)
            }
        )


class Body:
    """Reads blocks in document order; the counts of lists and notes run on from call to call."""

    def __init__(self, styles: Styles, labels: Labels, notes: Notes) -> None:
        self._styles, self._labels, self._notes = styles, labels, notes
        self._size = 0
        self.findings = Findings()

    def blocks(self, element: etree._Element) -> list[Block]:
        """What stands in a body, a cell, a text box or a note. Raises BadPlan where it grows beyond all measure."""
        found: list[Block] = []
        waiting: list[Inline] = []
        for inner in _blocks_in(element):
            if name(inner) == "w:tbl":
                found += self._flushed(waiting) + docx_tables.blocks(inner, self.blocks)
            elif name(inner) == "w:altChunk":
                self.findings.counts["嵌入文档"] += 1
            else:
                found += self._paragraph(inner, waiting)
        found += self._flushed(waiting)
        self._measure(found)
        return found

    def _paragraph(self, paragraph: etree._Element, waiting: list[Inline]) -> list[Block]:
        read = inline(paragraph, self._styles, self.findings)
        if read.merged:
            waiting.append(read)
            return []
        text = "".join(part.text for part in (*waiting, read))
        label = ("", "nothing") if read.gone and not text else self._labels.of(paragraph)
        parts = [*waiting, read]
        waiting.clear()
        return self._with_anchored(labelled(*label, text), parts)

    def _flushed(self, waiting: list[Inline]) -> list[Block]:
        parts = list(waiting)
        waiting.clear()
        return self._with_anchored("".join(part.text for part in parts), parts)

    def _with_anchored(self, text: str, parts: list[Inline]) -> list[Block]:
        """The paragraph, if there is anything in it, with its text boxes and then its notes behind it."""
        found: list[Block] = [text] if text else []
        for box in (box for part in parts for box in part.boxes):
            found += self.blocks(box)
        for note in (note for part in parts for note in part.notes):
            found += self._note(note)
        return found

    def _note(self, note: tuple[str, str]) -> list[Block]:
        element = self._notes.by_mark.get(note)
        read = [] if element is None else self.blocks(element)
        mark = self.findings.marks[note]
        if read and isinstance(read[0], str):
            return [mark + read[0], *read[1:]]
        return [mark, *read] if read else []

    def _measure(self, found: list[Block]) -> None:
        self._size += sum(len(b) if isinstance(b, str) else sum(map(_width, b.cells)) for b in found)
        if self._size > _MOST_TEXT:
            raise BadPlan("文档展开后的文字过多，超出限制，可能是异常文件。请核对来源，或拆分后再试。")


def _width(row: tuple[str, ...]) -> int:
    return sum(map(len, row)) + len(row)


def _blocks_in(element: etree._Element) -> Iterator[etree._Element]:
    """Paragraphs, tables and embedded documents, also inside content controls and other wrappers."""
    for inner in element:
        short = name(inner)
        if short in ("w:p", "w:tbl", "w:altChunk"):
            yield inner
        elif short == "mc:AlternateContent":
            choice = child(inner, "mc:Choice")
            yield from _blocks_in(inner if choice is None else choice)
        elif short not in _SKIPPED:
            yield from _blocks_in(inner)
