"""Stage 3: repair of GBK text that a copying site's byte-wise replacements cut between the bytes of a character.

`find_shifts` looks only where such a cut shows, searches what the bytes can have been, and accepts a reading
only if it is much likelier than the text as it stands and than every other reading; else it flags the place.
"""

import re

from index_build.aligned import Aligned, Replacement
from index_build.repair import byteshift_labels as labels
from index_build.repair.byteshift_candidates import Candidates
from index_build.repair.byteshift_page import TAIL, Page
from index_build.repair.byteshift_site import Place, Site
from index_build.repair.ngrams import shipped

_PLACE = re.compile(rf"(?<![?？])[?？](?=[。，；？！、,;?!])|(?<=[\u3400-\u9fff)）]){TAIL.pattern}")
_LINE = re.compile("[^\n]*\n|[^\n]+")
_MOST_ROUNDS = 4
_CONTEXT = 60
#: Places searched: so many, and one more for each stretch of so many characters, but never more than the last.
#: The densest of real and of generated pages has one in 180 characters.
_FREE_PLACES, _STRETCH, _MOST_PLACES = 50, 100, 1_000


def find_shifts(text: str) -> list[Replacement]:
    """Repairs and flags over one page, boilerplate removed and pinyin still in place.

    A repair can decide its neighbours, so the page is read until nothing changes.
    """
    current = Aligned.of(text)
    found: list[Replacement] = []
    for _ in range(_MOST_ROUNDS):
        latest = [item for item in _read(current.text) if _untouched(item, current, found)]
        changes = [item for item in latest if item.text != current.text[item.start : item.end]]
        flags = [_in_source(item, current) for item in latest if item not in changes]
        found += [_in_source(item, current) for item in changes]
        if not changes:
            break
        current = current.replace("shift", changes)
    return sorted([*found, *flags], key=lambda item: item.start)


def _in_source(item: Replacement, current: Aligned) -> Replacement:
    start, end = current.raw_span(item.start, item.end)
    return Replacement(start, end, item.text, item.reason, item.confidence)


def _untouched(item: Replacement, current: Aligned, found: list[Replacement]) -> bool:
    start, end = current.raw_span(item.start, item.end)
    return all(end <= other.start or other.end <= start for other in found)


def _read(text: str) -> list[Replacement]:
    if not _PLACE.search(text):
        return []
    page = Page.of(text, shipped())
    columns = Candidates.of(page)
    number: int | None = None
    found: list[Replacement] = []
    after = searched = 0
    most = min(_MOST_PLACES, _FREE_PLACES + len(text) // _STRETCH)
    for line in _LINE.findall(text):
        start, end = after, after + len(line.rstrip())
        after += len(line)
        places = list(_PLACE.finditer(text, start, end))
        searched += len(places)
        if searched > most:
            found += [_unsearched(place) for place in places]
            continue
        inside = _read_line(text, places, (start, end), number, page, columns)
        number = _number_after(number, line, inside[0] if inside else None, start)
        found += inside
    return found


def _unsearched(place: re.Match[str]) -> Replacement:
    return Replacement(place.start(), place.start() + 1, place[0][0], "同页疑似错位之处过多，未作还原", 0.0)


def _read_line(
    text: str,
    places: list[re.Match[str]],
    line: tuple[int, int],
    number: int | None,
    page: Page,
    columns: Candidates,
) -> list[Replacement]:
    at, end = line
    found: list[Replacement] = []
    before = ""
    for match in places:
        if match.start() < at:
            continue
        before = (before + text[at : match.start()])[-_CONTEXT:]
        at = match.start()
        place = Place(at, end, before, len(places) == 1, number)
        item = Site(text, place, page, columns).decide()
        if item:
            found.append(item)
            before += item.text
            at = item.end
    return found


def _number_after(number: int | None, line: str, first: Replacement | None, start: int) -> int | None:
    """The number of the last label; a damaged label that stays so counts as one more. first: found on the line."""
    own = labels.number_at(line)
    if own or first is None or line[: first.start - start].strip():
        return own or number
    recovered = labels.number_at(first.text)
    if recovered is None:
        recovered = labels.unresolved(labels.fitting(line, first.start - start + 2, number), number)
    return recovered or number
