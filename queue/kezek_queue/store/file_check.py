"""The whole file of a database, checked table by table beside the work."""

from __future__ import annotations

import logging
import sqlite3
import threading
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from kezek_queue.store.damaged_values import damaged_values
from kezek_queue.store.database import BUSY_TIMEOUT_MS, read_only_address
from kezek_queue.store.log_damage import damaged_logs
from kezek_queue.store.storage_faults import CORRUPT, explain

log = logging.getLogger(__name__)

STEPS_BETWEEN_LOOKS = 10_000
"""Steps of SQLite's machine after which a check looks whether it shall stop: a few thousandths
of a second."""

SCHEMA = "sqlite_schema"

LOST = "the log of the database was damaged, changes that were answered before that start are lost"


@dataclass(frozen=True, slots=True)
class FileCheck:
    """What a check of the whole file found.

    Args:
        at: when it ended, aware UTC.
        tables: how many tables were read, each with its indexes.
        damage: what is damaged, by the names of the tables, and the damaged logs that openings
            kept; empty when the file is sound.
    """

    at: datetime
    tables: int
    damage: tuple[str, ...] = ()

    @property
    def sound(self) -> bool:
        """Whether nothing is damaged."""
        return not self.damage


class FileChecker:
    """Checks a file, one check at a time, and remembers what the last one found.

    Args:
        path: the database; None where a server keeps it and looks after its own files.
        now: reads the present, aware UTC.
    """

    def __init__(self, path: Path | None, now: Callable[[], datetime]) -> None:
        self._path = path
        self._now = now
        self._in_turn = threading.Lock()
        self._stopped = threading.Event()
        self._last: FileCheck | None = None

    @property
    def last(self) -> FileCheck | None:
        """The last check since this process opened the office; None before its end."""
        return self._last

    def check(self) -> FileCheck | None:
        """Read the whole file now, on a connection of its own that cannot write.

        Each table is read in a view of its own, so that between two of them the log of the
        database (WAL) can be taken over into the file.

        Returns:
            What was found; None on a server, or when the office was closed meanwhile.

        Raises:
            StorageError: the file cannot be asked; what the last check found stays.
        """
        if self._path is None:
            return None
        with self._in_turn:
            try:
                found = self._read(self._path)
            except sqlite3.Error as error:
                if self._stopped.is_set():
                    return None
                raise explain(error, str(self._path)) from error
            if self._stopped.is_set():
                return None
            self._last = found
        for each in found.damage:
            log.error("the database %s is damaged: %s", self._path, each)
        return found

    def stop(self) -> None:
        """End a check that runs, soon; what it found so far is dropped."""
        self._stopped.set()

    def _read(self, path: Path) -> FileCheck:
        seconds = BUSY_TIMEOUT_MS / 1000
        with closing(
            sqlite3.connect(
                read_only_address(path), uri=True, isolation_level=None, timeout=seconds
            )
        ) as connection:
            connection.set_progress_handler(self._stopped.is_set, STEPS_BETWEEN_LOOKS)
            connection.text_factory = _as_found
            tables = connection.execute(
                "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name"
            ).fetchall()
            names = [SCHEMA, *(name for (name,) in tables)]
            damage = [each for name in names for each in self._damage(connection, name)]
        damage += (f"{each.name}: {LOST}" for each in damaged_logs(path))
        return FileCheck(self._now(), len(names), tuple(damage))

    def _damage(self, connection: sqlite3.Connection, table: str) -> list[str]:
        """What is wrong with one table: its pages and indexes, else its values."""
        found = _damaged_pages(connection, table)
        found = found or list(damaged_values(connection, table, self._stopped.is_set))
        return [f"{table}: {each}" for each in found]


def _damaged_pages(connection: sqlite3.Connection, table: str) -> list[str]:
    """What SQLite says of a table and its indexes, in its own words; one line at most."""
    quoted = table.replace("'", "''")
    try:
        found = [row[0] for row in connection.execute(f"PRAGMA integrity_check('{quoted}')")]
    except sqlite3.DatabaseError as error:
        if getattr(error, "sqlite_errorcode", 0) & 0xFF not in CORRUPT:
            raise
        found = [str(error)]
    return [] if found == ["ok"] else [found[0].strip()]


def _as_found(text: bytes) -> str:
    """A damaged text is no reason to stop."""
    return text.decode(errors="replace")
