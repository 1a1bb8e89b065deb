"""The head of a document: its title, the notice that carries it, and where its first clause stands.

The first title stands above all prose. Where that is the title of a notice (or there is none), and what follows hands
another document over, the title next above the body is the plan's own.
"""

import re
from collections.abc import Collection, Iterator, Sequence

from index_build.identify.body_start import body_start, contents_end
from index_build.identify.head_lines import CONTENTS, SIGNED, Line, is_labelled, kind_of
from index_build.identify.title_lines import Title, is_column, tidy, title_at
from qa.text import key

#: What announces that another document follows.
CARRIES = re.compile("印发|转发|批转|公布|颁布|下发|颁发|发布(?!会)")
_COVER = re.compile(r"(?:通知|公告|决定|令|函|通告)(?:\s*[（(][^（）()]*[）)])*$")
HANDED_OVER = re.compile(
    "现将[^。]{0,300}(?:[印下转颁]发|批转|公布|发布|颁布|发给)|现(?:予|印发|转发|发布|公布)|[印下转颁]发给你们|予以?(?:印发|公布|发布)|现.{0,6}[印转]发"
)
_QUOTED = re.compile("《([^《》]{4,80})》")
_ABOVE_PROSE = frozenset(
    (
        *(Line.TITLE, Line.OTHER, Line.NUMBER, Line.DATE, Line.PERIOD, Line.RED_HEAD, Line.SIGNATORY, Line.SIGNED_DATE),
        Line.DRAFT,
    )
)
_AROUND_TITLE = (Line.NUMBER, Line.RED_HEAD, Line.ADDRESSEE, Line.PERIOD, Line.NOTE, Line.DATE)
_CARRIED = re.compile(r"(?:印发|转发|批转|公布|颁布|下发|颁发|发布)[^《]{0,40}《(?P<title>.+)》[^《》]{0,8}$")
_CARRIED_BARE = re.compile(r"(?:印发|转发|批转|下发)(?P<title>[^《》]{4,})的(?:通知|函|决定)(?:（[^（）]*）)*$")
_SEVERAL = re.compile(r"》\s*[、和及与]?\s*《|》[、和及与]")
_BRACKETS = re.compile(r"(?:\s*[（(〔\[][^（）()]*[）)〕\]])+$")
_SHORTEST_TITLE = 5
_LONGEST_NAME = 80
_LONGEST_HEAD = 15
_LONGEST_NOTICE = 12
_WORDS = re.compile(r"[\u4e00-\u9fff]{4}")


