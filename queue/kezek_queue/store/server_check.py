"""What a PostgreSQL server must be before anything is asked of it."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from kezek_core.phrases import Phrase
from kezek_queue.errors import StorageFailedError

SERVER_ENCODING = "UTF8"
OLDEST_SERVER = 11
"""The first PostgreSQL with EXECUTE FUNCTION, as our triggers are written."""

_IDENTITY = sa.text(
    "SELECT pg_postmaster_start_time(), oid FROM pg_database WHERE datname = current_database()"
)


def check_server(place: str, connection: Any, _record: Any) -> None:
    """Refuse a server that keeps no Kazakh letters, or is older than the SQL that it is told.

    Args:
        place: the server, for the message.
        connection: of the driver, just made; a refused one is closed.

    Raises:
        StorageFailedError: it is one.
    """
    encoding = connection.info.parameter_status("server_encoding")
    version = connection.info.server_version // 10_000
    if encoding == SERVER_ENCODING and version >= OLDEST_SERVER:
        return
    connection.close()
    if version < OLDEST_SERVER:
        raise StorageFailedError(
            Phrase(
                "expected PostgreSQL %(oldest)s or newer at %(place)s, it is %(version)s; upgrade "
                "that server, or name another one",
                oldest=OLDEST_SERVER,
                place=place,
                version=version,
            ),
            place=place,
            reason="server_version",
        )
    raise StorageFailedError(
        Phrase(
            "expected %(place)s to keep its text in UTF8, it keeps %(encoding)s, which cannot hold "
            "every Kazakh letter; make another database: createdb --encoding=UTF8 "
            "--template=template0 --locale=C.UTF-8 NAME",
            place=place,
            encoding=encoding,
        ),
        place=place,
        reason="encoding",
    )


def are_one(one: sa.Connection, other: sa.Connection) -> bool:
    """Whether two connections lead into one database of a server, however it was addressed."""
    if "sqlite" in (one.dialect.name, other.dialect.name):
        return False
    first, second = (each.execute(_IDENTITY).one() for each in (one, other))
    return bool(first == second)
