"""Files read as plans, without an index: what `planqa inspect` shows."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path

from index_build import catalogue, document, sources
from index_build.sandbox import Sandbox
from index_build.sources import Source
from qa.errors import BadPlan
from qa.records import PlanText
from qa.regions import Regions

#: Characters of a plan in which each kind of damage occurs.
_BEGINNING = 1200


def inspect(path: Path) -> Iterator[tuple[str, PlanText | BadPlan]]:
    """Each file of a path (a file, a folder, a zip) by name: as a plan, or why it is none."""
    return read(sources.find([path]))


def read(found: Iterable[Source]) -> Iterator[tuple[str, PlanText | BadPlan]]:
    """Each file by name: as a plan, or why it is none.

    What is stated of it is used, or else what the packaged catalogue knows of this very file, or the text's own word.
    """
    regions = Regions(catalogue.divisions())
    packaged = {entry.sha256: entry for entry in catalogue.read(catalogue.packaged())}
    with Sandbox() as sandbox:
        for source in found:
            data = source.data
            entry = None if isinstance(data, BadPlan) else packaged.get(catalogue.digest(data))
            known = replace(source, known=sources.of(entry).known) if entry and not source.known else source
            yield source.name, _read(known, sandbox, regions)


@cache
def warm_up() -> None:
    """Load what reading loads at first use, in a second or two: words, sounds and characters of both scripts."""
    garbled = (catalogue.packaged() / "plans" / "moushi.txt").read_text(encoding="utf-8")
    list(read([Source("warm-up.txt", garbled[:_BEGINNING].encode())]))


def _read(source: Source, sandbox: Sandbox, regions: Regions) -> PlanText | BadPlan:
    try:
        return document.read(source, sandbox, regions)
    except BadPlan as error:
        return error
