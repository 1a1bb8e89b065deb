"""What a disk or a database says when it cannot, worded once."""

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from qa.errors import StateFull, StateUnavailable

_FULL = (errno.ENOSPC, errno.EDQUOT)


@contextmanager
def worded() -> Iterator[None]:
    """StateFull or StateUnavailable for what SQLite and the file system raise inside."""
    try:
        yield
    except (OSError, sqlite3.Error) as error:
        if _is_full(error):
            raise StateFull("服务的磁盘已满，这次请求没有留下任何东西。请联系管理员清理磁盘后再试。") from error
        if isinstance(error, sqlite3.OperationalError) and "locked" in str(error):
            raise StateUnavailable("任务库正被别的进程占用，请稍后重试。") from error
        raise StateUnavailable("服务的任务目录读写失败，请联系管理员检查 PLANQA_STATE 的权限和磁盘。") from error


def _is_full(error: OSError | sqlite3.Error) -> bool:
    if isinstance(error, OSError):
        return error.errno in _FULL
    return getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_FULL
