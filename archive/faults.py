"""What a disk or a database may answer that is nobody's mistake: told apart, and tried again where that helps."""

import errno
import random
import sqlite3
import time
from collections.abc import Callable

from django.db import DatabaseError, IntegrityError, InterfaceError, OperationalError, connection

_FULL = frozenset([errno.ENOSPC, errno.EDQUOT, errno.EFBIG])
#: PostgreSQL's codes (its manual, appendix A): unique and foreign keys overtaken, serialisation, deadlock, shutdown.
_PASSING_STATES = frozenset(["23505", "23503", "40001", "40P01", "57P01", "57P02", "57P03"])
_PASSING_CODES = frozenset(
    [sqlite3.SQLITE_CONSTRAINT_UNIQUE, sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY, sqlite3.SQLITE_CONSTRAINT_FOREIGNKEY]
)
#: Waits of 0.05, 0.1, 0.2 … seconds: 12 in all, longer than a PostgreSQL takes to come back from a crash.
_TIMES = 8


def _sqlite_code(error: BaseException) -> int:
    return getattr(error.__cause__, "sqlite_errorcode", 0) or 0


def _state(error: BaseException) -> str:
    return getattr(error.__cause__, "sqlstate", "") or ""


def disk_is_full(error: BaseException) -> bool:
    """Whether the disk, or a limit on it, refused to take more: from the store, from SQLite or from PostgreSQL.

    SQLite says SQLITE_FULL on a full disk and SQLITE_IOERR_WRITE where a file may not grow.
    """
    if isinstance(error, DatabaseError):
        return _sqlite_code(error) & 0xFF in (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR) or _state(error) == "53100"
    return isinstance(error, OSError) and error.errno in _FULL


def will_pass(error: BaseException) -> bool:
    """Whether the same transaction may well succeed now: another was faster, or the database was away."""
    if isinstance(error, IntegrityError | OperationalError | InterfaceError):
        if connection.vendor == "sqlite":
            code = _sqlite_code(error)
            return code in _PASSING_CODES or code & 0xFF in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
        return _state(error) in _PASSING_STATES or not (_state(error) or isinstance(error, IntegrityError))
    return False


def again[**P, T](do: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Call `do`, one whole transaction, again while it fails of what will pass. Raises what it failed of in the end."""
    for attempt in range(_TIMES):
        try:
            return do(*args, **kwargs)
        except (DatabaseError, InterfaceError) as error:
            if attempt == _TIMES - 1 or connection.in_atomic_block or not will_pass(error):
                raise
        connection.close_if_unusable_or_obsolete()
        time.sleep(0.05 * 2**attempt * random.uniform(0.5, 1.5))  # noqa: S311  to part two that run in step
    raise AssertionError("the last attempt returns or raises")
