"""A title over one line or several: which lines of a head make it up, and how they read as one.

Layouts centre a long title and break it anywhere; so a line is joined to the one below it only where one of the two
cannot stand alone, or where the joined words are a title that the page gives elsewhere in one piece.
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from index_build.identify.head_lines import KINDS, PERIOD, TRAILING_NUMBER, Line, compact, is_organ
from qa.text import key

_MOST_LINES = 6
_SHORTEST = 4
_SHORTEST_HALF = 7
_LONGEST_PIECE = 60
_PLACE = re.compile(
    r"^(?:中共|中国共产党)?[\u4e00-\u9fffXx×*＊]{1,9}?(?:省|市|县|区|州|盟|旗|镇|乡|街道)(?!域|场|政管理|容|民)"
)
_BARE_PLACE = re.compile(_PLACE.pattern + "$")
_OPENS_TITLE = re.compile(r"^(?:[12][0-9]{3}年|“|中华人民共和国|国务院|中共|最高人民|全国|关于)")
_UNFINISHED = re.compile(
    r"(?:中共|中国共产党|关于|印发|转发|批转|公布|发布|[对和及与、暨的在为向〈《“]|贯彻|落实|推进|加强|实施|促进|深化|做好|开展)$"
)
#: Places whose names begin with a word that joins: those of the divisions above the township, and any township.
_JOINING_PLACE = (
    "和县(?![级直区市乡])|和(?:平|政|硕|顺|静|田|龙)(?:[县区市]|地区)|和林格尔|和布克赛尔"
    "|[和与及](?![各全本我有])[\u4e00-\u9fff]{1,2}(?<![城乡村集])(?:[镇乡](?![镇村级])|街道)"
)
_LEANS_BACK = re.compile(rf"^(?!{_JOINING_PLACE})(?:的|[）》〉”、和与及]|[（(][^（）()]{{2,40}}[）)]\s*的)")
#: Names of columns and sites, which stand above titles and are none of them.
_COLUMN = re.compile(
    "(?:网|网站|门户|首页|公开|专栏|频道|栏目|目录|要闻|动态|新闻|导航|服务|平台|互动|解读|公众号|文库)$"
)
_GIVES_NOTICE = re.compile("的(?:通知|决定|公告|函|批复|报告|通报)(?:（[^（）]*）)?$")
_OF_NOTICE = re.compile("关于|印发|转发|批转|公布|发布|颁布|下发|同意|对")
_FRAGMENT = re.compile(rf"^[\u4e00-\u9fff]{{0,4}}(?:{KINDS})(?:（[^（）]*）)?$")
_BRACKETED_NOTE = re.compile(
    r"\s*[（(〔\[](?:[^（）()]*(?:通过|公布|发布|批准|施行|会议|[12][0-9]{3}年[^（）()]*(?:修正|修订))[^（）()]*)[）)〕\]]$"
)


@dataclass(frozen=True)
class Title:
    """lines: their indices, in order; text: how they read as one."""

    lines: tuple[int, ...]
    text: str


def title_at(text: Sequence[str], kinds: Sequence[Line], last: int, known: Collection[str]) -> Title | None:
    """The title whose last words stand in line `last`; None where that line is a mere end of some other title.

    known: folded titles (`qa.text.key`) that the page gives elsewhere in one piece.
    """
    first = _known_start(text, kinds, last, known)
    if first is None:
        first = last
        while first > 0 and last - first < _MOST_LINES and _belongs(text, kinds, first, last):
            first -= 1
    follows = first > 0 and kinds[first - 1] in _PIECES
    if first == last and (len(text[last]) <= _SHORTEST or (follows and _LEANS_BACK.match(text[last]))):
        return None
    lines = (*range(first, last + 1), *_suffixes(text, kinds, last))
    return Title(lines, _joined([text[k] for k in lines]))


def _known_start(text: Sequence[str], kinds: Sequence[Line], last: int, known: Collection[str]) -> int | None:
    joined = ""
    for first in range(last, max(-1, last - _MOST_LINES), -1):
        joined = key(_own_words(text[first])) + joined
        if joined in known and first < last:
            return first
        if kinds[first] not in _PIECES and first < last:
            break
    return None


_PIECES = (Line.OTHER, Line.TITLE, Line.SIGNATORY, Line.PERIOD)


def _belongs(text: Sequence[str], kinds: Sequence[Line], first: int, last: int) -> bool:
    """Whether the line above `first` is a piece of the same title."""
    above, below = text[first - 1], text[first]
    if kinds[first - 1] not in _PIECES or len(above) > _LONGEST_PIECE or _COLUMN.search(above):
        return False
    if (
        _LEANS_BACK.match(below)
        or _lacks_beginning("".join(text[first : last + 1]))
        or _is_open(above)
        or (kinds[first - 1] != Line.PERIOD and _UNFINISHED.search(above))
    ):
        return True
    if kinds[first - 1] in (Line.TITLE, Line.PERIOD):
        return above.endswith(("》", "〉", "法")) and bool(_FRAGMENT.match(compact(below)))
    if kinds[first - 1] == Line.SIGNATORY:
        return _names_issuer(text, kinds, first, last)
    if _is_mere_end(below):
        return True
    if _opens(below):
        return _is_under_place(above, below)
    return "关于" in above or _opens(above) or (first == 1 and _is_half(above, below))


def _names_issuer(text: Sequence[str], kinds: Sequence[Line], first: int, last: int) -> bool:
    """An organ above the words of its title, unless it signs what stands above it or the title names it anyway."""
    if first > 1 and kinds[first - 2] in (Line.PROSE, Line.ADDRESSEE, Line.DATE):
        return False
    below = "".join(text[first : last + 1])
    above = text[first - 1]
    return (
        below.startswith("关于")
        or ("关于" in below and is_organ(text[first]))
        or not (_PLACE.match(below) or above[:2] in below)
    )


def _lacks_beginning(words: str) -> bool:
    """…的通知 without what it gives notice of."""
    return bool(_GIVES_NOTICE.search(words)) and not _OF_NOTICE.search(words)


def _is_half(above: str, below: str) -> bool:
    """Whether a text's first two lines are long enough, and alike enough in length, to be one title in two."""
    lengths = sorted((len(above), len(below)))
    return lengths[0] >= _SHORTEST_HALF and lengths[1] <= 2 * lengths[0]


