"""The planqa command: one function a subcommand, each a thin door to the service."""

import json
import shutil
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Annotated, Literal

import typer
from pydantic import BaseModel

from api import compare_text, console, duties_command, exporting, mending, reading
from api.access import commands as keys
from api.access.starting import check_start
from api.chat import Conversation, typed
from api.compare_schemas import CompareOut
from api.feedback import commands as feedback
from api.opening import filters as _filters
from api.opening import opened as _open
from api.plan_schemas import PlansOut
from api.schemas import AskOut, SearchOut
from index_build.pairs import GENERATED
from qa import index as index_directory
from qa.errors import InvalidRequest, PlanqaError
from qa.records import Answer
from qa.settings import Settings

app = typer.Typer(
    help="法治政府建设规划问答：每个答案都附条款、出处和地区。",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
Json = Annotated[bool, typer.Option("--json", help="输出 JSON。")]
QuestionFile = Annotated[Path | None, typer.Option("--file", help="每行一个问题的文件（UTF-8），结果每行一个 JSON。")]
Region = Annotated[list[str] | None, typer.Option("--region", help="只查这个地区（名称、简称或区划代码），可重复。")]
Plan = Annotated[list[str] | None, typer.Option("--plan", help="只查这份规划（编号），可重复。")]
Chat = Annotated[bool, typer.Option("--chat", help="连续提问，可以追问（那罗湖呢？），空行结束；文件则当作一次对话。")]
Text = Annotated[str | None, typer.Argument(help="问题。", show_default=False)]


@app.command()
def ask(
    question: Text = None,
    file: QuestionFile = None,
    region: Region = None,
    plan: Plan = None,
    chat: Chat = False,
    as_json: Json = False,
) -> None:
    """回答问题，附条款原文、出处和链接；没有索引时先用自带的规划建立。"""
    settings, service = _open()
    filters = _filters(service, region, plan)
    conversation = Conversation(service, filters)
    answered: Callable[[str], Answer] = conversation.ask if chat else lambda line: service.ask(line, filters)

    def show(found: Answer) -> None:
        if as_json:
            _print(AskOut.of(found, settings.public_url))
        else:
            console.answer(found, settings.public_url)

    if file is not None:
        _each_line(file, lambda line: AskOut.of(service.written(answered(line)), settings.public_url))
        return
    if question is not None or not chat:
        show(service.written(answered(_required(question))))
    for line in typed() if chat else ():
        try:
            show(service.written(answered(line)))
        except InvalidRequest as error:
            console.say(f"错误：{error.message}")


@app.command()
def search(
    query: Text = None,
    k: Annotated[int, typer.Option("-k", help="返回条数，1到100。")] = 10,
    file: QuestionFile = None,
    region: Region = None,
    plan: Plan = None,
    as_json: Json = False,
) -> None:
    """查找条款，按相关程度排列。"""
    settings, service = _open()
    filters = _filters(service, region, plan)
    if file is not None:
        _each_line(file, lambda line: SearchOut.of(service.search(line, k, filters), settings.public_url))
        return
    found = service.search(_required(query), k, filters)
    if as_json:
        _print(SearchOut.of(found, settings.public_url))
    else:
        console.hits(found.hits, settings.public_url)


@app.command()
def compare(
    question: Text = None,
    questions: Annotated[list[str] | None, typer.Option("--question", help="再加一个问题，可重复。")] = None,
    region: Annotated[list[str] | None, typer.Option("--region", help="要比较的地区，可重复；不填则全部。")] = None,
    plan: Annotated[list[str] | None, typer.Option("--plan", help="要比较的规划（编号），可重复。")] = None,
    as_json: Json = False,
) -> None:
    """把各地对同一问题的规定列在一起，各附条款和链接。"""
    settings, service = _open()
    asked = [*([question] if question is not None or not questions else []), *(questions or [])]
    found = service.compare([_required(q) for q in asked], _filters(service, region, plan))
    if as_json:
        _print(CompareOut.of(found, settings.public_url))
        return
    for line in compare_text.lines(found, settings.public_url, shutil.get_terminal_size().columns):
        typer.echo(line)


@app.command()
def index(
    paths: Annotated[list[Path] | None, typer.Argument(metavar="PATH…", help="要加入的文件、文件夹或 zip。")] = None,
    add: Annotated[bool, typer.Option("--add", help="把 PATH… 中的规划加入现有索引。")] = False,
    remove: Annotated[
        list[str] | None, typer.Option("--remove", metavar="ID", help="从现有索引移除这份规划，可重复。")
    ] = None,
    corpus: Annotated[
        Path | None, typer.Option("--corpus", help="含 catalogue.toml 的文件夹；默认用自带的规划。")
    ] = None,
    ray: Annotated[
        str | None,
        typer.Option("--ray", metavar="ADDRESS", help="由 Ray 集群读取和编码（主机:端口；local 为本机各处理器）。"),
    ] = None,
    verify: Annotated[bool, typer.Option("--verify", help="检查现有索引是否完好。")] = False,
    repair: Annotated[bool, typer.Option("--repair", help="修复损坏的索引：能救回的规划都收入新索引。")] = False,
    as_json: Json = False,
) -> None:
    """（重新）建立索引，或用 --add 加入、--remove 移除规划；建成之前，旧索引照常可用。"""
    if (verify or repair) and ((verify and repair) or add or remove or paths or ray is not None):
        raise InvalidRequest("--verify 与 --repair 须单独使用（--repair 可加 --corpus）。", "repair")
    if remove and (add or corpus is not None or paths):
        raise InvalidRequest("--remove 不能与 --add、--corpus 或 PATH… 同用，请分几次执行。", "remove")
    if add and corpus is not None:
        raise InvalidRequest("--add 与 --corpus 不能同用：--add 加入现有索引，--corpus 重新建立。", "corpus")
    if ray is not None and (add or remove):
        raise InvalidRequest("--ray 只用于重新建立索引，不能与 --add、--remove 同用。", "ray")
    if paths and not add:
        raise InvalidRequest("要把这些文件加入索引，请写 planqa index --add PATH…", "paths")
    whole = True
    if verify:
        whole = mending.verify(as_json)
    elif repair:
        whole = mending.repair(corpus, as_json)
    elif remove:
        reading.remove(remove, as_json)
    elif add:
        whole = reading.add(paths or [], as_json)
    else:
        reading.rebuild(corpus, ray, as_json)
    if not whole:
        raise typer.Exit(1)


@app.command()
def serve(
    host: Annotated[str, typer.Option(help="监听地址。")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="监听端口。")] = 8000,
    workers: Annotated[int, typer.Option(min=1, max=64, help="工作进程数，共用一个端口和索引。")] = 1,
) -> None:
    """启动 HTTP 服务，接口描述见 /openapi.json；没有索引时先用自带的规划建立。"""
    from api.operations import serving

    settings = Settings()
    check_start(settings, host)
    if not index_directory.exists(settings.index):
        _open()
    if "public_url" not in settings.model_fields_set:
        settings = settings.model_copy(update={"public_url": f"http://{host}:{port}"})
    serving.serve(settings, host, port, workers)


