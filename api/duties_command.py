"""`planqa duties`: who is charged with what in one plan, told or written."""

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from api import console
from api.duties_schemas import DutiesOut
from api.exporting import citing, save
from api.opening import opened
from qa.errors import InvalidRequest
from qa.records import ROLE_NAMES
from qa.responsibilities import NO_UNITS, DutyList, deadlines, entry

app = typer.Typer()


@app.command()
def duties(
    plan: Annotated[str, typer.Argument(help="规划的编号，见 planqa plans。")],
    out: Annotated[Path | None, typer.Option("-o", "--out", help="写成电子表格（.xlsx）。", show_default=False)] = None,
    as_json: Annotated[bool, typer.Option("--json", help="输出 JSON。")] = False,
) -> None:
    """列出一份规划的责任清单：各单位的任务、角色和时限，均为原文。"""
    settings, service = opened()
    listed = service.duties(plan)
    if out is not None:
        _write(out, listed, settings.public_url)
    elif as_json:
        typer.echo(DutiesOut.of(listed, listed.bodies, settings.public_url).model_dump_json())
    else:
        for line in _lines(listed):
            typer.echo(line)


def _write(out: Path, listed: DutyList, base: str) -> None:
    from qa.export.xlsx_duties import duties_xlsx  # The libraries of Office files are slow to load.

    if out.suffix.lower() != ".xlsx":
        raise InvalidRequest(f"责任清单只能写成 .xlsx 文件，不能写成“{out.name}”。", "out")
    save(out.parent, {out.name: duties_xlsx(listed, citing(base))})
    console.say(f"已写出 {out}。")


def _lines(listed: DutyList) -> Iterator[str]:
    yield listed.plan.title
    if not listed.bodies:
        yield f"{NO_UNITS}。"
    for body in listed.bodies:
        yield f"\n{'、'.join(body.names)}（{len(body.duties)}项）"
        for duty in body.duties:
            above = f"（单位由上级标题“{entry(duty.source)}”写明）" if duty.is_inherited else ""
            when = f"；时限：{deadlines(duty.clause)}" if duty.clause.deadlines else ""
            yield f"  {ROLE_NAMES[duty.unit.role]}  {entry(duty.clause)}{above}{when}  [{duty.clause.id}]"
    yield f"\n未载明单位的条款（{len(listed.unnamed)}条）" if listed.unnamed else ""
    yield from (f"  {entry(clause)}  [{clause.id}]" for clause in listed.unnamed)
