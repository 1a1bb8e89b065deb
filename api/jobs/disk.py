"""What a disk or a database says when it cannot, worded once."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from api.state import is_full
from qa.errors import StateFull, StateUnavailable


@contextmanager
def worded() -> Iterator[None]:
    """StateFull or StateUnavailable for what SQLite and the file system raise inside."""
    try:
        yield
    except (OSError, sqlite3.Error) as error:
        if is_full(error):
            raise StateFull("服务的磁盘已满，这次请求没有留下任何东西。请联系管理员清理磁盘后再试。") from error
        if isinstance(error, sqlite3.OperationalError) and "locked" in str(error):
            raise StateUnavailable("任务库正被别的进程占用，请稍后重试。") from error
        raise StateUnavailable("服务的任务目录读写失败，请联系管理员检查 PLANQA_STATE 的权限和磁盘。") from error
