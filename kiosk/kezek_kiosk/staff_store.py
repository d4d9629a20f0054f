"""Short transactions on the tables of people and devices.

The queue's writer thread owns the long connection; a sign-in is rare, so each transaction here
opens its own connection, takes the write lock first and closes it again.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, insert, select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool

from kezek_kiosk.kiosk_errors import StaffDatabaseError
from kezek_kiosk.staff_schema import STAFF_SCHEMA_VERSION, metadata, staff_schema
from kezek_queue.database_log import discreet
from kezek_queue.errors import DatabaseMissingError
from kezek_queue.storage_faults import explain, is_storage_fault

BUSY_TIMEOUT_MS = 5000


class StaffStore:
    """The people's corner of the office's database file.

    Args:
        database: path of kezek.db; it must exist, ``kezek init`` makes it.
        office_id: leads every key.

    Raises:
        DatabaseMissingError: there is no such file.
        StorageError: the file cannot be used.
    """

    def __init__(self, database: Path, office_id: str) -> None:
        if not database.exists():
            raise DatabaseMissingError(
                f"expected the database {database}, found none; make the office with `kezek init` "
                "or put back the backup with `kezek restore`",
                file=str(database),
            )
        self.office_id = office_id
        self._place = str(database)
        self._engine = _engine(database)
        self._create_tables()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection for reading; nothing is locked."""
        with self._explained(), self._engine.connect() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A connection that holds the write lock; commits at the end, rolls back on any error."""
        with self._explained(), self._engine.connect() as connection:
            connection.execute(text("BEGIN IMMEDIATE"))
            try:
                yield connection
            except BaseException:
                connection.execute(text("ROLLBACK"))
                raise
            connection.execute(text("COMMIT"))

    def close(self) -> None:
        """Release what the engine holds; may be called twice."""
        self._engine.dispose()

    @contextmanager
    def _explained(self) -> Iterator[None]:
        """Turn a fault of the database into one that says what to do."""
        try:
            yield
        except DBAPIError as error:
            if not is_storage_fault(error):
                raise
            raise explain(error, self._place) from error

    def _create_tables(self) -> None:
        with self.reading() as connection:
            if _version(connection, self.office_id) == STAFF_SCHEMA_VERSION:
                return
        with self.writing() as connection:
            found = _version(connection, self.office_id)
            if found > STAFF_SCHEMA_VERSION:
                raise StaffDatabaseError(
                    f"expected accounts of version {STAFF_SCHEMA_VERSION} or older, found version "
                    f"{found} of office {self.office_id}; install the newer Kezek that wrote it",
                    found=found,
                    expected=STAFF_SCHEMA_VERSION,
                )
            metadata.create_all(connection)
            if not found:
                row = {"office_id": self.office_id, "version": STAFF_SCHEMA_VERSION}
                connection.execute(insert(staff_schema), row)


def _version(connection: Connection, office_id: str) -> int:
    """The version the file was written with; 0 for a file without these tables."""
    known = text("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'staff_schema'")
    if connection.execute(known).first() is None:
        return 0
    query = select(staff_schema.c.version).where(staff_schema.c.office_id == office_id)
    return connection.execute(query).scalar() or 0


def _engine(database: Path) -> Engine:
    # mode=rw: a missing database is an error here, never silently a new and empty one.
    engine = create_engine(
        f"sqlite:///file:{database.resolve()}?mode=rw&uri=true", poolclass=NullPool, **discreet()
    )

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: object) -> None:
        # The driver must not begin transactions on its own: BEGIN IMMEDIATE is ours.
        connection.isolation_level = None
        connection.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}")
        connection.execute("PRAGMA synchronous = FULL")

    return engine


def stored(at: datetime) -> datetime:
    """An aware instant as the tables keep it: UTC without a zone."""
    return at.astimezone(UTC).replace(tzinfo=None)


def loaded(at: datetime | None) -> datetime | None:
    """An instant of the tables as the program uses it: aware UTC."""
    return None if at is None else at.replace(tzinfo=UTC)