def _is_under_place(above: str, below: str) -> bool:
    return bool(_BARE_PLACE.match(above)) and below.startswith("关于")


def _opens(line: str) -> bool:
    return bool(_PLACE.match(line) or _OPENS_TITLE.match(line))


def _is_open(line: str) -> bool:
    return any(line.count(left) > line.count(right) for left, right in ("《》", "（）", "“”", "〈〉"))


def _is_mere_end(line: str) -> bool:
    plain = compact(line)
    return bool(_LEANS_BACK.match(plain)) or (bool(_FRAGMENT.match(plain)) and not _opens(plain))


def _suffixes(text: Sequence[str], kinds: Sequence[Line], last: int) -> tuple[int, ...]:
    """The brackets below a title that belong to it: its period, 试行, 草案."""
    end = last + 1
    while end < len(text) and kinds[end] == Line.PERIOD and end - last <= 2:
        end += 1
    return tuple(range(last + 1, end))


def _joined(pieces: Sequence[str]) -> str:
    title = ""
    for piece in pieces:
        organs = is_organ(title) and (is_organ(piece) or "关于" in piece[4:])
        words = "" if PERIOD.match(piece) and _has_period(title, piece) else _own_words(piece)
        title += (" " if organs else "") + words
    return tidy(title)


def _has_period(title: str, bracket: str) -> bool:
    return key(bracket) in key(title)


def _own_words(line: str) -> str:
    """A line of a title without the document's number and its history behind it."""
    return _BRACKETED_NOTE.sub("", TRAILING_NUMBER.sub("", line)).strip()


def tidy(title: str) -> str:
    """As one cites it: the spaces of a layout out, and no book-title marks around the whole."""
    letters = title.split()
    title = "".join(letters) if len(letters) > 3 and max(map(len, letters)) == 1 else title
    title = re.sub(r"(?<=[\u4e00-\u9fff])\s+(?=[\u4e00-\u9fff]$)", "", title.strip())
    whole = title.startswith("《") and title.endswith("》") and "《" not in title[1:]
    return title[1:-1] if whole else title


def is_column(line: str) -> bool:
    """Whether a line is the name of a column or a site."""
    return bool(_COLUMN.search(line))
