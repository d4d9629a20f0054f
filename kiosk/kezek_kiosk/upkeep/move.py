"""Moving an office between a file and PostgreSQL: it works in the other place from then on."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from kezek_core.phrases import Phrase
from kezek_kiosk.access.staff_schema import STAFF
from kezek_kiosk.errors import KioskError
from kezek_kiosk.open_office import URL_VARIABLE, database_url
from kezek_kiosk.processes.data_lock import DataLock
from kezek_kiosk.settings.database_url import (
    OWNER_ONLY,
    set_database_url,
    sync_directory,
    with_database_url,
)
from kezek_kiosk.settings.file import load_settings
from kezek_queue import SystemClock
from kezek_queue.carrying import Carried, RowProgress, carried
from kezek_queue.store import DATABASE_FILE as DATABASE
from kezek_queue.store import read_address, shown_address

FILE = "sqlite"
"""How ``--to`` names the file in the data directory."""

UNFINISHED = f".{DATABASE}.moving"
BEFORE_MOVE = f"{DATABASE}.before-move"


class MoveError(KioskError, RuntimeError):
    """The office cannot move so; it works on where it is."""

    code = "move"


@dataclass(frozen=True, slots=True)
class Moved:
    """An office that has moved.

    Args:
        carried: what is there now.
        place: where, as people may see it.
        left: where the old rows still lie, as people may see it.
        by_variable: whether KEZEK_DATABASE_URL still names another place.
    """

    carried: Carried
    place: str
    left: str
    by_variable: bool


def target_url(to: str) -> str | None:
    """What ``--to`` names: an address, or None for the file in the directory.

    Raises:
        DatabaseAddressError: it is neither.
    """
    if to == FILE:
        return None
    read_address(to)
    return to


def move(data_dir: Path, to: str, *, progress: RowProgress | None = None) -> Moved:
    """Carry an office into another database and switch its kezek.toml.

    Until the switch the office is where it was: whatever interrupts the move, the same command
    begins again.

    Args:
        data_dir: the office.
        to: ``postgresql://...``, or ``sqlite`` for the file in the directory.
        progress: told how far it is.

    Raises:
        DirectoryServedError, OfficeServedError: a server works on the office.
        OfficeInTargetError: the other database holds another state of it.
        MoveError: it is there already.
        KezekError: a database cannot be used, or the office cannot be proven.
    """
    target = target_url(to)
    with_database_url(data_dir, target or "")  # refused before anything is carried
    lock = DataLock(data_dir)
    try:
        source = database_url(data_dir, load_settings(data_dir))
        _refuse_same(source, target)
        with (
            _place(data_dir, target) as place,
            carried(
                data_dir, source_url=source, target=place, clock=SystemClock(), beside=(STAFF,),
                progress=progress,
            ) as found,
        ):  # fmt: skip
            if isinstance(place, Path):
                place.rename(data_dir / DATABASE)
                sync_directory(data_dir)
            set_database_url(data_dir, target or "")
        left = _put_aside(data_dir) if source is None else shown_address(source)
    finally:
        lock.release()
    there = str(data_dir / DATABASE) if target is None else shown_address(target)
    return Moved(found, there, str(left), bool(os.environ.get(URL_VARIABLE)))


def _refuse_same(source: str | None, target: str | None) -> None:
    if source is None and target is None:
        raise MoveError(
            Phrase(
                "expected another place than the file %(file)s, the office is there already; name "
                "one with --to postgresql://user@host/name",
                file=DATABASE,
            )
        )
    if source and target and read_address(source) == read_address(target):
        raise MoveError(
            Phrase(
                "expected another place than %(place)s, the office is there already; name another "
                "database with --to, or the file with --to sqlite",
                place=shown_address(source),
            )
        )


@contextmanager
def _place(data_dir: Path, target: str | None) -> Iterator[Path | str]:
    """Where to carry it: the address, or a file that is not in its place before it is whole.

    A file that is there already is asked: an interrupted move may have left it, and then it is
    this office as it is.
    """
    if target is not None:
        yield target
        return
    file, unfinished = data_dir / DATABASE, data_dir / UNFINISHED
    _remove(unfinished)
    try:
        yield file if file.exists() else unfinished
    finally:
        _remove(unfinished)


def _remove(file: Path) -> None:
    for each in (file, *(file.with_name(f"{file.name}{end}") for end in ("-wal", "-shm"))):
        each.unlink(missing_ok=True)


def _put_aside(data_dir: Path) -> Path:
    """Give the old file another name, unless somebody still has it open."""
    file = data_dir / DATABASE
    if file.with_name(f"{DATABASE}-wal").exists():
        return file
    names = (data_dir / f"{BEFORE_MOVE}{number or ''}" for number in count())
    place = next(each for each in names if not each.exists())
    file.chmod(OWNER_ONLY)
    file.rename(place)
    sync_directory(data_dir)
    return place
