"""How much room a text takes, before any program has laid it out: estimates that are rather too large than too small.

Fonts differ between machines, so no font is asked. A line is broken as office programs do: between Chinese characters,
else at blanks, and within a word that is longer than a line.
"""

import unicodedata
from functools import cache

from qa.text import sentences

#: Of a line, in sizes of its font; writers set it as a fixed distance, so that fonts make no difference.
LEADING = 1.3
#: What stands behind words that were left out of a quotation.
CUT = "[……见讲义]"
_NARROW, _CAPITAL, _WIDE, _TAB = 0.55, 0.85, 1.0, 4.0
_BROAD = frozenset("@%&mwMW")


@cache
def em(character: str) -> float:
    """The width of a character in sizes of its font."""
    if character == "\t":
        return _TAB
    if not character.isascii():
        return _WIDE
    return _CAPITAL if character.isupper() or character in _BROAD else _NARROW


def width(text: str, size: float) -> float:
    """Of a text on one line, in points."""
    return sum(map(em, text)) * size


def breaks(text: str, size: float, room: float) -> list[int]:
    """Where lines end, the last at the end of the text. room: of a line, in points.

    One character's width of each line is left free: a full stop does not stand at its beginning and draws the
    character before it along.
    """
    most = max(room - size, size) / size
    found, at = [], 0
    while at < len(text):
        end = _end(text, at, most)
        found.append(end)
        at = end
    return found or [0]


def lines(text: str, size: float, room: float) -> int:
    """How many there are; a line break at the very end begins none."""
    return len(breaks(text, size, room))


def clipped(text: str, size: float, room: float, most: int) -> str:
    """As much as stands on so many lines, an ellipsis in place of the rest. Not for quotations."""
    flat = " ".join(text.split())
    ends = breaks(flat, size, room)
    return flat if len(ends) <= most else flat[: max(ends[most - 1] - 2, 0)].rstrip() + "…"


def shortened(text: str, size: float, room: float, most: int) -> str:
    """The sentences from the first that stand, with `CUT` behind them, on so many lines; the text itself if it does.

    A first sentence that is longer than that is cut within.
    """
    if lines(text, size, room) <= most:
        return text
    for _, end in reversed(sentences(text)):
        if lines(text[:end] + CUT, size, room) <= most:
            return text[:end]
    end = breaks(text, size, room)[most - 1]
    while end and lines(text[:end] + CUT, size, room) > most:
        end -= 1
    return text[:end]


def _end(text: str, start: int, most: float) -> int:
    """Where the line that begins at `start` ends; at least one character is on it."""
    used, place = 0.0, start
    while place < len(text):
        if text[place] == "\n":
            return place + 1
        used += em(text[place])
        if used > most and place > start:
            return _between(text, start, place)
        place += 1
    return place


def _between(text: str, start: int, place: int) -> int:
    """The last place up to `place` where a line may end."""
    for end in range(place, start, -1):
        if not (_in_word(text[end - 1]) and _in_word(text[end])):
            return end
    return place


def _in_word(character: str) -> bool:
    """Whether a line is not broken beside it: Latin letters, digits and what else stands without blanks between."""
    return not character.isspace() and unicodedata.east_asian_width(character) not in "WFA"
