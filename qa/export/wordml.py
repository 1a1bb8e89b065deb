"""Elements of a Word document that python-docx has no call for."""

from typing import Any
from xml.sax.saxutils import escape

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from qa.export.printable import printable


def element(name: str, attributes: str = "", inside: str = "") -> Any:
    """`<w:name attributes>inside</w:name>`; inside: XML whose names have the prefix w."""
    return parse_xml(f"<w:{name} {nsdecls('w')} {attributes}>{inside}</w:{name}>")


def run(text: str) -> Any:
    """A run of text."""
    return element("r", inside=f'<w:t xml:space="preserve">{escape(printable(text))}</w:t>')


def field(code: str, shown: str) -> Any:
    """A field that Word works out; shown: what stands there until it does."""
    return element("fldSimple", f'w:instr=" {code} "', f"<w:r><w:t>{shown}</w:t></w:r>")


def bookmark(around: Any, number: int, name: str) -> None:
    """A name for an element that stands in a paragraph, to which links and fields lead. number: its own."""
    around.addprevious(element("bookmarkStart", f'w:id="{number}" w:name="{name}"'))
    around.addnext(element("bookmarkEnd", f'w:id="{number}"'))
