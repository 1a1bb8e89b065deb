"""Running heads, running feet and page numbers: what stands in the margins of page after page.

A line is taken off only where three things meet: it stands in the band at the page's edge with nothing of the body
beyond it, it is set off from the text, and it is repeated (or is a number that counts up with the pages).
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from index_build.extract.layout.page import Line, Page

#: The share of a page's height in which heads and feet stand; GB/T 9704 leaves 12.5 % above and 11.8 % below the text.
_BAND = 0.14
#: Lines of one head or foot.
_DEEPEST = 3
#: A head is parted from the text by more than the text's own line pitch.
_SET_OFF = 1.25
#: In em: no text is set with lines so far apart, though few lines may leave no other pitch to be seen.
_WIDEST = 3.0
_DASH = "[-—–－―·•~～一\\s]*"
_NUMBER = re.compile(
    rf"{_DASH}(?:第\s*)?(?P<number>[0-9]{{1,4}}|[ivxlcIVXLC]{{1,8}})(?:\s*页)?{_DASH}"
    r"(?:[/／,，共]?\s*(?:共\s*)?[0-9]{1,4}\s*页?)?\s*"
)
_ARABIC = re.compile(r"[0-9]+")


@dataclass(frozen=True)
class _Candidate:
    page: int
    index: int
    key: tuple[str, str, int]
    set_off: bool


def is_number(text: str) -> bool:
    """Whether a line has the form of a page number."""
    return bool(_NUMBER.fullmatch(text))


def running(pages: Sequence[Page], lines: Sequence[Sequence[Line]]) -> list[set[int]]:
    """For each page, the indexes of its lines that are running heads, running feet or page numbers."""
    found: list[set[int]] = [set() for _ in pages]
    pitch = line_pitch(lines)
    for edge in ("top", "bottom"):
        chains = [list(_edge(page, n, edge, lines[n], pitch)) for n, page in enumerate(pages)]
        repeated = _repeated(chains)
        numbers = _numbers(chains, lines)
        for chain in chains:
            for candidate in chain:
                numbered = (candidate.page, candidate.index) in numbers
                if not numbered and not (candidate.set_off and candidate.key in repeated):
                    break
                found[candidate.page].add(candidate.index)
    return found


def line_pitch(lines: Sequence[Sequence[Line]]) -> float:
    """The distance from one line of the text to the next that is most frequent, to half a point."""
    steps = Counter(
        round(2 * (below.top - above.top)) / 2
        for page in lines
        for above, below in pairwise(page)
        if below.top - above.top > 0.5 * above.size and above.table is None
    )
    return max(steps, key=lambda step: (steps[step], -step), default=0.0)


def _edge(page: Page, number: int, edge: str, lines: Sequence[Line], pitch: float) -> Iterator[_Candidate]:
    """The lines at one edge, outermost first, as far as the band reaches."""
    order = range(len(lines)) if edge == "top" else range(len(lines) - 1, -1, -1)
    for i in list(order)[:_DEEPEST]:
        line = lines[i]
        inside = line.bottom <= _BAND * page.height if edge == "top" else line.top >= (1 - _BAND) * page.height
        if not inside or line.table:
            return
        place = round((line.top if edge == "top" else page.height - line.top) / max(line.size, 1.0))
        yield _Candidate(number, i, (edge, _ARABIC.sub("#", line.text), place), _set_off(lines, i, edge, pitch))


def _set_off(lines: Sequence[Line], i: int, edge: str, pitch: float) -> bool:
    """Whether more than a line's pitch parts this line, or the head it is part of, from the text."""
    inward = range(i, len(lines) - 1) if edge == "top" else range(i, 0, -1)
    step = 1 if edge == "top" else -1
    for k in list(inward)[:_DEEPEST]:
        apart = abs(lines[k + step].top - lines[k].top)
        if (
            apart > min(_SET_OFF * pitch, _WIDEST * lines[k].size)
            or abs(lines[k + step].size - lines[k].size) > 0.1 * lines[k].size
        ):
            return True
    return len(lines) == 1


def _repeated(chains: Sequence[Sequence[_Candidate]]) -> set[tuple[str, str, int]]:
    """Keys on at least three pages, or on half of a document's pages where it has fewer than six."""
    pages: dict[tuple[str, str, int], set[int]] = defaultdict(set)
    for chain in chains:
        for candidate in chain:
            edge, text, place = candidate.key
            for near in (place - 1, place, place + 1):
                pages[edge, text, near].add(candidate.page)
    enough = min(3, max(2, (len(chains) + 1) // 2))
    return {key for key, held in pages.items() if len(held) >= enough}


def _numbers(chains: Sequence[Sequence[_Candidate]], lines: Sequence[Sequence[Line]]) -> set[tuple[int, int]]:
    """(page, line) of page numbers: written as such, and counting up with the pages."""
    read: dict[tuple[int, int], int] = {}
    for candidate in (candidate for chain in chains for candidate in chain):
        text = lines[candidate.page][candidate.index].text
        match = _NUMBER.fullmatch(text)
        value = _value(match["number"]) if match else None
        if value is not None and (candidate.set_off or not text.isalnum()):
            read[candidate.page, candidate.index] = value - candidate.page
    counts = Counter(read.values())
    return {place for place, offset in read.items() if counts[offset] >= 2 or offset == 1}


def _value(number: str) -> int | None:
    if number.isdecimal():
        return int(number)
    roman = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}
    values = [roman.get(c, 0) for c in number.lower()]
    if not all(values):
        return None
    return sum(-a if a < b else a for a, b in zip(values, [*values[1:], 0], strict=True))