class Head:
    """The lines above a document's first clause. text: all its lines, white space off, furniture out.

    known: folded titles (`qa.text.key`) that the page states beside the text.
    """

    def __init__(self, text: Sequence[str], known: Collection[str]) -> None:
        self.text = text
        self.start = body_start(text)
        self.kinds = [kind_of(line) for line in text]
        self.contents = self._first_contents()
        self.prose = next((k for k in range(self.contents) if self.kinds[k] not in _ABOVE_PROSE), self.contents)
        self._stated = frozenset(known)
        self._known = self._stated | frozenset(self._names())
        first = self._first_title()
        self.hands_over = self._hands_over(first)
        if self.hands_over and (named := self._named_below_own_clauses(first)) is not None:
            self.start = body_start(text, named)
            self.contents = self._first_contents()
        carried = self._carried_title() if first is None or self.hands_over else None
        self.title = carried or first or self._bare_title()
        #: Whether the title stands below the notice that carries the document.
        self.carried = carried is not None
        self.notice = self._notice(first)

    def _first_contents(self) -> int:
        return next((k for k in range(self.start) if CONTENTS.match(self.text[k])), self.start)

    def _named_below_own_clauses(self, first: Title | None) -> int | None:
        """Of a notice with tasks of its own: where, behind them, the title that it hands over stands above clauses.

        A notice that is dated above the first clause has none of its own; what follows it is what it carries.
        """
        parts = (*SIGNED, Line.ATTACHMENT)
        if self.start == len(self.text) or any(self.kinds[k] in parts for k in range(self.prose, self.start)):
            return None
        names = {_plain(name) for name in self._handed_names(first)}
        if any(_plain(title.text) in names for title in self._titles(self.prose, self.start)):
            return None
        titles = (t for t in self._titles(self.start, len(self.text)) if _plain(t.text) in names)
        ends = (title.lines[-1] + 1 for title in titles)
        return next((end for end in ends if body_start(self.text, end) < len(self.text)), None)

    def _handed_names(self, first: Title | None) -> Iterator[str]:
        if first is not None and is_cover(first.text):
            yield from _QUOTED.findall(first.text)
            yield carried(first.text) or ""
        for k in range(self.prose, self.start):
            if HANDED_OVER.search(self.text[k]):
                yield from _QUOTED.findall(self.text[k])

    def _names(self) -> Iterator[str]:
        """Titles that the head gives in one piece: on a line, and in 《》."""
        for k in range(self.start):
            if self.kinds[k] is Line.TITLE:
                yield key(self.text[k])
            yield from map(key, _QUOTED.findall(self.text[k]))

    def _titles(self, start: int, end: int) -> list[Title]:
        last = (k for k in range(start, end) if self.kinds[k] is Line.TITLE or self._is_named(k))
        titles = (title_at(self.text, self.kinds, k, self._known) for k in last)
        return [title for title in titles if title and title.lines[0] >= start and len(title.text) >= _SHORTEST_TITLE]

    def _is_named(self, k: int) -> bool:
        return self.kinds[k] is Line.OTHER and key(self.text[k]) in self._known

    def _first_title(self) -> Title | None:
        titles = self._titles(0, self.prose)
        stated = [t for t in titles if key(t.text) in self._stated and not is_cover(t.text)]
        # Above a text the last is its own; where nothing but short lines follows, the first.
        near = titles[::-1] if self.prose < len(self.text) else titles
        return next(iter([*reversed(stated), *near]), None)

    def _hands_over(self, first: Title | None) -> bool:
        """Whether a notice hands a document over: its title says so, or its words do."""
        if first is not None and is_cover(first.text):
            return True
        labelled = self.start < len(self.text)
        end = self.contents if labelled else min(self.contents, self.prose + _LONGEST_NOTICE)
        between = range(self.prose, end)
        return any(HANDED_OVER.search(self.text[k]) for k in between)

    def _carried_title(self) -> Title | None:
        """The title next above the body; of a text without labels, the first below the notice."""
        below = self._titles(self.prose, self.contents)
        if self.contents < self.start and not below:
            below = self._titles(contents_end(self.text, self.contents), self.start)
        if below:
            return below[-1] if self.start < len(self.text) else self._first_below_signature(below)
        return self._title_behind_own_clauses() or self._unnamed_below_signature()

    def _first_below_signature(self, titles: Sequence[Title]) -> Title | None:
        return next((title for title in titles if self._parts(title.lines[0] - 1)), None)

    def _parts(self, k: int) -> bool:
        """Whether line k ends a notice: a date, a signature, 附件."""
        return k >= 0 and self.kinds[k] in (Line.DATE, Line.SIGNED_DATE, Line.ATTACHMENT, Line.SIGNATORY)

    def _title_behind_own_clauses(self) -> Title | None:
        """Of a notice with clauses of its own: the title right behind its date."""
        if not (self.start and self.text[self.start - 1].endswith("：")):
            return None
        for k in range(self.start, len(self.text)):
            if self.kinds[k] in (Line.DATE, Line.SIGNED_DATE):
                return next(iter(self._titles(k + 1, min(k + 5, len(self.text)))), None)
        return None

    def _unnamed_below_signature(self) -> Title | None:
        """A line on its own between the notice's date and the text, whatever it ends in."""
        for k in range(max(1, self.prose), self.contents):
            above = self.kinds[k - 1]
            if above in (Line.DATE, Line.SIGNED_DATE, Line.ATTACHMENT) and self._could_be_name(k):
                return Title((k,), self.text[k])
        return None

    def _bare_title(self) -> Title | None:
        """Where no line ends as titles do: the last above the text that could be a name of one."""
        if self.prose == len(self.text) or self.prose > _LONGEST_HEAD:
            return None
        names = [k for k in range(self.prose) if self._could_be_name(k) and self._is_set_as_title(k)]
        about = [k for k in names if "关于" in self.text[k]]
        heads = [k for k in range(self.prose) if self.kinds[k] is Line.RED_HEAD and not self.text[k].endswith("件")]
        last = next(iter([*reversed(about), *reversed(names), *reversed(heads)]), None)
        return None if last is None else Title((last,), self.text[last])

    def _is_set_as_title(self, k: int) -> bool:
        """Whether a name that ends in no kind of document stands where titles do: by a number, above an addressee."""
        around = self.kinds[max(0, k - 1) : k] + self.kinds[k + 1 : k + 2]
        return "关于" in self.text[k] or any(kind in _AROUND_TITLE for kind in around)

    def _could_be_name(self, k: int) -> bool:
        line = self.text[k]
        plain = _WORDS.search(line) and not any(c in line for c in "：；。，？！\t") and not is_column(line)
        plain = plain and not is_labelled(line) and not line.startswith("（")
        return self.kinds[k] is Line.OTHER and bool(plain) and _SHORTEST_TITLE < len(line) <= _LONGEST_NAME

    def _notice(self, first: Title | None) -> Title | None:
        covers = [t for t in self._titles(0, self.prose) if is_cover(t.text)]
        if covers:
            return covers[-1]
        return first if self.carried and first is not None and first.text != (self.title and self.title.text) else None


def is_cover(title: str) -> bool:
    """Whether a title is that of a notice which hands a document over: …关于印发…的通知."""
    return bool(_COVER.search(title) and CARRIES.search(title))


def carried(notice: str) -> str | None:
    """The one document that a notice's title names: 关于印发《…》的通知; None for several and for none."""
    match = _CARRIED.search(notice)
    if match:
        return None if _SEVERAL.search(match["title"]) else tidy(match["title"])
    match = _CARRIED_BARE.search(notice)
    return match["title"].strip() if match else None


def without_brackets(title: str) -> str:
    """A title without its period and the state of its text behind it."""
    return _BRACKETS.sub("", title)


def _plain(title: str) -> str:
    return key(without_brackets(title))
