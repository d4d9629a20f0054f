"""Carrying an office: everything or nothing, held still meanwhile, and proven before it counts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import sqlalchemy as sa

from kezek_core.phrases import Phrase
from kezek_core.ports import Clock
from kezek_queue.carrying.office_rows import (
    RowProgress,
    RowSum,
    copy_rows,
    differing,
    sums_of,
)
from kezek_queue.errors import CarryError, OfficeInTargetError
from kezek_queue.office.file import load_office
from kezek_queue.office.office import Office
from kezek_queue.open_office import OFFICE_FILE, open_database
from kezek_queue.proving import Proof, prove
from kezek_queue.proving.differences import MOST_NAMED
from kezek_queue.schema.table_sets import TableSet
from kezek_queue.schema.tables import journal
from kezek_queue.store.archives import archives_of
from kezek_queue.store.database import (
    DATABASE_FILE,
    Database,
    postgresql_database,
    sqlite_database,
)
from kezek_queue.store.known_offices import knows_office, retire_office
from kezek_queue.store.office_lock import refuse_if_served
from kezek_queue.store.revision import (
    QUEUE,
    back_up,
    bring_up_to_date,
    has_tables,
    hold_tables,
    make_tables,
)
from kezek_queue.store.server_check import are_one
from kezek_queue.store.storage_faults import explained
from kezek_queue.store.transaction import hold_office


@dataclass(frozen=True, slots=True)
class Carried:
    """An office that was carried.

    Args:
        proof: of the office where it is now.
        rows: how many rows it has there, of all tables.
        before: whether an interrupted run had carried them already.
    """

    proof: Proof
    rows: int
    before: bool


def copy_office(
    data_dir: Path | str,
    file: Path,
    *,
    database_url: str | None = None,
    beside: Sequence[TableSet] = (),
) -> None:
    """Write one consistent state of an office's database into a new file, also while it works.

    Args:
        data_dir: directory of the office.
        file: does not exist; it holds this office alone, whatever else the server keeps.
        database_url: ``postgresql://...``; the file in the directory when not given.
        beside: tables of other rooms in the same database.

    Raises:
        KezekError: the database is not there, or cannot be read or written.
    """
    if database_url is None:
        # Page by page: that is quicker, and damage is copied as it stands.
        back_up(Path(data_dir) / DATABASE_FILE, file)
        return
    office = load_office(Path(data_dir) / OFFICE_FILE)
    source = open_database(Path(data_dir), database_url, office, beside)
    target = sqlite_database(file, create=True)
    try:
        _make_tables(target)
        bring_up_to_date(target, beside)
        with source.read() as view, _writing(target) as connection:
            _copy(view, connection, office, (QUEUE, *beside), _nobody)
    finally:
        target.dispose()
        source.dispose()


@contextmanager
def carried(
    data_dir: Path | str,
    *,
    source_url: str | None,
    target: Path | str,
    clock: Clock,
    beside: Sequence[TableSet] = (),
    progress: RowProgress | None = None,
) -> Iterator[Carried]:
    """Carry an office into another database, where it works from then on.

    The rows are compared and the office is proven there before anything of it is stored. While the
    context lasts the source is held: nobody changes it. When it ends well, the source knows the
    office no more (its rows stay), so that it cannot go on in two places.

    Args:
        data_dir: directory of the office.
        source_url: where it is, ``postgresql://...``; None for the file in the directory.
        target: ``postgresql://...``, or the path of a file.
        clock: reads the time of the proof.
        beside: tables of other rooms in the same database.
        progress: told how far it is.

    Raises:
        OfficeServedError: a server works on the office.
        OfficeInTargetError: the target holds another state of this office.
        CarryError: the target does not hold what was read, or the journal does not prove it.
        StorageError: a database cannot be used.
    """
    office = load_office(Path(data_dir) / OFFICE_FILE)
    source = open_database(Path(data_dir), source_url, office, beside)
    try:
        with _writing(source) as held:
            hold_office(held, office.id)
            refuse_if_served(held, office.id, source.place)
            other = _target(target)
            try:
                done = _carry(held, other, office, beside, clock.now().at, progress or _nobody)
            finally:
                other.dispose()
            yield done
            retire_office(held, office.id, clock.now().at)
    finally:
        source.dispose()


def _carry(
    source: sa.Connection,
    target: Database,
    office: Office,
    beside: Sequence[TableSet],
    at: datetime,
    progress: RowProgress,
) -> Carried:
    if found := archives_of(source, office.id):
        raise CarryError(
            f"expected an office that lies in one database, {found[0].name} holds old years of it; "
            "an office with archives stays in its file",
            office=office.id,
        )
    sets = (QUEUE, *beside)
    with target.read() as there:
        if are_one(source, there):
            raise _taken(target, office, Phrase("the office itself, which is there already"))
    _make_tables(target)
    bring_up_to_date(target, beside)
    with _writing(target) as connection:
        hold_tables(connection)
        before = knows_office(connection, office.id)
        if before:
            refuse_if_served(connection, office.id, target.place)
            read = sums_of(source, office.id, sets)
            if differing(read, sums_of(connection, office.id, sets)):
                raise _taken(target, office, Phrase("another state of it"))
        elif _has_events(connection, office.id):
            raise _taken(target, office, Phrase("what was left when it moved away"))
        else:
            read = _copy(source, connection, office, sets, progress)
        proof = prove(connection, office.id, office.hours.zone, at, most=MOST_NAMED)
        if not proof.sound:
            raise CarryError(
                Phrase(
                    "expected an office whose journal proves its tables, office '%(office)s' "
                    "differs from it; nothing was carried: 'kezek journal verify' names what "
                    "differs",
                    office=office.id,
                ),
                office=office.id,
            )
    return Carried(proof, sum(each.rows for each in read.values()), before)


def _copy(
    source: sa.Connection,
    target: sa.Connection,
    office: Office,
    sets: Sequence[TableSet],
    progress: RowProgress,
) -> dict[str, RowSum]:
    """Copy every row, and read what is there now against what was read."""
    read = copy_rows(source, target, office.id, sets, progress)
    wrong = differing(read, sums_of(target, office.id, sets))
    if wrong:
        raise CarryError(
            Phrase(
                "expected the same rows in both databases, tables %(tables)s differ; nothing was "
                "carried: check the disks and try again",
                tables=", ".join(wrong),
            ),
            tables=wrong,
        )
    return read


def _target(target: Path | str) -> Database:
    if isinstance(target, str):
        return postgresql_database(target)
    return sqlite_database(target, create=not target.exists())


def _make_tables(target: Database) -> None:
    with _writing(target) as connection:
        hold_tables(connection)
        if not has_tables(connection):
            make_tables(connection)


@contextmanager
def _writing(database: Database) -> Iterator[sa.Connection]:
    with explained(database.place), database.writing.connect() as connection, connection.begin():
        yield connection


def _has_events(connection: sa.Connection, office_id: str) -> bool:
    """Whether rows of an office are left whose head is gone."""
    first = sa.select(journal.c.seq).where(journal.c.office_id == office_id).limit(1)
    return connection.execute(first).one_or_none() is not None


def _taken(target: Database, office: Office, found: str) -> OfficeInTargetError:
    return OfficeInTargetError(
        Phrase(
            "expected no office '%(office)s' in %(place)s, found %(found)s; nothing was carried: "
            "name an empty database, or look with 'kezek journal verify' what that one is and "
            "remove it first (docs/how-to/moving.md)",
            office=office.id,
            place=target.place,
            found=found,
        ),
        place=target.place,
        office=office.id,
    )


def _nobody(_table: str, _rows: int) -> None:
    """Nobody watches."""
