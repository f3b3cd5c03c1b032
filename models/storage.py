"""Whether a database refuses because its disk is full: nothing can be written until somebody makes room."""

import errno
import sqlite3

_FULL = frozenset({errno.ENOSPC, errno.EDQUOT})
# The second is what opening a database meets, which needs a little room beside it even to read.
_FULL_FILE = frozenset({sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR_SHMSIZE})
# PostgreSQL's “disk_full”.
_DISK_FULL = "53100"


def is_disk_full(error: BaseException) -> bool:
    """Tell whether an error, or what is behind it, is that of a full disk."""
    cause: BaseException | None = error
    for _ in range(10):
        if cause is None:
            return False
        if isinstance(cause, OSError) and cause.errno in _FULL:
            return True
        if isinstance(cause, sqlite3.Error) and getattr(cause, "sqlite_errorcode", 0) in _FULL_FILE:
            return True
        if getattr(cause, "sqlstate", None) == _DISK_FULL:
            return True
        cause = getattr(cause, "orig", None) or cause.__cause__ or cause.__context__
    return False