@app.command()
def plans(as_json: Json = False) -> None:
    """列出已收录的规划。"""
    _, service = _open()
    if as_json:
        _print(PlansOut.of(service.plans()))
    else:
        console.plans(service.plans())


@app.command()
def inspect(
    path: Annotated[Path, typer.Argument(help="规划文件，或含多份规划的文件夹、zip。")],
    html: Annotated[Path | None, typer.Option("--html", help="写出对照原文的网页报告；只用于一份文件。")] = None,
    as_json: Json = False,
) -> None:
    """显示规划会被读成什么：条款、单位、修复、略去的行、存疑之处。多份规划时每份一节，JSON 每份一行。"""
    if not reading.inspect(path, html, as_json):
        raise typer.Exit(1)


@app.command(name="eval")
def evaluate(
    questions: Annotated[list[Path] | None, typer.Option("--questions", help="问题集，可重复；默认用自带的。")] = None,
    k: Annotated[int, typer.Option("-k", help="每题取多少条，10到100；取100条才计 recall@100。")] = 10,
    save: Annotated[Path | None, typer.Option("--save", help="把逐题结果写入这个文件。")] = None,
    against: Annotated[Path | None, typer.Option("--against", help="与 --save 保存的结果比较。")] = None,
    markdown: Annotated[bool, typer.Option("--markdown", help="输出 Markdown 表格。")] = False,
    as_json: Json = False,
) -> None:
    """用已知答案的问题检验，打印各项比率、置信区间和变化。"""
    from api import evaluating

    if markdown and as_json:
        raise InvalidRequest("--json 与 --markdown 不能同用。", "markdown")
    form: Literal["text", "json", "markdown"] = "json" if as_json else "markdown" if markdown else "text"
    evaluating.evaluate(lambda: _open()[1], questions or [], k, save, against, form)


