"""One plan from raw text to clauses, with everything that was done to it on the way."""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from index_build.aligned import Aligned, Replacement, line_spans
from index_build.identify import boilerplate, frontmatter
from index_build.identify import identity as identify
from index_build.identify.identity import Identity
from index_build.repair import vocabulary
from index_build.repair.chain import repair
from index_build.repair.width import find_width
from index_build.structure import checks, clauses, contents, heirs, page_numbers, paragraphs, tables
from qa.records import Clause, Dropped, Plan, PlanText, RegionName, Repair
from qa.regions import Regions

_FURNITURE_STAGE = "page"
#: The stages that mend what copying destroyed; the others settle how sound text is written.
_GARBLED = ("decode", "escapes", "byteshift", "pinyin")


@dataclass(frozen=True)
class Page:
    """A page repaired and stripped to the document: what was dropped, and what the page says of itself."""

    text: Aligned
    dropped: tuple[Dropped, ...]
    identity: Identity


def read_page(raw: str, regions: Regions, metadata: Mapping[str, str] | None = None) -> Page:
    """Repair, take furniture and front matter off, settle the paragraphs. metadata: what the page or file states
    beside its text, by label."""
    repaired = paragraphs.open_head(repair(Aligned.of(raw.replace("\r\n", "\n").replace("\r", "\n"))))
    lines = repaired.text.split("\n")
    furniture = boilerplate.furniture(lines)
    furniture |= page_numbers.find(lines, furniture)
    furniture |= contents.find(lines, furniture) | tables.repeated_headers(lines)
    front = frontmatter.find(lines, furniture, metadata)
    reasons = {**furniture, **front.dropped}
    body = paragraphs.split(_without(repaired, reasons))
    # Brackets that a broken line had parted are pairs now.
    body = body.replace("width", find_width(body.text))
    identity = identify.identify(lines, furniture, front, regions, metadata)
    return Page(body, _dropped(repaired, reasons), identity)


def _without(page: Aligned, reasons: Mapping[int, str]) -> Aligned:
    spans = line_spans(page.text)
    changes = [Replacement(*spans[i], "", f"删去{reason}") for i, reason in reasons.items()]
    return page.replace(_FURNITURE_STAGE, changes)


def _dropped(page: Aligned, reasons: Mapping[int, str]) -> tuple[Dropped, ...]:
    spans = line_spans(page.text)
    raws = {i: page.raw_span(*spans[i]) for i in reasons}
    return tuple(
        Dropped(page.raw[slice(*raws[i])], reasons[i], page.raw.count("\n", 0, raws[i][0]) + 1) for i in sorted(reasons)
    )


def read_plan(
    plan_id: str, page: Page, source: str, known: Mapping[str, object], regions: Regions, tables: int | None = None
) -> PlanText:
    """A whole plan; what the catalogue knows overrides what the text was read to say. tables: how many the source has,
    None where it does not say.
    """
    fields = {**page.identity.known(), **known}
    repairs = page.text.repairs()
    cut = tuple(_marked(c, page.text, repairs) for c in heirs.inherited(clauses.cut(plan_id, page.text.text)))
    return PlanText(
        plan=replace(_plan(plan_id, source, fields, regions, known), implements=page.identity.implements),
        raw=page.text.raw,
        clean=page.text.text,
        clauses=cut,
        repairs=tuple(r for r in repairs if r.stage != _FURNITURE_STAGE),
        dropped=page.dropped,
        checks=tuple(_checks(page, cut, repairs, tables)),
        readings=page.identity.readings,
    )


def _marked(clause: Clause, page: Aligned, repairs: Sequence[Repair]) -> Clause:
    """The clause with its place in the raw text, and with what was garbled in it counted."""
    start, end = clause.span
    inside = repairs[bisect_left(repairs, start, key=_place) : bisect_left(repairs, end, key=_place)]
    garbled = [repair.raw == repair.repaired for repair in inside if repair.stage in _GARBLED]
    return replace(
        clause, raw_span=page.raw_span(start, end), mended=garbled.count(False), doubtful=garbled.count(True)
    )


def _place(repair: Repair) -> int:
    return repair.span[0]


def _plan(
    plan_id: str, source: str, fields: Mapping[str, object], regions: Regions, known: Mapping[str, object]
) -> Plan:
    region = regions.get(str(fields.get("region")))
    years = fields.get("years")
    inferred = known.get("inferred", ())
    return Plan(
        id=plan_id,
        title=_text(fields.get("title")) or "（原文无标题）",
        region=RegionName(region.code, region.name, region.full_name) if region else None,
        years=(int(years[0]), int(years[1])) if isinstance(years, list | tuple) else None,
        kind=_text(fields.get("kind")) or "规划",
        source=source,
        inferred=tuple(inferred) if isinstance(inferred, list | tuple) else (),
        issuer=_text(fields.get("issuer")),
        document_number=_text(fields.get("document_number")),
        issued=_text(fields.get("issued")),
        published=_text(fields.get("published")),
    )


def _text(value: object) -> str | None:
    return str(value) if value else None


def _checks(page: Page, cut: tuple[Clause, ...], repairs: tuple[Repair, ...], expected: int | None) -> list[str]:
    # A gap that was closed up spans the lines that were dropped from it.
    made = [r for r in repairs if r.stage not in (_FURNITURE_STAGE, paragraphs.STAGE)]
    losses = checks.share(page.text.raw, page.text.text, page.dropped, made)
    counted = [] if expected is None else checks.tables(cut, expected)
    converted = vocabulary.notes(page.text.text)
    structure = (
        checks.structure(cut) + checks.unrestored(page.text.text) + counted + losses + checks.listed(cut, page.dropped)
    )
    return converted + structure + _warnings(repairs, cut)


def _warnings(repairs: tuple[Repair, ...], cut: tuple[Clause, ...]) -> list[str]:
    """Flags of repair: what is damaged and could not be mended for certain."""
    notes = []
    for flag in (r for r in repairs if r.raw == r.repaired):
        where = next((c.id for c in cut if c.span[0] <= flag.span[0] < c.span[1]), "正文之外")
        notes.append(f"{where}：原文“{flag.raw}”疑有损坏，未改（{flag.reason}）")
    return notes
