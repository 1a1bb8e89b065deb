"""Names of Office Open XML, in the transitional and the strict form alike."""

from collections.abc import Iterator
from functools import lru_cache

from lxml import etree

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_STRICT_W = "http://purl.oclc.org/ooxml/wordprocessingml/main"
_MATH = "http://schemas.openxmlformats.org/officeDocument/2006/math"
_STRICT_MATH = "http://purl.oclc.org/ooxml/officeDocument/math"
_PREFIXES = {
    _W: "w",
    _STRICT_W: "w",
    _MATH: "m",
    _STRICT_MATH: "m",
    "http://schemas.openxmlformats.org/markup-compatibility/2006": "mc",
    "urn:schemas-microsoft-com:vml": "v",
}
_OFF = ("0", "false", "off")


@lru_cache(maxsize=4096)
def _short(tag: str) -> str:
    namespace, _, local = tag[1:].partition("}")
    return f"{_PREFIXES.get(namespace, '')}:{local}"


def name(element: etree._Element) -> str:
    """The short name, w:p; what is neither text, mathematics nor an old drawing has an empty prefix, :blip."""
    return _short(element.tag) if isinstance(element.tag, str) else ""


def attribute(element: etree._Element | None, key: str) -> str | None:
    """A w: attribute, or None where it or the element is missing."""
    if element is None:
        return None
    value = element.get(f"{{{_W}}}{key}")
    return element.get(f"{{{_STRICT_W}}}{key}") if value is None else value


def child(element: etree._Element | None, *path: str) -> etree._Element | None:
    """The first child of the short name given, and so on down the path."""
    for step in path:
        if element is None:
            return None
        element = next(children(element, step), None)
    return element


def children(element: etree._Element, short: str) -> Iterator[etree._Element]:
    return (inner for inner in element if name(inner) == short)


def value(element: etree._Element | None, *path: str) -> str | None:
    """The w:val of the child at the end of the path."""
    return attribute(child(element, *path), "val")


def is_on(element: etree._Element | None, *path: str) -> bool:
    """Whether a property such as w:vanish is there and not switched off."""
    found = child(element, *path)
    return found is not None and attribute(found, "val") not in _OFF


def integer(written: str | None, default: int | None = None) -> int | None:
    """A number as XML attributes write it, or the default where there is none; absurd lengths count as none."""
    if written is None or len(written) > 12:
        return default
    try:
        return int(written)
    except ValueError:
        return default
