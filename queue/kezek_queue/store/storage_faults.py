"""From a driver's error to one that says what to do next."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError

from kezek_core.phrases import Phrase
from kezek_queue.errors import (
    DatabaseCorruptError,
    DatabaseUnreachableError,
    QueueError,
    StatementFailedError,
    StorageError,
    StorageFailedError,
    StorageFullError,
)
from kezek_queue.schema.tables import metadata

FULL = {sqlite3.SQLITE_FULL}
CORRUPT = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}
NO_TEXT = "Could not decode to UTF-8"
"""How the driver, without a code, tells of a stored text that is none any more."""

GONE = re.compile(r"no such (?:column|table): (?:\w+\.)?(\w+)|malformed database schema")
"""How SQLite tells that a statement names what the schema does not have."""

OURS = {*metadata.tables, *(column.name for each in metadata.tables.values() for column in each.c)}
"""What the revision has: where that is gone, the schema's text is damaged."""

BUSY = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
READ_ONLY = {sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM}
OUR_STATEMENT = {
    sqlite3.SQLITE_ERROR,  # does not parse, or names what is not there
    sqlite3.SQLITE_CONSTRAINT,
    sqlite3.SQLITE_MISMATCH,
    sqlite3.SQLITE_MISUSE,
    sqlite3.SQLITE_RANGE,
    sqlite3.SQLITE_TOOBIG,
}

POSTGRESQL_FULL = {"53100", "53200"}
POSTGRESQL_CORRUPT = {"XX001", "XX002"}
POSTGRESQL_READ_ONLY = {"25006"}
POSTGRESQL_NO_RIGHT = {"42501"}
POSTGRESQL_AWAY = ("08", "57P0")
"""What SQLSTATE begins with when there is no connection any more: it broke, or the server stops."""

OUR_STATEMENT_CLASSES = {"21", "22", "23", "42", "P0"}
"""What SQLSTATE begins with when the statement or its values are wrong, or a trigger refuses."""

OUR_MISTAKES = {"IntegrityError", "ProgrammingError", "InterfaceError", "DataError"}
"""How a driver names the same where it gives no code."""


def is_storage_fault(error: BaseException) -> bool:
    """Whether the database itself failed, and not the command that was run on it."""
    if isinstance(error, StorageError):
        return True
    if isinstance(error, DBAPIError):
        return not _is_programming(error.orig)
    return isinstance(error, sqlite3.Error) and not _is_programming(error)


@contextmanager
def explained(place: str) -> Iterator[None]:
    """A fault of the database meanwhile becomes one that a person can act on.

    Args:
        place: the file or server, for the message.

    Raises:
        StorageError: the database failed.
        StatementFailedError: it is well, and refused a statement of ours.
    """
    try:
        yield
    except (DBAPIError, sqlite3.Error) as error:
        raise explain(error, place) from error


def explain(error: BaseException, place: str) -> QueueError:
    """The error a person can act on.

    Args:
        error: what the driver raised, or already one of ours.
        place: the file or server, for the message.
    """
    if isinstance(error, QueueError):
        return error
    cause = error.orig if isinstance(error, DBAPIError) and error.orig else error
    if _is_programming(cause):
        return _statement_failed(cause, place)
    if isinstance(cause, sqlite3.Error):
        return _explain_sqlite(cause, place)
    return _explain_postgresql(cause, place)


def _is_programming(cause: BaseException | None) -> bool:
    """A broken rule of the tables or a wrong statement: ours to mend, the database is well."""
    code = getattr(cause, "sqlite_errorcode", None)
    if code is not None:
        return code & 0xFF in OUR_STATEMENT and not _is_schema_spoilt(cause)
    state = getattr(cause, "sqlstate", None)
    if state is not None:
        return state not in POSTGRESQL_NO_RIGHT and state[:2] in OUR_STATEMENT_CLASSES
    return bool({kind.__name__ for kind in type(cause).__mro__} & OUR_MISTAKES)


def _is_schema_spoilt(cause: BaseException | None) -> bool:
    found = GONE.match(str(cause))
    return found is not None and (found[1] is None or found[1] in OURS)


