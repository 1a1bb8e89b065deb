"""PDF: the text layer where there is a sound one, recognition (the OCR extra) where there is not."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from index_build.extract import ocr, pdf_page
from index_build.extract.layout.asides import page_list
from index_build.extract.layout.characters import is_garbled
from index_build.extract.layout.page import Page
from index_build.extract.layout.pages import Laid, lay_out
from index_build.extract.shape import Extracted
from qa.errors import BadPlan

_MOST_PAGES = 2_000
#: Fewer characters than this beside a picture are a page number or a stamp on a scanned page.
_LEAST_TEXT = 10
_LONGEST_TITLE = 100
_INSTALL = '安装 OCR 组件后可读：pip install "planqa[ocr]"'
_UNREADABLE = "无法打开 PDF：文件不完整、已损坏或不是 PDF，请重新获取，或用阅读器打开后另存再试。"


@dataclass(frozen=True)
class _Read:
    """A page as its text layer gives it. scanned: it must be recognised; garbled: because the layer is damaged."""

    page: Page
    scanned: bool
    garbled: bool


def read(data: bytes) -> Extracted:
    """A PDF's text, tables and title. Raises BadPlan: not a PDF, damaged, locked, too long, or nothing to read."""
    document = _open(data)
    try:
        found = [_page(document, number) for number in range(len(document))]
        scanned = [number for number, read in enumerate(found) if read.scanned]
        seen = ocr.read_pages(_pictures(document, scanned), scanned) if scanned and ocr.available() else None
        title = _title(document)
    except pdfium.PdfiumError as error:
        raise BadPlan(_UNREADABLE) from error
    finally:
        document.close()
    pages = [read.page for read in found]
    if seen:
        pages = [seen.pages.get(number, page) for number, page in enumerate(pages)]
    elif scanned:
        pages = [Page(p.width, p.height, ()) if number in scanned else p for number, p in enumerate(pages)]
    laid = lay_out(pages)
    _refuse_empty(laid, scanned)
    notes = _notes(found, scanned) + (seen.notes if seen else _unread(scanned))
    stated = {"标题": title} if title else {}
    left_out = laid.left_out + (seen.left_out if seen else ())
    return Extracted(laid.text, "PDF", stated, laid.places, laid.tables, laid.notes + notes, left_out)


def _open(data: bytes) -> pdfium.PdfDocument:
    if b"%PDF-" not in data[:1024]:
        raise BadPlan("这不是 PDF 文件（没有 PDF 文件头），请核对文件类型，或重新获取后再试。")
    try:
        document = pdfium.PdfDocument(data)
        pages = len(document)
    except pdfium.PdfiumError as error:
        if pdfium_c.FPDF_GetLastError() == pdfium_c.FPDF_ERR_PASSWORD:
            raise BadPlan("PDF 设有打开密码，无法读取。请用密码打开，去掉密码后另存再试。") from error
        raise BadPlan(_UNREADABLE) from error
    if not 0 < pages <= _MOST_PAGES:
        document.close()
        problem = f"PDF 有 {pages} 页，超出 {_MOST_PAGES} 页的限制，请拆分后再试。" if pages else _UNREADABLE
        raise BadPlan(problem)
    return document


def _page(document: pdfium.PdfDocument, number: int) -> _Read:
    page = document[number]
    try:
        read = pdf_page.read(page)
        text = "".join(box.text for box in read.boxes)
        garbled = is_garbled(text)
        return _Read(read, garbled or (len(text) < _LEAST_TEXT and pdf_page.has_pictures(page)), garbled)
    finally:
        page.close()


def _pictures(document: pdfium.PdfDocument, numbers: Sequence[int]) -> Iterator[ocr.Picture]:
    for number in numbers:
        page = document[number]
        yield ocr.rendered(page)
        page.close()


def _title(document: pdfium.PdfDocument) -> str | None:
    """The title that the file states, unless it is an editor's file name or empty."""
    title = " ".join(document.get_metadata_value("Title").split())
    chinese = any("\u4e00" <= character <= "\u9fff" for character in title)
    names = (".doc", ".docx", ".wps", ".pdf", ".ofd", ".txt", ".xls", ".xlsx")
    sensible = chinese and 4 <= len(title) <= _LONGEST_TITLE and not is_garbled(title)
    return title if sensible and not title.lower().endswith(names) and "Microsoft Word" not in title else None


def _refuse_empty(laid: Laid, scanned: Sequence[int]) -> None:
    if laid.text:
        return
    if scanned and not ocr.available():
        raise BadPlan(f"{page_list(scanned)}是扫描图像，没有可用的文字；{_INSTALL}。")
    raise BadPlan("PDF 中没有可读的文字，请核对文件，或换用文字版。")


def _notes(found: Sequence[_Read], scanned: Sequence[int]) -> tuple[str, ...]:
    garbled = [number for number in scanned if found[number].garbled]
    return (f"{page_list(garbled)}的文字层已损坏（字符无法对应），按扫描图像处理。",) if garbled else ()


def _unread(scanned: Sequence[int]) -> tuple[str, ...]:
    return (f"{page_list(scanned)}是扫描图像，未读取；{_INSTALL}。",) if scanned else ()
