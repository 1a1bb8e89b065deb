"""What `planqa index` and `planqa inspect` do with files: the work of two subcommands, told to people or as JSON."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

import typer

from api import console, report
from api.crew import crew
from api.plan_schemas import InspectOut
from api.wiring import load_encoder, milvus
from index_build import add as adding
from index_build import build as building
from index_build import catalogue, inspect_file
from index_build import remove as removing
from qa import index
from qa.errors import BadPlan, InvalidRequest
from qa.records import PlanText
from qa.settings import Settings


def rebuild(corpus: Path | None, ray: str | None, as_json: bool) -> None:
    """The index of a corpus folder, by default the packaged one. BadPlan, IndexUnavailable.

    ray: address of the cluster that does the work; ClusterUnavailable.
    """
    settings, bars = Settings(), console.Bars()
    with crew(settings, ray) as (encoder, reader):
        folder = building.build(corpus or catalogue.packaged(), settings.index, encoder, bars, reader, milvus(settings))
    bars.close()
    _tell(folder, (), {}, as_json)


def add(paths: list[Path], as_json: bool) -> bool:
    """Files into the index in use, the packaged plans first where there is none. True if every file was read."""
    if not paths:
        raise InvalidRequest("请写出要加入的文件、文件夹或 zip，例如：planqa index --add 规划.docx", "paths")
    settings, bars = Settings(), console.Bars()
    encoder, server = load_encoder(settings, console.say), milvus(settings)
    if not index.exists(settings.index):
        building.build(catalogue.packaged(), settings.index, encoder, bars, milvus=server)
    folder, outcomes = adding.add(paths, settings.index, encoder, bars, server)
    bars.close()
    _tell(folder, outcomes, {"files": [asdict(outcome) for outcome in outcomes]}, as_json)
    return all(outcome.plan is not None for outcome in outcomes)


def remove(plans: list[str], as_json: bool) -> None:
    """Plans out of the index in use. NotFound, InvalidRequest, IndexUnavailable."""
    settings, bars = Settings(), console.Bars()
    encoder = load_encoder(settings, console.say)
    folder, outcomes = removing.remove(plans, settings.index, encoder, bars, milvus(settings))
    bars.close()
    for outcome in () if as_json else outcomes:
        typer.echo(f"{outcome.plan}（{outcome.name}）：{outcome.note}")
    _tell(folder, (), {"files": [asdict(outcome) for outcome in outcomes]}, as_json)


def _tell(folder: Path, outcomes: tuple[adding.Outcome, ...], files: dict[str, Any], as_json: bool) -> None:
    counts = json.loads((folder / index.MANIFEST).read_text(encoding="utf-8"))["counts"]
    if as_json:
        typer.echo(json.dumps({"index": str(folder), **counts, **files}, ensure_ascii=False))
    else:
        console.indexed(folder, counts, outcomes)


def inspect(path: Path, html: Path | None, as_json: bool) -> bool:
    """Each file of a path as it is read. True if every one could be."""
    whole = True
    for name, text in inspect_file.inspect(path):
        if isinstance(text, BadPlan):
            whole = False
            _refused(name, text, as_json)
        elif html is not None:
            _report(html, text, alone=name == path.name)
        elif as_json:
            typer.echo(InspectOut.of(text).model_dump_json())
        else:
            console.inspection(text)
    return whole


def _refused(name: str, error: BadPlan, as_json: bool) -> None:
    if as_json:
        typer.echo(json.dumps({"file": name, "error": error.message}, ensure_ascii=False))
    else:
        console.say(f"错误：{name}：{error.message}")


def _report(html: Path, text: PlanText, alone: bool) -> None:
    if not alone:
        raise InvalidRequest("--html 一次只写一份文件的报告，请指定其中一个文件。", "html")
    try:
        html.write_text(report.render(text), encoding="utf-8")
    except OSError as error:
        raise InvalidRequest(f"无法写入 {html}：{error.strerror}。请换一个位置。", "html") from error
    console.say(f"已写出 {html}")
