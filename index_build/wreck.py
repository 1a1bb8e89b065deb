"""What can still be read of a damaged generation: its database, the files of added plans, those of its corpus."""

import json
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from index_build import catalogue, document, sources
from index_build.catalogue import Entry
from index_build.generation import content
from index_build.sandbox import Sandbox
from index_build.sources import Source
from qa import index
from qa.errors import BadPlan
from qa.files import copy, digest
from qa.records import Plan, PlanText
from qa.regions import Regions
from qa.store import Store


class Wreck:
    """A plan is taken from the database where that is as it was sealed; else its file is read again, the one that was
    kept of an added plan or the one in the corpus; else from the database, if what that says has the digest it had."""

    def __init__(self, folder: Path, corpus: Path, scratch: Path, sandbox: Sandbox, regions: Regions) -> None:
        """scratch: a file that may be written, and is not wanted any more after `close`."""
        self._sandbox, self._regions = sandbox, regions
        self._folder, self._is_sealed = folder, _is_sealed(folder)
        path = folder / index.STORE
        self._store = _opened(path, regions) or _opened(_filled_up(path, scratch), regions)
        kept = folder / index.ADDED
        self._added = _entries(kept) if kept.is_dir() else {}
        self._knows_added = bool(self._added) or not kept.is_dir()
        self._listed = _entries(corpus)

    def close(self) -> None:
        if self._store:
            self._store.close()

    @property
    def plans(self) -> dict[str, str]:
        """Titles of the plans that there were, by id; all of corpus and added ones where nobody knows any more."""
        if listed := _titles(self._folder / index.PLANS):
            return listed
        if self._store:
            return {plan.id: plan.title for plan in self._store.plans.values()}
        entries = {**self._listed, **self._added}
        return {plan: str(entry.known.get("title", entry.path.name)) for plan, entry in entries.items()}

    def text(self, plan: str) -> PlanText | None:
        """None where it is lost."""
        if self._store and self._is_sealed and plan in self._store.plans:
            return self._store.plan_text(plan)
        return next((text for text in self._found(plan) if text), None)

    def parts(self, text: PlanText) -> Sequence[Sequence[str]] | None:
        """The passages of each clause, as they are in a sealed database."""
        return self._store.parts(text) if self._store and self._is_sealed else None

    def original(self, text: PlanText) -> Source | None:
        """The file to keep of a plan that a rebuild finds in no corpus: its own, or else its text."""
        entry = self._added.get(text.plan.id)
        if entry is None and text.plan.id in self._listed:
            return None
        source = sources.of(entry) if entry else None
        if source and not isinstance(source.data, BadPlan):
            return source
        return Source(f"{text.plan.id}.txt", text.raw.encode(), _known(text.plan))

    def _found(self, plan: str) -> Iterator[PlanText | None]:
        added, listed = self._added.get(plan), self._listed.get(plan)
        if added:
            yield self._read(added)
        elif listed and self._knows_added:
            yield self._read(listed)
        yield self._from_store(plan)
        if listed and not self._knows_added:
            yield self._read(listed)

    def _read(self, entry: Entry) -> PlanText | None:
        with suppress(BadPlan):
            return document.read(sources.of(entry), self._sandbox, self._regions)
        return None

    def _from_store(self, plan: str) -> PlanText | None:
        if not self._store or plan not in self._store.plans:
            return None
        try:
            text = self._store.plan_text(plan)
            placed = all(text.clean[slice(*clause.span)].endswith(clause.text) for clause in text.clauses)
            sound = text.clauses and placed and self._store.contents.get(content(text)) == plan
        except Exception:  # what a damaged page may raise nobody knows
            return None
        return text if sound else None


def _opened(path: Path, regions: Regions) -> Store | None:
    try:
        return Store(path, regions)
    except Exception:  # as above
        return None


def _filled_up(path: Path, scratch: Path) -> Path:
    """A copy of a database whose end is missing, as long as it says that it was: what it still has can be read then."""
    with suppress(OSError):
        with path.open("rb") as file:
            head = file.read(32)
        copy(path, scratch)
        size, pages = int.from_bytes(head[16:18], "big"), int.from_bytes(head[28:], "big")
        if size * pages > path.stat().st_size:
            os.truncate(scratch, size * pages)
    return scratch


def _titles(path: Path) -> dict[str, str]:
    try:
        return {str(plan): str(title) for plan, title in json.loads(path.read_text(encoding="utf-8")).items()}
    except (OSError, ValueError, AttributeError):
        return {}


def _is_sealed(folder: Path) -> bool:
    try:
        return digest(folder / index.STORE) == index.read_manifest(folder).files[index.STORE]
    except (OSError, ValueError, TypeError, KeyError):
        return False


def _entries(folder: Path) -> Mapping[str, Entry]:
    with suppress(BadPlan, UnicodeDecodeError):
        return {entry.id: entry for entry in catalogue.read(folder)}
    return {}


def _known(plan: Plan) -> dict[str, Any]:
    fields = {name: getattr(plan, name) for name in ("title", "issuer", "document_number", "issued", "published")}
    fields |= {"region": plan.region and plan.region.code, "kind": plan.kind, "source": plan.source}
    lists = {"years": plan.years, "inferred": plan.inferred}
    return {name: value for name, value in (fields | lists).items() if value}
