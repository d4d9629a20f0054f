"""Where the queue is stored: opening, checking and closing a SQLite file or PostgreSQL."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import quote

import sqlalchemy as sa
from sqlalchemy.pool import NullPool, QueuePool

from kezek_queue.errors import DatabaseMissingError, StorageFailedError
from kezek_queue.store.database_address import check_options, read_address, shown_address
from kezek_queue.store.log_damage import keep_damaged_log
from kezek_queue.store.past import Past
from kezek_queue.store.server_check import check_server
from kezek_queue.store.statement_log import discreet
from kezek_queue.store.storage_faults import corrupt, explained

DATABASE_FILE = "kezek.db"
OWNER_ALONE = 0o600
BUSY_TIMEOUT_MS = 5000
LIVE = date.max
"""No office day of the past: what is asked about is the office as it stands."""

EVER = date.min
"""Every office day there ever was."""

PAGE_SIZE_BYTES = 1024
"""34 KiB to an SD card for a ticket, against 76 with the usual 4 KiB."""

AUTOCHECKPOINT_PAGES = 1000
CACHE_KIB = 512
"""Pages that each connection keeps for itself, a quarter of what SQLite would take."""

SYNCHRONOUS_FULL = 2
READERS = 8

DEAD_AFTER = {
    "connect_timeout": 10,
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 20_000,
}
"""By when a server that says nothing any more is given up: seconds, and milliseconds of the last.
The kernel's own terms are hours; an option in the address goes before these."""

PRAGMAS = {
    "journal_mode": ("WAL", "wal"),
    "synchronous": ("FULL", SYNCHRONOUS_FULL),
    "foreign_keys": ("ON", 1),
    "busy_timeout": (str(BUSY_TIMEOUT_MS), BUSY_TIMEOUT_MS),
    # What is erased leaves nothing behind in the file.
    "secure_delete": ("ON", 1),
    "wal_autocheckpoint": (str(AUTOCHECKPOINT_PAGES), AUTOCHECKPOINT_PAGES),
    # Ten connections: the system keeps the file's pages for all of them, once.
    "cache_size": (f"-{CACHE_KIB}", -CACHE_KIB),
}
"""What is set on every connection, and what must be read back."""


@dataclass(frozen=True, slots=True)
class Database:
    """The two ways into one database.

    Args:
        place: file or server, for messages; never with a password.
        dialect: ``sqlite`` or ``postgresql``.
        writing: makes the connection of the one writer.
        reading: a pool of connections for readers.
        path: the file; None on PostgreSQL.
        past: old years in files of their own; None where there is none.
        held: the view that a thread holds while several reads shall see one state.
    """

    place: str
    dialect: str
    writing: sa.Engine
    reading: sa.Engine
    path: Path | None = None
    past: Past | None = None
    held: threading.local = field(default_factory=threading.local, compare=False, repr=False)

    @contextmanager
    def read(self, since: date = LIVE) -> Iterator[sa.Connection]:
        """One consistent view of the database; nothing can be written through it.

        Args:
            since: the first office day that is asked about; what lies in archives is read as well
                where that is so long ago.

        Raises:
            ArchiveMissingError: an archive that is needed is not there.
            ArchiveDamagedError: it is not what was written.
        """
        held: sa.Connection | None = getattr(self.held, "connection", None)
        if held is not None:
            yield held
            return
        past = None if self.past is None or since > self.past.last_day else self.past
        engine = self.reading if past is None else past.whole(self.place)
        blamed = nullcontext() if past is None else past.blamed()
        pool = engine.pool
        with blamed, explained(self.place), engine.connect() as connection:
            try:
                yield connection
            finally:
                if engine.pool is not pool:  # disposed: it keeps it open for nobody
                    connection.detach()

    @contextmanager
    def one_view(self, since: date = LIVE) -> Iterator[sa.Connection]:
        """Every read of this thread sees one and the same state meanwhile; as `read`."""
        with self.read(since) as connection:
            before = getattr(self.held, "connection", None)
            self.held.connection = connection
            try:
                yield connection
            finally:
                self.held.connection = before

    def check(self) -> None:
        """Ask the whole database whether it is sound; it takes seconds for every gigabyte.

        After a fault of the disk and before a migration; at a start the end of the journal
        is enough, and the rest is read beside the work (``store.file_check``).

        Raises:
            DatabaseCorruptError: it is not.
            StorageError: it cannot even be asked.
        """
        if self.dialect != "sqlite":
            return
        with self.read() as connection:
            found = connection.exec_driver_sql("PRAGMA quick_check(1)").scalar()
        if found != "ok":
            raise corrupt(self.place, str(found))

    def dispose(self) -> None:
        """Close every connection; one in use is closed when its reader is done.

        Whoever asks after that gets a new one: a fault is got over so.
        """
        self.writing.dispose()
        self.reading.dispose()
        if self.past is not None:
            self.past.engine.dispose()


def database_at(data_dir: Path, url: str | None, *, create: bool = False) -> Database:
    """The database of an office: on a server, or the file in its directory.

    Args:
        data_dir: the office's directory.
        url: ``postgresql://...``; None for the file.
        create: True to make the file when it is missing.
    """
    if url is not None:
        return postgresql_database(url)
    return sqlite_database(data_dir / DATABASE_FILE, create=create)


