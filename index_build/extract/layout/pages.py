"""Pages of placed text to text: what PDF, OFD and OCR have in common.

Tables by their rules, lines, running heads off, footnotes apart, columns, paragraphs over lines and pages.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from index_build.extract.layout import contents as layout_contents
from index_build.extract.layout import feet as layout_feet
from index_build.extract.layout import lines as layout_lines
from index_build.extract.layout import margins as layout_margins
from index_build.extract.layout import measure as layout_measure
from index_build.extract.layout.asides import LeftOut, left_out, page_list, stamps
from index_build.extract.layout.columns import FOOT, SINGLE, Frame, carried_on, frames
from index_build.extract.layout.measure import Margins
from index_build.extract.layout.page import Line, Page
from index_build.extract.layout.paragraphs import Block, blocks, measured
from index_build.extract.layout.tables import tables

#: In em beyond the margins: where letters of a stamp or a binding line stand, and no text.
_OUTSIDE = 1.6
#: The share of a page's width at each side that is its edge.
_AT_EDGE = 0.12
_STAMP_LETTERS = 2


@dataclass(frozen=True)
class Laid:
    """text, places, tables, notes, left_out: as in `Extracted`."""

    text: str
    places: tuple[tuple[int, str], ...]
    tables: int
    notes: tuple[str, ...]
    left_out: LeftOut


def lay_out(pages: Sequence[Page]) -> Laid:
    """The text of a document, its pages in order."""
    lines = [_lines(page) for page in pages]
    heads = layout_margins.running(pages, lines)
    head, kept = _parted(lines, heads)
    contents, kept = _parted(kept, [layout_contents.entries(page) for page in kept])
    size = layout_measure.type_size([Frame(n, SINGLE, tuple(page)) for n, page in enumerate(kept)])
    framed = carried_on([frame for n, page in enumerate(kept) for frame in _frames(n, pages[n], page, size)])
    edges = layout_measure.margins(pages, framed, size)
    inside = [_inside(frame, _text_area(pages[frame.page], m, size)) for frame, m in zip(framed, edges, strict=True)]
    measures = measured(inside, edges, size, layout_margins.line_pitch(kept))
    text, places, count = _text(blocks(inside, edges, measures))
    stamped = {a.page for a, b in zip(framed, inside, strict=True) if a is not b}
    notes = (*_notes(pages, stamped), *_contents_note([n for n, found in enumerate(contents) if found]))
    return Laid(text, places, count, notes, left_out(pages, head, contents) + stamps(framed, inside))


def _lines(page: Page) -> list[Line]:
    found, rest = tables([box for box in page.boxes if box.upright], page.rules)
    stands = [Line("", t.x0, t.x1, t.top, t.bottom, 0.0, table=t) for t in found]
    return sorted([*layout_lines.lines(rest), *stands], key=lambda line: (line.top, line.x0))


def _parted(pages: Sequence[Sequence[Line]], taken: Sequence[set[int]]) -> tuple[list[list[Line]], list[list[Line]]]:
    """For each page, the lines whose indexes are taken, and the others."""
    off = [[line for i, line in enumerate(page) if i in taken[n]] for n, page in enumerate(pages)]
    return off, [[line for i, line in enumerate(page) if i not in taken[n]] for n, page in enumerate(pages)]


def _contents_note(pages: Sequence[int]) -> tuple[str, ...]:
    return (f"{page_list(pages)}的目录未收入正文。",) if pages else ()


def _frames(number: int, page: Page, lines: Sequence[Line], size: float) -> list[Frame]:
    text, foot = layout_feet.split(page, lines, size)
    return frames(number, text) + ([Frame(number, FOOT, tuple(foot))] if foot else [])


def _text_area(page: Page, margins: Margins, size: float) -> Margins:
    """Where text may stand: between the margins and a little beyond, and anywhere but at the page's edges."""
    left = min(margins.left - _OUTSIDE * size / 2, _AT_EDGE * page.width)
    return Margins(left, max(margins.right + _OUTSIDE * size, (1 - _AT_EDGE) * page.width))


def _inside(frame: Frame, area: Margins) -> Frame:
    """The frame without letters that stand outside the margins; the frame itself where there are none."""
    kept = [[piece for piece in line.pieces if not _is_stamp(piece, area)] for line in frame.lines]
    if frame.column == FOOT or all(len(a) == len(b.pieces) for a, b in zip(kept, frame.lines, strict=True)):
        return frame
    lines = [
        line if len(pieces) == len(line.pieces) else layout_lines.rows(pieces)[0]
        for line, pieces in zip(frame.lines, kept, strict=True)
        if pieces
    ]
    return replace(frame, lines=tuple(lines))


def _is_stamp(piece: Line, area: Margins) -> bool:
    outside = piece.x1 < area.left or piece.x0 > area.right
    return outside and 0 < len(piece.text) <= _STAMP_LETTERS


def _text(found: Iterable[Block]) -> tuple[str, tuple[tuple[int, str], ...], int]:
    whole: list[str] = []
    places: list[tuple[int, str]] = []
    length, tables_seen, page = 0, 0, -1
    for block in found:
        written, starts = _table(block) if block.table else _paragraph(block)
        tables_seen += block.table is not None
        if whole:
            whole.append("\n\n")
            length += 2
        for at, number in starts:
            if number > page:
                places.append((length + at, f"第{number + 1}页"))
                page = number
        whole.append(written)
        length += len(written)
    return "".join(whole), tuple(places), tables_seen


def _paragraph(block: Block) -> tuple[str, list[tuple[int, int]]]:
    parts: list[str] = []
    starts, length = [], 0
    for page, piece in block.pieces:
        end = parts[-1][-1:] if parts else ""
        parts.append(layout_lines.join(end, piece)[len(end) :])
        length += len(parts[-1])
        starts.append((length - len(piece), page))
    return "".join(parts), starts


def _table(block: Block) -> tuple[str, list[tuple[int, int]]]:
    rows = block.table.rows if block.table else ()
    return "\n".join("\t".join(row) for row in rows), [(0, min(page for page, _ in block.pieces))]


def _notes(pages: Sequence[Page], stamped: Iterable[int]) -> tuple[str, ...]:
    turned = {n for n, page in enumerate(pages) if any(not box.upright and box.text.strip() for box in page.boxes)}
    left_out = sorted(turned | set(stamped))
    return (f"{page_list(left_out)}有旋转或页边的文字（如印章、装订线），未收入正文。",) if left_out else ()
