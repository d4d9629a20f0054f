"""The archive files of an office: which there are, and one view of them and the office together.

An archive has tables of the office's own form, and is never written again. Whoever reads the past
gets a connection on which each of these tables is the office's rows and those of every archive.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from urllib.parse import quote

import sqlalchemy as sa

from kezek_queue.journal.packs import day_of
from kezek_queue.schema.packs import journal_packs, packed_strays
from kezek_queue.schema.tables import archives, parts, print_jobs, tickets
from kezek_queue.store.database import DATABASE_FILE, LIVE, Database, past_engine
from kezek_queue.store.past import Past, damaged_archives, missing_archives

ARCHIVED = (tickets, parts, print_jobs, journal_packs, packed_strays)
"""What is moved, whoever is referred to first."""

MOST_ARCHIVES = 10
"""So many files SQLite attaches to a connection."""

READ_BYTES = 1 << 20

_END = "SELECT last_seq, last_hash FROM {name}.journal_packs ORDER BY first_seq DESC LIMIT 1"
"""By the key: a file that is another one, or none, is noticed without reading it."""

_ALL = (
    sa.select(*(column for column in archives.c if column.name != "office_id"))
    .where(archives.c.office_id == sa.bindparam("office"))
    .order_by(archives.c.last_seq)
)


@dataclass(frozen=True, slots=True)
class Archive:
    """One file of old years.

    Args:
        name: of the file, in the directory of the office.
        first_seq: of its first event.
        last_seq: of its last one.
        last_hash: of the last one: the office's chain goes on from it.
        first_day: the first office day that was moved.
        last_day: the last one.
        visits: how many tickets.
        sha256: of the file, in hexadecimal.
    """

    name: str
    first_seq: int
    last_seq: int
    last_hash: str
    first_day: date
    last_day: date
    visits: int
    sha256: str


def archives_of(connection: sa.Connection, office_id: str) -> list[Archive]:
    """The archives of an office, the oldest first."""
    return [
        Archive(
            **{
                **row._mapping,
                "first_day": date.fromisoformat(row.first_day),
                "last_day": date.fromisoformat(row.last_day),
            }
        )
        for row in connection.execute(_ALL, {"office": office_id})
    ]


def with_archives(database: Database, office_id: str) -> Database:
    """The database with a way to read its past, where some of it was moved to files.

    A file that is missing hinders nobody who does not ask for its days.
    """
    if database.path is None:
        return database
    with database.read() as connection:
        found = archives_of(connection, office_id)
    if not found:
        return database
    folder = database.path.parent
    past = Past(
        engine=past_engine(database, lambda connection: attach(connection, folder, found)),
        last_day=max(each.last_day for each in found),
        last_seq=found[-1].last_seq,
        changed=lambda: tuple(
            each.name for each in found if digest_of(folder / each.name) != each.sha256
        ),
        missing=missing_of(found, folder),
    )
    return replace(database, past=past)


def missing_of(archives: Sequence[Archive], folder: Path) -> tuple[str, ...]:
    """The archives that are not in a directory, by their names."""
    return tuple(each.name for each in archives if not (folder / each.name).is_file())


def digest_of(file: Path) -> str:
    """SHA-256 of a file, in hexadecimal; "" where there is none."""
    found = hashlib.sha256()
    try:
        with file.open("rb") as written:
            while piece := written.read(READ_BYTES):
                found.update(piece)
    except OSError:
        return ""
    return found.hexdigest()


def attach(connection: sqlite3.Connection, folder: Path, archives: Sequence[Archive]) -> None:
    """Let the tables of a connection be those of the office and of its archives together.

    Raises:
        ArchiveMissingError: one of them is not there any more.
        ArchiveDamagedError: one of them cannot be read, or is another file under its name.
    """
    names = []
    for number, archive in enumerate(archives, 1):
        name, file = f"archive{number}", folder / archive.name
        address = f"file:{quote(str(file.resolve()))}?mode=ro&immutable=1"
        try:
            connection.execute(f"ATTACH ? AS {name}", (address,))
            end = connection.execute(_END.format(name=name)).fetchone()
        except sqlite3.DatabaseError as error:
            if missing := missing_of([archive], folder):
                raise missing_archives(missing, str(folder / DATABASE_FILE)) from error
            raise damaged_archives((archive.name,), str(error)) from error
        if end != (archive.last_seq, archive.last_hash):
            raise damaged_archives((archive.name,), f"an end of {end}, and not of this office")
        names.append(name)
    for table in ARCHIVED:
        columns = [column.name for column in table.c]
        arms = [_arm("main", table.name, columns, columns)]
        for name in names:
            found = connection.execute(f"PRAGMA {name}.table_info({table.name})")
            known = [row[1] for row in found]
            arms.append(_arm(name, table.name, columns, known))
        connection.execute(f"CREATE TEMP VIEW {table.name} AS {' UNION ALL '.join(arms)}")


def _arm(database: str, table: str, columns: Sequence[str], known: Sequence[str]) -> str:
    """The rows of one file; a column that is younger than it has no value there."""
    shown = ", ".join(f'"{name}"' if name in known else f'NULL AS "{name}"' for name in columns)
    return f"SELECT {shown} FROM {database}.{table}"  # noqa: S608 - names of our own schema


def day_of_ticket(ticket_id: str) -> date:
    """The office day of a ticket by its id; no day of the past for what is no such id."""
    try:
        return date.fromisoformat(day_of(ticket_id))
    except ValueError:
        return LIVE
