"""The revision of a database: made new, as expected, older (migrated) or newer (refused)."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import sqlalchemy as sa

from kezek_queue.errors import (
    DatabaseMissingError,
    DatabaseTooNewError,
    StorageError,
)
from kezek_queue.schema.append_only import append_only_ddl
from kezek_queue.schema.summaries import forgetting_ddl
from kezek_queue.schema.table_sets import TableSet
from kezek_queue.schema.tables import REVISIONS, metadata
from kezek_queue.store.database import OWNER_ALONE, Database, read_only_address
from kezek_queue.store.storage_faults import corrupt, explained

BEFORE = ".before-"
QUEUE = TableSet("", metadata, REVISIONS, Path(__file__).parent / "migrations" / "versions")
"""The queue's own tables; a database without them is none of Kezek's."""

TABLES_LOCK = 0x6B657A656B  # the word kezek
"""PostgreSQL's number of the lock that whoever makes or migrates tables holds."""

BEFORE_REVISIONS = ""
"""What is stored of tables that are older than their revisions."""


def hold_tables(connection: sa.Connection) -> None:
    """Let nobody else make or migrate tables until this transaction is over."""
    # SQLite: whoever began to write holds the whole file.
    if connection.dialect.name == "postgresql":
        connection.execute(sa.select(sa.func.pg_advisory_xact_lock(TABLES_LOCK)))


def make_tables(connection: sa.Connection) -> None:
    """Every table of the queue, and the mark that says which version that is."""
    _make(connection, QUEUE)
    dialect = connection.dialect.name
    for statement in (*append_only_ddl(dialect), *forgetting_ddl(dialect)):
        connection.exec_driver_sql(statement)


def has_tables(connection: sa.Connection) -> bool:
    """Whether any Kezek has made its tables here."""
    return sa.inspect(connection).has_table(QUEUE.version_table)


def bring_up_to_date(database: Database, beside: Sequence[TableSet] = ()) -> None:
    """Compare the stored revisions with this version's; make what is missing, migrate the older.

    Args:
        database: of an office that was made before.
        beside: tables of other rooms.

    Raises:
        DatabaseTooNewError: a newer Kezek wrote it.
        DatabaseCorruptError: it is a database, but none of Kezek's.
        StorageError: there is no room for it, or the disk fails; nothing was changed.
    """
    with database.read() as connection:
        if not has_tables(connection):
            raise _no_tables(database)
        stored = {tables: _stored(connection, tables) for tables in (QUEUE, *beside)}
    for tables, found in stored.items():
        if found not in (None, BEFORE_REVISIONS, *tables.revisions):
            raise _too_new(database, tables, found)
    missing = [tables for tables, found in stored.items() if found is None]
    older = [tables for tables, found in stored.items() if found not in (None, tables.head)]
    if not (missing or older):
        return
    with explained(database.place):
        _bring_up(database, missing, older)


def _bring_up(database: Database, missing: list[TableSet], older: list[TableSet]) -> None:
    """Back the database up beside itself before anything in it changes; then all or nothing."""
    if database.path is not None and older:
        database.check()  # what a migration rewrites must be sound
        mark = "-".join(tables.mark for tables in older)
        back_up(database.path, database.path.with_name(f"{database.path.name}{BEFORE}{mark}"))
    with database.writing.connect() as connection, connection.begin():
        hold_tables(connection)
        for tables in missing:
            # Another process may have been quicker; the lock is held now.
            if _stored(connection, tables) is None:
                _make(connection, tables)
        for tables in older:
            migrate(connection, tables)


def copies_before_upgrades(path: Path) -> list[Path]:
    """The copies of a database that upgrades left beside it, half-made ones too."""
    return sorted(path.parent.glob(f"{path.name}{BEFORE}*"))


def migrate(connection: sa.Connection, tables: TableSet) -> None:
    """Run the migrations that are missing, inside the caller's transaction."""
    # Alembic takes most of a second to import, and hardly any start needs it.
    from kezek_queue.store.migrations.run import upgrade

    upgrade(connection, tables.head, tables)


def _make(connection: sa.Connection, tables: TableSet) -> None:
    tables.metadata.create_all(connection)
    name = tables.version_table
    connection.exec_driver_sql(
        f"CREATE TABLE {name} (version_num VARCHAR(32) NOT NULL, "
        f"CONSTRAINT {name}_pkc PRIMARY KEY (version_num))"
    )
    connection.execute(sa.insert(_version(tables)), {"version_num": tables.head})


def _stored(connection: sa.Connection, tables: TableSet) -> str | None:
    """The revision the database says these tables have; None where there are none of them."""
    there = sa.inspect(connection)
    if there.has_table(tables.version_table):
        version = _version(tables)
        return str(connection.execute(sa.select(version.c.version_num)).scalar_one_or_none())
    known = any(there.has_table(name) for name in tables.metadata.tables)
    return BEFORE_REVISIONS if known else None


def _version(tables: TableSet) -> sa.TableClause:
    return sa.table(tables.version_table, sa.column("version_num", sa.String(32)))


def _too_new(database: Database, tables: TableSet, found: str | None) -> DatabaseTooNewError:
    whose = f" of its {tables.name} tables" if tables.name else ""
    return DatabaseTooNewError(
        f"expected revision {tables.head} or older{whose} in {database.place}, found {found!r}: a "
        "newer Kezek wrote it; install that version again, or bring back a backup made before",
        place=database.place,
        revision=found,
    )


def _no_tables(database: Database) -> StorageError:
    """A file without tables was damaged; an empty database on a server was never filled."""
    if database.path is not None:
        return corrupt(database.place, "none of Kezek's tables")
    return DatabaseMissingError(
        f"expected Kezek's tables in {database.place}, but it is empty; make the office first "
        "with 'kezek init'",
        place=database.place,
    )


def back_up(source: Path, target: Path) -> None:
    """A consistent copy of a database in use; a half-written copy never has the final name."""
    unfinished = target.with_name(f"{target.name}.part")
    rollback = unfinished.with_name(f"{unfinished.name}-journal")
    unfinished.unlink(missing_ok=True)
    unfinished.touch(mode=OWNER_ALONE)  # it names people
    try:
        with (
            closing(sqlite3.connect(read_only_address(source), uri=True)) as live,
            closing(sqlite3.connect(unfinished)) as copy,
        ):
            live.backup(copy)
        shutil.move(unfinished, target)
    finally:
        # On a full disk a half copy would take the room that the office needs.
        for left in (unfinished, rollback):
            left.unlink(missing_ok=True)