@app.command()
def train(
    out: Annotated[Path, typer.Option("--out", help="写到这个文件。", show_default=False)],
    pairs: Annotated[
        list[Path] | None, typer.Option("--pairs", help="训练问题（JSON Lines：question、clauses），可重复。")
    ] = None,
    within: Annotated[
        list[Path] | None,
        typer.Option("--within", help="同上，但正确条款只与同一规划的条款相比：只有少数规划有训练问题时用。"),
    ] = None,
    generate: Annotated[int, typer.Option("--generate", min=0, help="从每个条款生成几个问题。")] = GENERATED,
    plan: Annotated[list[str] | None, typer.Option("--plan", help="只从这份规划（编号）生成，可重复。")] = None,
) -> None:
    """训练查询映射：用问题与条款的对应关系，使检索更准；索引不必重建。"""
    from api import training

    training.run(pairs or [], within or [], plan or [], generate, out)


@app.command()
def mcp() -> None:
    """以 MCP（标准输入输出）供智能体调用；第一次调用时打开索引，没有则先用自带的规划建立。"""
    from api.mcp import stdio

    stdio.run(Settings(), lambda: _open()[1])


app.add_typer(duties_command.app)
app.add_typer(exporting.app)
app.add_typer(feedback.app)
app.add_typer(keys.app)


def _required(question: str | None) -> str:
    if question is None:
        raise InvalidRequest('请写出问题，例如：planqa ask "行政复议工作由哪些单位牵头？"，或用 --file 指定问题文件。')
    return question


def _each_line(file: Path, answer: Callable[[str], BaseModel]) -> None:
    """One JSON line a question; one that cannot be answered gets its error, and the rest go on."""
    failed = 0
    for line in _lines(file):
        try:
            _print(answer(line))
        except PlanqaError as error:
            failed += 1
            typer.echo(json.dumps({"question": line, "error": error.message}, ensure_ascii=False))
    if failed:
        raise typer.Exit(1)


def _lines(file: Path) -> Iterable[str]:
    try:
        text = sys.stdin.read() if str(file) == "-" else file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise InvalidRequest(f"读不到问题文件 {file}，请检查路径和编码（UTF-8）。", "file") from error
    return [line.strip() for line in text.split("\n") if line.strip()]


def _print(shape: BaseModel) -> None:
    typer.echo(shape.model_dump_json())


def main() -> None:
    """Entry point: errors that a user can mend are one Chinese sentence on stderr and exit code 1."""
    try:
        app()
    except PlanqaError as error:
        console.say(f"错误：{error.message}")
        sys.exit(1)
    except KeyboardInterrupt:
        console.say("已中断。")
        sys.exit(130)


if __name__ == "__main__":
    main()
