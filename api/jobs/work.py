"""What a job does to the index, and what it tells of each file."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from api.jobs.records import Order
from api.jobs.reports import Reports
from api.jobs.schemas import ResultOut
from index_build import inspect_file, sources
from index_build.add import Outcome, add_new, put
from index_build.generation import Progress
from index_build.remove import remove
from index_build.sources import Source
from qa import index
from qa.errors import BadPlan
from qa.milvus import Milvus
from qa.ports import Encoder


@dataclass(frozen=True)
class Work:
    """An order with all that is needed to carry it out. uploads: the folder of its files. root: of the index."""

    order: Order
    uploads: Path
    reports: Reports
    root: Path
    encoder: Callable[[], Encoder]
    milvus: Milvus | None
    progress: Progress


class NothingRead(BadPlan):
    """None of the files is a plan; `result` says of each why."""

    def __init__(self, result: ResultOut) -> None:
        told = "；".join(f"{file.name}：{file.note.rstrip('。')}" for file in result.files)
        super().__init__(f"没有一份文件能读成规划。{told}。")
        self.result = result


def carry_out(work: Work) -> ResultOut:
    """The result. PlanqaError; where it is raised, and where `progress` raises, the index is as it was."""
    folder, outcomes = _DOERS[work.order.kind](work)
    manifest = json.loads((folder / index.MANIFEST).read_text(encoding="utf-8")) if folder else None
    result = ResultOut(
        files=[work.reports.told(outcome) for outcome in outcomes],
        counts=manifest["counts"] if manifest else None,
        generation=folder.name if folder else None,
    )
    if all(outcome.plan is None for outcome in outcomes):
        raise NothingRead(result)
    return result


_Done = tuple[Path | None, tuple[Outcome, ...]]


def _add(work: Work) -> _Done:
    return add_new(_found(work), work.root, work.encoder(), work.progress, work.reports.write, work.milvus)


def _replace(work: Work) -> _Done:
    assert work.order.plan is not None
    [source] = _found(work)
    known = replace(source, known={**source.known, "id": work.order.plan})
    folder, outcome = put(known, work.root, work.encoder(), work.progress, work.reports.write, work.milvus)
    return folder, (outcome,)


def _remove(work: Work) -> _Done:
    assert work.order.plan is not None
    return remove([work.order.plan], work.root, work.encoder(), work.progress, work.milvus)


def _inspect(work: Work) -> _Done:
    outcomes = []
    for done, (name, text) in enumerate(inspect_file.read(_found(work)), 1):
        if isinstance(text, BadPlan):
            outcomes.append(Outcome(name, None, text.message))
        else:
            work.reports.write(name, text)
            outcomes.append(Outcome(name, text.plan.id, "只读取，未收录"))
        work.progress("读取规划", done, 0)
    return None, tuple(outcomes)


_DOERS: dict[str, Callable[[Work], _Done]] = {
    "add": _add,
    "replace": _replace,
    "remove": _remove,
    "inspect": _inspect,
}


def _found(work: Work) -> Iterator[Source]:
    """The files of an order, those of a zip one by one, with what is stated of them."""
    for source in sources.find(work.uploads / name for name in work.order.files):
        yield replace(source, known=work.order.known)
