"""Plans taken out of the index that is there: nothing is read or embedded again."""

from collections.abc import Sequence
from pathlib import Path

from index_build.add import Outcome
from index_build.generation import Progress
from index_build.successor import Successor, following
from qa.errors import InvalidRequest, NotFound
from qa.milvus import Milvus
from qa.ports import Encoder


def remove(
    plans: Sequence[str],
    root: Path,
    encoder: Encoder,
    progress: Progress = lambda *_: None,
    milvus: Milvus | None = None,
) -> tuple[Path, tuple[Outcome, ...]]:
    """Take plans out, all or none of them; the files of those that users added go too.

    Returns the folder of the generation in use. NotFound; InvalidRequest where none would be left, for an index of
    nothing can answer nothing; IndexUnavailable. The old index stays whole in every case.
    """
    with following(root, encoder, milvus) as successor:
        known = successor.before.store.plans
        missing = [plan for plan in plans if plan not in known]
        if missing:
            raise NotFound(f"没有编号为“{'、'.join(missing)}”的规划，未移除任何规划。可用 planqa plans 查看编号。")
        if not known.keys() - set(plans):
            raise InvalidRequest("不能移除最后一份规划：没有规划的索引无法作答。请先加入别的规划再移除。", "plan")
        outcomes = tuple(Outcome(known[plan].title, plan, _note(successor, plan)) for plan in dict.fromkeys(plans))
        for outcome in outcomes:
            assert outcome.plan is not None
            successor.remove(outcome.plan)
        return successor.publish(progress), outcomes


def _note(successor: Successor, plan: str) -> str:
    if any(entry.id == plan for entry in successor.carried):
        return "已移除"
    return "已移除；它是建立索引时所用规划目录中的一份，用 planqa index 重建索引会再次收录"
