"""One day that was lived through the real queue, in a database of its own."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from kezek_queue.store.database import DATABASE_FILE

MODEL_BOOT = "model-boot"
"""The boot id under which a model day is lived; a copy gets one of its own."""


@dataclass(frozen=True, slots=True)
class ModelDay:
    """A day to copy.

    Args:
        data_dir: its office; nothing but this day happened in it, within one boot.
        office_day: the day.
    """

    data_dir: Path
    office_day: date

    @property
    def database(self) -> Path:
        """The file of its rows."""
        return self.data_dir / DATABASE_FILE

    def rows(self, statement: str) -> list[sqlite3.Row]:
        """What a statement finds in it."""
        connection = sqlite3.connect(self.database)
        try:
            connection.row_factory = sqlite3.Row
            return connection.execute(statement).fetchall()
        finally:
            connection.close()
