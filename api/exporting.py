"""`planqa lesson` and `planqa export`: files to take away."""

import errno
import os
import tempfile
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from api import console
from api.opening import filters, opened
from api.schemas import permalink
from qa.errors import InvalidRequest
from qa.export.lesson import lesson as lesson_of
from qa.export.references import Citing
from qa.export.single import of_answer, of_comparison
from qa.files import sync

app = typer.Typer()
Regions = Annotated[list[str] | None, typer.Option("--region", "--regions", help="只用这个地区的规划，可重复。")]
#: What a user does about a folder that cannot be written.
_REASONS = {
    errno.EACCES: "没有写入权限，请换一个文件夹",
    errno.EPERM: "没有写入权限，请换一个文件夹",
    errno.EROFS: "只能读取，请换一个文件夹",
    errno.ENOSPC: "磁盘空间不足",
    errno.ENOTDIR: "路径中有一段是文件，不是文件夹",
    errno.EEXIST: "已有同名的文件，请换一个文件夹",
    errno.EISDIR: "已有同名的文件夹，请换一个名称",
    errno.ENAMETOOLONG: "名称过长",
}
Plans = Annotated[list[str] | None, typer.Option("--plan", help="只用这份规划（编号），可重复。")]


def citing(base: str) -> Citing:
    """Links that begin with `base`, visited today."""
    return Citing(lambda clause_id: permalink(base, clause_id), date.today())


@app.command()
def lesson(
    topics: Annotated[list[str], typer.Argument(metavar="TOPIC…", help="专题：一个事项或问题，可以有几个。")],
    out: Annotated[Path, typer.Option("-o", "--out", help="写到这个文件夹，没有则新建。", show_default=False)],
    region: Regions = None,
    plan: Plans = None,
) -> None:
    """按专题编一套讲义：各地规定、对照表、责任单位、讨论题、测验及答案，句句引自条款。"""
    from qa.export.forms import kit  # The libraries of Office files are slow to load.

    settings, service = opened()
    made = kit(lesson_of(service, topics, filters(service, region, plan), citing(settings.public_url)))
    save(out, made)
    for name in made:
        typer.echo(str(out / name))


@app.command()
def export(
    out: Annotated[Path, typer.Option("-o", "--out", help="写到这个文件，格式依后缀。", show_default=False)],
    ask: Annotated[str | None, typer.Option("--ask", help="导出这个问题的答案。")] = None,
    compare: Annotated[list[str] | None, typer.Option("--compare", help="导出各地对这个问题的对照，可重复。")] = None,
    region: Regions = None,
    plan: Plans = None,
) -> None:
    """把一个答案或一次比较写成文件，附条款原文和出处。"""
    from qa.export.forms import known

    if (ask is None) == (not compare):
        raise InvalidRequest('请写 --ask "问题" 或 --compare "问题" 之一。', "ask")
    write = known(out.suffix.lower().removeprefix("."))
    settings, service = opened()
    given, how = filters(service, region, plan), citing(settings.public_url)
    if ask is not None:
        found = of_answer(service, service.ask(ask, given), how)
    else:
        found = of_comparison(service, service.compare(compare or [], given), how)
    save(out.parent, {out.name: write(found)})
    console.say(f"已写出 {out}。")


def save(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write files into a folder, each whole or not at all; all are on the disk before any is put in place.

    What else is in the folder is left alone. InvalidRequest where that cannot be done.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder, prefix=".planqa-") as beside:
            for name, content in files.items():
                (Path(beside) / name).write_bytes(content)
                sync(Path(beside) / name)
            for name in files:
                os.replace(Path(beside) / name, folder / name)
    except OSError as error:
        why = _REASONS.get(error.errno or 0, "请检查路径，并关闭正打开着的同名文件")
        raise InvalidRequest(f"写不进 {folder}：{why}。", "out") from error
