"""Which reader a file gets: told by its first bytes, and by its name only where those do not say."""

import re
from importlib import import_module
from pathlib import PurePath

from index_build.extract.shape import Extracted
from index_build.extract.zipped import Members
from qa.errors import BadPlan

_ENDINGS = {
    "text": "txt text md",
    "html": "htm html xhtml shtml mht mhtml",
    "docx": "docx docm dotx",
    "office": "doc wps wpt rtf odt",
    "pdf": "pdf",
    "ofd": "ofd",
    "picture": "png jpg jpeg tif tiff bmp webp",
}
#: By its ending: which kind of file it should be. A folder or zip is searched for these.
SUFFIXES = {f".{ending}": kind for kind, endings in _ENDINGS.items() for ending in endings.split()}
_BEGINNINGS = (
    (b"PK\x03\x04", "zip"), (b"%PDF-", "pdf"), (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "office"), (b"{\\rtf", "office"),
    (b"\x89PNG\r\n", "picture"), (b"\xff\xd8\xff", "picture"), (b"II*\0", "picture"), (b"MM\0*", "picture"),
)  # fmt: skip
_HTML = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*<(?:!doctype\s+html|html|head|body|meta|\?xml[^>]{0,200}>\s*<(?:!doctype\s+)?html)\b", re.I
)
_MODULES = {"text": "plain", "picture": "ocr", "docx": "docx.reader", "html": "html.reader"}


def extract(name: str, data: bytes) -> Extracted:
    """The text of a file of any kind but an archive. name: its own, for its ending. BadPlan says what is wrong."""
    if not data.strip(b" \t\r\n\0"):
        raise BadPlan("空文件，没有可读的内容。")
    kind = kind_of(name, data)
    if kind == "archive":
        raise BadPlan("压缩包内没有可识别的文档，请解压后再试。")
    # A reader is imported when it is needed: PDF and OCR bring large libraries.
    reader = import_module(f"index_build.extract.{_MODULES.get(kind, kind)}")
    extracted: Extracted = reader.read(data, _office_suffix(name, data)) if kind == "office" else reader.read(data)
    return extracted


def kind_of(name: str, data: bytes) -> str:
    """text, html, docx, office, pdf, ofd, picture, or archive: a zip of files."""
    beginning = next((kind for mark, kind in _BEGINNINGS if data.startswith(mark)), None)
    if beginning == "zip":
        return _zipped_kind(data)
    if beginning is None and _HTML.match(data[:1024]):
        return "html"
    return beginning or SUFFIXES.get(PurePath(name).suffix.lower(), "text")


def _zipped_kind(data: bytes) -> str:
    members = Members(data)
    if "[Content_Types].xml" in members:
        return "docx"
    if "OFD.xml" in members:
        return "ofd"
    return "office" if "mimetype" in members else "archive"


def _office_suffix(name: str, data: bytes) -> str:
    suffix = PurePath(name).suffix.lower()
    if SUFFIXES.get(suffix) == "office":
        return suffix
    return {b"{": ".rtf", b"P": ".odt"}.get(data[:1], ".doc")
