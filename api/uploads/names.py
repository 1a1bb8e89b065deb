"""Names of uploaded files: whoever sends them may have written anything."""

import re
import unicodedata

from qa.errors import InvalidRequest

#: Bytes in UTF-8: what file systems take for a name, with room for an ending.
_LONGEST = 240
#: Characters of a refused name that are shown.
_SHOWN = 40


def checked(raw: bytes) -> str:
    """The name, composed. InvalidRequest, also for what would look like another name."""
    name = unicodedata.normalize("NFC", _decoded(raw)).strip()
    if not name:
        raise InvalidRequest("有一份文件没有文件名，请在 filename 中写明，例如 规划.docx。", "file")
    if re.search(r"[/\\]", name) or name in (".", ".."):
        raise InvalidRequest(f"文件名“{_printable(name)}”含有路径，请只写文件名，不含文件夹。", "file")
    if any(unicodedata.category(character).startswith("C") for character in name):
        raise InvalidRequest(f"文件名“{_printable(name)}”含有控制字符或不可见字符，请改名后再传。", "file")
    if len(name.encode()) > _LONGEST:
        raise InvalidRequest(f"文件名“{_printable(name)}”过长，不能超过{_LONGEST // 3}个汉字，请改名后再传。", "file")
    return name


def _decoded(raw: bytes) -> str:
    """UTF-8 as the standard has it, else what a Chinese Windows sends from its command line."""
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return raw.decode("gb18030", errors="replace")


def _printable(name: str) -> str:
    shown = "".join("□" if unicodedata.category(c).startswith("C") else c for c in name)
    return shown if len(shown) <= _SHOWN else shown[:_SHOWN] + "……"
