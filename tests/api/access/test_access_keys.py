"""Keys: kept as digests, shown once, dead when revoked, in every worker that is running."""

import json
import re
import sqlite3
import stat
import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from api import cli
from api.access.credentials import Credentials
from api.access.keys import Key, KeyStore, id_of
from qa.errors import InvalidRequest, NotFound, StateFull, StateUnavailable
from tests.api.access.conftest import Start, subscriber

_TIMES = st.none() | st.integers(0, 100)


@given(expires=_TIMES, revoked=_TIMES, now=st.integers(0, 100))
def test_a_key_is_active_until_its_end_unless_revoked(expires: int | None, revoked: int | None, now: int) -> None:
    key = Key("a", "甲", "read", b"", 0, expires, None, revoked)
    assert key.is_active(now) == (revoked is None and (expires is None or now < expires))


@given(st.text(max_size=60))
def test_nothing_else_opens_a_key(text: str) -> None:
    key = Key("a", "甲", "read", bytes(32), 0, None, None, None)
    assert not key.opens_with(text)
    assert isinstance(id_of(text), str)


def test_only_the_digest_is_kept_and_only_for_the_owner(tmp_path: Path) -> None:
    store = KeyStore(tmp_path / "new" / "state")
    key, secret = store.create("研究室", "read", 7)
    assert re.fullmatch(r"pq_[0-9a-f]{10}_[\w-]{43}", secret)
    assert id_of(secret) == key.id
    assert key.opens_with(secret)
    assert not key.opens_with(secret[:-1])
    assert key.expires == key.created + 7 * 24 * 3600
    [file] = (tmp_path / "new" / "state").iterdir()
    assert secret.rpartition("_")[2].encode() not in file.read_bytes()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    assert secret not in repr(Credentials(secret, ambient=False))
    assert repr(key.digest) not in repr(key)


def test_a_folder_that_is_there_keeps_its_mode(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    KeyStore(tmp_path).create("研究室", "read", None)
    assert stat.S_IMODE(tmp_path.stat().st_mode) == 0o755


def test_looking_makes_nothing(tmp_path: Path) -> None:
    assert KeyStore(tmp_path / "state").all() == []
    assert list(tmp_path.iterdir()) == []


def test_no_two_keys_are_alike(tmp_path: Path) -> None:
    store = KeyStore(tmp_path)
    made = [store.create("同名", "read", None) for _ in range(20)]
    assert len({secret for _, secret in made}) == len({key.digest for key in store.all()}) == 20
    assert [key.id for key in store.all()] == [key.id for key, _ in made]
    assert all(key.opens_with(secret) == (key.id == id_of(secret)) for key in store.all() for _, secret in made)


def test_revoking_twice_keeps_the_first_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = KeyStore(tmp_path)
    key, _ = store.create("研究室", "read", None)
    store.revoke(key.id)
    [first] = store.all()
    monkeypatch.setattr(time, "time", lambda: first.created + 1000)
    store.revoke(key.id)
    assert store.all() == [first]
    with pytest.raises(NotFound):
        store.revoke("nobody")


def test_a_locked_or_full_store_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = KeyStore(tmp_path)
    store.create("研究室", "read", None)
    with sqlite3.connect(tmp_path / "keys.sqlite", isolation_level=None) as other:
        other.execute("BEGIN EXCLUSIVE")
        for attempt in (store.all, lambda: store.create("二", "read", None)):
            with pytest.raises(StateUnavailable, match="密钥库"):
                attempt()
        other.execute("ROLLBACK")
    other.close()

    class Full(sqlite3.Connection):
        def execute(self, sql: str, *values: Any) -> sqlite3.Cursor:
            # As small as it is: as if nothing more went on the disk.
            super().execute("PRAGMA max_page_count = 1")
            return super().execute(sql, *values)

    connect = sqlite3.connect
    monkeypatch.setattr(sqlite3, "connect", lambda *given, **more: connect(*given, factory=Full, **more))
    with pytest.raises(StateFull, match="磁盘空间"):
        store.create("多" * 5000, "read", None)
    assert store.all()


# The command ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setenv("PLANQA_STATE", str(tmp_path))
    return lambda *arguments: CliRunner().invoke(cli.app, ["keys", *arguments], catch_exceptions=True)


def test_keys_are_made_listed_and_revoked(run: Any, tmp_path: Path) -> None:
    made = run("create", "--name", "研究室", "--days", "3")
    secret = made.stdout.strip()
    [key] = KeyStore(tmp_path).all()
    assert key.opens_with(secret)
    assert (key.name, key.scope) == ("研究室", "read")
    listed = run("list").stdout
    assert key.id in listed
    assert "有效" in listed
    assert secret not in listed
    assert "已停用" in run("revoke", key.id).stdout
    assert "已停用" in run("list").stdout
    assert isinstance(run("revoke", "nobody").exception, NotFound)


def test_keys_as_json(run: Any, tmp_path: Path) -> None:
    made = json.loads(run("create", "--name", "管理", "--scope", "admin", "--json").stdout)
    [key] = KeyStore(tmp_path).all()
    assert key.opens_with(made.pop("key"))
    assert made == json.loads(run("list", "--json").stdout)
    assert (made["id"], made["scope"], made["expires"], made["revoked"]) == (key.id, "admin", None, None)
    assert json.loads(run("revoke", key.id, "--json").stdout)["revoked"] is not None


@pytest.mark.parametrize("name", ["", "  ", "a\nb", "甲" * 51, "\x1b[31m"])
def test_a_name_that_cannot_be_shown(run: Any, name: str) -> None:
    assert isinstance(run("create", "--name", name).exception, InvalidRequest)


@pytest.mark.parametrize("more", [["--scope", "root"], ["--days", "0"], ["--days", "-1"]])
def test_what_cannot_be_asked_for(run: Any, tmp_path: Path, more: list[str]) -> None:
    assert run("create", "--name", "研究室", *more).exit_code == 2
    assert KeyStore(tmp_path).all() == []


# In a running server --------------------------------------------------------------------------------------------------


def test_keys_come_and_go_while_a_server_runs(start: Start) -> None:
    with start(PLANQA_ACCESS="keys", PLANQA_TRUSTED_PROXIES="127.0.0.1") as running, running.client() as client:

        def status(secret: str) -> int:
            headers = {"X-API-Key": secret, "X-Forwarded-For": subscriber()}
            return client.get("/api/v1/regions", headers=headers).status_code

        assert status("pq_0123456789_x") == 401
        key, secret = running.keys.create("研究室", "read", None)
        until(lambda: status(secret) == 200)
        until(lambda: running.keys.all()[0].last_used is not None)
        used = running.keys.all()[0].last_used
        assert used is not None
        assert 0 <= time.time() - used < 60
        running.keys.revoke(key.id)
        until(lambda: status(secret) == 401)

        file = running.log.parent / "state" / "keys.sqlite"
        _, other = running.keys.create("二", "read", None)
        until(lambda: status(other) == 200)
        with sqlite3.connect(file, isolation_level=None) as writer:
            writer.execute("BEGIN EXCLUSIVE")
            until(lambda: status(other) == 503)
            assert status("pq_0123456789_x") == 503
            assert client.get("/healthz").status_code == 200
            writer.execute("ROLLBACK")
        writer.close()
        until(lambda: status(other) == 200)


def until(true: Any) -> None:
    for _ in range(600):
        if true():
            return
        time.sleep(0.05)
    pytest.fail("it did not come true")
