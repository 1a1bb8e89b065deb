"""Lines to paragraphs: a line goes on the one before where that is full and this is not indented."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from index_build.extract.layout.columns import FOOT, Frame
from index_build.extract.layout.measure import INDENT, Margins, body
from index_build.extract.layout.page import Line, Table
from index_build.extract.layout.tables import join_tables
from index_build.structure import numbering

#: How far from the middle a centred line may stand, in em.
_CENTRED = 0.8
_SAME_SIZE = 0.12
#: Lines further apart than this, in line pitches, are not of one paragraph.
_APART = 1.6
#: Lines of a title: set larger than the text by this.
_LARGER = 1.1
#: A line that ends so near to the margin, in em, is full: a mark that may not begin a line takes a character along.
#: Where indents tell paragraphs apart there is room for a doubt.
_FULL, _FULL_BEFORE_NO_INDENT = 1.55, 2.1
#: A heading leaves so much of its line free, in em.
_SHORT = 4.0
#: Half an em a letter: room that a word of letters would have taken on the line before.
_LETTER = 0.6
_WORD = re.compile(r"[!-~]+")
_BRACKETED = re.compile(r"[（(\[〔].*[）)\]〕]")
_SENTENCE_END = tuple("。；：！？.;:!?”）)")
_NOTE_MARK = re.compile(r"[①-⑳⑴-⒇\[［〔*＊†]|[0-9]{1,2}(?![0-9.])|注")
_HEAD = 24


@dataclass(frozen=True)
class Measures:
    """size: of the type; pitch: from line to line; indents: whether paragraphs begin with an indent;
    flush_labels: whether numbered ones do without, as headings of some documents."""

    size: float
    pitch: float
    indents: bool
    flush_labels: bool


@dataclass
class Block:
    """A paragraph, a table or a footnote: its pieces of text with the page (from 0) that each is on."""

    pieces: list[tuple[int, str]] = field(default_factory=list)
    table: Table | None = None


@dataclass(frozen=True)
class _Set:
    """A line as it is set: page, frame, and where it stands between its margins."""

    line: Line
    page: int
    frame: int
    margins: Margins

    @property
    def in_the_middle(self) -> bool:
        line = self.line
        uneven = (line.x0 - self.margins.left) - (self.margins.right - line.x1)
        return abs(uneven) <= 2 * _CENTRED * line.size


def blocks(frames: Sequence[Frame], margins: Sequence[Margins], measures: Measures) -> list[Block]:
    """Paragraphs and tables in reading order; footnotes behind the paragraph that their page ends in."""
    flow = _Flow(measures)
    for number, (frame, edges) in enumerate(zip(frames, margins, strict=True)):
        if frame.column == FOOT:
            flow.hold(frame)
            continue
        for line in frame.lines:
            if line.table:
                flow.add_table(line.table, frame.page)
            else:
                flow.add(_Set(line, frame.page, number, edges))
    return flow.finished()


class _Flow:
    """The blocks so far, the last line of text, and footnotes that wait for its paragraph to end."""

    def __init__(self, measures: Measures) -> None:
        self._measures = measures
        self._blocks: list[Block] = []
        self._held: list[Block] = []
        self._last: _Set | None = None

    def add(self, here: _Set) -> None:
        if self._last and _goes_on(self._last, here, self._measures):
            self._blocks[-1].pieces.append((here.page, here.line.text))
        else:
            self._release()
            self._blocks.append(Block([(here.page, here.line.text)]))
        self._last = here

    def add_table(self, table: Table, page: int) -> None:
        above = self._blocks[-1] if self._blocks else Block()
        joined = join_tables(above.table, table) if above.table and above.pieces[0][0] < page else None
        if joined:
            # Only the page before may hold the rows above: a table elsewhere is another table.
            self._blocks[-1] = Block([(page, ""), *above.pieces], joined)
        else:
            self._release()
            self._blocks.append(Block([(page, "")], table))
        self._last = None

    def hold(self, foot: Frame) -> None:
        """Footnotes begin with a mark; what does not goes on the note above."""
        for line in foot.lines:
            if self._held and not _NOTE_MARK.match(line.text):
                self._held[-1].pieces.append((foot.page, line.text))
            else:
                self._held.append(Block([(foot.page, line.text)]))

    def finished(self) -> list[Block]:
        self._release()
        return self._blocks

    def _release(self) -> None:
        self._blocks += self._held
        self._held = []


def _goes_on(last: _Set, here: _Set, measures: Measures) -> bool:
    size = here.line.size
    if abs(last.line.size - size) > _SAME_SIZE * size or _apart(last, here, measures):
        return False
    label = numbering.parse(here.line.text[:_HEAD])
    if size > _LARGER * measures.size and last.in_the_middle and here.in_the_middle:
        return not label and not _BRACKETED.fullmatch(here.line.text)
    if label and _opens(last, here, measures):
        return False
    if here.line.x0 - here.margins.left > INDENT * size:
        return False
    return _is_full(last.line, here.line, last.margins, _FULL_BEFORE_NO_INDENT if measures.indents else _FULL)


def _opens(last: _Set, here: _Set, measures: Measures) -> bool:
    """Whether a label at a line's start opens a paragraph, and is not a number that the text came to."""
    if not measures.indents:
        return True
    text = here.line.text
    heading = not text.endswith(_SENTENCE_END) and here.margins.right - here.line.x1 > _SHORT * here.line.size
    return last.line.text.endswith(_SENTENCE_END) and (measures.flush_labels or heading)


def _is_full(line: Line, following: Line, margins: Margins, room: float) -> bool:
    """Whether the line ends where what follows had no room left."""
    word = _WORD.match(following.text)
    room += _LETTER * len(word[0]) if word else 0.0
    return margins.right - line.x1 <= room * line.size


def measured(frames: Sequence[Frame], margins: Sequence[Margins], size: float, pitch: float) -> Measures:
    """What a document's lines show of the way its paragraphs begin."""
    indents = flush = False
    for frame, edges in zip(frames, margins, strict=True):
        lines = body(frame.lines, size)
        indents = indents or any(INDENT * size < line.x0 - edges.left < 3 * size for line in lines)
        flush = flush or any(_begins_flush(above, line, edges) for above, line in pairwise(lines))
    return Measures(size, pitch, indents, flush)


def _begins_flush(above: Line, line: Line, margins: Margins) -> bool:
    at_margin = line.x0 - margins.left <= INDENT * line.size
    return (
        at_margin
        and not _is_full(above, line, margins, _FULL_BEFORE_NO_INDENT)
        and numbering.parse(line.text[:_HEAD]) is not None
    )


def _apart(last: _Set, here: _Set, measures: Measures) -> bool:
    """Whether blank space parts two lines of one frame; over frames and pages none can be seen."""
    pitch = measures.pitch * max(1.0, here.line.size / measures.size)
    return last.frame == here.frame and here.line.top - last.line.top > _APART * pitch
