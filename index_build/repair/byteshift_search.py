"""Beam search for the characters whose bytes, read one byte off, show what the page shows.

A path is a state of the reader: aligned, or one first byte ahead (`leads`). Paths advance over the visible text
together, so work is linear in the length of the span; only pairs that vanished and lone bytes leave a choice.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from index_build.repair import cp936
from index_build.repair.byteshift_candidates import ANY, TEXTS, VANISHED, Candidates, Fit, second_byte
from index_build.repair.byteshift_page import ANNOTATION, FULL_WIDTH, TAIL, Language
from index_build.repair.byteshift_plain import Context, Plain
from index_build.repair.pinyin import readings

_ENDS = frozenset("。，；？！、,;?!\n")
_NUMERALS = frozenset("０１２３４５６７８９〇一二三四五六七八九十百千万萬")
_YEAR = re.compile(r"[?？](0\d\d|9\d\d)(?!\d)")

_BEAM, _PER_STATE, _WITHIN = 32, 3, 20.0
_CHOICES, _HIDDEN_CHOICES = 12, 40
_VANISHED_IN_A_ROW = 5
_VANISHED_COST = 1.0
_LOST_COST = 6.0
_SWALLOWED = -8.0
_BEHIND_PLAIN = 12.0

_HIDDEN = Fit("vanished")


@dataclass(frozen=True, slots=True)
class Path:
    """So much recovered, and the last two characters as ids; leads 0 is back in step.

    guessed: one of its numerals stands on bytes the page does not show.
    """

    score: float
    text: str
    leads: int
    before: int
    last: int
    guessed: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """A path back in step: what stands before `end` was `path.text`."""

    end: int
    path: Path


@dataclass(frozen=True, slots=True)
class _Move:
    """What stands before `end` shows `fit` of the next character and leaves `leads`; `swallowed`: what it hid."""

    end: int
    fit: Fit
    leads: int = 0
    swallowed: str = ""


class Search:
    """Over one damaged place of a line, to at most `limit`."""

    def __init__(self, text: str, limit: int, columns: Candidates, plain: Plain) -> None:
        self._text = text
        self._limit = limit
        self._columns = columns
        self._language: Language = columns.page.language
        self._plain = plain
        self._known: dict[tuple[Context, int, Fit], list[tuple[float, int]]] = {}

    def run(self, seeds: list[tuple[int, Path]]) -> list[Found]:
        """Follow paths, each from where it stands, until it is back in step or dropped."""
        agenda: dict[int, list[Path]] = {}
        found: list[Found] = []
        for at, path in seeds:
            agenda.setdefault(at, []).append(path)
        for at in range(min(agenda, default=0), self._limit + 1):
            paths = self._with_vanished(at, self._prune(at, agenda.pop(at, [])))
            moves = list(self._moves(at)) if paths else []
            for move in moves:
                steps = [step for path in paths for step in self._take(path, move.fit, move.leads)]
                if move.leads:
                    agenda.setdefault(move.end, []).extend(steps)
                else:
                    found += [Found(move.end, self._append(step, move.swallowed)) for step in steps]
        return found

    def first(self, context: Context, second: int, leads: int) -> list[Path]:
        """Paths whose first character has an unknown first byte, this second byte, and left `leads` over."""
        return list(self._take(Path(0.0, "", ANY, *context), Fit("seen", second), leads))

    def annotated(self, context: Context, lead: int, syllable: str) -> list[Path]:
        """Paths after a character of this first byte, read so, was found astride two characters."""
        indices, costs = self._columns.fitting(lead, Fit("lost", syllable=syllable))
        leads: dict[int, float] = {}
        for index, cost in zip(indices, costs, strict=True):
            second = second_byte(index)
            leads[second] = max(float(cost), leads.get(second, float(cost)))
        return [Path(score, "", second, *context) for second, score in leads.items()]

    def lost(self, context: Context, end: int, syllable: str) -> list[Found]:
        """Each character read so, as if its own bytes were gone."""
        path = Path(-_LOST_COST, "", ANY, *context)
        return [Found(end, step) for step in self._take(path, Fit("lost", syllable=syllable), 0)]

    def _prune(self, at: int, paths: list[Path]) -> list[Path]:
        if not paths:
            return []
        paths.sort(key=lambda path: -path.score)
        least = max(paths[0].score - _WITHIN, self._plain.score(at) - _BEHIND_PLAIN)
        kept: list[Path] = []
        states: Counter[tuple[int, int, int]] = Counter()
        for path in paths:
            state = (path.leads, path.before, path.last)
            states[state] += 1
            if path.score < least or len(kept) == _BEAM:
                break
            if states[state] <= _PER_STATE:
                kept.append(path)
        return kept

    def _with_vanished(self, at: int, paths: list[Path]) -> list[Path]:
        every, newest = list(paths), paths
        for _ in range(_VANISHED_IN_A_ROW):
            if not newest:
                break
            least = every[0].score - _WITHIN
            grown = [step for path in newest for step in self._take(path, _HIDDEN, VANISHED, least)]
            newest = self._prune(at, grown)
            every += newest
        return every

    def _moves(self, at: int) -> Iterator[_Move]:
        shown = self._text[at : at + 1]
        if shown in ("?", "？"):
            yield from self._lone_byte(at)
        if shown.isascii() and "@" <= shown < "\x7f":
            note = ANNOTATION.match(self._text, at + 1)
            yield _Move(note.end() if note else at + 1, Fit("seen", ord(shown), note[1] if note else ""))
            return
        if shown == "€":
            yield _Move(at + 1, Fit("seen", 0x80))
        pair = cp936.pair_of(shown.translate(FULL_WIDTH)) if shown else None
        if pair and pair[1] > 0x80:
            note = ANNOTATION.match(self._text, at + 1)
            end = note.end() if note and note[1] in readings(shown) else at + 1
            yield _Move(end, Fit("seen", pair[0]), leads=pair[1])
        elif pair and pair[1] < 0x80:
            yield _Move(at + 1, Fit("seen", pair[0]), swallowed=chr(pair[1]))

    def _lone_byte(self, at: int) -> Iterator[_Move]:
        tail = TAIL.match(self._text, at)
        year = _YEAR.match(self._text, at)
        if tail:
            yield _Move(tail.end(), Fit("lost", syllable=tail[1]))
        elif year:
            yield _Move(at + 1, Fit("lost"), swallowed="2" if year[1][0] == "0" else "1")
        elif at + 1 >= len(self._text) or self._text[at + 1] in _ENDS:
            yield _Move(at + 1, Fit("lost"))

    def _take(self, path: Path, fit: Fit, leads: int, least: float = -np.inf) -> Iterator[Path]:
        """The likeliest characters appended. leads VANISHED: those that the character's second byte leaves."""
        hidden = leads == VANISHED
        unseen = path.leads >= VANISHED or (fit.kind != "seen" and not fit.syllable)
        for score, index in self._choices(path, fit):
            score += path.score - (_VANISHED_COST if hidden else 0.0)
            if score < least:
                return
            left = VANISHED + second_byte(index) if hidden else leads
            last = int(self._columns.ids[index])
            guessed = path.guessed or (unseen and TEXTS[index] in _NUMERALS)
            yield Path(score, path.text + TEXTS[index], left, path.last, last, guessed)

    def _choices(self, path: Path, fit: Fit) -> list[tuple[float, int]]:
        if not path.text and path.leads != ANY:
            fit = Fit(fit.kind, fit.byte, fit.syllable, cut=True)
        key = ((path.before, path.last), path.leads, fit)
        if key not in self._known:
            indices, costs = self._columns.fitting(path.leads, fit)
            scores = self._language.row(path.before, path.last)[self._columns.ids[indices]] + costs
            most = _HIDDEN_CHOICES if fit.kind == "vanished" else _CHOICES
            if len(scores) > most:
                best = np.argpartition(-scores, most)[:most]
                indices, scores = indices[best], scores[best]
            order = np.argsort(-scores)
            self._known[key] = list(zip(scores[order].tolist(), indices[order].tolist(), strict=True))
        return self._known[key]

    def _append(self, path: Path, text: str) -> Path:
        if not text:
            return path
        last = self._language.id(text)
        score = path.score + max(_SWALLOWED, float(self._language.row(path.before, path.last)[last]))
        return Path(score, path.text + text, path.leads, path.last, last, path.guessed)
