"""API keys in SQLite: made, listed, revoked. Of a key only its SHA-256 is kept.

A key holds 256 random bits, so a plain digest is enough: slow, salted hashes are there for secrets that people choose
(NIST SP 800-63B, 3.1.2.2: a look-up secret of at least 112 bits needs only an approved one-way function).
"""

import hashlib
import hmac
import os
import secrets
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, fields
from pathlib import Path

from api.access.callers import Scope
from api.state import is_full
from qa.errors import NotFound, StateFull, StateUnavailable

#: What every key begins with, so that scanners of leaked secrets and our own logs recognise one.
PREFIX = "pq"
#: Bytes of randomness: of the part that names a key, and of the part that is its secret.
_ID_BYTES, _SECRET_BYTES = 5, 32
_DAY = 24 * 60 * 60
#: Seconds that a locked database is waited for.
_PATIENCE = 1.0
_SCHEMA = """
CREATE TABLE IF NOT EXISTS keys (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    scope TEXT NOT NULL CHECK (scope IN ('read', 'admin')),
    digest BLOB NOT NULL,
    created INTEGER NOT NULL,
    expires INTEGER,
    last_used INTEGER,
    revoked INTEGER
) STRICT
"""


@dataclass(frozen=True)
class Key:
    """A key as kept. Times are in seconds since 1970; digest: SHA-256 of the whole key, 32 bytes."""

    id: str
    name: str
    scope: Scope
    digest: bytes = field(repr=False)
    created: int
    expires: int | None
    last_used: int | None
    revoked: int | None

    def is_active(self, now: float) -> bool:
        """Neither revoked nor past its last day."""
        return self.revoked is None and (self.expires is None or now < self.expires)

    def opens_with(self, secret: str) -> bool:
        """Whether this is the whole key; takes as long for a wrong one as for the right one."""
        return hmac.compare_digest(_digest(secret), self.digest)


_COLUMNS = ", ".join(column.name for column in fields(Key))


def id_of(secret: str) -> str:
    """The part of a key that names it, which may be shown; empty for what is no key."""
    prefix, _, rest = secret.partition("_")
    return rest.partition("_")[0] if prefix == PREFIX else ""


class KeyStore:
    """The keys of a state folder, which several processes may use at once. Every method raises StateUnavailable."""

    def __init__(self, state: Path) -> None:
        self._path = state / "keys.sqlite"

    def create(self, name: str, scope: Scope, days: int | None) -> tuple[Key, str]:
        """A new key and its secret text, which is kept nowhere. days: until it expires; None for never."""
        now, id_ = int(time.time()), secrets.token_hex(_ID_BYTES)
        secret = f"{PREFIX}_{id_}_{secrets.token_urlsafe(_SECRET_BYTES)}"
        expires = None if days is None else now + days * _DAY
        key = Key(id_, name, scope, _digest(secret), now, expires, None, None)
        with _told(self._path):
            self._make()
        with self._opened() as connection:
            connection.execute(_SCHEMA)
            values = [getattr(key, column.name) for column in fields(Key)]
            connection.execute(f"INSERT INTO keys ({_COLUMNS}) VALUES ({', '.join('?' * len(values))})", values)
        return key, secret

    def all(self) -> list[Key]:
        """Every key ever made, oldest first; none where no key has been made yet."""
        if not self._path.exists():
            return []
        with self._opened() as connection:
            return [Key(*row) for row in connection.execute(f"SELECT {_COLUMNS} FROM keys ORDER BY rowid")]

    def revoke(self, id_: str) -> None:
        """From now on the key opens nothing. NotFound; revoking twice keeps the first time."""
        found = {key.id: key for key in self.all()}
        if id_ not in found:
            raise NotFound(f"没有编号为“{id_}”的密钥，请用 planqa keys list 查看。")
        with self._opened() as connection:
            connection.execute("UPDATE keys SET revoked = ? WHERE id = ? AND revoked IS NULL", (int(time.time()), id_))

    def used(self, id_: str) -> None:
        """Note that a key has just been used."""
        with self._opened() as connection:
            connection.execute("UPDATE keys SET last_used = ? WHERE id = ?", (int(time.time()), id_))

    def _make(self) -> None:
        """Nobody but the owner may read even digests; a folder that is there already keeps its mode."""
        self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.close(os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600))

    @contextmanager
    def _opened(self) -> Iterator[sqlite3.Connection]:
        with (
            _told(self._path),
            closing(sqlite3.connect(f"{self._path.absolute().as_uri()}?mode=rw", uri=True, timeout=_PATIENCE)) as found,
            found,
        ):
            # Not write-ahead: that would have to write before it can read, and keys must open doors on a full disk too.
            yield found


@contextmanager
def _told(path: Path) -> Iterator[None]:
    try:
        yield
    except (sqlite3.Error, OSError) as error:
        kind = StateFull if is_full(error) else StateUnavailable
        raise kind(f"密钥库 {path} 无法使用（{error}），请检查磁盘空间和权限，或稍后重试。") from error


def _digest(secret: str) -> bytes:
    return hashlib.sha256(secret.encode("utf-8", "surrogateescape")).digest()
