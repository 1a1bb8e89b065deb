"""What `planqa train` does: pairs from files and out of the index, a map fitted on them, one file written."""

from collections.abc import Sequence
from pathlib import Path

from api import console
from api.wiring import load_encoder, milvus
from index_build import pairs
from index_build.train import examples, train
from qa.errors import InvalidRequest
from qa.index import open_index
from qa.settings import Settings


def run(files: Sequence[Path], within: Sequence[Path], plans: Sequence[str], each: int, out: Path) -> None:
    """Write a query map for the index in use. What can be refused is refused before anything is trained."""
    if not out.parent.is_dir():
        raise InvalidRequest(f"文件夹 {out.parent} 不存在，无法写入 {out.name}。", "out")
    settings, bars = Settings(), console.Bars()
    given = [pair for path in files for pair in pairs.read(path)]
    given += [pair for path in within for pair in pairs.read(path, within=True)]
    encoder = load_encoder(settings, console.say)
    index = open_index(settings.index, encoder, milvus=milvus(settings))
    unknown = [plan for plan in plans if plan not in index.store.plans]
    if unknown:
        raise InvalidRequest(f"没有编号为“{unknown[0]}”的规划。可用 planqa plans 查看已收录的规划。", "plan")
    given += pairs.generated(index, plans or list(index.store.plans), each)
    if not given:
        raise InvalidRequest("没有训练问题：请用 --pairs 指定问题文件，或让 --generate 大于0。", "pairs")
    found = train(index, encoder, examples(index, encoder, given), lambda done, total: bars("训练", done, total))
    bars.close()
    beside = out.with_name(f".{out.name}.partial")
    found.save(beside)
    beside.replace(out)
    console.say(f"用{len(given)}个问题训练了查询映射：{out}。设置 PLANQA_QUERY_MAP={out} 即可使用。")
