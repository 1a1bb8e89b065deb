"""Files added to the index that is there: what is unchanged is neither read nor embedded again."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from index_build import document, sources
from index_build.generation import Progress, content
from index_build.sandbox import Sandbox
from index_build.sources import Source
from index_build.successor import Successor, following
from qa.errors import BadPlan, NotFound
from qa.milvus import Milvus
from qa.ports import Encoder
from qa.records import PlanText

#: A file's name, and how it was read.
Seen = Callable[[str, PlanText], None]


@dataclass(frozen=True)
class Outcome:
    """What became of a file. plan: the id it is found under, None where it could not be read; note: why it could
    not, or what else there is to know."""

    name: str
    plan: str | None
    note: str = ""


def add(
    paths: Iterable[Path],
    root: Path,
    encoder: Encoder,
    progress: Progress = lambda *_: None,
    milvus: Milvus | None = None,
) -> tuple[Path, tuple[Outcome, ...]]:
    """Add the plans of files, folders and zips; a file added before under the same name takes the place of that one.
    A file that cannot be read is reported and the others go on. milvus: the server that has the vectors, if one has.

    Returns the folder of the generation in use, the old one where nothing is new. IndexUnavailable; the old index
    stays whole.
    """
    with Sandbox() as sandbox, following(root, encoder, milvus) as successor:
        earlier = {entry.source: entry.id for entry in successor.carried}
        return _Addition(successor, sandbox, earlier, lambda *_: None).run(sources.find(paths), progress)


def add_new(
    found: Iterable[Source], root: Path, encoder: Encoder, progress: Progress, seen: Seen, milvus: Milvus | None = None
) -> tuple[Path, tuple[Outcome, ...]]:
    """As `add`, but nothing takes the place of another: two towns may well send files of one name."""
    with Sandbox() as sandbox, following(root, encoder, milvus) as successor:
        return _Addition(successor, sandbox, {}, seen).run(found, progress)


def put(
    source: Source, root: Path, encoder: Encoder, progress: Progress, seen: Seen, milvus: Milvus | None = None
) -> tuple[Path, Outcome]:
    """Put a file in the place of the plan whose id it is known to have. NotFound, BadPlan, IndexUnavailable; the old
    index stays whole.

    It is read again even where its text is the same: what is stated of it may have changed.
    """
    plan = source.known["id"]
    with Sandbox() as sandbox, following(root, encoder, milvus) as successor:
        if plan not in successor.before.store.plans:
            raise NotFound(f"没有编号为“{plan}”的规划，未替换。可用 GET /api/v1/plans 查看已收录的规划。")
        text = document.read(source, sandbox, successor.regions)
        seen(source.name, text)
        progress("读取规划", 1, 1)
        same = successor.before.store.contents.get(content(text), plan)
        if same != plan:
            raise BadPlan(f"{source.name} 的内容与已收录的 {same} 相同，未替换。请核对是否传错了文件。")
        successor.add(text, source)
        return successor.publish(progress), Outcome(source.name, plan, "替换了原来的文件")


class _Addition:
    """earlier: ids by file name, of plans whose place a file of that name takes."""

    def __init__(self, successor: Successor, sandbox: Sandbox, earlier: Mapping[str, str], seen: Seen) -> None:
        self._successor, self._sandbox, self._earlier, self._seen = successor, sandbox, earlier, seen
        self._titles = {plan.title: plan.id for plan in successor.before.store.plans.values()}
        self._contents = dict(successor.before.store.contents)

    def run(self, found: Iterable[Source], progress: Progress) -> tuple[Path, tuple[Outcome, ...]]:
        outcomes = []
        for done, source in enumerate(found, 1):
            outcomes.append(self._take(source))
            progress("读取规划", done, 0)
        new = self._successor.plans
        return self._successor.publish(progress) if new else self._successor.before.folder, tuple(outcomes)

    def _take(self, source: Source) -> Outcome:
        successor, earlier = self._successor, self._earlier.get(source.name)
        taken = {*successor.before.store.plans, *successor.plans} - {earlier}
        known = {"id": earlier, **source.known} if earlier else source.known
        try:
            text = document.read(replace(source, known=known), self._sandbox, successor.regions, taken)
        except BadPlan as error:
            return Outcome(source.name, None, error.message)
        if text.plan.id in successor.plans:
            return Outcome(source.name, None, f"同时加入的另一份文件也以 {text.plan.id} 为编号，请分开加入")
        self._seen(source.name, text)
        same = self._contents.get(content(text))
        if same is not None:
            return Outcome(source.name, same, "内容与已收录的相同，未重复收录")
        self._contents[content(text)] = text.plan.id
        successor.add(text, source)
        return Outcome(source.name, text.plan.id, self._remark(text, earlier))

    def _remark(self, text: PlanText, earlier: str | None) -> str:
        if earlier:
            return "替换了先前加入的同名文件"
        namesake = self._titles.get(text.plan.title)
        return f"与已收录的 {namesake} 标题相同，请核对" if namesake else ""
