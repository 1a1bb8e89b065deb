"""DOC, RTF, ODT, WPS through LibreOffice: what the DOCX reader gives of the same document, and nothing left over."""

import os
import signal
import subprocess
import tempfile
import time
from pathlib import Path
from random import Random

import pytest

from index_build.extract import office
from index_build.extract.docx import reader as docx
from qa.errors import BadPlan
from tests.index_build.extract import documents as d
from tests.index_build.extract.documents import item, p, r, tbl, tc, tr
from tests.index_build.extract.test_docx_numbering import PLAN

needs_office = pytest.mark.skipif(office.program() is None, reason="LibreOffice (soffice) is not installed")

PARTS = {
    "numbering": PLAN + d.num(1, 1),
    "footnotes": f'<w:footnote w:id="2">{p("全县口径。")}</w:footnote>',
}
BODY = (
    p("某县水利规划（2021—2025年）")
    + item("总则", 1, 0)
    + item("总体要求", 1, 1)
    + item("指导思想。坚持统筹。", 1, 2)
    + item("主要目标。", 1, 2)
    + item("供水普及率达到95%。", 1, 3)
    + item("新建水厂。", 1, 3)
    + p("（牵头单位：县水利局；责任单位：各乡镇人民政府）")
    + item("重点任务", 1, 1)
    + p(
        r("新增")
        + "<w:ins>"
        + r("两处")
        + "</w:ins><w:del><w:r><w:delText>一处</w:delText></w:r></w:del>"
        + r("水库。")
    )
    + p(r("覆盖全部乡镇") + '<w:r><w:footnoteReference w:id="2"/></w:r>' + r("。"))
    + tbl(
        tr(tc("任务"), tc("责任", '<w:gridSpan w:val="2"/>')),
        tr(tc("修渠", '<w:vMerge w:val="restart"/>'), tc("水利局"), tc("2022年底前")),
        tr(tc("", "<w:vMerge/>"), tc("财政局"), tc("2023年底前")),
    )
    + item("附则", 1, 0)
    + p("　　本规划由县水利局解释。")
)


@pytest.fixture(scope="module")
def plan() -> bytes:
    return d.document(BODY, **PARTS)


def saved_as(data: bytes, suffix: str, folder: Path) -> bytes:
    (folder / "plan.docx").write_bytes(data)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", suffix, "--outdir", str(folder), "plan.docx"]
    subprocess.run(command, cwd=folder, check=True, capture_output=True, timeout=120)
    return (folder / f"plan.{suffix.partition(':')[0]}").read_bytes()


def leftovers() -> set[str]:
    return {name for name in os.listdir(tempfile.gettempdir()) if name.startswith("planqa-")}


@needs_office
@pytest.mark.parametrize("suffix", ["doc", "odt"])
def test_the_same_document_says_the_same(plan: bytes, suffix: str, tmp_path: Path) -> None:
    before, expected = leftovers(), docx.read(plan)
    read = office.read(saved_as(plan, suffix, tmp_path), f".{suffix}")
    assert "（二）主要目标。\n\n1.供水普及率达到95%。\n\n2.新建水厂。" in expected.text
    assert "修渠\t水利局\t2022年底前\n修渠\t财政局\t2023年底前" in expected.text
    assert (read.text, read.tables, read.format) == (expected.text, 1, suffix.upper())
    assert leftovers() == before


@needs_office
def test_a_wps_file_is_read_by_its_content(plan: bytes, tmp_path: Path) -> None:
    read = office.read(saved_as(plan, "doc", tmp_path), ".wps")
    assert (read.text, read.format) == (docx.read(plan).text, "WPS")


@needs_office
def test_numbers_are_those_that_libreoffice_counts(tmp_path: Path) -> None:
    """An independent reckoning over lists that skip, share definitions and start anew. It knows no w:lvlRestart and no
    w:isLgl, and starts anew at one only, so these are left to examples."""
    random = Random(20_250_101)
    forms = [
        "decimal",
        "chineseCountingThousand",
        "chineseCounting",
        "decimalEnclosedCircle",
        "lowerLetter",
        "upperRoman",
    ]
    texts = ["第{}章", "{}、", "（{}）"]
    definitions = numbers = ""
    for a in range(10):
        levels = ["%1", "%1.%2", "%1.%2.%3", "%1.%2.%3.%4"]
        shown = [random.choice([random.choice(texts).format(f"%{n + 1}"), levels[n]]) for n in range(4)]
        definitions += d.abstract(a, *(d.lvl(n, random.choice(forms), text) for n, text in enumerate(shown)))
        numbers += d.num(2 * a + 1, a) + d.num(2 * a + 2, a, random.choice(["", d.restarted(random.randint(0, 1), 1)]))
    body = "".join(item("甲", random.randint(1, 20), random.choice([0, 0, 1, 1, 1, 2, 2, 3])) for _ in range(300))
    data = d.document(body, numbering=definitions + numbers)
    counted = saved_as(data, "txt:Text (encoded):UTF8", tmp_path).decode("utf-8-sig").split("\n")
    expected = [line.replace(" ", "") for line in counted if line.strip()]
    assert [line.replace(" ", "") for line in docx.read(data).text.split("\n\n")] == expected


