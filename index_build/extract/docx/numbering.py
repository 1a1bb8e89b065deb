"""Automatic numbering as numbering.xml defines it: lists, their levels, and what one list changes in another."""

from dataclasses import dataclass, replace

from lxml import etree

from index_build.extract.docx.styles import Styles
from index_build.extract.docx.xml import attribute, child, children, integer, is_on, value

LEVELS = 9
_SYMBOL_FONTS = ("wingdings", "symbol", "webdings")
_DASHES = ("-", "–", "—", "－")
#: Characters of a label's text; Word's own dialogue takes fewer.
_LONGEST_TEXT = 80


@dataclass(frozen=True)
class Level:
    """text: %1 … %9 stand for the counts of the levels; restart: the level, from 1, whose use restarts this one,
    0 for none, None for any above it; legal: every count in plain digits; style: the paragraph style tied to it."""

    start: int = 1
    form: str = "decimal"
    text: str = ""
    suffix: str = "tab"
    restart: int | None = None
    legal: bool = False
    style: str | None = None


@dataclass(frozen=True)
class Numbering:
    """A w:num. Those of one definition count on together; starts: levels that this one sets anew when it begins."""

    definition: str
    levels: tuple[Level, ...]
    starts: dict[int, int]


def parse(root: etree._Element | None, styles: Styles) -> dict[int, Numbering]:
    """The numbering part by w:numId; a number whose definition is missing, or refers to itself, is left out."""
    if root is None:
        return {}
    definitions = {attribute(a, "abstractNumId") or "": a for a in children(root, "w:abstractNum")}
    numbers = {
        number: element
        for element in children(root, "w:num")
        if (number := integer(attribute(element, "numId"))) is not None
    }
    return _Parts(definitions, numbers, styles).resolved()


@dataclass(frozen=True)
class _Parts:
    definitions: dict[str, etree._Element]
    numbers: dict[int, etree._Element]
    styles: Styles

    def resolved(self) -> dict[int, Numbering]:
        read: dict[str, tuple[Level, ...]] = {}
        found = {}
        for number, element in self.numbers.items():
            definition = self._definition(number)
            if definition is not None:
                if definition not in read:
                    read[definition] = _levels(self.definitions[definition])
                found[number] = _with_overrides(element, Numbering(definition, read[definition], {}))
        return found

    def _definition(self, number: int | None) -> str | None:
        """The w:abstractNum behind a number, through list styles (w:numStyleLink) where it only names one."""
        seen: set[int] = set()
        while number in self.numbers and number not in seen:
            seen.add(number)
            definition = value(self.numbers[number], "w:abstractNumId") or ""
            if definition not in self.definitions:
                return None
            link = value(self.definitions[definition], "w:numStyleLink")
            if link is None:
                return definition
            number = self.styles.numbering(link).numbering
        return None


def _levels(definition: etree._Element) -> tuple[Level, ...]:
    levels = [Level()] * LEVELS
    for element in children(definition, "w:lvl"):
        at = _at(element)
        if at is not None:
            levels[at] = _level(element)
    return tuple(levels)


def _at(element: etree._Element) -> int | None:
    at = integer(attribute(element, "ilvl"))
    return at if at is not None and 0 <= at < LEVELS else None


def _level(element: etree._Element) -> Level:
    form = value(element, "w:numFmt") or value(element, "mc:AlternateContent", "mc:Fallback", "w:numFmt") or "decimal"
    text = (value(element, "w:lvlText") or "")[:_LONGEST_TEXT]
    return Level(
        start=integer(value(element, "w:start"), 1) or 0,
        form=form,
        text=_bullet(element, text) if form == "bullet" else text,
        suffix=value(element, "w:suff") or "tab",
        restart=integer(value(element, "w:lvlRestart")),
        legal=is_on(element, "w:isLgl"),
        style=value(element, "w:pStyle"),
    )


def _bullet(element: etree._Element, text: str) -> str:
    """Dashes and words stay as they are; every other mark, in whatever font it is drawn, is one bullet."""
    fonts = child(element, "w:rPr", "w:rFonts")
    font = (attribute(fonts, "ascii") or attribute(fonts, "hAnsi") or "").lower()
    mark = text.strip()
    if set(mark) <= set(_DASHES) or (len(mark) > 1 and not font.startswith(_SYMBOL_FONTS)):
        return mark
    return "•"


def _with_overrides(element: etree._Element, numbering: Numbering) -> Numbering:
    levels, starts = list(numbering.levels), {}
    for override in children(element, "w:lvlOverride"):
        at = _at(override)
        if at is None:
            continue
        own = child(override, "w:lvl")
        if own is not None:
            levels[at] = _level(own)
        start = integer(value(override, "w:startOverride"))
        if start is not None:
            levels[at] = replace(levels[at], start=start)
            starts[at] = start
    return Numbering(numbering.definition, tuple(levels), starts)
