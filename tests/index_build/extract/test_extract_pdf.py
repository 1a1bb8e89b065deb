"""PDF: its text layer, its locks, its scans, and files that are no good."""

import zlib

import pytest

from index_build.extract import ocr, pdf
from qa.errors import BadPlan
from tests.index_build.extract import paper
from tests.index_build.extract.paper import Sheet, Style, Word, typeset

BODY = "健全依法决策机制，把公众参与、专家论证、风险评估、合法性审查、集体讨论决定确定为重大行政决策法定程序。"
PLAN = typeset([BODY * 3], Style())


def raw_pdf(objects: list[bytes]) -> bytes:
    """A PDF of the objects given, the first of which is its catalogue."""
    out, offsets = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    size = len(objects) + 1
    out += b"xref\n0 %d\n0000000000 65535 f \n%s" % (size, table)
    return out + b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (size, out.rindex(b"xref\n0 "))


CATALOGUE = b"<</Type/Catalog/Pages 2 0 R>>"
PAGE = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]%s>>"


def test_text_format_and_title():
    found = pdf.read(paper.pdf(PLAN, title="某某县法治政府建设规划"))
    assert (found.text, found.format, found.metadata) == (BODY * 3, "PDF", {"标题": "某某县法治政府建设规划"})
    assert found.notes == ()


@pytest.mark.parametrize("title", ["", "Microsoft Word - 规划终稿.doc", "untitled", "规划"])
def test_a_title_that_an_editor_made_is_none(title: str):
    assert pdf.read(paper.pdf(PLAN, title=title)).metadata == {}


def test_a_lock_without_a_password_opens():
    assert pdf.read(paper.pdf(PLAN, password="")).text == BODY * 3


def test_a_password_is_asked_for():
    with pytest.raises(BadPlan, match=r"打开密码.*去掉密码后另存"):
        pdf.read(paper.pdf(PLAN, password="secret"))


def test_a_page_on_its_side_is_read_upright():
    upright = typeset([BODY * 2], Style())[0]
    side = Sheet(upright.height, upright.width)
    side.words = [Word(w.text, w.y, upright.width - w.x, w.size, 90) for w in upright.words]
    assert pdf.read(paper.pdf([side])).text == BODY * 2


def test_a_garbled_layer_counts_as_a_scan(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(ocr, "available", lambda: False)
    found = pdf.read(paper.pdf([*PLAN, *typeset(["(cid:12)(cid:7)ÖÐ»ªÈËÃñ" * 9], Style())]))
    assert found.text == BODY * 3
    assert found.notes == (
        "第2页的文字层已损坏（字符无法对应），按扫描图像处理。",
        '第2页是扫描图像，未读取；安装 OCR 组件后可读：pip install "planqa[ocr]"。',
    )


def _picture_page() -> bytes:
    pixels = zlib.compress(b"\xff" * 100)
    image = b"<</Type/XObject/Subtype/Image/Width 10/Height 10/ColorSpace/DeviceGray/BitsPerComponent 8"
    image += b"/Filter/FlateDecode/Length %d>>\nstream\n%s\nendstream" % (len(pixels), pixels)
    page = PAGE % b"/Contents 4 0 R/Resources<</XObject<</I 5 0 R>>>>"
    draw = b"<</Length 24>>\nstream\n500 0 0 700 0 0 cm /I Do\nendstream"
    return raw_pdf([CATALOGUE, b"<</Type/Pages/Kids[3 0 R]/Count 1>>", page, draw, image])


def test_a_scan_without_the_extra_says_what_to_install(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(ocr, "available", lambda: False)
    with pytest.raises(BadPlan, match=r'第1页是扫描图像.*pip install "planqa\[ocr\]"'):
        pdf.read(_picture_page())


GOOD = paper.pdf(PLAN)
HOSTILE = {
    "empty": b"",
    "text": "依法行政".encode(),
    "docx": b"PK\x03\x04",
    "header only": b"%PDF-1.7\n",
    "half": GOOD[: len(GOOD) // 2],
    "page tree in a loop": raw_pdf([CATALOGUE, b"<</Type/Pages/Kids[2 0 R 2 0 R]/Count 1000000>>"]),
    "page tree that leads back": raw_pdf(
        [CATALOGUE, b"<</Type/Pages/Kids[3 0 R]/Count 1>>", b"<</Type/Pages/Kids[2 0 R]/Parent 2 0 R/Count 1>>"]
    ),
    "too many pages": raw_pdf([CATALOGUE, b"<</Type/Pages/Kids[%s]/Count 3000>>" % (b"3 0 R " * 3000), PAGE % b""]),
    "no text": raw_pdf([CATALOGUE, b"<</Type/Pages/Kids[3 0 R]/Count 1>>", PAGE % b""]),
    "page as large as a field": raw_pdf(
        [CATALOGUE, b"<</Type/Pages/Kids[3 0 R]/Count 1>>", b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 1e9 1e9]>>"]
    ),
}


@pytest.mark.parametrize("data", HOSTILE.values(), ids=HOSTILE)
def test_no_good_pdf_is_refused_with_what_to_do(data: bytes):
    with pytest.raises(BadPlan, match=r"请|换用"):
        pdf.read(data)


def test_a_content_stream_of_zeros_is_refused():
    zeros = zlib.compress(b"\0" * 20_000_000, 9)
    stream = b"<</Length %d/Filter/FlateDecode>>\nstream\n%s\nendstream" % (len(zeros), zeros)
    tree = b"<</Type/Pages/Kids[3 0 R]/Count 1>>"
    with pytest.raises(BadPlan, match="没有可读的文字"):
        pdf.read(raw_pdf([CATALOGUE, tree, PAGE % b"/Contents 4 0 R", stream]))


def test_a_cross_reference_table_that_leads_nowhere_is_rebuilt():
    assert pdf.read(GOOD.replace(b"startxref\n", b"startxref\n9")).text == BODY * 3
