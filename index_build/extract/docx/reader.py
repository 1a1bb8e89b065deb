"""DOCX (also DOCM and DOTX) to text: what a reader of the document sees, in its order."""

import re
from collections.abc import Iterator
from itertools import islice

from lxml import etree

from index_build.extract.docx import numbering as docx_numbering
from index_build.extract.docx import styles as docx_styles
from index_build.extract.docx import text as docx_text
from index_build.extract.docx.body import Body, Notes
from index_build.extract.docx.labels import Labels
from index_build.extract.docx.package import Package
from index_build.extract.docx.tables import Block, Rows
from index_build.extract.docx.xml import children
from index_build.extract.shape import Extracted
from qa.errors import BadPlan

_CHINESE = re.compile("[\u4e00-\u9fff]")
#: Titles that programs give by themselves.
_NO_TITLE = re.compile(r"(?:(?:微软|新建|Microsoft|Office|WPS|Word|文字|文稿|文档|无标题)[ 0-9]*)+", re.IGNORECASE)
_DOCUMENT_NUMBER = re.compile(r"[\u4e00-\u9fff]{1,12}[〔\[［（(【](?:19|20)[0-9]{2}[〕\]］）)】]第?[0-9]{1,5}号")
#: A section has three heads and three feet: of the first page, of even pages and of the rest.
_MOST_HEADS = 6
_MOST_PARTS = 200
_RELATION_ID = re.compile(r"\}id$")


def read(data: bytes) -> Extracted:
    """Paragraphs parted by blank lines, tables as rows; footnotes and text boxes behind the paragraph they belong to.

    Raises BadPlan: another kind of file, encrypted, damaged, hostile or beyond the limits.
    """
    try:
        return _read(Package(data))
    except RecursionError as error:
        raise BadPlan("文档的嵌套层数过多，可能是异常文件，无法读取。请用办公软件另存后再试。") from error


def _read(package: Package) -> Extracted:
    styles = docx_styles.parse(package.part("styles"))
    labels = Labels(docx_numbering.parse(package.part("numbering"), styles), styles)
    body = Body(styles, labels, Notes.of(package.part("footnotes"), package.part("endnotes")))
    root = package.document()
    blocks = body.blocks(root)
    comments = _comments(package, styles)
    body.findings.counts["批注"] = len(comments)
    return Extracted(
        text="\n\n".join(block if isinstance(block, str) else block.text for block in blocks),
        format="DOCX",
        metadata=_title(package) | _running_head(package, root, styles),
        tables=sum(isinstance(block, Rows) for block in blocks),
        notes=tuple(docx_text.notes(body.findings)),
        left_out=(*_margins(package, styles), *comments, *body.findings.left_out),
    )


def _comments(package: Package, styles: docx_styles.Styles) -> list[tuple[str, str]]:
    part = package.part("comments")
    found = () if part is None else children(part, "w:comment")
    return [("\n".join(_plain_lines(comment, styles)), "批注") for comment in found]


def _margins(package: Package, styles: docx_styles.Styles) -> Iterator[tuple[str, str]]:
    """Headers and footers, each text once: sections may share one, or bear the same in parts of their own."""
    for kind, reason in (("header", "页眉"), ("footer", "页脚")):
        texts = ("\n".join(_plain_lines(part, styles)).strip() for part in islice(package.parts(kind), _MOST_PARTS))
        try:
            yield from ((text, reason) for text in dict.fromkeys(texts) if text)
        except BadPlan as error:  # no reason to refuse the text
            yield error.message, reason


def _title(package: Package) -> dict[str, str]:
    core = package.core()
    found = None if core is None else core.findtext("{http://purl.org/dc/elements/1.1/}title")
    title = " ".join((found or "").split())
    return {"标题": title} if _CHINESE.search(title) and not _NO_TITLE.fullmatch(title) else {}


def _running_head(package: Package, root: etree._Element, styles: docx_styles.Styles) -> dict[str, str]:
    """The first section's header or footer, if it bears a document number: some print it nowhere else."""
    section = next(root.iter("{*}sectPr"), None)
    references = () if section is None else section.iter("{*}headerReference", "{*}footerReference")
    for reference in islice(references, _MOST_HEADS):
        ids = (value for key, value in reference.attrib.items() if _RELATION_ID.search(str(key)))
        part = package.by_id(str(next(ids, "")))
        lines = [] if part is None else _plain_lines(part, styles)
        numbered = next((line for line in lines if _DOCUMENT_NUMBER.search("".join(line.split()))), None)
        if numbered:
            return {"页眉": numbered}
    return {}


def _plain_lines(part: etree._Element, styles: docx_styles.Styles) -> list[str]:
    blocks: list[Block] = Body(styles, Labels({}, styles), Notes({})).blocks(part)
    return [line for block in blocks for line in str(block if isinstance(block, str) else block.text).split("\n")]
