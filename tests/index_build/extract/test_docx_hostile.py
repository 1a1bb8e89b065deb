"""Files that are no DOCX, damaged or hostile: an error in words, soon and in little memory."""

import re
import tracemalloc
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index_build.extract.docx import reader as docx
from index_build.extract.docx.package import kind_of
from qa.errors import BadPlan
from tests.index_build.extract import documents as d
from tests.index_build.extract.documents import p, tbl, tc, tr

MB = 1024 * 1024


def outcome(data: bytes) -> str:
    """What is read, or what is said where it cannot be."""
    try:
        return docx.read(data).text
    except BadPlan as error:
        return error.message


class TestNotDocx:
    @pytest.mark.parametrize(
        ("data", "kind", "says"),
        [
            (b"", "EMPTY", "空的"),
            (bytes.fromhex("d0cf11e0a1b11ae1") + bytes(99) + "WordDocument".encode("utf-16-le"), "DOC", r"\.doc "),
            (
                bytes.fromhex("d0cf11e0a1b11ae1") + bytes(99) + "EncryptedPackage".encode("utf-16-le"),
                "ENCRYPTED",
                "密码",
            ),
            (bytes.fromhex("d0cf11e0a1b11ae1") + bytes(99), "OLE", "另存为"),
            (rb"{\rtf1 x}", "RTF", r"\.rtf"),
            (b"%PDF-1.7", "PDF", r"\.pdf"),
            (b"\xef\xbb\xbf<!DOCTYPE html><html>", "HTML", r"\.html"),
            (b'<?xml version="1.0"?>\n<w:wordDocument>', "WORDML", "Word XML"),
            (b"MIME-Version: 1.0\r\nContent-Type: multipart/related\r\n<html>", "MHTML", "MHT"),
            (b"\x89PNG\r\n\0\0", "UNKNOWN", "别的文件"),
            (b"\xff\xfe" + "某县规划 ok".encode("utf-16-le"), "TEXT", r"\.txt"),
            ("某县规划".encode("gb18030"), "TEXT", r"\.txt"),
            (b"PK\3\4" + bytes(26) + b"mimetypeapplication/vnd.oasis.opendocument.text", "ODT", r"\.odt"),
            (d.packed({"xl/workbook.xml": b"<a/>"}), "ZIP", "没有 Word 正文"),
            (b"PK\3\4", "ZIP", "无法打开"),
        ],
    )
    def test_it_says_what_the_file_is(self, data: bytes, kind: str, says: str) -> None:
        assert kind_of(data) == kind
        with pytest.raises(BadPlan, match=says):
            docx.read(data)

    def test_without_its_body(self) -> None:
        files = d.members(p("甲"))
        del files["word/document.xml"]
        with pytest.raises(BadPlan, match="没有 Word 正文"):
            docx.read(d.packed(files))

    @settings(deadline=None, max_examples=60)
    @given(st.binary(max_size=60), st.integers(0, 36_000))
    def test_damage_raises_nothing_else(self, noise: bytes, at: int) -> None:
        whole = d.document(p("甲") + d.table([["一", "二"]]))
        assert re.search("甲|请", outcome(whole[:at] + noise + whole[at + len(noise) :]))


class TestHostile:
    def refused(self, files: dict[str, bytes]) -> None:
        data = d.packed(files)
        tracemalloc.start()
        with pytest.raises(BadPlan):
            docx.read(data)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert peak < 150 * MB

    @pytest.mark.parametrize("name", ["word/document.xml", "word/styles.xml", "_rels/.rels", "docProps/core.xml"])
    def test_entities(self, name: str) -> None:
        files = d.members(p("甲"))
        laughs = "<!ENTITY a0 'ha'>" + "".join(f"<!ENTITY a{n} '{f'&a{n - 1};' * 10}'>" for n in range(1, 12))
        doctype = f"<!DOCTYPE r [{laughs}<!ENTITY x SYSTEM 'file:///etc/hostname'>]>".encode()
        declaration, _, rest = files[name].rpartition(b"?>")
        files[name] = declaration + (b"?>" if declaration else b"") + doctype + rest
        self.refused(files)

    def test_a_path_in_the_zip(self) -> None:
        self.refused({**d.members(p("甲")), "../../evil": b"1"})

    def test_a_bomb_for_a_body(self) -> None:
        self.refused({**d.members(p("甲")), "word/document.xml": bytes(90 * MB)})

    def test_a_body_larger_than_any_plan(self) -> None:
        self.refused(d.members(p(Random(1).randbytes(9 * MB).hex())))

    def test_more_files_than_any_document(self) -> None:
        self.refused({**d.members(p("甲")), **{f"x{n}": b"" for n in range(20_001)}})

    def test_deep_nesting(self) -> None:
        files = d.members(p("甲"))
        files["word/document.xml"] = b"<a>" * 100_000 + b"</a>" * 100_000
        self.refused(files)

    def test_tables_in_tables_down_to_the_limit_of_the_parser(self) -> None:
        body = p("底")
        for _ in range(80):
            body = tbl(tr(tc(body), tc("旁")))
        assert re.search("底|嵌套", outcome(d.document(body)))

    @pytest.mark.parametrize("span", ["99999999", "9" * 5000, "x"])
    def test_a_span_of_columns_without_end(self, span: str) -> None:
        self.refused(d.members(tbl(tr(tc("甲", f'<w:gridSpan w:val="{span}"/>'), tc("乙")))))
        self.refused(d.members(tbl(tr(tc("甲"), tc("乙"), properties=f'<w:gridAfter w:val="{span}"/>'))))

    def test_a_merge_that_repeats_without_end(self) -> None:
        more = tr(tc("", "<w:vMerge/>"), tc("乙")) * 2000
        self.refused(d.members(tbl(tr(tc("字" * 100_000, '<w:vMerge w:val="restart"/>'), tc("乙")) + more)))
