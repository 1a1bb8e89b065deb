"""What `planqa index --verify` and `--repair` do and say."""

import json
from dataclasses import asdict
from pathlib import Path

import typer

from api import console
from api.wiring import load_encoder, milvus
from index_build import catalogue, salvage
from index_build.verify import verify as checks
from qa.settings import Settings


def verify(as_json: bool) -> bool:
    """Every check of the index in use, told as it is made. True if it is whole. IndexUnavailable."""
    settings, faults = Settings(), 0
    for check in checks(settings.index, milvus(settings)):
        faults += bool(check.fault)
        told = f"有误  {check.what}：{check.fault}" if check.fault else f"完好  {check.what}"
        typer.echo(json.dumps(asdict(check), ensure_ascii=False) if as_json else told)
    console.say(f"有 {faults} 处损坏。请运行 planqa index --repair 修复。" if faults else "索引完好。")
    return not faults


def repair(corpus: Path | None, as_json: bool) -> bool:
    """The index in use, built anew where it is damaged. True if no plan was lost. IndexUnavailable."""
    settings, bars = Settings(), console.Bars()
    server = milvus(settings)
    if salvage.is_whole(settings.index, server):
        _tell({"repaired": False, "lost": {}}, "索引完好，无需修复。", as_json)
        return True
    encoder = load_encoder(settings, console.say)
    found = salvage.repair(settings.index, corpus or catalogue.packaged(), encoder, bars, server)
    bars.close()
    lost = "".join(f"\n未能救回 {plan}（{title}），请重新加入它的原件。" for plan, title in found.lost.items())
    left = f"\n旧索引中余下的内容留在 {found.left}，确认不再需要后可以删除。" if found.left else ""
    result = {"repaired": True, "lost": found.lost, "index": str(found.folder)}
    _tell(result, f"已修复：{found.folder}{lost}{left}", as_json)
    return not found.lost


def _tell(result: dict[str, object], said: str, as_json: bool) -> None:
    typer.echo(json.dumps(result, ensure_ascii=False) if as_json else said)
