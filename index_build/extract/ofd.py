"""OFD (GB/T 33190-2016), the layout format of Chinese public bodies: a zip of XML, read part by part.

Templates hold running heads and letterheads, annotations hold seals and signatures: neither is the document's text.
"""

import posixpath
from collections.abc import Iterator, Mapping

from lxml import etree

from index_build.extract import ofd_page
from index_build.extract.layout.characters import plain
from index_build.extract.layout.page import Page
from index_build.extract.layout.pages import lay_out, page_list
from index_build.extract.shape import Extracted
from index_build.extract.xml import parse_xml
from index_build.extract.zipped import Members
from qa.errors import BadPlan

_MOST_PAGES = 2_000
_LONGEST_VALUE = 200
_INCOMPLETE = "请重新获取，或用 OFD 阅读器打开后另存再试。"
_LABELS = {"Title": "标题", "Author": "作者", "Subject": "主题"}


def read(data: bytes) -> Extracted:
    """An OFD's text, tables and properties. Raises BadPlan: not an OFD, parts missing, hostile, nothing to read."""
    package = _Package(data)
    root = package.part("OFD.xml")
    pages, pictures = [], []
    for number, (page, has_pictures) in enumerate(_pages(package, root)):
        pages.append(page)
        if has_pictures and not page.boxes:
            pictures.append(number)
    laid = lay_out(pages)
    if not laid.text:
        what = "页面是扫描图像" if pictures else "页面上没有文字"
        raise BadPlan(f"OFD 中没有可读的文字（{what}）。请换用文字版，或转为 PDF 后用 OCR 组件读取。")
    unread = f"{page_list(pictures)}是图像，未读取；可转为 PDF 后用 OCR 组件读取。" if pictures else ""
    notes = (*laid.notes, unread) if unread else laid.notes
    return Extracted(laid.text, "OFD", _properties(root), laid.places, laid.tables, notes)


class _Package:
    """The parts of an OFD by their paths."""

    def __init__(self, data: bytes) -> None:
        if not data.startswith(b"PK"):
            raise BadPlan("这不是 OFD 文件（不是 ZIP 容器），请核对文件类型，或重新获取后再试。")
        self._members = Members(data)
        self._members.refuse_unsafe_names()

    def part(self, path: str) -> etree._Element:
        if path not in self._members:
            raise BadPlan(f"OFD 缺少部件“{path}”，文件不完整。{_INCOMPLETE}")
        return parse_xml(self._members.read(path))


def _pages(package: _Package, root: etree._Element) -> Iterator[tuple[Page, bool]]:
    """The pages of all documents in the file, in order, and whether each holds pictures."""
    count = 0
    for location in root.iterfind("{*}DocBody/{*}DocRoot"):
        path = _path("", location.text)
        document = package.part(path)
        for page in document.iterfind("{*}Pages/{*}Page"):
            count += 1
            if count > _MOST_PAGES:
                raise BadPlan(f"OFD 超出 {_MOST_PAGES} 页的限制，请拆分后再试。")
            content = package.part(_path(posixpath.dirname(path), page.get("BaseLoc")))
            yield ofd_page.read(content, ofd_page.page_box(document)), ofd_page.has_pictures(content)
    if not count:
        raise BadPlan(f"OFD 中没有页面。{_INCOMPLETE}")


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
