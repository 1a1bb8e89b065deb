"""Pages of government sites, saved from anywhere: the document that stands on them, and what they say of it."""

import re
from collections.abc import Iterator, Sequence, Set

from index_build.extract import encoding
from index_build.extract.html import blocks as html_blocks
from index_build.extract.html import body as html_body
from index_build.extract.html import metadata as html_metadata
from index_build.extract.html import source as html_source
from index_build.extract.html import tree as html_tree
from index_build.extract.html.blocks import Block, Blocks
from index_build.extract.html.body import Body
from index_build.extract.html.tree import Tree
from index_build.extract.shape import Extracted
from qa.errors import BadPlan

_SITE_NAME = re.compile(r"(?<![0-9年])\s*(?:[-_|–—｜]+|>>?)\s*[^-_|–—｜>（）()《》]{2,40}$")
_UNREAD = {"iframe": "框架（iframe）", "script": "脚本", "template": "模板", "textarea": "文本框"}


def read(data: bytes) -> Extracted:
    """An HTML page, also XHTML or a MIME archive (.mht).

    Paragraphs are parted by blank lines, tables are rows as `shape` has them; menus, lists of other pages, scripts
    and hidden elements are left out. BadPlan if the encoding is in doubt or no document stands on the page.
    """
    source, found = html_source.markup(data)
    tree = html_tree.parse(source)
    page = html_blocks.lay_out(tree.root)
    fields = html_metadata.scan(page.blocks)
    stated = frozenset(i for field in fields for i in field.blocks)
    body = html_body.find(tree.root, page.blocks, stated, tree.meta.get("articletitle") or tree.title)
    if not body.kept:
        raise BadPlan(_no_document(tree))
    kept = [page.blocks[i] for i in body.kept]
    values: dict[str, str] = {}
    for field in fields:
        if not set(field.blocks) <= set(body.kept):
            values = field.values | values
    return Extracted(
        text="\n\n".join(block.text for block in kept),
        format="HTML",
        metadata=_titled(html_metadata.from_meta(tree.meta) | values, body, page.blocks, tree.title),
        tables=sum(block.is_table for block in kept),
        notes=(*encoding.notes(found), *_notes(tree, page, body)),
        left_out=(*_others(page.blocks, body, stated), *tree.left_out),
    )


def _others(blocks: Sequence[Block], body: Body, stated: Set[int]) -> Iterator[tuple[str, str]]:
    """The blocks outside the document, each with what it is. stated: those that state its fields."""
    kept = set(body.kept)
    for i, block in enumerate(blocks):
        if i not in kept:
            yield block.text, "网页信息" if i in stated else "导航" if html_body.is_link(block) else "网页其他部分"


def _titled(values: dict[str, str], body: Body, blocks: Sequence[Block], page_title: str) -> dict[str, str]:
    if "标题" in values:
        return values
    title = _without_site(page_title) if body.title is None else " ".join(blocks[body.title].text.split())
    return {"标题": title, **values} if title else values


def _without_site(title: str) -> str:
    """<title> without the names of the site and its sections, which stand behind a dash or a bar."""
    while (shorter := _SITE_NAME.sub("", title)) != title and len(shorter) >= 4:
        title = shorter
    return title


def _notes(tree: Tree, page: Blocks, body: Body) -> tuple[str, ...]:
    notes = []
    pictures = sum(body.kept[0] < at <= body.kept[-1] for at in page.pictures)
    if pictures:
        notes.append(f"有{pictures}张图片未读取。")
    if tree.annotations:
        notes.append(f"删去{tree.annotations}处注音（ruby）。")
    return tuple(notes)


def _no_document(tree: Tree) -> str:
    places = "、".join(name for tag, name in _UNREAD.items() if tag in tree.unread)
    where = f"，文字在{places}里" if places else ""
    return f"网页中没有找到正文{where}。请在浏览器里打开，等正文显示后另存网页，或把正文复制到文本文件。"
