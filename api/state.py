"""What the databases of the state folder have in common."""

import errno
import sqlite3

_FULL = (errno.ENOSPC, errno.EDQUOT)


def is_full(error: OSError | sqlite3.Error) -> bool:
    """Whether it says that the disk, or what one may have of it, is full."""
    if isinstance(error, OSError):
        return error.errno in _FULL
    return getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_FULL
