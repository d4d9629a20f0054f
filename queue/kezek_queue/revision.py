"""The revision of a database: made new, as expected, older (migrated) or newer (refused)."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import sqlalchemy as sa

from kezek_queue.append_only import append_only_ddl
from kezek_queue.database import Database
from kezek_queue.errors import DatabaseMissingError, DatabaseTooNewError, StorageError
from kezek_queue.schema import REVISIONS, metadata, offices
from kezek_queue.storage_faults import corrupt

HEAD = REVISIONS[-1]

_version = sa.table("alembic_version", sa.column("version_num", sa.String(32)))


def make_tables(connection: sa.Connection) -> None:
    """Every table of this version, and the mark that says which version that is."""
    metadata.create_all(connection)
    for statement in append_only_ddl(connection.dialect.name):
        connection.exec_driver_sql(statement)
    connection.exec_driver_sql(
        "CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL, "
        "CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num))"
    )
    connection.execute(sa.insert(_version), {"version_num": HEAD})


def know_office(connection: sa.Connection, office_id: str) -> None:
    """Make the head row of an office, once."""
    known = sa.select(offices.c.office_id).where(offices.c.office_id == office_id)
    if connection.execute(known).one_or_none() is None:
        connection.execute(offices.insert(), {"office_id": office_id})


def has_tables(connection: sa.Connection) -> bool:
    """Whether any Kezek has made its tables here."""
    return sa.inspect(connection).has_table("alembic_version")


def bring_up_to_date(database: Database) -> None:
    """Compare the stored revision with this version's, and migrate an older database.

    Raises:
        DatabaseTooNewError: a newer Kezek wrote it.
        DatabaseCorruptError: it is a database, but none of Kezek's.
    """
    stored = stored_revision(database)
    if stored == HEAD:
        return
    if stored not in REVISIONS:
        raise DatabaseTooNewError(
            f"expected revision {HEAD} or older in {database.place}, found {stored!r}: a newer "
            "Kezek wrote it; install that version again, or bring back a backup made before",
            place=database.place,
            revision=stored,
        )
    migrate(database, stored)


def stored_revision(database: Database) -> str:
    """The revision the database says it has."""
    with database.read() as connection:
        if not has_tables(connection):
            raise _no_tables(database)
        found = connection.execute(sa.select(_version.c.version_num)).scalar_one_or_none()
    return str(found)


def _no_tables(database: Database) -> StorageError:
    """A file without tables was damaged; an empty database on a server was never filled."""
    if database.path is not None:
        return corrupt(database.place, "none of Kezek's tables")
    return DatabaseMissingError(
        f"expected Kezek's tables in {database.place}, but it is empty; make the office first "
        "with 'kezek init'",
        place=database.place,
    )


def migrate(database: Database, stored: str) -> None:
    """Back the database up beside itself, then run the migrations in one transaction."""
    if database.path is not None:
        back_up(database.path, database.path.with_name(f"{database.path.name}.before-{HEAD}"))
    # Alembic takes most of a second to import, and hardly any start needs it.
    from kezek_queue.migrations.run import upgrade

    with database.writing.connect() as connection, connection.begin():
        upgrade(connection, HEAD)


def back_up(source: Path, target: Path) -> None:
    """A consistent copy of a database in use; a half-written copy never has the final name."""
    unfinished = target.with_name(f"{target.name}.part")
    unfinished.unlink(missing_ok=True)
    with closing(sqlite3.connect(source)) as live, closing(sqlite3.connect(unfinished)) as copy:
        live.backup(copy)
    shutil.move(unfinished, target)
