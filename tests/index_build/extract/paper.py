"""Paper for tests: pages of placed text, set from paragraphs, as PDF (reportlab), OFD (by hand) and pictures (Pillow).

Points from the upper left corner, y downwards. A Chinese character is one em wide, a letter or digit half an em.
"""

import io
import re
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

A4 = (595.0, 842.0)
FONT = Path("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc")
_NOT_FIRST = "，。；：、！？）》”’"
_NOT_LAST = "（《“‘"
_MM = 25.4 / 72


@dataclass(frozen=True)
class Word:
    """Text on one baseline; `turn`: degrees to the left."""

    text: str
    x: float
    y: float
    size: float
    turn: int = 0


@dataclass
class Sheet:
    """One page: words, ruled lines (x0, y0, x1, y1)."""

    width: float = A4[0]
    height: float = A4[1]
    words: list[Word] = field(default_factory=list)
    rules: list[tuple[float, float, float, float]] = field(default_factory=list)

    def write(self, text: str, x: float, y: float, size: float = 16) -> None:
        """Words of letters apart from each other, each at its own place."""
        for match in re.finditer(r"[!-~]+ ?|[^!-~ ]+", text):
            self.words.append(Word(match[0], x + measure(text[: match.start()]) * size, y, size))

    def centre(self, text: str, y: float, size: float = 16) -> None:
        self.write(text, (self.width - measure(text) * size) / 2, y, size)

    def grid(self, xs: Sequence[float], ys: Sequence[float]) -> None:
        self.rules += [(xs[0], y, xs[-1], y) for y in ys] + [(x, ys[0], x, ys[-1]) for x in xs]


@dataclass(frozen=True)
class Style:
    """How paragraphs are set: line length in characters, lines a page, size in points."""

    length: int = 26
    lines: int = 22
    size: float = 16
    pitch: float = 1.75
    indent: int = 2
    top: float = 105
    number: str = ""
    head: str = ""


def measure(text: str) -> float:
    """Width in em."""
    return sum(0.5 if c.isascii() else 1.0 for c in text)


def broken(text: str, length: int, indent: int) -> list[str]:
    """A paragraph as lines: marks do not begin a line, words of letters are not broken."""
    lines, line, room = [], "", float(length - indent)
    for unit in re.findall(r"[!-~]+ ?|.", text):
        if line and measure(line + unit.rstrip()) > room and unit not in _NOT_FIRST:
            carried = line[-1] if line[-1] in _NOT_LAST and len(line) > 1 else ""
            lines.append(line[: len(line) - len(carried)].rstrip())
            line, room = carried, float(length)
        line += unit
        if unit in _NOT_FIRST and measure(line) > room and len(line) > 2 and not line[-2].isascii():
            lines.append(line[:-2].rstrip())
            line, room = line[-2:], float(length)
    return [*lines, line] if line else lines


def typeset(paragraphs: Iterable[str], style: Style, size: tuple[float, float] | None = None) -> list[Sheet]:
    """Paragraphs on as many sheets as they need, the text in the middle of the sheet's width."""
    width = style.length * style.size
    page = size or (width + 2 * 80, style.top + style.lines * style.pitch * style.size + 105)
    sheets: list[Sheet] = []
    left = (page[0] - width) / 2
    row = style.lines
    for paragraph in paragraphs:
        for i, line in enumerate(broken(paragraph, style.length, style.indent)):
            if row == style.lines:
                sheets.append(_blank(style, page, len(sheets) + 1))
                row = 0
            indent = 0 if i else style.indent * style.size
            sheets[-1].write(line, left + indent, style.top + (row + 1) * style.pitch * style.size, style.size)
            row += 1
    return sheets


def _blank(style: Style, page: tuple[float, float], number: int) -> Sheet:
    sheet = Sheet(*page)
    if style.head:
        sheet.centre(style.head, 30, 10)
    if style.number:
        sheet.centre(style.number.format(number), page[1] - 26, 14)
    return sheet


def pdf(sheets: Sequence[Sheet], title: str = "", password: str | None = None, pictures: bool = False) -> bytes:
    """A PDF with a text layer, or of pictures only. password: "" encrypts with none."""
    from reportlab.lib.pdfencrypt import StandardEncryption
    from reportlab.lib.utils import ImageReader
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.pdfgen.canvas import Canvas

    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    out = io.BytesIO()
    lock = None if password is None else StandardEncryption(password, ownerPassword="owner")
    canvas = Canvas(out, encrypt=lock)
    canvas.setTitle(title)
    for sheet in sheets:
        canvas.setPageSize((sheet.width, sheet.height))
        if pictures:
            canvas.drawImage(ImageReader(picture(sheet)), 0, 0, sheet.width, sheet.height)
            canvas.showPage()
            continue
        for word in sheet.words:
            canvas.saveState()
            canvas.translate(word.x, sheet.height - word.y)
            canvas.rotate(word.turn)
            canvas.setFont("STSong-Light", word.size)
            canvas.drawString(0, 0, word.text)
            canvas.restoreState()
        for x0, y0, x1, y1 in sheet.rules:
            canvas.line(x0, sheet.height - y0, x1, sheet.height - y1)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def picture(sheet: Sheet, dpi: int = 150):
    """A sheet as a Pillow image in grey."""
    from PIL import Image, ImageDraw, ImageFont

    k = dpi / 72
    image = Image.new("L", (round(sheet.width * k), round(sheet.height * k)), 255)
    draw = ImageDraw.Draw(image)
    for word in sheet.words:
        font = ImageFont.truetype(str(FONT), round(word.size * k), index=2)
        for i, character in enumerate(word.text):
            draw.text(((word.x + measure(word.text[:i]) * word.size) * k, word.y * k), character, 0, font, anchor="ls")
    for x0, y0, x1, y1 in sheet.rules:
        draw.line((x0 * k, y0 * k, x1 * k, y1 * k), 0, 2)
    return image


