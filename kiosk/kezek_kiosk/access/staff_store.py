"""The people's corner of the office's database, and instants as its tables keep them."""

from __future__ import annotations

from contextlib import AbstractContextManager
from datetime import UTC, datetime
from pathlib import Path

from kezek_kiosk.access.staff_schema import STAFF
from kezek_queue import TableStore, open_store


def open_staff(data_dir: Path, office_id: str) -> AbstractContextManager[TableStore]:
    """The staff tables for a short command beside the server; the server has `Queue.store`.

    Args:
        data_dir: the office's directory; its database must exist, ``kezek init`` makes it.
        office_id: leads every key.

    Raises:
        DatabaseMissingError: there is no database.
        StorageError: it cannot be used, or a newer Kezek wrote it.
    """
    return open_store(data_dir, office_id, (STAFF,))


def stored(at: datetime) -> datetime:
    """An aware instant as the tables keep it: UTC without a zone."""
    return at.astimezone(UTC).replace(tzinfo=None)


def loaded(at: datetime | None) -> datetime | None:
    """An instant of the tables as the program uses it: aware UTC."""
    return None if at is None else at.replace(tzinfo=UTC)
