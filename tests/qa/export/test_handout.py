"""The handout in Word and in Markdown: every quotation verbatim, every mark with its note, the same bytes each time."""

import io
import re
import shutil
import subprocess
import zipfile
from dataclasses import replace
from pathlib import Path

import docx
import pytest
from docx.document import Document
from docx.oxml.ns import qn
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from qa.export.content import Lesson, Piece, Statement
from qa.export.docx import handout_docx
from qa.export.lesson import lesson
from qa.export.markdown import escaped, handout_markdown, quiz_markdown
from qa.export.printable import printable
from qa.export.quiz_outline import BLANK
from qa.export.single import of_answer
from qa.filters import Filters
from qa.service import Service
from tests.qa.export.lessons import CITING

SEVERAL = ["行政机关负责人出庭应诉", "行政复议", "规范性文件多久清理一次？", "火星登陆计划"]


@pytest.fixture(scope="module")
def made(service: Service) -> Lesson:
    return lesson(service, SEVERAL, None, CITING)


@pytest.fixture(scope="module")
def data(made: Lesson) -> bytes:
    return handout_docx(made)


@pytest.fixture(scope="module")
def document(data: bytes) -> Document:
    return docx.Document(io.BytesIO(data))


def texts(service: Service) -> list[str]:
    return [clause.text for plan in service.plans() for clause in service.clauses(plan.id)]


def is_verbatim(quote: str, known: list[str]) -> bool:
    """Each side of what is to be filled in stands in one clause."""
    parts = quote.split(BLANK)
    return any(all(part in text for part in parts) for text in known)


def styled(document: Document, style: str) -> list[str]:
    return ["".join(r.text for r in p.runs) for p in document.paragraphs if p.style and p.style.name == style]


def test_every_quotation_in_word_is_verbatim(service: Service, document: Document, made: Lesson) -> None:
    quoted, known = styled(document, "Quote"), texts(service)
    shown = [q for t in made.topics for s in t.stances for p in s.passages if not p.same_as for q in p.quotes]
    assert len(quoted) == len(shown) + len(made.exercises) + sum(e.quote is not None for e in made.exercises)
    for quote in quoted:
        assert is_verbatim(quote, known), quote


def test_every_quotation_in_markdown_is_verbatim(service: Service, made: Lesson) -> None:
    known = texts(service)
    for written in (handout_markdown(made), quiz_markdown(made)):
        blocks = re.findall(r"(?:^> .*\n)+", written.decode(), re.MULTILINE)
        assert len(blocks) > 10
        for block in blocks:
            bare = re.sub(r"\[\^\d+\]", "", re.sub("^> ", "", block, flags=re.MULTILINE)).strip("\n")
            assert is_verbatim(re.sub(r"\\(.)", r"\1", bare), known), bare


def test_every_mark_has_its_note_with_the_reference(data: bytes, made: Lesson) -> None:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        body = etree.fromstring(archive.read("word/document.xml"))
        notes = etree.fromstring(archive.read("word/footnotes.xml"))
        types = archive.read("[Content_Types].xml").decode()
    assert "wordprocessingml.footnotes+xml" in types
    marks = [int(e.get(qn("w:id"))) for e in body.iter(qn("w:footnoteReference"))]
    assert marks == list(range(1, len(marks) + 1))
    entries = {int(n.get(qn("w:id"))): "".join(n.itertext()).strip() for n in notes if not n.get(qn("w:type"))}
    assert sorted(entries) == marks
    wanted = {f"{source.entry} {source.place}" for source in made.sources}
    assert set(entries.values()) <= wanted
    assert len(set(entries.values())) == len(entries)
    names = {e.get(qn("w:name")) for e in body.iter(qn("w:bookmarkStart"))}
    fields = [e.get(qn("w:instr")) for e in body.iter(qn("w:fldSimple"))]
    assert {f.split()[1] for f in fields if f.split()[0] == "NOTEREF"} <= names
    anchors = [e.get(qn("w:anchor")) for e in body.iter(qn("w:hyperlink"))]
    assert anchors
    assert set(anchors) <= names