_NS = 'xmlns:ofd="http://www.ofdspec.org/2016"'
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>'


def ofd(sheets: Sequence[Sheet], title: str = "", custom: dict[str, str] | None = None) -> bytes:
    """An OFD of one document."""
    parts = {"OFD.xml": ofd_root(title, custom or {}), "Doc_0/Document.xml": _document(sheets)}
    parts |= {f"Doc_0/Pages/Page_{n}/Content.xml": content(sheet) for n, sheet in enumerate(sheets)}
    return zipped(parts)


def zipped(parts: Mapping[str, str | bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, text in parts.items():
            package.writestr(name, text)
    return out.getvalue()


def ofd_root(title: str, custom: dict[str, str], documents: Sequence[str] = ("Doc_0/Document.xml",)) -> str:
    items = "".join(f"<ofd:CustomData Name={quoteattr(k)}>{escape(v)}</ofd:CustomData>" for k, v in custom.items())
    info = f"<ofd:DocInfo><ofd:DocID>1</ofd:DocID><ofd:Title>{escape(title)}</ofd:Title>"
    info += f"<ofd:CustomDatas>{items}</ofd:CustomDatas></ofd:DocInfo>"
    bodies = "".join(f"<ofd:DocBody>{info}<ofd:DocRoot>{path}</ofd:DocRoot></ofd:DocBody>" for path in documents)
    return f'{_HEAD}<ofd:OFD {_NS} Version="1.1" DocType="OFD">{bodies}</ofd:OFD>'


def _document(sheets: Sequence[Sheet]) -> str:
    pages = "".join(f'<ofd:Page ID="{n + 1}" BaseLoc="Pages/Page_{n}/Content.xml"/>' for n in range(len(sheets)))
    area = "<ofd:PageArea><ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:PageArea>"
    common = f"<ofd:CommonData><ofd:MaxUnitID>9</ofd:MaxUnitID>{area}</ofd:CommonData>"
    return f"{_HEAD}<ofd:Document {_NS}>{common}<ofd:Pages>{pages}</ofd:Pages></ofd:Document>"


def content(sheet: Sheet) -> str:
    """Content.xml of a page; each word is a text object in a box of its own."""
    box = f"<ofd:PhysicalBox>0 0 {sheet.width * _MM:.4f} {sheet.height * _MM:.4f}</ofd:PhysicalBox>"
    items = "".join(map(_text_object, sheet.words)) + "".join(map(_path_object, sheet.rules))
    layer = f'<ofd:Layer ID="2" Type="Body"><ofd:PageBlock ID="3">{items}</ofd:PageBlock></ofd:Layer>'
    return f"{_HEAD}<ofd:Page {_NS}><ofd:Area>{box}</ofd:Area><ofd:Content>{layer}</ofd:Content></ofd:Page>"


def _text_object(word: Word) -> str:
    size = word.size * _MM
    x, y, width = word.x * _MM, word.y * _MM - size, measure(word.text) * size
    step = size * measure(word.text[0])
    many = f"g {len(word.text) - 1} {step:.4f}" if len(word.text) > 2 else f"{step:.4f}"
    delta = f' DeltaX="{many}"' if len(word.text) > 1 else ""
    turned = ' CTM="0 -1 1 0 0 0"' if word.turn else ""
    code = f'<ofd:TextCode X="0" Y="{size:.4f}"{delta}>{escape(word.text)}</ofd:TextCode>'
    frame = f"{x:.4f} {y:.4f} {width:.4f} {1.2 * size:.4f}"
    return f'<ofd:TextObject ID="4" Font="1" Size="{size:.4f}" Boundary="{frame}"{turned}>{code}</ofd:TextObject>'


def _path_object(rule: tuple[float, float, float, float]) -> str:
    x0, y0, x1, y1 = (value * _MM for value in rule)
    path = f"<ofd:AbbreviatedData>M 0 0 L {x1 - x0:.4f} {y1 - y0:.4f}</ofd:AbbreviatedData>"
    frame = f"{x0:.4f} {y0:.4f} {x1 - x0 + 1:.4f} {y1 - y0 + 1:.4f}"
    return f'<ofd:PathObject ID="5" Boundary="{frame}">{path}</ofd:PathObject>'
