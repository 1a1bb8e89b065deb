"""From the bytes of a saved page to its markup: MIME archives (.mht), and the character set a page declares."""

import email
import email.message
import email.policy
import re

from index_build.extract import encoding
from index_build.extract.encoding import Encoding
from qa.errors import BadPlan

_HEAD = 200_000
_DECLARATION = re.compile(
    rb"<meta\b[^>]{0,400}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]{2,20})|<\?xml[^>]{0,100}?encoding\s*=\s*[\"']([\w-]{2,20})",
    re.IGNORECASE,
)
_ARCHIVE = re.compile(rb"^(?:MIME-Version:|Content-Type:\s*multipart/)", re.IGNORECASE | re.MULTILINE)
_ARCHIVE_HEAD = 4000
#: UTF-16 has a zero byte for each character of its markup.
_STRAY_ZEROS = 0.05
#: A saved page has a level or two; the parser's time grows with each.
_MOST_BOUNDARIES = 100


def markup(data: bytes) -> tuple[str, Encoding]:
    """The page's source. The declared character set counts, the bytes decide. BadPlan if they cannot be read."""
    declared = None
    if _is_archive(data):
        data, declared = _page_of(data)
    if 0 < data.count(b"\0") < _STRAY_ZEROS * len(data):
        data = data.replace(b"\0", b"")
    found = _DECLARATION.search(data[:_HEAD])
    if found:
        declared = (found[1] or found[2]).decode("ascii")
    return encoding.decode(data, declared)


def _is_archive(data: bytes) -> bool:
    head = data[:_ARCHIVE_HEAD]
    return not head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<") and bool(_ARCHIVE.search(head))


def _page_of(data: bytes) -> tuple[bytes, str | None]:
    """The largest HTML part: the others are frames of advertisements."""
    if data.count(b"boundary=") > _MOST_BOUNDARIES:
        raise BadPlan("网页归档（MHT）层数过多，无法读取。请在浏览器里打开，另存为“网页，仅 HTML”。")
    message = email.message_from_bytes(data, policy=email.policy.compat32)
    parts = [part for part in message.walk() if part.get_content_type() in ("text/html", "application/xhtml+xml")]
    pages = [(content, part) for part in parts if isinstance(content := part.get_payload(decode=True), bytes)]
    if not pages:
        raise BadPlan("网页归档（MHT）里没有网页。请在浏览器里打开原网页，另存为“网页，仅 HTML”。")
    content, part = max(pages, key=lambda page: len(page[0]))
    return content, part.get_content_charset()
