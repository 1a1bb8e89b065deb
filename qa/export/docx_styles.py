"""What a handout looks like in Word: A4, fonts that Chinese office machines have, quiet headings, page numbers."""

from dataclasses import dataclass
from typing import Any

from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Cm, Length, Pt, RGBColor
from docx.styles.style import CharacterStyle, ParagraphStyle
from docx.text.paragraph import Paragraph

from qa.export.wordml import field

LATIN, SONG, FANG, HEI = "Times New Roman", "宋体", "仿宋", "黑体"
#: Of an A4 page, without its margins.
WIDTH = Cm(16)
_MARGIN = Cm(2.5)
_GREY = RGBColor(0x44, 0x44, 0x44)
FOOTNOTE_TEXT, FOOTNOTE_MARK = "footnote text", "footnote reference"


@dataclass(frozen=True)
class _Look:
    """font: of Chinese text; size, before, after in points; indent: of all lines, in characters of this size."""

    font: str
    size: float
    before: float = 0
    after: float = 4
    spacing: float = 1.35
    indent: int = 0
    bold: bool = False
    together: bool = False


#: Paragraph styles by the name that Word knows them by, or that is new.
_LOOKS = {
    "Normal": _Look(SONG, 12),
    "Title": _Look(HEI, 20, after=6, spacing=1.2),
    "Heading 1": _Look(HEI, 16, before=18, after=8, spacing=1.2, together=True),
    "Heading 2": _Look(HEI, 14, before=12, after=6, spacing=1.2, together=True),
    "Heading 3": _Look(HEI, 12, before=8, after=3, spacing=1.2, together=True),
    "Quote": _Look(FANG, 12, indent=2),
    "Remark": _Look(SONG, 10.5, after=3, spacing=1.2),
    "Place": _Look(SONG, 10.5, after=2, spacing=1.2, together=True),
    "Question": _Look(SONG, 12, before=6, together=True),
    "Option": _Look(SONG, 12, after=2, spacing=1.25, indent=2),
    "Table Text": _Look(SONG, 10.5, after=0, spacing=1.15),
    "toc 1": _Look(SONG, 12, after=2),
    "toc 2": _Look(SONG, 12, after=2, indent=2),
    FOOTNOTE_TEXT: _Look(SONG, 9, after=0, spacing=1.1),
}
#: Those that Word has of itself, and the template of python-docx lacks.
_BUILT_IN = ("toc 1", "toc 2", FOOTNOTE_TEXT)


def prepare(document: Document) -> None:
    """Page, styles and footer of an empty document."""
    _page(document)
    styles = document.styles
    for name, look in _LOOKS.items():
        known = name in styles
        style = styles[name] if known else styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH, builtin=name in _BUILT_IN)
        assert isinstance(style, ParagraphStyle)
        _apply(style, look)
    document.styles["Title"].paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
    mark = styles.add_style(FOOTNOTE_MARK, WD_STYLE_TYPE.CHARACTER, builtin=True)
    assert isinstance(mark, CharacterStyle)
    mark.font.superscript = True
    _language(document)
    _footer(document.sections[0].footer.paragraphs[0])


def set_font(style: ParagraphStyle | CharacterStyle, chinese: str) -> None:
    """Both scripts, in place of the theme's fonts, which would go before them."""
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for name in list(fonts.attrib):
        del fonts.attrib[name]
    for script, font in (("ascii", LATIN), ("hAnsi", LATIN), ("cs", LATIN), ("eastAsia", chinese)):
        fonts.set(qn(f"w:{script}"), font)


def _apply(style: ParagraphStyle, look: _Look) -> None:
    set_font(style, look.font)
    style.font.size = Pt(look.size)
    style.font.bold, style.font.italic = look.bold, False
    style.font.color.rgb = _GREY if style.name in ("Remark", "Place") else RGBColor(0, 0, 0)
    lines = style.paragraph_format
    lines.space_before, lines.space_after = Pt(look.before), Pt(look.after)
    lines.line_spacing = look.spacing
    lines.left_indent = Length(Pt(look.size) * look.indent)
    lines.keep_with_next = look.together
    lines.widow_control = True
    for border in style.element.findall(f".//{qn('w:pBdr')}"):
        border.getparent().remove(border)


def _page(document: Document) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = _MARGIN


def _language(document: Document) -> None:
    """Chinese, so that spelling is left alone and Chinese forms of characters are shown."""
    for element in (document.styles.element, document.settings.element):
        for name in ("w:lang", "w:themeFontLang"):
            for found in element.iter(qn(name)):
                found.set(qn("w:eastAsia"), "zh-CN")


def _footer(paragraph: Paragraph) -> None:
    """第 1 页 共 3 页."""
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    inside: Any = paragraph._p
    for text, code in (("第 ", "PAGE"), (" 页　共 ", "NUMPAGES")):
        paragraph.add_run(text)
        inside.append(field(code, "1"))
    paragraph.add_run(" 页")
