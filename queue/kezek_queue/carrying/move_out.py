"""Moving old years into an archive: it is written whole and compared before anything leaves."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path

import sqlalchemy as sa

from kezek_queue.errors import ArchiveError
from kezek_queue.schema.tables import archives, metadata
from kezek_queue.store.archives import ARCHIVED, MOST_ARCHIVES, Archive, digest_of
from kezek_queue.store.database import DATABASE_FILE, OWNER_ALONE, sqlite_database
from kezek_queue.store.storage_faults import explained

UNFINISHED = ".part"

PACKS = """
CREATE TEMP TABLE moved_packs AS SELECT first_seq FROM main.journal_packs
WHERE office_id = :office
  AND last_seq < (SELECT max(last_seq) FROM main.journal_packs WHERE office_id = :office)
  AND last_seq < coalesce(
    (SELECT min(last_seq) FROM main.journal_packs
     WHERE office_id = :office AND office_day >= :before), 9223372036854775807)
"""
"""From the first pack on, as far as all days are before the date; the last one of all stays, so
that the office knows where its packed journal ends."""

TICKETS = """
CREATE TEMP TABLE moved_tickets AS SELECT id FROM main.tickets
WHERE office_id = :office AND office_day < :before
  AND office_day <= (SELECT max(office_day) FROM main.journal_packs
                     WHERE office_id = :office
                       AND first_seq IN (SELECT first_seq FROM moved_packs))
  AND office_day IN (SELECT office_day FROM main.days WHERE office_id = :office AND closed = 1)
  AND office_day IN (SELECT office_day FROM main.day_summaries WHERE office_id = :office)
  AND state IN ('served', 'cancelled', 'no_show')
  AND id NOT IN (SELECT ticket_id FROM main.register_visits WHERE office_id = :office)
  AND id NOT IN (SELECT ticket_id FROM main.taken_back WHERE office_id = :office)
"""
"""Visits of closed days; those by which a result was fetched, or a closing taken back, stay."""

CHOSEN = {
    "tickets": "office_id = :office AND id IN (SELECT id FROM moved_tickets)",
    "parts": "office_id = :office AND ticket_id IN (SELECT id FROM moved_tickets)",
    "print_jobs": (
        "office_id = :office AND subject_kind = 'ticket' "
        "AND subject_id IN (SELECT id FROM moved_tickets) "
        "AND state NOT IN ('pending', 'leased')"
    ),
    "journal_packs": "office_id = :office AND first_seq IN (SELECT first_seq FROM moved_packs)",
    "packed_strays": "office_id = :office AND first_seq IN (SELECT first_seq FROM moved_packs)",
}
REMOVED = ("packed_strays", "journal_packs", "print_jobs", "parts", "tickets")

WHAT = """
SELECT (SELECT min(first_seq) FROM main.journal_packs WHERE {packs}),
       (SELECT max(last_seq) FROM main.journal_packs WHERE {packs}),
       (SELECT min(office_day) FROM main.tickets WHERE {tickets}),
       (SELECT max(office_day) FROM main.tickets WHERE {tickets}),
       (SELECT count(*) FROM moved_tickets),
       (SELECT last_seq FROM main.offices WHERE office_id = :office)
