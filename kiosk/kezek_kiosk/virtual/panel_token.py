"""The token of a virtual call panel, made when the panel is first there."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path

from kezek_kiosk.roles import Role
from kezek_kiosk.staff_store import StaffStore
from kezek_kiosk.tokens import Tokens

FILE_MODE = 0o600


def make_panel_token(database: Path, office_id: str, window: int, file: Path) -> None:
    """Write a token for a window into a file of its owner alone; one that is there stays.

    Args:
        database: the office's.
        office_id: the office.
        window: the only window that the token may command.
        file: where the panel looks for it.
    """
    if file.exists():
        return
    store = StaffStore(database, office_id)
    try:
        token = Tokens(store, lambda: datetime.now(UTC)).create(
            Role.OPERATOR, window, label="virtual panel"
        )
    finally:
        store.close()
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
    with os.fdopen(os.open(file, flags, FILE_MODE), "w", encoding="ascii") as written:
        written.write(token + "\n")
