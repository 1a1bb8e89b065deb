"""The files of plans that users added, kept in the generation that was built from them.

A rebuild reads them again, so nothing that was added is lost with a new version of the reader. They are a corpus
folder like any other: files and a catalogue.
"""

import json
from collections.abc import Mapping
from pathlib import Path, PurePath

from index_build import catalogue
from index_build.catalogue import Entry
from index_build.sources import Source
from qa import index
from qa.errors import BadPlan
from qa.files import link


def carried(root: Path) -> tuple[Entry, ...]:
    """The plans that were added to the index in use, in order. BadPlan where their catalogue is damaged."""
    generation = index.generation(root)
    folder = generation / index.ADDED if generation else root
    return catalogue.read(folder) if (folder / catalogue.NAME).is_file() else ()


class Originals:
    """Written into a generation that is being built."""

    def __init__(self, generation: Path) -> None:
        self._folder = generation / index.ADDED

    def keep(self, plan_id: str, source: Source) -> None:
        """A file as it came, under the id that its plan got. BadPlan where it could not be had."""
        if isinstance(source.data, BadPlan):
            raise source.data
        digest = catalogue.digest(source.data)
        file = f"{digest[:16]}{PurePath(source.name).suffix.lower()}"
        self._folder.mkdir(exist_ok=True)
        (self._folder / file).write_bytes(source.data)
        self._list({"source": source.name, **source.known, "id": plan_id, "file": file, "sha256": digest})

    def carry(self, entry: Entry) -> str:
        """A file that an earlier generation kept; its name. The file itself is not looked at: its digest goes along."""
        self._folder.mkdir(exist_ok=True)
        target = self._folder / entry.path.name
        if not target.exists():
            link(entry.path, target)
        known = {"source": entry.source, **entry.known, "id": entry.id}
        self._list({**known, "file": entry.path.name, "sha256": entry.sha256})
        return f"{index.ADDED}/{entry.path.name}"

    def _list(self, table: Mapping[str, object]) -> None:
        # JSON's strings, numbers and lists are TOML's too.
        lines = [f"{name} = {json.dumps(value, ensure_ascii=False)}" for name, value in table.items()]
        with (self._folder / catalogue.NAME).open("a", encoding="utf-8") as listing:
            listing.write("\n".join(["[[plan]]", *lines, "", ""]))
