"""Files added to the index that is there: what is unchanged is neither read nor embedded again."""

import hashlib
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

from index_build import catalogue, document, originals, sources
from index_build.catalogue import Entry
from index_build.generation import Generation, Progress
from index_build.originals import Originals
from index_build.sandbox import Sandbox
from index_build.sources import Source
from qa import index
from qa.errors import BadPlan
from qa.index import Index
from qa.ports import Encoder
from qa.records import PlanText
from qa.regions import Regions, read_csv
from qa.text import key


@dataclass(frozen=True)
class Outcome:
    """What became of a file. plan: the id it is found under, None where it could not be read; note: why it could
    not, or what else there is to know."""

    name: str
    plan: str | None
    note: str = ""


def add(
    paths: Iterable[Path], root: Path, encoder: Encoder, progress: Progress = lambda *_: None
) -> tuple[Path, tuple[Outcome, ...]]:
    """Add the plans of files, folders and zips; a file added before under the same name takes the place of that one.
    A file that cannot be read is reported and the others go on.

    Returns the folder of the generation in use, the old one where nothing is new. IndexUnavailable; the old index
    stays whole.
    """
    divisions = read_csv(catalogue.packaged() / "regions.csv")
    regions = Regions(divisions)
    with index.staged(root) as folder, closing(index.open_index(root, encoder)) as before, Sandbox() as sandbox:
        generation = Generation(folder, divisions, encoder)
        addition = _Addition(before, generation, Originals(folder), originals.carried(root))
        outcomes = []
        for done, source in enumerate(sources.find(paths), 1):
            outcomes.append(addition.take(source, sandbox, regions))
            progress("读取规划", done, 0)
        if not generation.plans:
            return before.folder, tuple(outcomes)
        addition.keep_others()
        generation.seal(progress, before)
        return index.publish(root, folder), tuple(outcomes)


class _Addition:
    """New plans first; then those of the index before whose place no new one has taken."""

    def __init__(self, before: Index, generation: Generation, kept: Originals, carried: tuple[Entry, ...]) -> None:
        self._before, self._generation, self._kept, self._carried = before, generation, kept, carried
        self._earlier = {entry.source: entry.id for entry in carried}
        self._titles = {plan.title: plan.id for plan in before.store.plans.values()}
        texts = map(before.store.plan_text, before.store.plans)
        self._contents = {_content(text): text.plan.id for text in texts}

    def take(self, source: Source, sandbox: Sandbox, regions: Regions) -> Outcome:
        earlier = self._earlier.get(source.name)
        taken = (self._before.store.plans.keys() | self._generation.plans) - {earlier}
        known = {"id": earlier, **source.known} if earlier else source.known
        try:
            text = document.read(replace(source, known=known), sandbox, regions, taken)
        except BadPlan as error:
            return Outcome(source.name, None, error.message)
        same = self._contents.get(_content(text))
        if same is not None:
            return Outcome(source.name, same, "内容与已收录的相同，未重复收录")
        self._contents[_content(text)] = text.plan.id
        self._generation.add(text)
        self._kept.keep(text.plan.id, source)
        return Outcome(source.name, text.plan.id, self._remark(text, earlier))

    def _remark(self, text: PlanText, earlier: str | None) -> str:
        if earlier:
            return "替换了先前加入的同名文件"
        namesake = self._titles.get(text.plan.title)
        return f"与已收录的 {namesake} 标题相同，请核对" if namesake else ""

    def keep_others(self) -> None:
        replaced = frozenset(self._generation.plans)
        for plan in self._before.store.plans:
            if plan not in replaced:
                self._generation.add(self._before.store.plan_text(plan))
        for entry in self._carried:
            if entry.id not in replaced:
                self._kept.keep(entry.id, sources.of(entry))


def _content(text: PlanText) -> bytes:
    return hashlib.sha256(key(text.clean).encode()).digest()
