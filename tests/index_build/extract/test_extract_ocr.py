"""Recognition of scans: pictures drawn from sheets, turned, ruled, and files that are no good.

Recognised text is compared by how much of it is right: a recogniser may take one mark for another.
"""

import io
import socket
import zipfile
from difflib import SequenceMatcher

import numpy as np
import pytest

from index_build.extract import ocr, ofd, pdf
from index_build.extract.ocr_rules import rules
from qa.errors import BadPlan
from tests.index_build.extract import paper
from tests.index_build.extract.paper import FONT, Sheet, Style, typeset

needs_ocr = pytest.mark.skipif(not ocr.available(), reason="the OCR extra is not installed")
needs_font = pytest.mark.skipif(not FONT.exists(), reason="Noto Sans CJK is not installed")

BODY = "健全依法决策机制，把公众参与、专家论证、风险评估、合法性审查、集体讨论决定确定为重大行政决策法定程序。"
SMALL = Style(length=20, lines=8, number="— {} —")


def encoded(images: list, form: str = "PNG") -> bytes:
    out = io.BytesIO()
    images[0].save(out, form, **({"save_all": True, "append_images": images[1:]} if len(images) > 1 else {}))
    return out.getvalue()


def likeness(a: str, b: str) -> float:
    return SequenceMatcher(None, a, b, autojunk=False).ratio()