"""


def archive_before(data_dir: Path, office_id: str, before: date) -> Archive | None:
    """Move the visits of closed days before a date, and their events, into a file of their own.

    Only what is packed and summarised is moved: let the queue do both before. Nobody may work on
    the office meanwhile. The file is complete and compared with the office before
    anything leaves that, in one transaction; stopped at any moment, the office has everything, and
    the same call begins again. It takes room for twice what is moved.

    Args:
        data_dir: directory of the office, whose database is a file.
        office_id: the office.
        before: the first office day that stays.

    Returns:
        The archive; None where nothing lies so far back.

    Raises:
        ArchiveError: the copy is not what the office holds; nothing was moved.
        StorageError: the office or its disk does not let it.
    """
    path = data_dir / DATABASE_FILE
    with explained(str(path)), closing(_opened(path)) as connection:
        values = {"office": office_id, "before": before.isoformat()}
        connection.execute(PACKS, values)
        connection.execute(TICKETS, values)
        question = WHAT.format(packs=CHOSEN["journal_packs"], tickets=CHOSEN["tickets"])
        first_seq, last_seq, first, last, visits, at = connection.execute(
            question, values
        ).fetchone()
        if not visits or last_seq is None:
            return None
        _check_room(connection, office_id)
        file = data_dir / f"archive-{first}-{last}.db"
        (last_hash,) = connection.execute(
            "SELECT last_hash FROM main.journal_packs WHERE office_id = ? AND last_seq = ?",
            (office_id, last_seq),
        ).fetchone()
        _write(connection, file, values)
        made = Archive(
            file.name, first_seq, last_seq, last_hash, date.fromisoformat(first),
            date.fromisoformat(last), visits, digest_of(file),
        )  # fmt: skip
        _take_out(connection, made, values, at)
    return made


def _check_room(connection: sqlite3.Connection, office_id: str) -> None:
    """One archive more than can be read together would take the whole past away from reports."""
    (there,) = connection.execute(
        "SELECT count(*) FROM main.archives WHERE office_id = ?", (office_id,)
    ).fetchone()
    if there >= MOST_ARCHIVES:
        raise ArchiveError(
            f"expected fewer than {MOST_ARCHIVES} archives, so many are there, and no more can be "
            "read together; nothing was moved: the office keeps its later years in its own file",
            file=DATABASE_FILE,
        )


def _opened(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, isolation_level=None)
    for pragma in ("foreign_keys = ON", "synchronous = FULL", "secure_delete = ON"):
        connection.execute(f"PRAGMA {pragma}")
    return connection


def _write(connection: sqlite3.Connection, file: Path, values: dict[str, str]) -> None:
    """Copy the rows into a new file, compare them, and give it its name."""
    unfinished = file.with_name(file.name + UNFINISHED)
    for left in file.parent.glob(f"archive-*.db{UNFINISHED}*"):  # of another date, too
        left.unlink()
    target = sqlite_database(unfinished, create=True)
    with target.writing.connect() as new, new.begin():
        metadata.create_all(new, tables=list(ARCHIVED))
    target.dispose()
    connection.execute("ATTACH ? AS archive", (str(unfinished),))
    connection.execute("BEGIN")
    for table in ARCHIVED:
        names = _names(table)
        chosen = f"SELECT {names} FROM main.{table.name} WHERE {CHOSEN[table.name]}"  # noqa: S608
        connection.execute(f"INSERT INTO archive.{table.name} ({names}) {chosen}", values)
    connection.execute("COMMIT")
    different = [table.name for table in ARCHIVED if _differs(connection, table, values)]
    # One file, whole by itself: what still lies in a log beside it would be lost with its name.
    connection.execute("PRAGMA archive.journal_mode = DELETE")  # refused while somebody reads it
    connection.execute("DETACH archive")
    if different:
        unfinished.unlink()
        raise ArchiveError(
            f"expected the same rows in the office and in {unfinished}, tables "
            f"{', '.join(different)} differ; nothing was moved: check the disk and try again",
            file=str(unfinished),
        )
    with unfinished.open("rb") as written:
        os.fsync(written.fileno())
    unfinished.chmod(OWNER_ALONE)
    unfinished.rename(file)
    folder = os.open(file.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _differs(connection: sqlite3.Connection, table: sa.Table, values: dict[str, str]) -> bool:
    names = _names(table)
    chosen = f"SELECT {names} FROM main.{table.name} WHERE {CHOSEN[table.name]}"  # noqa: S608
    copied = f"SELECT {names} FROM archive.{table.name}"  # noqa: S608
    return any(
        connection.execute(f"SELECT EXISTS ({one} EXCEPT {other})", values).fetchone()[0]
        for one, other in ((chosen, copied), (copied, chosen))
    )


def _take_out(
    connection: sqlite3.Connection, made: Archive, values: dict[str, str], at: int
) -> None:
    """Note the archive, and remove from the office what is in it: all or nothing."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        (now,) = connection.execute(
            "SELECT last_seq FROM main.offices WHERE office_id = ?", (values["office"],)
        ).fetchone()
        _check_undisturbed(made, at, now)
        names = [column.name for column in archives.c]
        row = {"office_id": values["office"], **{n: getattr(made, n) for n in names[1:]}}
        row |= {name: row[name].isoformat() for name in ("first_day", "last_day")}
        marks = ", ".join(f":{name}" for name in names)
        connection.execute(f"INSERT INTO main.archives ({', '.join(names)}) VALUES ({marks})", row)  # noqa: S608
        for table in REMOVED:
            connection.execute(f"DELETE FROM main.{table} WHERE {CHOSEN[table]}", values)  # noqa: S608
        connection.execute("COMMIT")
    except BaseException:
        connection.execute("ROLLBACK")
        raise


def _check_undisturbed(made: Archive, last_seq_before: int, last_seq: int) -> None:
    if last_seq != last_seq_before:
        raise ArchiveError(
            "expected nobody to work on the office meanwhile, somebody did; nothing was moved: "
            "stop the server and try again",
            file=made.name,
        )


def _names(table: sa.Table) -> str:
    return ", ".join(f'"{column.name}"' for column in table.c)
