"""Styles: what a paragraph or a run has from its style and from those the style is based on."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from index_build.extract.docx.xml import attribute, child, children, integer, is_on, value


@dataclass(frozen=True)
class NumberingOf:
    """numbering: w:numId, 0 where numbering is switched off, None where unsaid; level: w:ilvl, None where unsaid."""

    numbering: int | None
    level: int | None


@dataclass(frozen=True)
class Styles:
    by_id: dict[str, etree._Element] = field(default_factory=dict)
    #: The style of paragraphs that name none.
    default: str | None = None

    def numbering(self, style_id: str | None) -> NumberingOf:
        """The nearest numbering and the nearest level, each by itself: a style may set one and inherit the other."""
        found = [numbering_of(style) for style in self._chain(style_id)]
        numbering = next((f.numbering for f in found if f.numbering is not None), None)
        return NumberingOf(numbering, next((f.level for f in found if f.level is not None), None))

    def hides(self, style_id: str | None) -> bool:
        """Whether text in this style is hidden."""
        for style in self._chain(style_id):
            if child(style, "w:rPr", "w:vanish") is not None:
                return is_on(style, "w:rPr", "w:vanish")
        return False

    def _chain(self, style_id: str | None) -> Iterator[etree._Element]:
        seen: set[str] = set()
        while style_id in self.by_id and style_id not in seen:
            seen.add(style_id)
            yield self.by_id[style_id]
            style_id = value(self.by_id[style_id], "w:basedOn")


def parse(root: etree._Element | None) -> Styles:
    """The styles part; none without one."""
    styles = [] if root is None else list(children(root, "w:style"))
    by_id = {style_id: style for style in styles if (style_id := attribute(style, "styleId"))}
    defaults = (
        style_id
        for style_id, style in by_id.items()
        if attribute(style, "type") == "paragraph" and attribute(style, "default") in ("1", "true", "on")
    )
    return Styles(by_id, next(defaults, None))


def numbering_of(holder: etree._Element) -> NumberingOf:
    """The numbering that a paragraph or a style sets itself."""
    said = child(holder, "w:pPr", "w:numPr")
    return NumberingOf(integer(value(said, "w:numId")), integer(value(said, "w:ilvl")))
