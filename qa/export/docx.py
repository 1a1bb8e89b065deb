"""The handout for Word: contents, what each plan says with footnotes, tables, questions, a quiz and its answers."""

import io
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

import docx
from docx.document import Document
from docx.shared import Length
from docx.table import _Row
from docx.text.paragraph import Paragraph as WordParagraph

from qa.export.content import Lesson, Piece
from qa.export.docx_notes import Notes
from qa.export.docx_styles import FOOTNOTE_MARK, WIDTH, prepare
from qa.export.outline import Block, Heading, Paragraph, Style, Table, about, handout
from qa.export.packing import repacked
from qa.export.printable import printable
from qa.export.quiz_outline import answers, questions
from qa.export.wordml import bookmark, element

_STYLES: dict[Style, str] = {
    "plain": "Normal",
    "place": "Place",
    "quote": "Quote",
    "note": "Remark",
    "question": "Question",
    "option": "Option",
}
#: Lines of the contents above which only headings of the first level are listed.
_CONTENTS = 30


def handout_docx(lesson: Lesson) -> bytes:
    """The file, with the quiz and its answers where there is one; the same for the same lesson."""
    document, blocks = docx.Document(), list(_blocks(lesson))
    prepare(document)
    _properties(document, lesson)
    notes = Notes(document)
    document.add_paragraph(printable(lesson.title), style="Title")
    _write(document, notes, about(lesson))
    headings = {n: block for n, block in enumerate(blocks) if isinstance(block, Heading) and block.level <= 2}
    most = 2 if len(headings) <= _CONTENTS else 1
    _contents(document, {n: heading for n, heading in headings.items() if heading.level <= most})
    for number, block in enumerate(blocks):
        written = _write(document, notes, block, number)
        if _belongs(blocks[number + 1 : number + 2]):
            written.paragraph_format.keep_with_next = True
    notes.write()
    out = io.BytesIO()
    document.save(out)
    return repacked(out.getvalue())


def _blocks(lesson: Lesson) -> Iterator[Block]:
    yield from handout(lesson)
    if lesson.exercises:
        yield from (Heading(1, "测验", new_page=True), *questions(lesson))
        yield from (Heading(1, "答案与依据", new_page=True), *answers(lesson))


def _belongs(following: Sequence[Block]) -> bool:
    """Whether what follows belongs to what stands before it: an option to its question, a table to its lead-in."""
    return any(isinstance(b, Table) or (isinstance(b, Paragraph) and b.style == "option") for b in following)


def _properties(document: Document, lesson: Lesson) -> None:
    day = datetime.combine(lesson.accessed, datetime.min.time())
    core = document.core_properties
    core.title, core.subject, core.language = printable(lesson.title)[:255], lesson.kind, "zh-CN"
    core.author = core.last_modified_by = "planqa"
    core.comments = core.keywords = ""
    core.created = core.modified = day
    core.revision = 1


def _write(document: Document, notes: Notes, block: Block, number: int = 0) -> WordParagraph:
    """The last paragraph of what was written. number: of the block, by which the contents lead to a heading."""
    if isinstance(block, Table):
        _table(document, notes, block)
        return document.add_paragraph(style="Table Text")
    if isinstance(block, Heading):
        paragraph: WordParagraph = document.add_heading(level=block.level)
        _heading(paragraph, block, number)
        return paragraph
    paragraph = document.add_paragraph(style=_STYLES[block.style])
    _fill(paragraph, block.pieces, notes)
    return paragraph


def _heading(paragraph: WordParagraph, block: Heading, number: int) -> None:
    run = paragraph.add_run(printable(block.text))
    bookmark(run._r, number, f"_Toc{number}")
    if block.new_page:
        paragraph.paragraph_format.page_break_before = True


def _fill(paragraph: WordParagraph, pieces: Sequence[Piece], notes: Notes) -> None:
    for piece in pieces:
        paragraph.add_run(printable(piece.text))
        for place, source in enumerate(piece.sources):
            if place:
                paragraph.add_run(",", style=FOOTNOTE_MARK)
            notes.mark(paragraph, source)


def _table(document: Document, notes: Notes, block: Table) -> None:
    """Of fixed widths; the header is repeated on every page, and no row runs over the end of one."""
    table = document.add_table(rows=1, cols=len(block.header), style="Table Grid")
    table.autofit = False
    widths = [Length(round(WIDTH * share)) for share in block.shares]
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    _row(table.rows[0], [(Piece(name),) for name in block.header], widths, notes)
    _properties_of(table.rows[0]).append(element("tblHeader"))
    for cell in table.rows[0].cells:
        cell._tc.get_or_add_tcPr().append(element("shd", 'w:val="clear" w:color="auto" w:fill="EDEDED"'))
        cell.paragraphs[0].paragraph_format.keep_with_next = True
    for cells in block.rows:
        _row(table.add_row(), cells, widths, notes)


def _row(row: _Row, cells: Sequence[Sequence[Piece]], widths: Sequence[Length], notes: Notes) -> None:
    _properties_of(row).append(element("cantSplit"))
    for cell, pieces, width in zip(row.cells, cells, widths, strict=True):
        cell.width = width
        paragraph = cell.paragraphs[0]
        paragraph.style = "Table Text"
        _fill(paragraph, pieces, notes)


def _properties_of(row: _Row) -> Any:
    return row._tr.get_or_add_trPr()


def _contents(document: Document, headings: dict[int, Heading]) -> None:
    """A field that Word renews on demand, filled already: the headings, each leading to its place.

    Without page numbers, which only a layout knows; a field that asks to be renewed makes Word ask its reader.
    """
    ends: list[Any] = []
    for number, heading in headings.items():
        paragraph = document.add_paragraph(style=f"toc {heading.level}")
        run: Any = paragraph.add_run(printable(heading.text))._r
        link = element("hyperlink", f'w:anchor="_Toc{number}" w:history="1"')
        run.addprevious(link)
        link.append(run)
        ends = [ends[0] if ends else link, link]
    if ends:
        code = element(
            "r", inside=f'<w:instrText xml:space="preserve"> TOC \\o "1-{_CONTENTS}" \\n \\h \\z </w:instrText>'
        )
        for piece in (_field("begin"), code, _field("separate")):
            ends[0].addprevious(piece)
        ends[1].addnext(_field("end"))


def _field(kind: str) -> Any:
    return element("r", inside=f'<w:fldChar w:fldCharType="{kind}"/>')
