"""A page's markup as a tree of what a browser would show: no scripts, menus, comments or hidden elements.

lxml tokenizes; the tree is built here, because a page may nest 100,000 elements and a tree of lxml's own would have
to be walked by recursion.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

#: What shows no text of the page, or text for another reader than the document's.
_UNSHOWN_NAMES = (
    "script style noscript template iframe frame object embed applet audio video canvas map svg select datalist "
    "button textarea nav aside rp rt rtc dialog xml title noframes"
)
#: Of these, what holds no words for a reader: programs, and what stands in for a program that did not run.
_CODE = frozenset(("script", "style", "noscript", "template", "title", "xml", "svg", "object", "applet", "noframes"))
_UNSHOWN_ROLES_NAMES = "navigation search complementary contentinfo menu menubar toolbar dialog tablist"
#: Not visibility: hidden: pages that a script shows when it has loaded are saved so, with all their text.
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|mso-hide\s*:\s*all", re.IGNORECASE)
_BLOCK_STYLE = re.compile(r"display\s*:\s*(?:block|flex|grid|table|list-item)", re.IGNORECASE)
_BLOCKS_NAMES = (
    "address article blockquote body caption center dd details dir div dl dt fieldset figcaption figure footer "
    "form frameset h1 h2 h3 h4 h5 h6 header hgroup hr html legend li listing main menu ol p pre section summary "
    "table tbody td tfoot th thead tr ul"
)
#: Deeper elements lose their own place in the tree, their text does not.
_DEEPEST = 150
_KEPT_ATTRIBUTES_NAMES = "class id style type start value reversed colspan rowspan border role href alt width height"
_LONGEST_ATTRIBUTE = 500
_NO_ATTRIBUTES: Mapping[str, str] = {}
_UNSHOWN, _UNSHOWN_ROLES = frozenset(_UNSHOWN_NAMES.split()), frozenset(_UNSHOWN_ROLES_NAMES.split())
_BLOCKS, _KEPT_ATTRIBUTES = frozenset(_BLOCKS_NAMES.split()), frozenset(_KEPT_ATTRIBUTES_NAMES.split())


@dataclass(eq=False, slots=True)
class Node:
    """An element. chars: characters of its text, white space aside; `linked` of them in links to elsewhere.

    breaks: paragraphs and line breaks in it. nested: characters in tables inside it. is_block: whether it begins a
    line. span: its blocks, set when they are made.
    """

    tag: str
    attributes: Mapping[str, str]
    children: list["Node | str"] = field(default_factory=list)
    chars: int = 0
    linked: int = 0
    breaks: int = 0
    nested: int = 0
    is_block: bool = False
    span: tuple[int, int] = (0, 0)

    def get(self, name: str) -> str:
        return self.attributes.get(name, "")

    @property
    def is_link(self) -> bool:
        """To another page: a link inside the page, as of a table of contents, is text of the document."""
        return self.tag == "a" and not self.get("href").startswith("#") and bool(self.get("href"))


@dataclass(frozen=True)
class Tree:
    """meta: the <meta name=...> of the head, lower-case names. unread: characters in scripts, frames and forms.

    annotations: readings of characters (<rt>) left out. left_out: (words, reason) of elements with text that is not
    shown, or not the document's.
    """

    root: Node
    title: str
    meta: dict[str, str]
    annotations: int
    unread: frozenset[str]
    left_out: tuple[tuple[str, str], ...]


def parse(text: str) -> Tree:
    """Any text is a page to a browser; what is no markup is text."""
    target: Any = _Builder()
    parser = etree.HTMLParser(target=target, encoding="utf-8", huge_tree=True)
    parser.feed(_allowed(text).encode("utf-8", "replace"))
    tree: Tree = parser.close()
    return tree


def _allowed(text: str) -> str:
    """Without NUL, which ends a document for the parser; other line ends of Unicode as line feeds, as in `plain`."""
    return re.sub("[\x00\x01]", "", re.sub("\r\n?|[\u2028\u2029]", "\n", text))


class _Builder:
    """lxml's parser target: start, data and end of every element, in order."""

    def __init__(self) -> None:
        self._root = Node("html", {}, is_block=True)
        self._open = [self._root]
        self._too_deep = 0
        self._unshown: list[str] = []
        self._words: list[str] = []
        self._reason = ""
        self._left_out: list[tuple[str, str]] = []
        self._title: list[str] = []
        self._meta: dict[str, str] = {}
        self._unread: set[str] = set()
        self._annotations = 0

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        name = tag.lower()
        if self._unshown or _is_unshown(name, attributes):
            self._annotations += name == "rt"
            self._reason = self._reason or _reason(name, attributes)
            self._unshown.append(name)
            if name == "iframe" and attributes.get("srcdoc"):
                self._unread.add(name)
        elif name == "meta":
            self._note_meta(attributes)
        elif len(self._open) >= _DEEPEST:
            self._too_deep += 1
            self._flatten(name)
        else:
            self._append(name, attributes)

    def end(self, tag: str) -> None:
        name = tag.lower()
        if self._unshown:
            self._unshown.pop()
            self._words.append(" " if name in _BLOCKS else "")
            if not self._unshown:
                self._leave_out()
        elif name == "meta":
            return
        elif self._too_deep:
            self._too_deep -= 1
            self._flatten(name)
        elif len(self._open) > 1:
            self._close_last()

    def data(self, text: str) -> None:
        if not self._unshown:
            last = self._open[-1]
            last.children.append(text)
            last.chars += len(text) - sum(map(text.count, " \n\t\xa0\u3000"))
        elif self._unshown == ["title"]:
            self._title.append(text)
        else:
            if self._unshown[-1] in ("textarea", "script", "template") and "。" in text:
                self._unread.add(self._unshown[-1])
            if _CODE.isdisjoint(self._unshown):
                self._words.append(text)

    def close(self) -> Tree:
        while len(self._open) > 1:
            self._close_last()
        self._leave_out()
        title = " ".join("".join(self._title).split())[:_LONGEST_ATTRIBUTE]
        return Tree(self._root, title, self._meta, self._annotations, frozenset(self._unread), tuple(self._left_out))

    def _leave_out(self) -> None:
        """Note what the element just closed said."""
        words = " ".join("".join(self._words).split())
        if words:
            self._left_out.append((words, self._reason))
        self._words, self._reason = [], ""

    def _append(self, name: str, attributes: Mapping[str, str]) -> None:
        kept = _NO_ATTRIBUTES
        if attributes:
            kept = {k: v[:_LONGEST_ATTRIBUTE] for k, v in attributes.items() if k in _KEPT_ATTRIBUTES}
        is_block = name in _BLOCKS or ("style" in kept and bool(_BLOCK_STYLE.search(kept["style"])))
        node = Node(name, kept, is_block=is_block)
        self._open[-1].children.append(node)
        self._open.append(node)

    def _flatten(self, name: str) -> None:
        if name in _BLOCKS or name == "br":
            children = self._open[-1].children
            if not (children and isinstance(children[-1], Node) and children[-1].tag == "hr"):
                children.append(Node("hr", {}, is_block=True))

    def _close_last(self) -> None:
        """Sums go up; an inline element around blocks is itself one, as browsers show it."""
        node = self._open.pop()
        above = self._open[-1]
        if node.is_link:
            node.linked = node.chars
        above.chars += node.chars
        above.linked += node.linked
        above.breaks += node.breaks + (node.is_block or node.tag == "br")
        above.nested += node.chars if node.tag == "table" else node.nested
        above.is_block = above.is_block or node.is_block

    def _note_meta(self, attributes: Mapping[str, str]) -> None:
        name, content = attributes.get("name", ""), attributes.get("content", "")
        if name and content.strip():
            self._meta.setdefault(name.strip().lower(), " ".join(content.split())[:_LONGEST_ATTRIBUTE])


def _is_unshown(name: str, attributes: Mapping[str, str]) -> bool:
    if not attributes or name in ("html", "body"):
        return name in _UNSHOWN
    unshown = name in _UNSHOWN or attributes.get("role", "").lower() in _UNSHOWN_ROLES
    return unshown or _is_hidden(attributes)


def _is_hidden(attributes: Mapping[str, str]) -> bool:
    hidden = "hidden" in attributes or attributes.get("aria-hidden", "").lower() == "true"
    return hidden or bool(_HIDDEN_STYLE.search(attributes.get("style", "")[:_LONGEST_ATTRIBUTE]))


def _reason(name: str, attributes: Mapping[str, str]) -> str:
    """Why an element is not shown, for a reader."""
    if _is_hidden(attributes):
        return "隐藏文字"
    if name in ("rp", "rt", "rtc"):
        return "注音"
    return "导航" if name == "nav" or attributes.get("role", "").lower() in _UNSHOWN_ROLES else "网页其他部分"
