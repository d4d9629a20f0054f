"""The part of the composition root that every command needs: an office, opened by its settings."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from kezek_core.ports import Clock
from kezek_kiosk.access.staff_schema import STAFF
from kezek_kiosk.errors import SettingsError
from kezek_kiosk.settings.file import SETTINGS_FILE, load_settings
from kezek_kiosk.settings.rules import discipline_of, forecast_of
from kezek_kiosk.settings.settings import Settings
from kezek_queue import Queries, Queue, SystemClock, TableStore, load_office, look_at, open_store
from kezek_queue.store import holds_password, read_address

OFFICE = "office.toml"
URL_VARIABLE = "KEZEK_DATABASE_URL"
OTHERS = 0o077
"""The bits of a file's mode that let anybody but its owner do anything."""


def open_queue(
    data_dir: Path, *, clock: Clock | None = None, settings: Settings | None = None
) -> Queue:
    """Open the queue of an office as its kezek.toml says, with the staff's tables in it.

    Args:
        data_dir: the office's directory.
        clock: another one than the machine's.
        settings: already read; None to read kezek.toml.

    Raises:
        KezekError: a file of the directory or the database is not as expected.
    """
    return _start(Queue.open, data_dir, clock, settings)


def create_queue(data_dir: Path, *, clock: Clock | None = None) -> Queue:
    """Make the database of a new office where its settings say, and open it.

    Args:
        data_dir: the office's directory.
        clock: another one than the machine's.

    Raises:
        KezekError: as ``open_queue``, or the database holds this office already.
    """
    return _start(Queue.create, data_dir, clock, None)


@contextmanager
def look_at_office(data_dir: Path) -> Iterator[Queries]:
    """The reads of an office; nothing is written, and no rule of its own is needed.

    Raises:
        KezekError: as ``open_queue``.
    """
    url = database_url(data_dir, load_settings(data_dir))
    with look_at(data_dir, clock=SystemClock(), database_url=url) as reads:
        yield reads


@contextmanager
def open_staff(data_dir: Path, office_id: str | None = None) -> Iterator[TableStore]:
    """The staff's tables for a short command beside the server; the server has `Queue.store`.

    Args:
        data_dir: the office's directory; its database must exist, ``kezek init`` makes it.
        office_id: leads every key; None for the office of the directory.

    Raises:
        DatabaseMissingError: there is no database.
        StorageError: it cannot be used, or a newer Kezek wrote it.
    """
    url = database_url(data_dir, load_settings(data_dir))
    office_id = office_id or load_office(data_dir / OFFICE).id
    with open_store(data_dir, office_id, (STAFF,), database_url=url) as store:
        yield store


def database_url(data_dir: Path, settings: Settings) -> str | None:
    """The address of the office's database; None for the file in its directory.

    Raises:
        DatabaseAddressError: it is no address of a database.
        SettingsError: it holds a password, and others than the owner can read kezek.toml.
    """
    url = settings.database.url
    if not url:
        return None
    file = data_dir / SETTINGS_FILE
    secret = holds_password(read_address(url)) and not os.environ.get(URL_VARIABLE)
    if secret and file.exists() and file.stat().st_mode & OTHERS:
        raise SettingsError(
            f"expected {file} to be readable by its owner alone, because database.url holds a "
            f"password: chmod 600 {file}, or keep the password in ~/.pgpass or in {URL_VARIABLE}",
            file=str(file),
            key="database.url",
        )
    return url


def _start(
    start: Callable[..., Queue], data_dir: Path, clock: Clock | None, settings: Settings | None
) -> Queue:
    chosen = settings or load_settings(data_dir)
    return start(
        data_dir,
        clock=clock or SystemClock(),
        discipline=discipline_of(chosen.queue),
        forecast=forecast_of(chosen.queue),
        database_url=database_url(data_dir, chosen),
        beside=(STAFF,),
    )