def _explain_sqlite(cause: sqlite3.Error, place: str) -> StorageError:
    code = getattr(cause, "sqlite_errorcode", 0) & 0xFF
    if code in FULL:
        return _full(place, cause)
    if code in CORRUPT or str(cause).startswith(NO_TEXT) or _is_schema_spoilt(cause):
        return corrupt(place, str(cause))
    if code in BUSY:
        return StorageFailedError(
            Phrase(
                "expected %(place)s to be free for writing, but another process holds it; look for "
                "a second 'kezek serve' on the same data directory and stop it",
                place=place,
            ),
            place=place,
            reason="busy",
        )
    if code in READ_ONLY:
        return StorageFailedError(
            Phrase(
                "expected to be allowed to write %(place)s, but it is read-only; check the owner "
                "of the data directory and whether the card is mounted read-only",
                place=place,
            ),
            place=place,
            reason="read_only",
        )
    return _failed(place, cause)


def _explain_postgresql(cause: BaseException, place: str) -> StorageError:
    state = getattr(cause, "sqlstate", None) or ""
    if state in POSTGRESQL_FULL:
        return _full(place, cause)
    if state in POSTGRESQL_CORRUPT:
        return corrupt(place, str(cause))
    if state in POSTGRESQL_READ_ONLY:
        return StorageFailedError(
            Phrase(
                "expected to be allowed to write %(place)s, but that server only reads (a "
                "standby?); nothing was changed: give the address of the server that is written to",
                place=place,
            ),
            place=place,
            reason="read_only",
        )
    if state in POSTGRESQL_NO_RIGHT:
        return StorageFailedError(
            Phrase(
                "expected to be allowed to use %(place)s, but this user may not (%(found)s); "
                "nothing was changed: make it the owner (ALTER DATABASE name OWNER TO user), or "
                "sign in as the owner",
                place=place,
                found=_first_line(cause),
            ),
            place=place,
            reason="no_right",
        )
    if not state or state.startswith(POSTGRESQL_AWAY):
        return DatabaseUnreachableError(
            Phrase(
                "expected %(place)s to answer, but it does not (%(found)s): check that the server "
                "runs and lets this machine in, then try again; whether the last change was stored "
                "shows once it answers",
                place=place,
                found=_first_line(cause),
            ),
            place=place,
            reason="unreachable",
        )
    return _failed(place, cause)


def _statement_failed(cause: BaseException, place: str) -> StatementFailedError:
    # PostgreSQL's words show the row, which may be somebody's name.
    state = getattr(cause, "sqlstate", None)
    found = f" {state}" if state else f": {cause}" if isinstance(cause, sqlite3.Error) else ""
    return StatementFailedError(
        Phrase(
            "expected %(place)s to take a statement of Kezek's, but it refused one (%(found)s); "
            "nothing was changed: this is a fault of Kezek, report it with these words",
            place=place,
            found=f"{type(cause).__name__}{found}",
        ),
        place=place,
    )


def _first_line(cause: BaseException) -> str:
    return next(iter(str(cause).splitlines()), "").strip()


def corrupt(place: str, found: str) -> DatabaseCorruptError:
    """The database cannot be trusted."""
    return DatabaseCorruptError(
        Phrase(
            "expected a sound Kezek database at %(place)s, found: %(found)s; stop the server, keep "
            "the damaged file, and bring back the last backup with 'kezek restore'",
            place=place,
            found=found.strip(),
        ),
        place=place,
        found=found.strip(),
    )


def _full(place: str, cause: BaseException) -> StorageFullError:
    return StorageFullError(
        Phrase(
            "expected room to write %(place)s, but there is none left (%(found)s); nothing was "
            "changed: free some space on that disk and try again",
            place=place,
            found=str(cause).strip(),
        ),
        place=place,
    )


def _failed(place: str, cause: BaseException) -> StorageFailedError:
    return StorageFailedError(
        Phrase(
            "expected to read and write %(place)s, but it failed (%(found)s); nothing was changed: "
            "check the disk or the connection, then try again",
            place=place,
            found=str(cause).strip(),
        ),
        place=place,
        reason="failed",
    )
