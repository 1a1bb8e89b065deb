"""Characters that a page shows as the code they were written in: `&nbsp;`, `&#25919;`, `%E6%94%BF`, `%u653F`.

Only what is well formed and known: names are those of HTML (python's `html.entities.html5`), with their semicolon.
"""

import html
import re
from collections.abc import Iterable
from html.entities import html5
from urllib.parse import unquote

from index_build.aligned import Replacement

#: An ampersand may itself have been written as an entity, again and again.
_ENTITY = re.compile(r"&(?:amp;)*+(?:(#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});)?")
_PERCENT = re.compile("(?:%[0-9a-fA-F]{2}){6,}+|(?:%u[0-9a-fA-F]{4}){2,}+")
_UNICODE = re.compile("%u([0-9a-fA-F]{4})")
_URL = re.compile(r"(?:https?://|www\.)[!-~]*", re.ASCII)
_HAN = re.compile("[\u3400-\u9fff]")


def find_escapes(text: str) -> list[Replacement]:
    """Each escape with the character it stands for; percent signs only for Chinese, and not inside an address."""
    entities = ((match, _entity(match)) for match in _ENTITY.finditer(text))
    found = [Replacement(*m.span(), new, "HTML 实体") for m, new in entities if new and new != m[0]]
    escaped = ((match, _unquoted(match[0])) for match in _outside_addresses(text))
    return found + [Replacement(*m.span(), new, "URL 转义") for m, new in escaped if new]


def _entity(match: re.Match[str]) -> str:
    name = match[1]
    if name is None:
        return "&" if match[0].endswith(";") else ""
    if name[0] != "#" and name + ";" not in html5:
        return ""
    character = html.unescape(f"&{name};")
    shown = character.isprintable() or character.isspace()
    return character if shown and character not in "\n\r\x0b\x0c\x85\u2028\u2029\ufffd" else ""


def _outside_addresses(text: str) -> Iterable[re.Match[str]]:
    addresses = _URL.finditer(text)
    address = next(addresses, None)
    for match in _PERCENT.finditer(text):
        while address and address.end() <= match.start():
            address = next(addresses, None)
        if not (address and address.start() <= match.start()):
            yield match


def _unquoted(escaped: str) -> str:
    if escaped[1] == "u":
        new = _UNICODE.sub(lambda code: chr(int(code[1], 16)), escaped)
    else:
        try:
            new = unquote(escaped, errors="strict")
        except UnicodeError:
            return ""
    return new if len(_HAN.findall(new)) * 2 > len(new) else ""
