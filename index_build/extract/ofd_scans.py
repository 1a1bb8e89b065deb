"""Scanned pages of an OFD: the picture that fills a page, found among the resources and recognised (the OCR extra)."""

import posixpath
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from lxml import etree

from index_build.extract import ocr, ofd_page
from index_build.extract.layout.page import Page
from qa.errors import BadPlan

#: A scan fills so much of its page; a seal, a photograph or a coat of arms does not.
_WHOLE = 0.6


@dataclass
class Recognised:
    """pages: by their numbers, in the measure of the file. notes, left_out: as in `Extracted`."""

    pages: dict[int, Page] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    left_out: list[tuple[str, str]] = field(default_factory=list)


def scan(content: etree._Element, default: tuple[float, ...] | None) -> str | None:
    """The resource of the one picture that fills a page (Content.xml); default: the document's page box, in mm."""
    items = content.findall("{*}Content//{*}ImageObject")
    box = ofd_page.page_box(content) or default
    if len(items) != 1 or box is None:
        return None
    try:
        width, height = map(float, (items[0].get("Boundary") or "").split()[2:4])
    except ValueError:
        return None
    return items[0].get("ResourceID") if width * height >= _WHOLE * box[2] * box[3] else None


def resources(document: etree._Element) -> Iterator[str]:
    """The locations of the parts that list a document's resources, as it gives them."""
    for item in document.iterfind("{*}CommonData/*"):
        if isinstance(item.tag, str) and item.tag.rpartition("}")[2] in ("PublicRes", "DocumentRes"):
            yield (item.text or "").strip()


def files(part: etree._Element) -> Iterator[tuple[str, str]]:
    """Of a part that lists resources: each picture's identifier, and its file's location from the part's folder."""
    base = part.get("BaseLoc") or ""
    for item in part.iterfind("{*}MultiMedias/{*}MultiMedia"):
        yield item.get("ID") or "", posixpath.join(base, (item.findtext("{*}MediaFile") or "").strip())


def recognise(scans: Mapping[int, Callable[[], bytes]], sizes: Mapping[int, Page]) -> Recognised:
    """The pages of scans, each opened only when it is its turn; sizes: the empty pages. One of an unknown kind
    (JBIG2) or damaged stays unread.
    """
    found = Recognised()
    for number, opened in scans.items():
        try:
            seen = ocr.read_pages([ocr.picture(opened())], [number])
        except BadPlan:
            continue
        page = seen.pages[number]
        own = sizes[number]
        found.pages[number] = _scaled(page, (own.width * own.height / (page.width * page.height)) ** 0.5)
        found.notes += seen.notes
        found.left_out += seen.left_out
    return found


def _scaled(page: Page, k: float) -> Page:
    boxes = (
        replace(b, x0=b.x0 * k, x1=b.x1 * k, top=b.top * k, bottom=b.bottom * k, size=b.size * k) for b in page.boxes
    )
    rules = (replace(r, x0=r.x0 * k, x1=r.x1 * k, top=r.top * k, bottom=r.bottom * k) for r in page.rules)
    return Page(page.width * k, page.height * k, tuple(boxes), tuple(rules))