def test_the_document_is_what_an_office_expects(document: Document, made: Lesson) -> None:
    section, core = document.sections[0], document.core_properties
    assert (round(section.page_width.cm, 1), round(section.page_height.cm, 1)) == (21, 29.7)
    assert (core.title, core.language) == (made.title, "zh-CN")
    assert core.created
    assert core.created.date() == made.accessed
    for style in document.styles:
        fonts = style.element.find(f".//{qn('w:rFonts')}")
        if style.name in ("Normal", "Title", "Heading 1", "Heading 2", "Heading 3", "Quote", "footnote text"):
            assert fonts.get(qn("w:eastAsia")) in ("宋体", "仿宋", "黑体")
            assert fonts.get(qn("w:ascii")) == "Times New Roman"
            assert not [name for name in fonts.attrib if "Theme" in name]
    headings = [p.text for p in document.paragraphs if p.style and p.style.name == "Heading 1"]
    assert headings == ["总览", *SEVERAL, "测验", "答案与依据"]
    footer = section.footer._element.xml
    assert "PAGE" in footer
    assert "NUMPAGES" in footer


def test_tables_repeat_their_header_and_keep_rows_whole(document: Document) -> None:
    assert document.tables
    for table in document.tables:
        head, *rows = table._tbl.tr_lst
        assert head.find(f".//{qn('w:tblHeader')}") is not None
        assert all(row.find(f".//{qn('w:cantSplit')}") is not None for row in (head, *rows))
        widths = [c.width for c in table.columns]
        assert abs(sum(widths) / 360_000 - 16) < 0.1


def test_the_same_lesson_gives_the_same_bytes(service: Service, made: Lesson, data: bytes) -> None:
    again = lesson(service, SEVERAL, None, CITING)
    assert handout_docx(again) == data
    assert handout_markdown(again) == handout_markdown(made)
    assert quiz_markdown(again) == quiz_markdown(made)


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_libreoffice_opens_it(data: bytes, tmp_path: Path, made: Lesson) -> None:
    (tmp_path / "handout.docx").write_bytes(data)
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path)]
    subprocess.run([*command, str(tmp_path / "handout.docx")], check=True, capture_output=True, timeout=180)
    pdf = tmp_path / "handout.pdf"
    if shutil.which("pdftotext") is None:
        pytest.skip("poppler is not installed")
    shown = subprocess.run(["pdftotext", "-raw", str(pdf), "-"], check=True, capture_output=True).stdout.decode()
    bare = re.sub(r"\s", "", shown)
    for heading in ("对照表", "差异与讨论", "答案与依据"):
        assert heading in bare
    # A footnote that was lost would leave its address out.
    assert bare.count("plans.example/c/") == len(made.sources)


def test_an_answer_and_a_lesson_without_clauses_are_written(service: Service) -> None:
    for found in (
        of_answer(service, service.ask("行政复议由谁牵头？", Filters(regions=("422823",))), CITING),
        of_answer(service, service.ask("火星上谁负责登陆？"), CITING),
        lesson(service, ["火星登陆计划"], Filters(regions=("510100",)), CITING),
    ):
        opened = docx.Document(io.BytesIO(handout_docx(found)))
        assert opened.paragraphs[0].text == found.title
        assert handout_markdown(found).decode().startswith(f"# {found.title}\n")


def test_what_xml_cannot_hold_is_shown_as_a_picture(service: Service) -> None:
    found = of_answer(service, service.ask("火星上谁负责登陆？"), CITING)
    odd = Statement((Piece("甲\x0b乙\ud800<w:p/>&"),))
    topic = replace(found.topics[0], summary=(odd,))
    opened = docx.Document(io.BytesIO(handout_docx(replace(found, title="标\x00题", topics=(topic,)))))
    assert opened.paragraphs[0].text == "标␀题"
    assert "甲␋乙\ufffd<w:p/>&" in [p.text for p in opened.paragraphs]


@given(st.text(st.characters(codec="utf-8", exclude_characters="\r"), max_size=40))
def test_escaping_can_be_undone_and_leaves_no_markup(text: str) -> None:
    assert re.sub(r"\\(.)", r"\1", escaped(text)) == text
    assert not re.search(r"(?<!\\)(?:\\\\)*[*_<>\[\]|`]", escaped(text))


@given(st.text())
def test_printable_text_is_what_lxml_takes(text: str) -> None:
    element = etree.Element("t")
    element.text = printable(text.replace("\r", ""))
    assert printable(element.text) == element.text
