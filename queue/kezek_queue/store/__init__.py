"""The database: opened, checked, migrated, and written by one thread."""

from __future__ import annotations

from kezek_queue.store.database import DATABASE_FILE
from kezek_queue.store.database_address import holds_password, read_address, shown_address

__all__ = ["DATABASE_FILE", "holds_password", "read_address", "shown_address"]
