"""Opening an office: its files, its database, and what the queue works by."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import ExitStack
from pathlib import Path

from kezek_core.phrases import Phrase
from kezek_core.ports import Discipline, Forecast
from kezek_core.texts import TRANSLATIONS, HeldLanguages
from kezek_queue.dispatch.checked_forecast import CheckedForecast, check_forecast
from kezek_queue.dispatch.first_come import Fifo
from kezek_queue.dispatch.next_ticket import check_discipline
from kezek_queue.dispatch.plain_estimate import PlainEstimate
from kezek_queue.errors import DatabaseExistsError, DatabaseMissingError
from kezek_queue.journal.chain import verify_end
from kezek_queue.office.file import load_office
from kezek_queue.office.office import Office
from kezek_queue.office.standard_library import StandardLibrary
from kezek_queue.papers.status_tokens import make_secrets, read_status_key
from kezek_queue.schema.table_sets import TableSet
from kezek_queue.store.archives import with_archives
from kezek_queue.store.database import DATABASE_FILE, Database, database_at
from kezek_queue.store.known_offices import know_office, knows_office, moved_away
from kezek_queue.store.revision import bring_up_to_date, has_tables, hold_tables, make_tables
from kezek_queue.store.storage_faults import corrupt, explained
from kezek_queue.store.transaction import QueueConfig

OFFICE_FILE = "office.toml"
STANDARDS_DIR = "standards"

END_EVENTS = 1000
"""Events at the end of the journal that every start walks over."""

Prepare = Callable[[Path, str | None, Office, Sequence[TableSet]], Database]


def read_config(
    data_dir: Path,
    prepare: Prepare,
    discipline: Discipline | None,
    forecast: Forecast | None,
    database_url: str | None,
    beside: Sequence[TableSet],
) -> tuple[Database, QueueConfig]:
    """Everything a queue needs: its database, ready for work, and its config."""
    standards = StandardLibrary.load(data_dir / STANDARDS_DIR)
    office = load_office(data_dir / OFFICE_FILE, standard_ids=standards.ids())
    words = HeldLanguages(data_dir / TRANSLATIONS)
    with ExitStack() as undo:
        undo.callback(words.release)
        rule = check_discipline(Fifo() if discipline is None else discipline)
        foretold = check_forecast(PlainEstimate() if forecast is None else forecast)
        database = prepare(data_dir, database_url, office, beside)
        undo.callback(database.dispose)
        config = QueueConfig(
            office=office,
            standards=standards,
            discipline=rule,
            forecast=CheckedForecast(foretold),
            status_key=read_status_key(data_dir),
            words=words,
        )
        undo.pop_all()
    return database, config


def open_database(
    data_dir: Path, database_url: str | None, office: Office, beside: Sequence[TableSet] = ()
) -> Database:
    """The database of an office that was made before, brought up to date.

    Whoever only looks must be able to name the damage: nothing is refused for it here.
    """
    database = database_at(data_dir, database_url)
    try:
        bring_up_to_date(database, beside)
        _must_know(database, office)
        return with_archives(database, office.id)
    except BaseException:
        database.dispose()
        raise


def open_for_work(
    data_dir: Path, database_url: str | None, office: Office, beside: Sequence[TableSet] = ()
) -> Database:
    """As `open_database`; refused when the end of the journal, which work goes on from, is damaged.

    The rest of the file is read beside the work, see ``store.file_check``.
    """
    database = open_database(data_dir, database_url, office, beside)
    try:
        _check_end_of_journal(database, office)
    except BaseException:
        database.dispose()
        raise
    return database


def make_database(
    data_dir: Path, database_url: str | None, office: Office, beside: Sequence[TableSet] = ()
) -> Database:
    """A new database for an office, and its keys.

    On a server that other offices share the tables may be there already.
    """
    path = data_dir / DATABASE_FILE
    if database_url is None and path.exists():
        raise _exists(str(path), data_dir)
    make_secrets(data_dir)
    database = database_at(data_dir, database_url, create=True)
    try:
        _fill(database, office)
        bring_up_to_date(database, beside)
    except BaseException:
        database.dispose()
        raise
    return database


def _fill(database: Database, office: Office) -> None:
    with (
        explained(database.place),
        database.writing.connect() as connection,
        connection.begin(),
    ):
        hold_tables(connection)
        if not has_tables(connection):
            make_tables(connection)
        elif knows_office(connection, office.id):
            raise _known(database.place, office)
        know_office(connection, office.id)


def _must_know(database: Database, office: Office) -> None:
    with database.read() as connection:
        if knows_office(connection, office.id):
            return
        moved = moved_away(connection, office.id)
    if moved is not None:
        raise DatabaseMissingError(
            Phrase(
                "expected office '%(office)s' in %(place)s, but it was moved away on %(moved)s; "
                "give its new place ([database] url in kezek.toml, or KEZEK_DATABASE_URL)",
                office=office.id,
                place=database.place,
                moved=moved,
            ),
            place=database.place,
            office=office.id,
        )
    raise DatabaseMissingError(
        f"expected office {office.id!r} in {database.place}, but it was made for another one; "
        "give office.toml its old id back, or make a new data directory with 'kezek init'",
        place=database.place,
        office=office.id,
    )


def _check_end_of_journal(database: Database, office: Office) -> None:
    if database.path is None:
        return  # a server looks after its own files
    with database.read() as connection:
        found = verify_end(connection, office.id, END_EVENTS)
    if not found.sound:
        raise corrupt(database.place, found.reason)


def _exists(place: str, data_dir: Path) -> DatabaseExistsError:
    return DatabaseExistsError(
        f"expected no database yet at {place}, but there is one; open it with "
        f"'kezek serve --data {data_dir}', or choose an empty directory",
        place=place,
    )


def _known(place: str, office: Office) -> DatabaseExistsError:
    return DatabaseExistsError(
        f"expected no office {office.id!r} yet in {place}, but it is there; a second server of it "
        "needs no 'kezek init' but a copy of the first one's directory (docs/how-to/postgresql.md),"
        " another office an id of its own in office.toml; what a broken-off 'kezek init' left goes "
        "with the database: dropdb, then createdb",
        place=place,
        office=office.id,
    )
