"""The text repair of a page: decode check, escapes, byte shifts, pinyin, Traditional characters, width, in that order.

Each stage only finds what to replace; `Aligned` replaces, so every change keeps its place in the raw text.
"""

from index_build.aligned import Aligned
from index_build.repair.byteshift import find_shifts
from index_build.repair.decode import find_decoding, find_lost
from index_build.repair.escapes import find_escapes
from index_build.repair.pinyin import find_pinyin
from index_build.repair.traditional import find_traditional
from index_build.repair.width import find_invisible, find_width

#: Stands for a character no stage may read: neither Chinese nor a letter, and never seen outside this file.
_MASK = "\u3013"


def repair(page: Aligned) -> Aligned:
    """The page as it should read, with every change and flag logged. Line breaks stay where they are."""
    page = page.replace("decode", find_decoding(page.text))
    page = page.replace("decode", find_lost(page.text))
    page = page.replace("escapes", find_escapes(page.text))
    page = page.replace("invisible", find_invisible(page.text))
    shifts = find_shifts(page.text)
    flagged = {page.raw_span(s.start, s.end) for s in shifts if page.text[s.start : s.end] == s.text}
    page = page.replace("byteshift", shifts)
    page = page.replace("invisible", find_invisible(page.text))
    page = page.replace("pinyin", find_pinyin(_masked(page, flagged)))
    page = page.replace("traditional", find_traditional(page.text))
    return page.replace("width", find_width(page.text))


def _masked(page: Aligned, flagged: set[tuple[int, int]]) -> str:
    """The text with what byte-shift repair flagged hidden: its annotations belong to the damage."""
    pieces: list[str] = []
    position = 0
    for entry in page.repairs():
        if entry.stage == "byteshift" and entry.raw_span in flagged:
            start, end = entry.span
            pieces += [page.text[position:start], _MASK * (end - start)]
            position = end
    return "".join([*pieces, page.text[position:]])
