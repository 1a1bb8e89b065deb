"""Footnotes, which python-docx does not make: a part of the package of its own (ECMA-376, part 1, 11.3.7 and 17.11)."""

from typing import Any

from docx.document import Document
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph
from lxml import etree

from qa.export.content import Source
from qa.export.docx_styles import FOOTNOTE_MARK, FOOTNOTE_TEXT
from qa.export.wordml import bookmark, element, field, run

#: The line above footnotes and the one where they go on: every document with footnotes has them under these ids.
_SEPARATORS = {-1: "separator", 0: "continuationSeparator"}
#: Numbers of bookmarks from here on are those of footnotes.
_BOOKMARKS = 100_000


class Notes:
    """The footnotes of a document, from 1. A source cited again gets the mark of its note once more."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._root = element("footnotes")
        self._numbers: dict[int, int] = {}
        for number, kind in _SEPARATORS.items():
            inside = f"<w:p><w:r><w:{kind}/></w:r></w:p>"
            self._root.append(element("footnote", f'w:type="{kind}" w:id="{number}"', inside))

    def mark(self, paragraph: Paragraph, source: Source) -> None:
        """Put the mark of a source's footnote behind what the paragraph has."""
        mark: Any = paragraph.add_run(style=FOOTNOTE_MARK)._r
        known = self._numbers.get(source.n)
        if known:
            again = field(f"NOTEREF _RefNote{known} \\f \\h", str(known))
            again[0].insert(0, element("rPr", inside=f'<w:rStyle w:val="{self._style(FOOTNOTE_MARK)}"/>'))
            mark.addprevious(again)
            mark.getparent().remove(mark)
            return
        number = self._numbers[source.n] = len(self._numbers) + 1
        mark.append(element("footnoteReference", f'w:id="{number}"'))
        bookmark(mark, _BOOKMARKS + number, f"_RefNote{number}")
        self._root.append(self._note(number, source))

    def write(self) -> None:
        """Add them to the package, once the document is complete."""
        xml = etree.tostring(self._root, xml_declaration=True, encoding="UTF-8", standalone=True)
        whole = self._document.part
        part = Part(PackURI("/word/footnotes.xml"), CONTENT_TYPE.WML_FOOTNOTES, xml, whole.package)
        whole.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)
        listed = "".join(f'<w:footnote w:id="{number}"/>' for number in _SEPARATORS)
        settings: Any = self._document.settings.element
        # The schema wants it right before w:compat.
        settings.find(qn("w:compat")).addprevious(element("footnotePr", inside=listed))

    def _note(self, number: int, source: Source) -> Any:
        paragraph = element(
            "p",
            inside=f'<w:pPr><w:pStyle w:val="{self._style(FOOTNOTE_TEXT)}"/></w:pPr>'
            f'<w:r><w:rPr><w:rStyle w:val="{self._style(FOOTNOTE_MARK)}"/></w:rPr><w:footnoteRef/></w:r>',
        )
        paragraph.append(run(f" {source.entry} {source.place}"))
        note = element("footnote", f'w:id="{number}"')
        note.append(paragraph)
        return note

    def _style(self, name: str) -> str:
        return str(self._document.styles[name].style_id)