@needs_ocr
@needs_font
def test_a_scanned_page_of_a_pdf_is_read_among_others(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(socket, "socket", None)
    found = pdf.read(paper.pdf(typeset([BODY, "一、总体要求"], SMALL), pictures=True))
    first, heading = found.text.split("\n\n")
    assert likeness(first, BODY) > 0.97
    assert heading == "一、总体要求"
    assert found.notes[0].startswith("第1页由 OCR 识别，平均把握 0.9")
    assert found.places == ((0, "第1页"),)


@needs_ocr
@needs_font
@pytest.mark.parametrize("resource", ["4", "5"])
def test_a_scanned_page_of_an_ofd_is_read_among_others(resource: str):
    """5: a resource that is not there leaves its page unread, and says so."""
    sheets = typeset([BODY, "一、总体要求", BODY * 3], SMALL)
    space = 'xmlns:ofd="http://www.ofdspec.org/2016"'
    scan = f'<ofd:ImageObject ID="3" ResourceID="{resource}" Boundary="0 0 {{}} {{}}"/>'
    listed = '<ofd:MultiMedia ID="4" Type="Image"><ofd:MediaFile>i.png</ofd:MediaFile></ofd:MultiMedia>'
    with zipfile.ZipFile(io.BytesIO(paper.ofd(sheets))) as archive:
        parts: dict[str, str | bytes] = {name: archive.read(name) for name in archive.namelist()}
    document = str(parts["Doc_0/Document.xml"], "utf-8")
    common = "</ofd:PageArea><ofd:DocumentRes>R.xml</ofd:DocumentRes>"
    parts["Doc_0/Document.xml"] = document.replace("</ofd:PageArea>", common)
    parts["Doc_0/R.xml"] = f'<ofd:Res {space} BaseLoc="Res"><ofd:MultiMedias>{listed}</ofd:MultiMedias></ofd:Res>'
    parts["Doc_0/Res/i.png"] = encoded([paper.picture(sheets[0])])
    width, height = (length * 25.4 / 72 for length in (sheets[0].width, sheets[0].height))
    area = f"<ofd:Area><ofd:PhysicalBox>0 0 {width} {height}</ofd:PhysicalBox></ofd:Area>"
    layer = f'<ofd:Layer ID="1">{scan.format(width, height)}</ofd:Layer>'
    parts["Doc_0/Pages/Page_0/Content.xml"] = f"<ofd:Page {space}>{area}<ofd:Content>{layer}</ofd:Content></ofd:Page>"
    found = ofd.read(paper.zipped(parts))
    assert len(sheets) > 1
    if resource == "5":
        assert found.notes == ("第1页是图像，未读取；可转为 PDF 后用 OCR 组件读取。",)
        return
    first, heading, rest = found.text.split("\n\n")
    assert likeness(first, BODY) > 0.97
    assert heading == "一、总体要求"
    assert likeness(rest, BODY * 3) > 0.97
    assert found.notes[0].startswith("第1页由 OCR 识别，平均把握 ")


@needs_ocr
@needs_font
@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_turned_picture_is_read_upright(turn: int):
    image = paper.picture(typeset([BODY], SMALL)[0]).rotate(turn, expand=True)
    assert likeness(ocr.read(encoded([image])).text, BODY) > 0.97


@needs_ocr
@needs_font
def test_frames_of_a_tiff_are_pages_and_a_table_keeps_its_cells():
    sheet = Sheet(500, 300)
    sheet.grid((50, 200, 450), (60, 100, 140))
    for x, y, text in [
        (60, 85, "牵头单位"),
        (210, 85, "工作任务"),
        (60, 125, "县司法局"),
        (210, 125, "组织法治宣传教育"),
    ]:
        sheet.write(text, x, y, 14)
    found = ocr.read(encoded([paper.picture(s) for s in (typeset([BODY], SMALL)[0], sheet)], "TIFF"))
    assert (found.format, found.tables) == ("TIFF", 1)
    assert [name for _, name in found.places] == ["第1页", "第2页"]
    assert found.text.endswith("牵头单位\t工作任务\n县司法局\t组织法治宣传教育")


@needs_ocr
@needs_font
def test_doubtful_lines_are_named(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(ocr, "_SURE", 1.01)
    found = ocr.read(encoded([paper.picture(typeset(["依法行政"], SMALL)[0])]))
    assert any("把握低于" in note and "依法行政" in note for note in found.notes)


@needs_ocr
def test_a_blank_picture_is_refused():
    from PIL import Image

    with pytest.raises(BadPlan, match="没有识别到文字，请"):
        ocr.read(encoded([Image.new("L", (200, 200), 255)]))


@needs_ocr
def test_a_picture_of_too_many_pixels_is_refused_before_it_is_unpacked():
    from PIL import Image

    with pytest.raises(BadPlan, match=r"图片过大.*缩小"):
        ocr.read(encoded([Image.new("1", (9000, 9000))]))


@needs_ocr
@pytest.mark.parametrize("data", [b"", b"GIF89a", b"\x89PNG\r\n\x1a\n", b"II*\x00\xff\xff\xff\x7f", "法".encode()])
def test_no_good_picture_is_refused(data: bytes):
    with pytest.raises(BadPlan, match=r"无法打开图片.*请重新获取"):
        ocr.read(data)


@needs_ocr
def test_half_a_picture_is_refused():
    from PIL import Image

    noise = Image.fromarray(np.random.default_rng(0).integers(0, 255, (200, 200), dtype=np.uint8))
    with pytest.raises(BadPlan, match="不完整或已损坏"):
        ocr.read(encoded([noise])[:20_000])


def test_without_the_extra_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(ocr, "available", lambda: False)
    with pytest.raises(BadPlan, match=r'pip install "planqa\[ocr\]"'):
        ocr.read(b"")


@needs_ocr
def test_rules_of_a_picture_are_found_and_strokes_are_not():
    picture = np.full((400, 600, 3), 255, dtype=np.uint8)
    picture[100:103, 50:550] = 0
    picture[100:300, 200:202] = 0
    picture[200:203, 300:325] = 0
    level, upright = sorted(rules(picture, 0.5), key=lambda rule: rule.x0)
    assert level.top == level.bottom == pytest.approx(50.75, abs=0.5)
    assert (level.x0, level.x1) == pytest.approx((25, 275), abs=1)
    assert (upright.top, upright.bottom) == pytest.approx((50, 150), abs=1)
