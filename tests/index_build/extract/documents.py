"""Word documents for tests: the package as python-docx makes it, the body and further parts written by hand."""

import io
import zipfile
from collections.abc import Mapping, Sequence
from functools import lru_cache

from docx import Document

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
NAMESPACES = (
    f'{W} xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPES = "application/vnd.openxmlformats-officedocument.wordprocessingml"


def members(body: str, title: str = "", **parts: str) -> dict[str, bytes]:
    """The files of a document; parts by the name of their root's kind: numbering, footnotes, header; styles adds to
    python-docx's own."""
    files = dict(_plain(title))
    files["word/document.xml"] = f"<w:document {NAMESPACES}><w:body>{body}</w:body></w:document>".encode()
    files["word/styles.xml"] = files["word/styles.xml"].replace(
        b"</w:styles>", parts.pop("styles", "").encode() + b"</w:styles>"
    )
    for kind, content in parts.items():
        _add(files, kind, content)
    return files


@lru_cache
def _plain(title: str) -> Mapping[str, bytes]:
    made = Document()
    made.core_properties.title = title
    stream = io.BytesIO()
    made.save(stream)
    with zipfile.ZipFile(stream) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _add(files: dict[str, bytes], kind: str, content: str) -> None:
    root = {"header": "hdr", "footer": "ftr"}.get(kind, kind)
    if f"word/{kind}.xml" not in files:
        relation = f'<Relationship Id="{kind}" Type="{_RELATIONS}/{kind}" Target="{kind}.xml"/></Relationships>'
        override = f'<Override PartName="/word/{kind}.xml" ContentType="{_TYPES}.{kind}+xml"/></Types>'
        for name, end, more in (
            ("word/_rels/document.xml.rels", b"</Relationships>", relation),
            ("[Content_Types].xml", b"</Types>", override),
        ):
            files[name] = files[name].replace(end, more.encode())
    files[f"word/{kind}.xml"] = f"<w:{root} {NAMESPACES}>{content}</w:{root}>".encode()


def packed(files: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return stream.getvalue()


def document(body: str, title: str = "", **parts: str) -> bytes:
    return packed(members(body, title, **parts))


def escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")


def r(text: str, properties: str = "") -> str:
    """A run."""
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{escaped(text)}</w:t></w:r>'


def p(content: str = "", properties: str = "") -> str:
    """A paragraph of text, or of runs where the content is markup."""
    inner = content if content.startswith("<w:") or content.startswith("<m:") else r(content)
    return f"<w:p><w:pPr>{properties}</w:pPr>{inner if content else ''}</w:p>"


def item(text: str, number: int, level: int = 0) -> str:
    """A numbered paragraph."""
    return p(text, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>')


def tc(content: str, properties: str = "") -> str:
    inner = content if content.startswith("<w:") else p(content)
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inner}</w:tc>"


def tr(*cells: str, properties: str = "") -> str:
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(cells)}</w:tr>"


def tbl(*rows: str) -> str:
    return f"<w:tbl><w:tblPr/><w:tblGrid/>{''.join(rows)}</w:tbl>"


def table(cells: Sequence[Sequence[str]]) -> str:
    return tbl(*(tr(*map(tc, row)) for row in cells))


def lvl(level: int, form: str, text: str, more: str = "") -> str:
    """A level of a list; further elements go where the schema has them, before the text."""
    return (
        f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>{more}'
        f'<w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/></w:lvl>'
    )


def abstract(definition: int, *levels: str, more: str = "") -> str:
    kind = '<w:multiLevelType w:val="multilevel"/>'
    return f'<w:abstractNum w:abstractNumId="{definition}">{kind}{more}{"".join(levels)}</w:abstractNum>'


def num(number: int, definition: int, overrides: str = "") -> str:
    return f'<w:num w:numId="{number}"><w:abstractNumId w:val="{definition}"/>{overrides}</w:num>'


def restarted(level: int, start: int) -> str:
    return f'<w:lvlOverride w:ilvl="{level}"><w:startOverride w:val="{start}"/></w:lvlOverride>'


def style(style_id: str, properties: str, kind: str = "paragraph") -> str:
    return f'<w:style w:type="{kind}" w:styleId="{style_id}"><w:name w:val="{style_id}"/>{properties}</w:style>'
