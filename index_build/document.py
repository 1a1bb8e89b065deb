"""A file of any kind to a plan: opened in the sandbox, read, named."""

import re
from collections.abc import Collection
from dataclasses import replace

from index_build.read import Page, read_page, read_plan
from index_build.sandbox import Sandbox
from index_build.sources import Source
from qa.errors import BadPlan
from qa.records import Dropped, PlanText
from qa.regions import Regions

#: Characters. The longest statute has 250,000; a collection of statutes is not a plan.
LONGEST = 3_000_000
_ID_LENGTH = 40


def read(source: Source, sandbox: Sandbox, regions: Regions, taken: Collection[str] = ()) -> PlanText:
    """The plan in a file, under an id that is not `taken`. BadPlan.

    What the file shows beside its text is dropped too, as line 0: it is not in the raw text.
    """
    if isinstance(source.data, BadPlan):
        raise source.data
    extracted = sandbox.extract(source.name, source.data)
    if len(extracted.text) > LONGEST:
        raise BadPlan(f"{source.name} 有 {len(extracted.text)} 字，超过 {LONGEST} 字，不像一份规划，未读取。")
    page = read_page(extracted.text, regions, extracted.metadata)
    known = {name: value for name, value in source.known.items() if name not in ("id", "source")}
    plan_id = source.known.get("id") or free(_suggested(page, source), taken)
    tables = None if extracted.format == "TXT" else extracted.tables
    text = read_plan(plan_id, page, source.known.get("source", source.name), known, regions, tables)
    asides = (Dropped(words, reason, 0) for words, reason in extracted.left_out)
    checks = (*extracted.notes, *text.checks)
    return replace(text, dropped=(*text.dropped, *asides), checks=checks, places=extracted.places)


def _suggested(page: Page, source: Source) -> str:
    """Region and first year, as in the catalogue; else the file's own name. It is the beginning of permalinks."""
    fields = {**page.identity.known(), **source.known}
    region, years = fields.get("region"), fields.get("years")
    stem = source.name.rpartition("/")[2].rpartition(".")[0] or source.name
    own = re.sub(r"[^\w\u3400-\u9fff]+", "-", stem).strip("-")[:_ID_LENGTH] or "plan"
    return f"{region}-{years[0]}" if region and years else str(region or own)


def free(plan_id: str, taken: Collection[str]) -> str:
    """The id, or the first of it with a number behind that is not taken."""
    number = 2
    free = plan_id
    while free in taken:
        free, number = f"{plan_id}-{number}", number + 1
    return free