def gbk(text: str) -> str:
    return "".join(c if c.isascii() else "".join(f"\\'{byte:02x}" for byte in c.encode("gbk")) for c in text)


def rtf_level(before: str, level: int, after: str) -> str:
    """A level of a list in Chinese numbers (\\levelnfc39), its text in GBK bytes as Word writes it."""
    text = f"\\'{len(before) + 1 + len(after):02x}{gbk(before)}\\'{level:02x}{gbk(after)};"
    place = f"{{\\levelnumbers\\'{len(before) + 1:02x};}}"
    return f"{{\\listlevel\\levelnfc39\\levelfollow0\\levelstartat1{{\\leveltext{text}}}{place}\\loch\\af0\\dbch\\af1}}"


@needs_office
def test_rtf_in_gbk_with_automatic_numbers() -> None:
    fonts = f"{{\\fonttbl{{\\f0\\fcharset0 Times;}}{{\\f1\\fcharset134 {gbk('宋体')};}}}}"
    levels = rtf_level("第", 0, "章") + rtf_level("", 1, "、")
    lists = f"{{\\*\\listtable{{\\list{levels}\\listid7}}}}{{\\*\\listoverridetable{{\\listoverride\\listid7\\ls1}}}}"
    lines = [
        ("", "某县规划"),
        ("\\ls1\\ilvl0", "总则"),
        ("\\ls1\\ilvl1", "目标"),
        ("\\ls1\\ilvl1", "任务"),
        ("\\ls1", "附则"),
    ]
    body = "".join(f"\\pard\\plain{place}\\f1 {gbk(text)}\\par " for place, text in lines)
    row = "\\trowd\\cellx2000\\cellx4000\\intbl\\f1 " + gbk("任务\\cell 单位\\cell\\row ")
    data = f"{{\\rtf1\\ansi\\ansicpg936\\deff0{fonts}{lists}{body}\\pard{row}\\pard {gbk('末段')}\\par}}"
    read = office.read(data.encode("ascii"), ".rtf")
    assert read.text == "某县规划\n\n第一章 总则\n\n一、目标\n\n二、任务\n\n第二章 附则\n\n任务\t单位\n\n末段"
    assert read.format == "RTF"


def test_a_docx_under_another_name_needs_no_office(plan: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    assert office.read(plan, ".wps").text == docx.read(plan).text


OLE = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600)
DOC = OLE + "WordDocument".encode("utf-16-le")


def test_without_office_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(BadPlan, match=r"读取 \.wps 需要 LibreOffice：请安装"):
        office.read(DOC, ".wps")


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "空的"),
        (OLE, "别的办公软件"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "密码"),
        ("第一章 总则".encode("gb18030"), r"这不是 DOC 文件，其实是纯文本.*\.txt"),
        (b"<html><body>", r"网页.*\.html"),
        (b"%PDF-1.4", r"\.pdf"),
        (b"<?xml version='1.0'?><w:wordDocument/>", "Word XML"),
        (b"PK\3\4", "压缩包"),
    ],
)
def test_what_is_no_document_is_not_taken_for_text(data: bytes, says: str) -> None:
    with pytest.raises(BadPlan, match=says):
        office.read(data, ".doc")


@needs_office
@pytest.mark.parametrize("data", [DOC + bytes(range(256)) * 20, rb"{\rtf1" + bytes(range(256)) * 9])
def test_a_damaged_document(data: bytes) -> None:
    before = leftovers()
    with pytest.raises(BadPlan, match="打不开"):
        office.read(data, ".doc")
    assert leftovers() == before


def test_one_that_hangs_is_ended_with_all_that_it_started(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A stand-in for soffice that starts a child, as soffice does, and never ends."""
    note = tmp_path / "pid"
    stand_in = tmp_path / "soffice"
    stand_in.write_text(f"#!/bin/sh\n/bin/sleep 300 &\necho $! > {note}\nwait\n")
    stand_in.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(office, "LONGEST", 1)
    before = leftovers()
    with pytest.raises(BadPlan, match="1 秒内没有转换完"):
        office.read(DOC, ".doc")
    assert leftovers() == before
    assert is_gone(int(note.read_text()))


def is_gone(pid: int) -> bool:
    """Whether a process has ended; one killed just now may wait a moment for its parent to notice."""
    for _ in range(100):
        status = Path(f"/proc/{pid}/stat")
        if not status.exists() or status.read_text().rpartition(")")[2].split()[0] == "Z":
            return True
        time.sleep(0.05)
    os.kill(pid, signal.SIGKILL)
    return False
