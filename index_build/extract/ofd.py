"""OFD (GB/T 33190-2016), the layout format of Chinese public bodies: a zip of XML, read part by part.

Templates hold running heads and letterheads, annotations hold seals and signatures: neither is the document's text.
"""

import posixpath
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from itertools import islice

from lxml import etree

from index_build.extract import ocr, ofd_page, ofd_scans
from index_build.extract.layout.asides import page_list
from index_build.extract.layout.characters import plain
from index_build.extract.layout.page import Page
from index_build.extract.layout.pages import lay_out
from index_build.extract.shape import Extracted
from index_build.extract.xml import parse_xml
from index_build.extract.zipped import Members
from qa.errors import BadPlan

_MOST_PAGES, _MOST_TEMPLATES = 2_000, 20
_LONGEST_VALUE = 200
_INCOMPLETE = "请重新获取，或用 OFD 阅读器打开后另存再试。"
_LABELS = {"Title": "标题", "Author": "作者", "Subject": "主题"}


def read(data: bytes) -> Extracted:
    """An OFD's text, tables and properties. Raises BadPlan: not an OFD, parts missing, hostile, nothing to read."""
    package = _Package(data)
    root = package.part("OFD.xml")
    found = list(_pages(package, root))
    pictures = [number for number, read in enumerate(found) if read.has_pictures and not read.page.boxes]
    seen = _recognised(package, found, pictures)
    laid = lay_out([seen.pages.get(number, read.page) for number, read in enumerate(found)])
    unread = [number for number in pictures if number not in seen.pages]
    if not laid.text:
        what = "页面是扫描图像" if pictures else "页面上没有文字"
        raise BadPlan(f"OFD 中没有可读的文字（{what}）。请换用文字版，或转为 PDF 后用 OCR 组件读取。")
    note = (f"{page_list(unread)}是图像，未读取；可转为 PDF 后用 OCR 组件读取。",) if unread else ()
    left_out = (*laid.left_out, *seen.left_out, *_templates(package, root))
    notes = (*laid.notes, *seen.notes, *note)
    return Extracted(laid.text, "OFD", _properties(root), laid.places, laid.tables, notes, left_out)


@dataclass(frozen=True)
class _Read:
    """A page as its text gives it. scan: the path of the picture that fills it, None without one."""

    page: Page
    has_pictures: bool
    scan: str | None


def _recognised(package: "_Package", found: Sequence[_Read], pictures: Sequence[int]) -> ofd_scans.Recognised:
    paths = {number: found[number].scan for number in pictures} if ocr.available() else {}
    opened = {number: partial(package.file, path) for number, path in paths.items() if path}
    return ofd_scans.recognise(opened, {number: found[number].page for number in opened})


class _Package:
    """The parts of an OFD by their paths."""

    def __init__(self, data: bytes) -> None:
        if not data.startswith(b"PK"):
            raise BadPlan("这不是 OFD 文件（不是 ZIP 容器），请核对文件类型，或重新获取后再试。")
        self._members = Members(data)
        self._members.refuse_unsafe_names()

    def part(self, path: str) -> etree._Element:
        return parse_xml(self.file(path))

    def file(self, path: str) -> bytes:
        if path not in self._members:
            raise BadPlan(f"OFD 缺少部件“{path}”，文件不完整。{_INCOMPLETE}")
        return self._members.read(path)


def _pages(package: _Package, root: etree._Element) -> Iterator[_Read]:
    """The pages of all documents in the file, in order."""
    count = 0
    for location in root.iterfind("{*}DocBody/{*}DocRoot"):
        path = _path("", location.text)
        document = package.part(path)
        box = ofd_page.page_box(document)
        pictures = _pictures(package, path, document)
        for page in document.iterfind("{*}Pages/{*}Page"):
            count += 1
            if count > _MOST_PAGES:
                raise BadPlan(f"OFD 超出 {_MOST_PAGES} 页的限制，请拆分后再试。")
            content = package.part(_path(posixpath.dirname(path), page.get("BaseLoc")))
            scan = pictures.get(ofd_scans.scan(content, box) or "")
            yield _Read(ofd_page.read(content, box), ofd_page.has_pictures(content), scan)
    if not count:
        raise BadPlan(f"OFD 中没有页面。{_INCOMPLETE}")


def _pictures(package: _Package, path: str, document: etree._Element) -> dict[str, str]:
    """The paths of a document's pictures by their identifiers; without those whose list is missing or damaged."""
    found: dict[str, str] = {}
    for location in ofd_scans.resources(document):
        with suppress(BadPlan):
            listed = _path(posixpath.dirname(path), location)
            for identifier, file in ofd_scans.files(package.part(listed)):
                found[identifier] = _path(posixpath.dirname(listed), file)
    return found


def _templates(package: _Package, root: etree._Element) -> Iterator[tuple[str, str]]:
    """The words of the templates that pages are laid over."""
    for location in root.iterfind("{*}DocBody/{*}DocRoot"):
        path = _path("", location.text)
        for template in islice(package.part(path).iterfind("{*}CommonData/{*}TemplatePage"), _MOST_TEMPLATES):
            try:
                content = package.part(_path(posixpath.dirname(path), template.get("BaseLoc")))
                words = "".join(box.text for box in ofd_page.read(content, None).boxes).strip()
            except BadPlan as error:  # no reason to refuse the text
                words = error.message
            if words:
                yield words, "版式模板（页眉、页脚等）"


def _path(folder: str, location: str | None) -> str:
    """A part's path: a location (ST_Loc) counts from the package's root with a slash before it, else from `folder`."""
    written = (location or "").strip().replace("\\", "/")
    path = posixpath.normpath(written.lstrip("/") if written.startswith("/") else posixpath.join(folder, written))
    if not written or path.startswith(".."):
        raise BadPlan(f"OFD 的部件路径“{written}”无效。{_INCOMPLETE}")
    return path


def _properties(root: etree._Element) -> Mapping[str, str]:
    """What the file says of its first document: title, author, and what its maker added."""
    info = root.find("{*}DocBody/{*}DocInfo")
    if info is None:
        return {}
    stated = [(label, info.findtext(f"{{*}}{name}")) for name, label in _LABELS.items()]
    stated += [(item.get("Name") or "", item.text) for item in info.iterfind("{*}CustomDatas/{*}CustomData")]
    values = {label: plain(" ".join((value or "").split())) for label, value in stated if label}
    return {label: value for label, value in values.items() if 0 < len(value) <= _LONGEST_VALUE}
