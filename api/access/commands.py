"""`planqa keys`: who may use the service, for whoever runs it."""

from datetime import UTC, datetime
from typing import Annotated

import typer
from pydantic import BaseModel

from api import console
from api.access.callers import Scope
from api.access.keys import Key, KeyStore
from qa.errors import InvalidRequest
from qa.settings import Settings

#: A century, beyond which one may as well say for ever.
_MOST_DAYS = 36_500
_LONGEST_NAME = 50

app = typer.Typer(name="keys", help="生成、列出、停用使用本服务的密钥。", no_args_is_help=True)
Json = Annotated[bool, typer.Option("--json", help="输出 JSON。")]


class KeyOut(BaseModel):
    """A key without its secret. Times are in UTC."""

    id: str
    name: str
    scope: Scope
    created: datetime
    expires: datetime | None
    last_used: datetime | None
    revoked: datetime | None

    @classmethod
    def of(cls, key: Key) -> "KeyOut":
        created, *others = (_moment(at) for at in (key.created, key.expires, key.last_used, key.revoked))
        assert created is not None
        expires, last_used, revoked = others
        return cls(
            id=key.id,
            name=key.name,
            scope=key.scope,
            created=created,
            expires=expires,
            last_used=last_used,
            revoked=revoked,
        )


class NewKeyOut(KeyOut):
    """The one time that the key itself is shown."""

    key: str


@app.command()
def create(
    name: Annotated[str, typer.Option("--name", help="给谁用，如“研究室”。", show_default=False)],
    scope: Annotated[
        Scope, typer.Option("--scope", help="read 检索和提问；admin 还可增删规划、查看任务和记录。")
    ] = "read",
    days: Annotated[
        int | None, typer.Option("--days", min=1, max=_MOST_DAYS, help="有效天数；不填则长期有效。")
    ] = None,
    as_json: Json = False,
) -> None:
    """生成一个密钥。密钥只显示这一次，本机只保存其摘要。"""
    key, secret = _store().create(_checked(name), scope, days)
    if as_json:
        typer.echo(NewKeyOut(key=secret, **KeyOut.of(key).model_dump()).model_dump_json())
        return
    console.say("密钥只显示这一次，请妥善保存：")
    typer.echo(secret)


@app.command(name="list")
def list_keys(as_json: Json = False) -> None:
    """列出所有密钥（不含密钥本身）。"""
    found = _store().all()
    for key in found:
        typer.echo(KeyOut.of(key).model_dump_json() if as_json else _line(key))
    if not found:
        console.say("还没有密钥，可用 planqa keys create --name 名称 生成。")


@app.command()
def revoke(
    id_: Annotated[str, typer.Argument(metavar="ID", help="密钥的编号，见 planqa keys list。", show_default=False)],
    as_json: Json = False,
) -> None:
    """停用一个密钥；正在运行的服务在两秒之内不再接受它。"""
    store = _store()
    store.revoke(id_)
    [key] = [key for key in store.all() if key.id == id_]
    typer.echo(KeyOut.of(key).model_dump_json() if as_json else _line(key))


def _store() -> KeyStore:
    return KeyStore(Settings().state)


def _checked(name: str) -> str:
    name = name.strip()
    if not name or len(name) > _LONGEST_NAME or not name.isprintable():
        raise InvalidRequest(f"名称须为1到{_LONGEST_NAME}个可以显示的字。", "name")
    return name


def _line(key: Key) -> str:
    now = datetime.now(UTC).timestamp()
    state = "已停用" if key.revoked is not None else "有效" if key.is_active(now) else "已到期"
    expires = f"{_day(key.expires)} 到期" if key.expires is not None else "长期"
    used = f"上次使用 {_day(key.last_used)}" if key.last_used is not None else "未使用过"
    return f"{key.id}  {key.scope:<5}  {state}  {_day(key.created)} 生成  {expires}  {used}  {key.name}"


def _day(at: int | None) -> str:
    moment = _moment(at)
    return f"{moment.astimezone():%Y-%m-%d}" if moment else ""


def _moment(at: int | None) -> datetime | None:
    return None if at is None else datetime.fromtimestamp(at, UTC)
