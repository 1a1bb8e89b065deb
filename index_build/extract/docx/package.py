"""The parts of a DOCX, found as its relationships say; and what a file that is none really is."""

import posixpath
import re
from collections.abc import Iterator
from typing import NoReturn

from lxml import etree

from index_build.extract.xml import parse_xml
from index_build.extract.zipped import Members
from qa.errors import BadPlan

_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
#: Tried in this order at the head of a file, white space off.
_SIGNATURES = tuple(
    (kind, re.compile(signature, re.IGNORECASE | re.DOTALL))
    for kind, signature in (
        ("RTF", rb"\{\\rtf"),
        ("PDF", rb"%PDF"),
        ("MHTML", rb"MIME-Version:"),
        ("WORDML", rb"<\?xml.*(?:<w:wordDocument|<pkg:package)"),
        ("HTML", rb".*(?:<!doctype html|<html|<head|<body|<table|<meta)"),
    )
)
_DOCUMENT = "officeDocument"


class Package:
    """Parts by the last word of their relationship's type: styles, numbering, footnotes, header.

    Raises BadPlan: another kind of file, damaged, encrypted, or hostile (see `zipped` and `xml`).
    """

    def __init__(self, data: bytes) -> None:
        kind = kind_of(data)
        if kind not in ("DOCX", "ZIP"):
            refuse(kind, "DOCX")
        self._members = Members(data)
        self._members.refuse_unsafe_names()
        #: Part names are the same in either case (ECMA-376 part 2, 6.2.2.3).
        self._names = {name.lower(): name for name in self._members.names}
        found = self._related("", _DOCUMENT)
        self._main = next(found, "word/document.xml")
        if self._main.lower() not in self._names:
            raise BadPlan("这个压缩包里没有 Word 正文（word/document.xml），不是完整的 DOCX。请用办公软件另存后再试。")

    def document(self) -> etree._Element:
        return self._parsed(self._main)

    def part(self, kind: str) -> etree._Element | None:
        """The part that the document names so, such as styles; None without one."""
        return next(self.parts(kind), None)

    def parts(self, kind: str) -> Iterator[etree._Element]:
        return (self._parsed(name) for name in self._related(self._main, kind) if name.lower() in self._names)

    def by_id(self, relationship: str) -> etree._Element | None:
        """The part of the document's relationship with this id."""
        for found in self._relationships(self._main):
            if found.get("Id") == relationship:
                name = _target(self._main, found)
                return self._parsed(name) if name.lower() in self._names else None
        return None

    def core(self) -> etree._Element | None:
        """The core properties: title, author, dates."""
        name = next(self._related("", "core-properties"), "")
        return self._parsed(name) if name.lower() in self._names else None

    def _related(self, source: str, kind: str) -> Iterator[str]:
        for found in self._relationships(source):
            if (found.get("Type") or "").rpartition("/")[2] == kind and found.get("TargetMode") != "External":
                yield _target(source, found)

    def _relationships(self, source: str) -> Iterator[etree._Element]:
        folder, base = posixpath.split(source)
        name = posixpath.join(folder, "_rels", f"{base}.rels")
        if name.lower() in self._names:
            yield from (inner for inner in self._parsed(name) if isinstance(inner.tag, str))

    def _parsed(self, name: str) -> etree._Element:
        return parse_xml(self._members.read(self._names[name.lower()]))


def _target(source: str, relationship: etree._Element) -> str:
    target = relationship.get("Target") or ""
    return posixpath.normpath(posixpath.join("/", posixpath.dirname(source), target)).lstrip("/")


def kind_of(data: bytes) -> str:
    """What a file is by its content: DOCX, ODT, ZIP (another one), DOC, ENCRYPTED, OLE (another one), RTF, PDF, HTML,
    MHTML, WORDML (Word's XML in one file), TEXT, UNKNOWN or EMPTY."""
    head = data[:4096].lstrip(b"\xef\xbb\xbf \t\r\n\0")
    if data.startswith(b"PK"):
        return _kind_of_zip(data)
    if data.startswith(_OLE):
        names = {kind: name.encode("utf-16-le") for kind, name in _STREAMS}
        return next((kind for kind, name in names.items() if name in data), "OLE")
    known = next((kind for kind, signature in _SIGNATURES if signature.match(head)), None)
    if known or not head:
        return known or "EMPTY"
    return "TEXT" if b"\0" not in head or data.startswith((b"\xff\xfe", b"\xfe\xff")) else "UNKNOWN"


_STREAMS = (("ENCRYPTED", "EncryptedPackage"), ("DOC", "WordDocument"))


def _kind_of_zip(data: bytes) -> str:
    if b"application/vnd.oasis.opendocument.text" in data[:200]:
        return "ODT"
    return "DOCX" if b"word/" in data else "ZIP"


_WHAT = {
    "DOC": "旧版 Word 文档，请把扩展名改为 .doc 后再试",
    "DOCX": "DOCX 文档，请把扩展名改为 .docx 后再试",
    "RTF": "RTF 文档，请把扩展名改为 .rtf 后再试",
    "ODT": "ODT 文档，请把扩展名改为 .odt 后再试",
    "PDF": "PDF 文件，请把扩展名改为 .pdf 后再试",
    "HTML": "网页，请把扩展名改为 .html 后再试",
    "MHTML": "单个文件的网页（MHT），请用办公软件另存为 DOCX 后再试",
    "WORDML": "Word XML 文档，请用办公软件另存为 DOCX 后再试",
    "OLE": "别的办公软件文件，请用原软件另存为 DOCX 或 PDF 后再试",
    "ZIP": "别的文件的压缩包，请核对文件",
    "UNKNOWN": "别的文件，请核对文件",
    "TEXT": "纯文本，请把扩展名改为 .txt 后再试",
}


def refuse(kind: str, name: str) -> NoReturn:
    """Raises BadPlan that says what the file is, in place of the format that its name promises."""
    if kind == "EMPTY":
        raise BadPlan("文件是空的，请重新获取。")
    if kind == "ENCRYPTED":
        raise BadPlan("文档设有打开密码，无法读取。请去掉密码后再试。")
    raise BadPlan(f"这不是 {name} 文件，其实是{_WHAT[kind]}。")
