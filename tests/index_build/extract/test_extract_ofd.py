"""OFD: parts and paths, what is text and what is not, and files that are no good."""

import pytest

from index_build.extract import ofd
from qa.errors import BadPlan
from tests.index_build.extract import paper
from tests.index_build.extract.paper import Style, content, ofd_root, typeset, zipped

BODY = "健全依法决策机制，把公众参与、专家论证、风险评估、合法性审查、集体讨论决定确定为重大行政决策法定程序。"
NS = 'xmlns:ofd="http://www.ofdspec.org/2016"'
PAGE = content(typeset([BODY], Style())[0])


def document(*locations: str, templates: str = "") -> str:
    pages = "".join(f'<ofd:Page ID="{n}" BaseLoc="{path}"/>' for n, path in enumerate(locations))
    return (
        f"<ofd:Document {NS}><ofd:CommonData>{templates}</ofd:CommonData><ofd:Pages>{pages}</ofd:Pages></ofd:Document>"
    )


def objects(inner: str) -> str:
    layer = f'<ofd:Layer ID="1">{inner}</ofd:Layer>'
    return f"<ofd:Page {NS}><ofd:Content>{layer}</ofd:Content></ofd:Page>"


def read_page(inner: str) -> str:
    parts = {"OFD.xml": ofd_root("", {}), "Doc_0/Document.xml": document("P.xml"), "Doc_0/P.xml": objects(inner)}
    return ofd.read(zipped(parts)).text


def test_text_format_and_properties():
    found = ofd.read(
        paper.ofd(typeset([BODY * 3], Style()), "某某县法治规划", {"发文字号": "某政发〔2016〕3号", "空": ""})
    )
    assert (found.text, found.format) == (BODY * 3, "OFD")
    assert found.metadata == {"标题": "某某县法治规划", "发文字号": "某政发〔2016〕3号"}


@pytest.mark.parametrize("location", ["Pages/P.xml", "/Doc_0/Pages/P.xml", "./Pages/../Pages/P.xml"])
def test_locations_count_from_the_folder_or_the_root(location: str):
    parts = {"OFD.xml": ofd_root("", {}), "Doc_0/Document.xml": document(location), "Doc_0/Pages/P.xml": PAGE}
    assert ofd.read(zipped(parts)).text == BODY


def test_every_document_is_read_in_order():
    second = content(typeset(["附件。" * 20], Style())[0])
    roots = ofd_root("", {}, ["Doc_0/Document.xml", "/Doc_1/Document.xml"])
    parts = {"OFD.xml": roots, "Doc_0/P.xml": PAGE, "Doc_1/P.xml": second}
    parts |= {f"Doc_{n}/Document.xml": document("P.xml") for n in (0, 1)}
    assert ofd.read(zipped(parts)).text == BODY + "\n\n" + "附件。" * 20


def test_templates_are_left_out():
    template = '<ofd:TemplatePage ID="9" BaseLoc="T.xml"/>'
    parts = {"OFD.xml": ofd_root("", {}), "Doc_0/Document.xml": document("P.xml", templates=template)}
    parts |= {"Doc_0/P.xml": PAGE, "Doc_0/T.xml": content(typeset(["页眉"], Style())[0])}
    found = ofd.read(zipped(parts))
    assert (found.text, found.left_out) == (BODY, (("页眉", "版式模板（页眉、页脚等）"),))
    parts["Doc_0/T.xml"] = "<broken"
    damaged = ofd.read(zipped(parts))
    assert (damaged.text, len(damaged.left_out)) == (BODY, 1)


def test_steps_and_matrices_place_the_characters():
    group = (
        '<ofd:TextObject ID="1" Size="5" Boundary="20 50 90 8">'
        '<ofd:TextCode X="0" Y="6" DeltaX="g 3 5">依法行政</ofd:TextCode></ofd:TextObject>'
    )
    scaled = (
        '<ofd:TextObject ID="2" Size="1" CTM="5 0 0 5 0 0" Boundary="40 50 90 8">'
        '<ofd:TextCode X="0" Y="1.2" DeltaX="1 1">办法好</ofd:TextCode></ofd:TextObject>'
    )
    assert read_page(scaled + group) == "依法行政办法好"


def test_what_is_not_shown_is_not_text():
    code = '<ofd:TextCode X="0" Y="6">法</ofd:TextCode>'
    shown = f'<ofd:TextObject ID="1" Size="5" Boundary="20 50 90 8">{code}</ofd:TextObject>'
    hidden = shown.replace("ID=", 'Visible="false" ID=').replace("法", "隐")
    assert read_page(shown + hidden) == "法"


def test_numbers_beyond_reason_do_no_harm():
    wild = (
        '<ofd:TextObject ID="1" Size="5" Boundary="20 50 x 8" CTM="1 nan"><ofd:TextCode X="1e999" Y="6" '
        'DeltaX="g 999999999 5 g">依法</ofd:TextCode></ofd:TextObject><ofd:PathObject Boundary=""><ofd:AbbreviatedData>'
        "L 1 2 C M 1 Q B</ofd:AbbreviatedData></ofd:PathObject>"
    )
    assert read_page(wild) == "依法"


ROOT = ofd_root("", {})
DOCUMENT = document("P.xml")
HOSTILE = {
    "no zip": b"%PDF-1.4",
    "half": paper.ofd(typeset([BODY], Style()))[:200],
    "no root": zipped({"a.txt": ""}),
    "no document": zipped({"OFD.xml": ROOT}),
    "no page part": zipped({"OFD.xml": ROOT, "Doc_0/Document.xml": DOCUMENT}),
    "no pages": zipped({"OFD.xml": ROOT, "Doc_0/Document.xml": document()}),
    "no location": zipped({"OFD.xml": ROOT, "Doc_0/Document.xml": document("")}),
    "out of the package": zipped({"OFD.xml": ROOT, "Doc_0/Document.xml": document("../../etc/passwd")}),
    "member out of the folder": zipped({"OFD.xml": ROOT, "../x": ""}),
    "bad XML": zipped({"OFD.xml": ROOT, "Doc_0/Document.xml": DOCUMENT, "Doc_0/P.xml": PAGE[:-20]}),
    "entities": zipped({"OFD.xml": '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}),
    "no text": zipped({"OFD.xml": ROOT, "Doc_0/Document.xml": DOCUMENT, "Doc_0/P.xml": objects("")}),
    "a page 3000 times": zipped(
        {"OFD.xml": ROOT, "Doc_0/Document.xml": document(*["P.xml"] * 3000), "Doc_0/P.xml": objects("")}
    ),
}


@pytest.mark.parametrize("data", HOSTILE.values(), ids=HOSTILE)
def test_no_good_ofd_is_refused_with_what_to_do(data: bytes):
    with pytest.raises(BadPlan, match="请"):
        ofd.read(data)


def test_a_page_of_pictures_is_named():
    picture = '<ofd:ImageObject ID="3" ResourceID="4" Boundary="0 0 210 297"/>'
    parts = {"OFD.xml": ROOT, "Doc_0/Document.xml": document("P.xml", "I.xml"), "Doc_0/P.xml": PAGE}
    found = ofd.read(zipped({**parts, "Doc_0/I.xml": objects(picture)}))
    assert found.text == BODY
    assert found.notes == ("第2页是图像，未读取；可转为 PDF 后用 OCR 组件读取。",)
