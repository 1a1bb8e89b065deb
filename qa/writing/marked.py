"""Written text as it arrives: cut into sentences, each with its marks [n] in one form and nothing but text beside them.

Marks may be written [1], ［1］, 【1】, 〔1〕, [1,2], [1、3] or [1-3]; 〔2015〕26号 is a document number.
"""

import re
import unicodedata
from dataclasses import dataclass

_SEPARATOR = r"\s*[,，、;；]\s*"
_RANGE = r"\s*[-–—~～至]\s*"
_MARK = re.compile(rf"[\[［【〔]\s*(\d{{1,3}}(?:(?:{_SEPARATOR}|{_RANGE})\d{{1,3}})*)\s*[\]］】〕](?!\s*第?\d+\s*号)")
_MARKS = re.compile(rf"(?:\s*{_MARK.pattern})*")
#: What may yet become a mark when more text comes.
_BEGUN = re.compile(r"\s*(?:[\[［【〔][\d\s,，、;；\-–—~～至]{0,20})?")
_ENDS = frozenset("。！？!?")
_OPENING, _CLOSING = "“「『", "”」』"
_CLOSED_BEHIND = frozenset("”’」』）)")
#: Characters; a sentence of more is no sentence.
LONGEST = 600
#: Models that think aloud do so before they answer, between these.
_THINKING, _THOUGHT = "<think>", "</think>"
_LIST_SIGN = re.compile(r"^(?:#{1,6}\s|>\s|[-*+•·●]\s*|\d{1,2}[.．、)）](?!\d)\s*|[（(]\d{1,2}[)）]\s*)")
_EMPHASIS = re.compile(r"\*\*|__")
#: Nothing that a reader could follow, load or run: addresses, links, pictures, tags, code.
_LIVE = re.compile(
    r"[a-z][a-z0-9+.-]*:\s*//|www\.|(?:javascript|data|mailto|file):|[a-z0-9-]+\.[a-z]{2,}|\]\s*[(\[:]|[<>\[\]{}`|\\@]"
)


@dataclass(frozen=True)
class Part:
    """A stretch of a sentence and the numbers of the marks behind it."""

    text: str
    marks: tuple[int, ...]


@dataclass(frozen=True)
class Sentence:
    """One sentence. text: with its marks as [n]. bare: without them. parts: none where a mark cannot be read."""

    text: str
    bare: str
    parts: tuple[Part, ...]

    @property
    def live(self) -> bool:
        """Whether there is more in it than text: an address, a link, a picture, a tag, code."""
        return _LIVE.search(unicodedata.normalize("NFKC", self.bare).lower()) is not None


class Cutter:
    """Cuts a text that comes in pieces into sentences; none is given before it and its marks are complete."""

    def __init__(self) -> None:
        self._held = ""

    def feed(self, piece: str) -> list[Sentence]:
        """The sentences that the piece completes."""
        self._held += piece
        if not self._settled():
            return []
        found = []
        while (end := _end(self._held)) is not None:
            found.append(read(self._held[:end]))
            self._held = self._held[end:]
        return [s for s in found if s]

    def rest(self) -> list[Sentence]:
        """What is left when no more comes."""
        left = read(self._held) if self._settled() else None
        self._held = ""
        return [left] if left else []

    def _settled(self) -> bool:
        """Whether what is held is answer; what a model thinks aloud before it is forgotten."""
        start = self._held.lstrip()
        if not start.startswith(_THINKING):
            return not _THINKING.startswith(start) or not start
        head, thought, rest = start.partition(_THOUGHT)
        self._held = rest if thought else _THINKING + head[len(_THINKING) :][-len(_THOUGHT) :]
        return bool(thought)


def _end(text: str) -> int | None:
    """Where the first sentence ends, its marks included; None while that is not certain."""
    depth = 0
    for place, char in enumerate(text):
        depth += (char in _OPENING) - (char in _CLOSING and depth > 0)
        if char == "\n" and text[:place].strip():
            return place + 1
        if char in _ENDS and (depth == 0 or text[place + 1 : place + 2] in _CLOSING):
            return _behind(text, place + 1)
        if place >= LONGEST:
            return place
    return None


def _behind(text: str, place: int) -> int | None:
    """The end of the signs and marks that belong to what has just ended."""
    while place < len(text) and text[place] in _ENDS | _CLOSED_BEHIND:
        place += 1
    marks = _MARKS.match(text, place)
    place = marks.end() if marks else place
    return None if _BEGUN.fullmatch(text, place) else place


def read(raw: str) -> Sentence | None:
    """A sentence from its raw text; None where there are no words in it."""
    visible = "".join(c for c in raw if c == "\n" or unicodedata.category(c) not in ("Cc", "Cf", "Co", "Cs", "Cn"))
    text = _LIST_SIGN.sub("", _EMPHASIS.sub("", visible.strip())).strip()
    parts, place, readable = [], 0, True
    for run in re.finditer(rf"(?:\s*{_MARK.pattern})+", text):
        marks = _numbers(run.group())
        readable = readable and bool(marks)
        parts.append(Part(text[place : run.start()], marks))
        place = run.end()
    parts.append(Part(text[place:], ()))
    bare = "".join(part.text for part in parts)
    if not any(unicodedata.category(c)[0] in "LN" for c in bare):
        return None
    shown = "".join(part.text + "".join(f"[{n}]" for n in part.marks) for part in parts)
    return Sentence(shown + "\n" * raw.endswith("\n"), bare, _borne(parts) if readable else ())


def _numbers(run: str) -> tuple[int, ...]:
    """The numbers of the marks in a run of them; none where a range runs backwards."""
    found: list[int] = []
    for match in _MARK.finditer(run):
        for item in re.split(_SEPARATOR, match.group(1)):
            ends = [int(n) for n in re.split(_RANGE, item)]
            found.extend(range(ends[0], ends[-1] + 1))
    return tuple(dict.fromkeys(found))


def _borne(parts: list[Part]) -> tuple[Part, ...]:
    """The parts with marks; words behind the last mark, or with none in the stretch, go with the marks before them."""
    borne: list[Part] = []
    for part in parts:
        if borne and not part.marks:
            borne[-1] = Part(borne[-1].text + part.text, borne[-1].marks)
        elif part.marks:
            borne.append(part)
    return tuple(borne)
