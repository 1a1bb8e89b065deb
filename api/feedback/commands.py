"""`planqa log`: the answers that a server kept, for whoever runs it."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Literal

import typer

from api import console
from api.feedback.cases import cases, is_settled
from api.feedback.entries import Door, Entry
from api.feedback.journal import NAME, Journal, Wanted, exists, since, unavailable
from api.feedback.schemas import EntryOut
from qa.errors import InvalidRequest
from qa.records import Verdict
from qa.settings import Settings

app = typer.Typer()
_VOTES = {"up": "有用", "down": "无用", None: "—"}


@app.command()
def log(
    days: Annotated[int | None, typer.Option("--days", min=1, max=36_500, help="只看最近几天的。")] = None,
    verdict: Annotated[Verdict | None, typer.Option("--verdict", help="只看这种结论的。")] = None,
    vote: Annotated[Literal["up", "down", "none"] | None, typer.Option("--vote", help="只看这种评价的。")] = None,
    door: Annotated[Door | None, typer.Option("--door", help="只看从这个入口问的。")] = None,
    export: Annotated[Path | None, typer.Option("--export", help="把有评价的写成 planqa eval 的问题集。")] = None,
    clear: Annotated[bool, typer.Option("--clear", help="删除全部记录。")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="每个答案一行 JSON。")] = False,
) -> None:
    """列出服务端记录的问答（PLANQA_AUDIT_DAYS），新的在前；也可导出为问题集，或删除。"""
    wanted = Wanted(since(days), verdict, vote, door)
    if clear and (wanted != Wanted() or export is not None):
        raise InvalidRequest("--clear 删除全部记录，不能与其他选项同用。", "clear")
    with _journal() as journal:
        if clear:
            console.say(f"已删除{journal.clear() if journal else 0}条记录。")
            return
        found = journal.entries(wanted) if journal else []
        if journal and not found:
            console.say("没有这样的记录。")
    if export is not None:
        _export(found, export)
        return
    for entry in found:
        typer.echo(EntryOut.of(entry).model_dump_json() if as_json else _line(entry))
    if not found:
        console.say("没有这样的记录。")


@contextmanager
def _journal() -> Iterator[Journal | None]:
    """None where nothing was ever kept. StateUnavailable, StateFull."""
    folder = Settings().state
    if not exists(folder):
        console.say(f"{folder} 中没有问答记录；启动服务前设置 PLANQA_AUDIT_DAYS（保存几天）即可开启。")
        yield None
        return
    try:
        with Journal.opened(folder) as journal:
            yield journal
    except sqlite3.DatabaseError as error:
        told = f"{folder / NAME} 暂时无法读写，可能正被占用，或磁盘已满，请稍后重试。（{error}）"
        raise unavailable(error, told) from error


def _export(entries: list[Entry], path: Path) -> None:
    """InvalidRequest where it cannot be written, or is there: someone may have filled it in."""
    found = cases(entries)
    try:
        with path.open("x", encoding="utf-8") as file:
            file.writelines(json.dumps(case, ensure_ascii=False) + "\n" for case in found)
    except FileExistsError as error:
        raise InvalidRequest(f"{path} 已经存在，请换个名称，以免覆盖已填好的内容。", "export") from error
    except OSError as error:
        raise InvalidRequest(f"无法写入 {path}，请检查文件夹和权限。", "export") from error
    unsettled = [number for number, case in enumerate(found, 1) if not is_settled(case)]
    console.say(f"已写出{len(found)}题。")
    if unsettled:
        lines = "、".join(map(str, unsettled))
        console.say(f"第{lines}行须由人填写（见其中的 todo），填好之前 planqa eval 不收；只要现成的，请加 --vote up。")


def _line(entry: Entry) -> str:
    """Tab-separated: when (local time), door, verdict, confidence, milliseconds, vote, question, clauses, comment."""
    asked = entry.question if entry.question == entry.understood else f"{entry.question}（理解为：{entry.understood}）"
    filters = json.dumps(entry.filters, ensure_ascii=False) if entry.filters else ""
    parts = [
        f"{entry.at.astimezone():%Y-%m-%d %H:%M:%S}",
        entry.door,
        entry.verdict,
        f"{entry.confidence:.2f}",
        f"{entry.milliseconds}ms",
        _VOTES[entry.vote],
        asked + filters,
        " ".join(entry.clauses),
        entry.comment or "",
    ]
    return "\t".join(" ".join(part.split()) for part in parts).rstrip()
