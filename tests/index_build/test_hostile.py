"""Files made to do harm, in one folder with a good one: each is named with what is wrong, and the good one is read."""

import io
import resource
import zipfile
from pathlib import Path

import pytest

from index_build.inspect_file import inspect
from qa.errors import BadPlan
from qa.records import PlanText
from tests.index_build.extract import documents

GOOD = "巴东县水利规划（2016—2020年）\n\n一、总体要求\n\n加强领导，落实责任，扎实推进各项工作。\n"
ENTITIES = "".join(f'<!ENTITY e{i} "{f"&e{i - 1};" * 10}">' for i in range(1, 10))
LAUGHS = f'<?xml version="1.0"?><!DOCTYPE w [<!ENTITY e0 "哈">{ENTITIES}]><w:document>&e9;</w:document>'
#: Bytes of memory that a batch may take beyond what the process had: the readers sit in a child.
MOST = 700_000_000


def zipped(**members: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name.replace("__", "/").replace("_dot_", "."), data)
    return out.getvalue()


def pdf_of(objects: int) -> bytes:
    head = b"%PDF-1.7\n1 0 obj <</Type/Catalog/Pages 2 0 R>> endobj\n2 0 obj <</Type/Pages/Kids[]/Count 0>> endobj\n"
    return head + b"".join(b"%d 0 obj null endobj\n" % i for i in range(3, objects)) + b"trailer <</Root 1 0 R>>"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("hostile")
    (folder / "good.txt").write_text(GOOD, encoding="utf-8")
    (folder / "bomb.zip").write_bytes(zipped(zeros_dot_txt=bytes(300_000_000), good_dot_txt=GOOD.encode()))
    (folder / "path.zip").write_bytes(zipped(**{"..__..__passwd_dot_txt": GOOD.encode()}))
    (folder / "laughs.docx").write_bytes(
        documents.packed(documents.members("") | {"word/document.xml": LAUGHS.encode()})
    )
    (folder / "false.docx").write_text(GOOD, encoding="utf-8")
    (folder / "objects.pdf").write_bytes(pdf_of(1_000_000))
    with (folder / "line.txt").open("wb") as file:
        file.truncate(500_000_000)
    (folder / "letters.txt").write_bytes("法".encode() * 5_000_000)
    (folder / "nothing.ofd").write_bytes(zipped(OFD_dot_xml=b"<OFD/>"))
    (folder / "garbage.doc").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(range(256)) * 40)
    return folder


def test_each_is_named_and_the_good_one_read(folder: Path) -> None:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    found = dict(inspect(folder))
    read = {name for name, text in found.items() if isinstance(text, PlanText) and text.clauses}
    assert read == {"good.txt", "bomb.zip/good.txt"}
    refused = {name: text.message for name, text in found.items() if isinstance(text, BadPlan)}
    assert refused.keys() == found.keys() - read
    assert len(refused) == 9
    assert all(message.endswith("。") and "Error" not in message for message in refused.values())
    assert (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) * 1024 < MOST