def sqlite_database(path: Path, *, create: bool = False) -> Database:
    """The database in a file.

    Args:
        path: the file.
        create: True to make it when it is missing.

    Raises:
        DatabaseMissingError: there is no such file, and none was to be made.
    """
    if not create and not path.exists():
        raise DatabaseMissingError(
            f"expected a database at {path}, but there is none; make the office first with "
            f"'kezek init --data {path.parent}', or name the right directory with --data",
            place=str(path),
        )
    keep_damaged_log(path, PAGE_SIZE_BYTES)
    if create:
        # What SQLite makes everybody on the machine may read. What hinders us, it tells better.
        with suppress(OSError):
            path.touch(mode=OWNER_ALONE)
    address = f"file:{quote(str(path.resolve()))}?mode={'rwc' if create else 'rw'}"
    return Database(
        place=str(path),
        dialect="sqlite",
        writing=_sqlite_engine(address, str(path), begin="BEGIN IMMEDIATE", poolclass=NullPool),
        reading=_sqlite_engine(
            address, str(path), begin="BEGIN", poolclass=QueuePool,
            pool_size=READERS, max_overflow=4 * READERS,
        ),
        path=path,
    )  # fmt: skip


def past_engine(database: Database, attach: Callable[[sqlite3.Connection], None]) -> sa.Engine:
    """Connections that read an office's file together with what they attach."""
    address = f"file:{quote(str(Path(database.place).resolve()))}?mode=rw"
    return _sqlite_engine(
        address, database.place, begin="BEGIN", attach=attach, poolclass=QueuePool,
        pool_size=1, max_overflow=READERS,
    )  # fmt: skip


def read_only_address(path: Path) -> str:
    """The address of a file through which nothing can be written."""
    return f"file:{quote(str(path.resolve()))}?mode=ro"


def postgresql_database(url: str) -> Database:
    """The database on a server.

    Args:
        url: ``postgresql://user@host/name``; the driver is psycopg 3.

    Raises:
        DatabaseAddressError: it is no such address.
        LibraryMissingError: the driver is not installed.
    """
    address = read_address(url)
    check_options(address)
    options: dict[str, Any] = {
        key: value for key, value in DEAD_AFTER.items() if key not in address.query
    }
    # Before anything is asked: texts of a server without an encoding would come as bytes.
    options["client_encoding"] = "UTF8"
    database = Database(
        place=shown_address(address),
        dialect="postgresql",
        writing=sa.create_engine(
            address, poolclass=NullPool, connect_args=options, **discreet()
        ),
        reading=sa.create_engine(
            address, pool_size=READERS, max_overflow=4 * READERS, pool_pre_ping=True,
            isolation_level="REPEATABLE READ", execution_options={"postgresql_readonly": True},
            connect_args=options, **discreet(),
        ),
    )  # fmt: skip
    for engine in (database.writing, database.reading):
        sa.event.listen(engine, "connect", partial(check_server, database.place))
    return database


def _sqlite_engine(
    address: str,
    place: str,
    *,
    begin: str,
    attach: Callable[[sqlite3.Connection], None] = lambda _connection: None,
    **pool: Any,
) -> sa.Engine:
    def connect() -> sqlite3.Connection:
        connection = sqlite3.connect(
            address,
            uri=True,
            check_same_thread=False,
            cached_statements=256,
            # The driver shall not open transactions of its own: `begin` below does.
            isolation_level=None,
        )
        try:
            _set_pragmas(connection, place)
            attach(connection)
        except UnicodeDecodeError as error:  # SQLite's message quotes a damaged schema
            connection.close()
            raise corrupt(place, str(error)) from error
        except BaseException:
            connection.close()
            raise
        return connection

    # A statement that fails is logged; its parameters may be somebody's name.
    engine = sa.create_engine("sqlite+pysqlite://", creator=connect, **discreet(), **pool)

    @sa.event.listens_for(engine, "begin")
    def begin_transaction(connection: sa.Connection) -> None:
        # Straight to the driver: this is asked for with every command.
        connection.connection.cursor().execute(begin)

    return engine


def _set_pragmas(connection: sqlite3.Connection, place: str) -> None:
    # The page size only counts before the first page is written.
    connection.execute(f"PRAGMA page_size = {PAGE_SIZE_BYTES}")
    for name, (wanted, expected) in PRAGMAS.items():
        connection.execute(f"PRAGMA {name} = {wanted}").close()
        found = connection.execute(f"PRAGMA {name}").fetchone()[0]
        if found != expected:
            raise StorageFailedError(
                f"expected {place} to keep {name} = {expected}, it keeps {found}; put the data "
                "directory on a local disk (a network share cannot hold the database)",
                place=place,
                reason="pragma",
            )


def close_quietly(connection: sa.Connection) -> None:
    """Drop a connection whose database failed; its own error has been told already."""
    with suppress(sa.exc.SQLAlchemyError, sqlite3.Error):
        connection.invalidate()
    with suppress(sa.exc.SQLAlchemyError, sqlite3.Error):
        connection.close()
