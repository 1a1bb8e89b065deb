"""Where on a page the document stands: its blocks, without what the site put around and between them.

The way is down from the root, into the child that holds all that looks like a document, as long as there is one.
Where several children do, the document is spread over them, and from the first to the last all is kept but menus.
"""

import re
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass
from itertools import accumulate

from index_build.extract.html.blocks import Block
from index_build.extract.html.tree import Node
from index_build.structure import numbering

_KINDS = (
    "规划|方案|意见|要点|纲要|计划|细则|办法|规定|决定|措施|条例|通知|公告|通告|批复|函|报告|安排|清单|工程|行动|决议"
)
_PERIOD = r"(?:\s*[（(〔\[][^（）()]{2,30}[）)〕\]])*"
_TITLE = re.compile(rf"^[^。；！？]{{4,120}}(?:{_KINDS})[”》〉]?{_PERIOD}$")
_PERIOD_LINE = re.compile(r"^[（(][^（）()]{2,30}[）)]$")
_NUMBER_LINE = re.compile(r"^\S{1,20}[〔\[［（(]\s*(?:19|20)[0-9]{2}\s*[〕\]］）)]\s*第?\s*[0-9]{1,5}\s*号$")
_YEAR = "(?:[12][0-9]{3}|[一二][零〇○Ｏ０一二三四五六七八九]{3})"
_DATE_LINE = re.compile(rf"^{_YEAR}\s*年\s*\S{{1,3}}\s*月\s*\S{{1,3}}\s*日$")
_CLOSING = re.compile("^(?:附件|附表|附录|附：|抄送|[（(]?此件|[（(]联系人)")
_FOOTER = re.compile(
    "版权(?:为|所有|归)|(?:网站|免责|版权)声明|"
    "未经.{0,12}(?:许可|授权|同意).{0,12}(?:转载|复制|镜像|摘编)|"
    "ICP备|公网安备|网站标识码|政府网站找错|技术支持[：:]|网站地图|"
    "^(?:主办|承办|协办)(?:单位)?[：:]|^(?:联系|办公)?(?:电话|地址|邮编|传真)[：:]|"
    "(?:浏览器|分辨率).{0,20}(?:浏览|访问|效果)"
)
_FURNITURE = re.compile(
    r"^\W*(?:分享到?[：:]?.{0,20}|(?:我要)?打印(?:本页|此页|文章)?|关闭(?:窗口|本页|页面)?|"
    r"返回(?:顶部|首页|列表|上页)?|字(?:体|号)[：:].*|收藏(?:本页)?|扫一扫.*|扫描二维码.*|"
    r"(?:上|下)一(?:篇|页|条).*|(?:当前(?:的)?|您(?:现在|当前)?(?:的|所在)?)位置.*|"
    r"(?:网站)?首页|正文|更多|大|中|小|责(?:任编辑|编).*|纠错|我要纠错|(?:文字|视力)保护色?.*|听全文|朗读|手机(?:版|扫码).*|微信|微博)\W*$"
)
#: What stands above a list of other pages.
_OTHERS = re.compile(
    r"^\W*(?:相关|相似|延伸|推荐|热门|热点|最新|更多|猜你|关联|政策解读|解读|图解|同类|往期|精彩)"
    r"\w{0,8}[：:]?(?:\s*更多.{0,3})?\W*$"
)
_HINT = re.compile(
    "(?:^|[ _-])(?:nav|menu|sidebar|aside|breadcrumbs?|crumb|footer|foot|copyright|share|bdshare|relate|related|"
    "tree|(?:left|right|side)[-_]?(?:tree|nav|menu|list)|similar|near|copy|"
    "recommend|hot|pager?|pagination|comments?|toolbar|tools|banner|topbar|links?|friendlink|qrcode|ewm|fontsize|print|position)"
    "(?:$|[ _-])",
    re.IGNORECASE,
)
_LEAVES = frozenset(("p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "ul", "ol", "dl", "pre", "blockquote", "table"))
_LINKED, _MOSTLY_LINKED = 0.5, 0.6
_SENTENCE, _FURNITURE_LENGTH, _SHORTEST_TITLE = 15, 60, 6
#: No menu has a line so long.
_PROSE = 80
#: A title stands among so many blocks.
_OPENING = 12
#: A part that its class calls furniture is believed to be, if it has less than this share of the document's sentences.
_HINTED_SHARE = 0.1


@dataclass(frozen=True)
class Body:
    """kept: indices of the document's blocks, in order. title: that of its title, None if it is not known."""

    kept: tuple[int, ...]
    title: int | None


class _Counts:
    """Sums over the blocks, to ask any part of the page for in constant time."""

    def __init__(self, blocks: Sequence[Block], fields: Set[int]) -> None:
        self.blocks = blocks
        self.is_sign = [i not in fields and _is_sign(block) for i, block in enumerate(blocks)]
        self._chars = _sums(len(block.text) for block in blocks)
        self._linked = _sums(block.linked for block in blocks)
        self._links = _sums(is_link(block) for block in blocks)
        self._files = _sums(block.file_link or block.text.startswith("附件") for block in blocks)
        self._sentences = _sums(i not in fields and _is_sentence(block) for i, block in enumerate(blocks))
        self._signs = _sums(self.is_sign)

    def signs(self, span: tuple[int, int]) -> int:
        """Blocks that only a document has."""
        return self._signs[span[1]] - self._signs[span[0]]

    def sentences(self, span: tuple[int, int]) -> int:
        return self._sentences[span[1]] - self._sentences[span[0]]

    def is_menu(self, span: tuple[int, int]) -> bool:
        """Links to other pages, several of them, and little else."""
        chars, linked, links, files = (
            s[span[1]] - s[span[0]] for s in (self._chars, self._linked, self._links, self._files)
        )
        return linked >= _MOSTLY_LINKED * chars and links > 1 and not files

    def is_feed(self, span: tuple[int, int]) -> bool:
        """Other pages announced with a sentence or two each."""
        links = self._links[span[1]] - self._links[span[0]]
        return links >= max(1, self.signs(span)) and not self._files[span[1]] - self._files[span[0]]


def find(root: Node, blocks: Sequence[Block], fields: Set[int], page_title: str) -> Body:
    """The document on a page.

    fields: blocks that state fields of it. page_title: what the page's head calls it, "" if it does not.
    """
    counts = _Counts(blocks, fields)
    part = _part(root, counts)
    dropped = set(_furniture(part, counts))
    first, last = _range(part, counts, dropped, page_title)
    kept = [i for i in range(first, last) if i not in dropped]
    signs = [i for i in kept if counts.is_sign[i]]
    if not signs:
        return Body((), None)
    # A number or a date may stand among the fields above the text; from the first sentence on nothing is a field.
    sentence = next((i for i in signs if counts.sentences((i, i + 1))), signs[0])
    inside = range(sentence, signs[-1] + 1)
    kept = [i for i in kept if i in inside or not (i in fields or _is_furniture(blocks[i]))]
    title = _title_above(blocks, kept[0], page_title)
    own = next((i for i in kept[:_OPENING] if _is_title(blocks[i], page_title) or _is_heading(blocks[i])), None)
    if (
        own is not None
        and title is not None
        and _is_named(blocks[own], page_title) > _is_named(blocks[title], page_title)
    ):
        title = None  # a heading of the page's side columns
    if title is None or _same(blocks[title]) in {_same(blocks[i]) for i in kept[:_OPENING]}:
        return Body(tuple(kept), own)
    return Body((title, *_under_title(blocks, title, kept[0]), *kept), title)


def _sums(numbers: Iterable[int]) -> list[int]:
    return list(accumulate(numbers, initial=0))


def is_link(block: Block) -> bool:
    """Whether most of it leads elsewhere."""
    return block.linked > _LINKED * len(block.text)


def _is_sentence(block: Block) -> bool:
    text = block.text.rstrip()
    ends = text.endswith(("。", "；", "：")) or "。" in text or len(text) >= _PROSE
    return ends and len(text) >= _SENTENCE and not is_link(block) and not _is_furniture_line(text)


def _is_sign(block: Block) -> bool:
    """Whether a block shows that a document stands here."""
    if is_link(block):
        return block.file_link
    if block.is_table:
        return True
    lines = [line.strip() for line in block.text.split("\n")]
    return _is_sentence(block) or any(
        numbering.parse(line) or _NUMBER_LINE.match(line) or _DATE_LINE.match(line) or _CLOSING.match(line)
        for line in lines
    )


def _is_furniture(block: Block) -> bool:
    return (is_link(block) and not block.file_link) or _is_furniture_line(block.text)


def _is_furniture_line(text: str) -> bool:
    if len(text) <= 2 * _FURNITURE_LENGTH and _FOOTER.search(text):
        return True
    short = len(text) <= _FURNITURE_LENGTH and not text.endswith(("。", "；"))
    return short and bool(_FURNITURE.match(text) or _OTHERS.match(text))


def _part(root: Node, counts: _Counts) -> Node:
    """The smallest part of the page that has all signs of the document."""
    part = root
    while part.tag not in _LEAVES or part.tag == "table":
        children = [child for child in _children(part) if not _is_aside(child, part, counts)]
        holders = [child for child in children if counts.signs(child.span)]
        asides = sum(counts.signs(c.span) for c in _children(part) if _is_aside(c, part, counts))
        own = counts.signs(part.span) - asides - sum(counts.signs(child.span) for child in holders)
        if own or len(holders) != 1 or holders[0].tag in _LEAVES - {"table"} or _is_data(holders[0], counts):
            return part
        part = holders[0]
    return part


def _is_data(node: Node, counts: _Counts) -> bool:
    return (
        node.tag == "table"
        and any(block.is_table for block in counts.blocks[slice(*node.span)])
        and (node.span[1] - node.span[0] <= 2)
    )


def _children(node: Node) -> Iterator[Node]:
    return (c for c in node.children if isinstance(c, Node) and c.span[0] < c.span[1])


def _is_aside(node: Node, part: Node, counts: _Counts) -> bool:
    """Whether a part is furniture as a whole."""
    if counts.is_menu(node.span):
        return True
    few = counts.sentences(node.span) <= _HINTED_SHARE * counts.sentences(part.span)
    if few and (node.tag in ("footer", "header") or _HINT.search(f"{node.get('class')} {node.get('id')}")):
        return True
    return few and node.tag not in _LEAVES and counts.is_feed(node.span)


def _furniture(part: Node, counts: _Counts) -> Iterator[int]:
    """Blocks of menus, lists of other pages and their headings inside the document's part."""
    waiting = [part]
    while waiting:
        node = waiting.pop()
        for child in _children(node):
            if _is_aside(child, part, counts):
                yield from range(*child.span)
                above = child.span[0] - 1
                if above >= part.span[0] and _OTHERS.match(counts.blocks[above].text):
                    yield above
            else:
                waiting.append(child)


def _range(part: Node, counts: _Counts, dropped: set[int], page_title: str) -> tuple[int, int]:
    """From the title to the last sign, with the children they stand in, if the site has put anything else into the
    part; else all of it.
    """
    start, end = part.span
    if not dropped:
        return start, end
    signs = [i for i in range(start, end) if i not in dropped and counts.is_sign[i]]
    if not signs:
        return start, start
    above = [i for i in range(start, signs[0]) if i not in dropped]
    titles = [i for i in above if _is_title(counts.blocks[i], page_title)]
    first = titles[-1] if titles else signs[0]
    while first - 1 in titles:
        first -= 1
    whole = [child.span for child in _children(part) if dropped.isdisjoint(range(*child.span))]
    starts = (span[0] for span in whole if span[0] <= signs[0] < span[1])
    ends = (span[1] for span in whole if span[0] <= signs[-1] < span[1])
    return min([first, *starts]), max([signs[-1] + 1, *ends])


def _is_title(block: Block, page_title: str) -> bool:
    text = _same(block)
    if is_link(block) or block.is_table or len(text) < _SHORTEST_TITLE:
        return False
    return _is_named(block, page_title) or bool(_TITLE.match(text))


def _is_named(block: Block, page_title: str) -> bool:
    """Whether the page's head calls it by these words."""
    return _same(block) in "".join(page_title.split())


def _title_above(blocks: Sequence[Block], first: int, page_title: str) -> int | None:
    """The heading next above the document."""
    headings = (i for i in range(first - 1, -1, -1) if _is_title(blocks[i], page_title) or _is_heading(blocks[i]))
    return next(headings, None)


def _is_heading(block: Block) -> bool:
    return block.heading and not is_link(block) and len(block.text) >= _SHORTEST_TITLE


def _same(block: Block) -> str:
    return "".join(block.text.split())


def _under_title(blocks: Sequence[Block], title: int, first: int) -> list[int]:
    """Of what stands between the title and the text: the period, the document's number, the rest of the title."""
    lines = ((i, blocks[i].text.strip()) for i in range(title + 1, first))
    return [i for i, text in lines if _PERIOD_LINE.match(text) or _NUMBER_LINE.match(text)]
