"""Who issued a plan, for where and when: read from the text itself, null where it does not say.

Every value comes with the words it was read from and how sure they make it (`identify.page` has the grades).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from index_build.identify import dates as identify_dates
from index_build.identify import issuer as identify_issuer
from index_build.identify import page_facts
from index_build.identify import region as identify_region
from index_build.identify import title as identify_title
from index_build.identify.frontmatter import FrontMatter
from index_build.identify.implements import implements
from index_build.identify.page import Found, Page
from qa.records import Reading, Reference
from qa.regions import Region, Regions


@dataclass(frozen=True)
class Identity:
    """What the text says of itself; None where it does not. readings: the words behind each field that it says."""

    title: str | None = None
    region: str | None = None
    issuer: str | None = None
    document_number: str | None = None
    years: tuple[int, int] | None = None
    issued: str | None = None
    published: str | None = None
    kind: str = "规划"
    implements: tuple[Reference, ...] = ()
    readings: tuple[Reading, ...] = ()

    def known(self) -> dict[str, object]:
        """The fields of a plan that are known; what it implements and the readings are no such fields."""
        apart = ("implements", "readings")
        return {k: v for k, v in vars(self).items() if v is not None and k not in apart}


def identify(
    lines: Sequence[str],
    furniture: Mapping[int, str],
    front: FrontMatter,
    regions: Regions,
    metadata: Mapping[str, str] | None = None,
) -> Identity:
    """Read the metadata lines of a clean page, and what page or file state beside it.

    The body is searched for what it carries out and for a region that nothing else names; it cites other documents.
    """
    facts = page_facts.facts(lines, furniture, metadata or {})
    page = Page(lines, {**furniture, **front.dropped}, front, facts)
    title = identify_title.title(page)
    issuer = identify_issuer.issuer(page)
    name = title.value if title else None
    region = identify_region.region(page, name, issuer, regions)
    years = identify_dates.years(page, title)
    kind = identify_title.kind(title) or identify_title.own_word(page)
    texts = {
        "title": title,
        "issuer": issuer,
        "document_number": identify_issuer.document_number(page),
        "issued": identify_dates.issued(page),
        "published": identify_dates.published(page),
        "kind": kind,
    }
    carried, carried_readings = implements(page, name)
    readings = [*_region(region), *_years(years), *(_reading(field, found) for field, found in texts.items() if found)]
    return Identity(
        region=region.value.code if region else None,
        years=years.value if years else None,
        implements=carried,
        readings=(*sorted(readings, key=lambda reading: _ORDER.index(reading.field)), *carried_readings),
        **{field: found.value for field, found in texts.items() if found},
    )


_ORDER = ("title", "region", "issuer", "document_number", "years", "issued", "published", "kind")


def _reading(field: str, found: Found[str]) -> Reading:
    return Reading(field, found.value, found.quote, found.line, found.confidence)


def _region(found: Found[Region] | None) -> list[Reading]:
    if found is None:
        return []
    value = found.value.full_name + identify_region.renamed(found.value, found.quote)
    return [Reading("region", value, found.quote, found.line, found.confidence)]


def _years(found: Found[tuple[int, int]] | None) -> list[Reading]:
    if found is None:
        return []
    first, last = found.value
    value = str(first) if first == last else f"{first}—{last}"
    return [Reading("years", value, found.quote, found.line, found.confidence)]
