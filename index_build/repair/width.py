"""Stage 6: full-width punctuation beside Chinese, half-width letters and digits, plain white space.

And, ahead of every other stage, what nobody can see: zero-width characters and glyphs of icon fonts.
"""

import re
from collections import deque
from collections.abc import Iterable
from itertools import accumulate

from index_build.aligned import Replacement
from index_build.structure import spaced_tables, tables

_FULL = dict(zip(",;:?!()", "，；：？！（）", strict=True))
_ALPHANUMERIC = {
    chr(code): chr(code - 0xFEE0)
    for first, last in ("０９", "ＡＺ", "ａｚ")
    for code in range(ord(first), ord(last) + 1)
}
#: Half-width forms of Chinese marks, which old terminals wrote.
_HALF = dict(zip("､｡｢｣･", "、。「」·", strict=True))
_PLAIN = _ALPHANUMERIC | _HALF
#: Signs of numbers, plain beside a digit only.
_SIGNS = dict(zip("％＋－／", "%+-/", strict=True))
_SIGN = re.compile("(?<=[0-9０-９])[％＋－／]|[％＋－／](?=[0-9０-９])")
#: Chinese characters and Chinese punctuation, full-width forms of letters and digits left out.
_CHINESE = re.compile(
    "[\u2014\u2018\u2019\u201c\u201d\u2026\u3001-\u3011\u3013-\u301f\u3400-\u9fff\uf900-\ufaff"
    "\uff01-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65\U00020000-\U0003ffff]"
)
_URL = re.compile(r"(?:https?://|www\.)[!-~]*[A-Za-z0-9/]", re.ASCII)
_EXTENSION = re.compile(r"\.(?:docx?|xlsx?|pptx?|pdf|wps|txt|jpe?g|png|zip|rar|html?)(?![A-Za-z0-9])", re.I)
_WIDE = "\t\u00a0\u2000-\u200a\u202f\u205f\u3000"
_SPACES = re.compile(f"[ {_WIDE}]+")
_WIDE_SPACES = re.compile(f"[{_WIDE}]+")
_ZERO_WIDTH = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]+")
_PRIVATE = re.compile("[\ue000-\uf8ff\U000f0000-\U0010ffff]+")
_LINE = re.compile("[^\r\n]+")


def find_invisible(text: str) -> list[Replacement]:
    """Deletions of zero-width and private-use characters.

    On a line with a question mark CP936's user-defined characters (up to U+E765) stay: they can be the bytes
    of a shifted span, from which byte-shift repair rebuilds the text.
    """
    dropped = [_deletion(match, "删去不可见字符") for match in _ZERO_WIDTH.finditer(text)]
    for line in _LINE.finditer(text):
        questioned = any(mark in line[0] for mark in "?？")
        glyphs = _PRIVATE.finditer(text, line.start(), line.end())
        dropped += [_deletion(g, "删去图标字符") for g in glyphs if not questioned or max(g[0]) > "\ue765"]
    return dropped


def find_width(text: str) -> list[Replacement]:
    """Changes of width, one character for one, and of white space; line breaks stay."""
    changes = {i: _FULL[text[i]] for i in _widened(text)}
    changes |= {i: plain for i, c in enumerate(text) if (plain := _PLAIN.get(c))}
    changes |= {m.start(): _SIGNS[m[0]] for m in _SIGN.finditer(text)}
    widths = [Replacement(i, i + 1, character, "统一全角半角") for i, character in changes.items()]
    separators = _separators(text)
    inside = bytearray(len(text))
    for gap in separators:
        inside[gap.start : gap.end] = b"\1" * (gap.end - gap.start)
    changed = [gap for gap in separators if text[gap.start : gap.end] != gap.text]
    return [w for w in widths if not inside[w.start]] + changed + list(_spaces(text, inside))


def _separators(text: str) -> list[Replacement]:
    """One tab between two cells of a table, nothing at a row's edges."""
    gaps = []
    for (start, end), cells in sorted([*tables.find_rows(text), *spaced_tables.find_rows(text)]):
        edges = [start, *(place for cell in cells for place in cell), end]
        wanted = ["", *["\t"] * (len(cells) - 1), ""]
        gaps += [
            Replacement(a, b, mark, "统一表格分隔符")
            for a, b, mark in zip(edges[::2], edges[1::2], wanted, strict=True)
        ]
    return gaps


def _spaces(text: str, inside: bytearray) -> Iterable[Replacement]:
    """White space, but for what stands between cells."""
    for run in _SPACES.finditer(text):
        if inside[run.start()]:
            continue
        before, after = text[run.start() - 1 : run.start()], text[run.end() : run.end() + 1]
        if before in ("", "\n", "\r") or after in ("", "\n", "\r"):
            yield _deletion(run, "删去行首行尾空白")
        else:
            for wide in _WIDE_SPACES.finditer(text, run.start(), run.end()):
                yield Replacement(wide.start(), wide.end(), " ", "统一空白")


def _deletion(match: re.Match[str], reason: str) -> Replacement:
    return Replacement(match.start(), match.end(), "", reason)


def _widened(text: str) -> set[int]:
    """Places of half-width marks to widen. A widened mark is Chinese to its neighbours, hence the queue.

    The full-width half of a mixed pair counts as Chinese only once the pair is widened.
    """
    pairs = _pairs(text)
    inside_url = {i for url in _URL.finditer(text) for i in range(*url.span())}
    marks = {i for i, c in enumerate(text) if c in _FULL and (c not in "()" or i in pairs)}
    marks = {i for i in marks if not {i, pairs.get(i, i)} & inside_url}
    chinese = [*map(bool, map(_CHINESE.match, text)), False]
    for place in (pairs[mark] for mark in marks if mark in pairs):
        chinese[place] = False
    counts = [0, *accumulate(chinese)]
    widened: set[int] = set()
    queue = deque(sorted(marks))
    while queue:
        place = queue.popleft()
        opening, closing = sorted((place, pairs.get(place, place)))
        before = chinese[opening - 1]
        wants = before or (counts[closing] > counts[opening + 1] if place in pairs else chinese[place + 1])
        new = ({opening, closing} & marks) - widened
        if new and wants:
            widened |= new
            chinese[opening] = chinese[closing] = True
            queue.extend((opening - 1, opening + 1, closing - 1, closing + 1))
    return widened


def _pairs(text: str) -> dict[int, int]:
    """Each parenthesis of either width with its partner on the same line; none of a file name."""
    pairs: dict[int, int] = {}
    for line in _LINE.finditer(text):
        opened: list[int] = []
        for match in re.finditer("[(（)）]", line[0]):
            place = line.start() + match.start()
            if match[0] in "(（":
                opened.append(place)
            elif opened:
                opening = opened.pop()
                if not _EXTENSION.match(text, place + 1):
                    pairs |= {opening: place, place: opening}
    return pairs
