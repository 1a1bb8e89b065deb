"""What slides look like: 16:9, white, one colour, fonts that Chinese office machines have, and how words are set."""

from typing import Any

from lxml import etree
from pptx.dml.color import RGBColor
from pptx.enum.text import MSO_ANCHOR, MSO_AUTO_SIZE
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.presentation import Presentation
from pptx.text.text import TextFrame, _Run
from pptx.util import Pt

from qa.export.measure import LEADING
from qa.export.printable import printable
from qa.export.slides import Runs

#: Points. The body begins under the title and ends above the sources.
PAGE = (960.0, 540.0)
LEFT, ABOVE, TITLE, BODY, SOURCES, FOOT = 48.0, 20.0, 42.0, 112.0, 456.0, 502.0
TITLE_SIZE, SMALL = 26.0, 14.0
FONT = "微软雅黑"
ACCENT, INK, GREY, PALE, RULE = "1F4E79", "1A1A1A", "595959", "E8EEF4", "BFBFBF"
_WIDTH_4_3 = 720.0


def prepare(shown: Presentation) -> None:
    """16:9; theme and masters to match, so that slides added by hand look the same."""
    factor = PAGE[0] / _WIDTH_4_3
    shown.slide_width, shown.slide_height = Pt(PAGE[0]), Pt(PAGE[1])
    for holder in (shown.slide_master, *shown.slide_layouts):
        placeholders: Any = holder.placeholders
        for shape in placeholders:
            if shape._element.spPr.xfrm is not None:
                shape.left, shape.width = round(shape.left * factor), round(shape.width * factor)
    part: Any = shown.slide_master.part.part_related_by(RELATIONSHIP_TYPE.THEME)
    part._blob = _themed(part.blob)
    package: Any = shown.part.package
    for key, relation in list(package._rels.items()):
        if relation.reltype == RELATIONSHIP_TYPE.THUMBNAIL:
            package.drop_rel(key)


def _themed(theme: bytes) -> bytes:
    root: Any = etree.fromstring(theme)
    for kind in ("majorFont", "minorFont"):
        fonts = root.find(f".//{qn(f'a:{kind}')}")
        for script in ("latin", "ea"):
            fonts.find(qn(f"a:{script}")).set("typeface", FONT)
    for name in ("accent1", "hlink", "folHlink"):
        colour = root.find(f".//{qn(f'a:{name}')}")
        colour[:] = [parse_xml(f'<a:srgbClr {nsdecls("a")} val="{ACCENT}"/>')]
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))


def frame(shape: Any, anchor: MSO_ANCHOR = MSO_ANCHOR.TOP) -> TextFrame:
    """The text of a shape, set without margins of its own and never made smaller."""
    text: TextFrame = shape.text_frame
    text.word_wrap, text.auto_size, text.vertical_anchor = True, MSO_AUTO_SIZE.NONE, anchor
    text.margin_left = text.margin_right = text.margin_top = text.margin_bottom = Pt(0)
    return text


def rgb(colour: str) -> RGBColor:
    """From six hexadecimal digits."""
    return RGBColor(*bytes.fromhex(colour))  # type: ignore[no-untyped-call]


def ruled(cell: Any) -> None:
    """A thin line over and under a cell of a table."""
    inside = f'{nsdecls("a")} w="9525"><a:solidFill><a:srgbClr val="{RULE}"/></a:solidFill>'
    for place, side in enumerate(("lnT", "lnB")):
        cell.get_or_add_tcPr().insert(place, parse_xml(f"<a:{side} {inside}</a:{side}>"))


def write(paragraph: Any, found: Runs, size: float, colour: str = INK, bold: bool = False) -> None:
    """Words into an empty paragraph; of line breaks the one at the very end is left out."""
    paragraph.line_spacing = Pt(size * LEADING)
    paragraph.space_before = paragraph.space_after = Pt(0)
    for place, run in enumerate(found):
        text = printable(run.text)
        if place == len(found) - 1:
            text = text.removesuffix("\n")
        for number, line in enumerate(text.split("\n")):
            if number:
                paragraph._p.add_br()
            if line:
                set_font(_linked(paragraph, line, run.url), size, colour, bold)
    for mark in paragraph._p.findall(qn("a:br")):
        mark.insert(0, parse_xml(f'<a:rPr {nsdecls("a")} lang="zh-CN" sz="{round(size * 100)}"/>'))


def _linked(paragraph: Any, text: str, url: str) -> _Run:
    run: _Run = paragraph.add_run()
    run.text = text
    if url:
        run.hyperlink.address = url
    return run


def set_font(run: _Run, size: float, colour: str, bold: bool = False) -> None:
    """Both scripts. A link has the theme's colour, which is the same in all programs."""
    run.font.size, run.font.bold, run.font.name = Pt(size), bold, FONT
    if run.hyperlink.address is None:
        run.font.color.rgb = rgb(colour)
    properties: Any = run.font._element
    properties.set("lang", "zh-CN")
    properties.find(qn("a:latin")).addnext(parse_xml(f'<a:ea {nsdecls("a")} typeface="{FONT}"/>'))


def page_number(paragraph: Any, number: int) -> None:
    """A field that follows when slides are moved."""
    paragraph.line_spacing = Pt(SMALL * LEADING)
    paragraph._p.append(
        parse_xml(
            f'<a:fld {nsdecls("a")} id="{{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}}" type="slidenum">'
            f'<a:rPr lang="zh-CN" sz="{round(SMALL * 100)}"><a:solidFill><a:srgbClr val="{GREY}"/></a:solidFill>'
            f'<a:latin typeface="{FONT}"/><a:ea typeface="{FONT}"/></a:rPr><a:t>{number}</a:t></a:fld>'
        )
    )
