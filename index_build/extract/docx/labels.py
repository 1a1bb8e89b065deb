"""The labels that automatic numbering shows, paragraph by paragraph in the order of the document."""

import re
import unicodedata

from lxml import etree

from index_build.extract.docx.numbering import LEVELS, Level, Numbering
from index_build.extract.docx.numerals import written
from index_build.extract.docx.styles import NumberingOf, Styles, numbering_of
from index_build.extract.docx.xml import value

_COUNT = re.compile("%([1-9])")
_BULLET = "•"


class Labels:
    """Counters of one document: `of` must be called once for each paragraph that is shown, in order."""

    def __init__(self, numberings: dict[int, Numbering], styles: Styles) -> None:
        self._numberings = numberings
        self._styles = styles
        self._counts: dict[str, list[int | None]] = {}
        self._begun: set[tuple[int, int]] = set()

    def of(self, paragraph: etree._Element) -> tuple[str, str]:
        """(label, suffix) of the paragraph, suffix one of tab, space, nothing; ("", "nothing") without numbering."""
        style = value(paragraph, "w:pPr", "w:pStyle") or self._styles.default
        said = self._said(paragraph, style)
        numbering = self._numberings.get(said.numbering or 0)
        if numbering is None or said.numbering is None:
            return "", "nothing"
        at = said.level if said.level is not None else _tied_to(style, numbering)
        at = min(max(at, 0), LEVELS - 1)
        counts = self._count(said.numbering, numbering, at)
        return _label(numbering, at, counts), numbering.levels[at].suffix

    def _said(self, paragraph: etree._Element, style: str | None) -> NumberingOf:
        """A level tied to the style (w:pStyle) goes before the level the style names."""
        own, inherited = numbering_of(paragraph), self._styles.numbering(style)
        if own.numbering is not None:
            return NumberingOf(own.numbering, own.level if own.level is not None else inherited.level)
        numbering = self._numberings.get(inherited.numbering or 0)
        tied = numbering is not None and any(level.style == style for level in numbering.levels if style)
        level = own.level if own.level is not None else None if tied else inherited.level
        return NumberingOf(inherited.numbering, level)

    def _count(self, number: int, numbering: Numbering, at: int) -> list[int | None]:
        counts = self._counts.setdefault(numbering.definition, [None] * LEVELS)
        current = counts[at]
        if at in numbering.starts and (number, at) not in self._begun:
            counts[at] = numbering.starts[at]
        else:
            counts[at] = numbering.levels[at].start if current is None else current + 1
        self._begun.add((number, at))
        for above in range(at):
            # Microsoft's Q110380: a level passed over counts as used, so that its first paragraph is number two.
            counts[above] = numbering.levels[above].start if counts[above] is None else counts[above]
        for deeper in range(at + 1, LEVELS):
            if _restarts(numbering.levels[deeper], at):
                counts[deeper] = None
        return counts


def _tied_to(style: str | None, numbering: Numbering) -> int:
    return next((at for at, level in enumerate(numbering.levels) if style and level.style == style), 0)


def _restarts(level: Level, used: int) -> bool:
    return level.restart is None or used < level.restart


def _label(numbering: Numbering, at: int, counts: list[int | None]) -> str:
    level = numbering.levels[at]

    def counted(match: re.Match[str]) -> str:
        place = int(match.group(1)) - 1
        count = counts[place] if place <= at else None
        form = numbering.levels[place].form
        return "" if count is None else written(count, "decimal" if level.legal and form != "none" else form)

    return level.text if level.form == "bullet" else _COUNT.sub(counted, level.text)


def labelled(label: str, suffix: str, text: str) -> str:
    """The paragraph as it would be typed: 一、总则, （一）总则, 1.总则, and a space in 第一条 总则, 1.1 总则.

    A dot is parted from a digit behind it, or 1. and 2021年 would read as one number.
    """
    label = label.replace("\t", " ").rstrip(" ") if suffix != "nothing" else label.replace("\t", " ")
    if not label or not text or suffix == "nothing":
        return label + text
    last = label[-1]
    wide = unicodedata.category(last)[0] == "L" or unicodedata.category(last) in ("Nd", "Nl") or last == _BULLET
    apart = wide or (last in ".．" and text[0].isdigit())
    return f"{label} {text}" if apart else label + text
