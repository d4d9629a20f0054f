"""The token of a virtual call panel, made when the panel is first there."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path

from kezek_kiosk.access.roles import Role
from kezek_kiosk.access.tokens import Tokens
from kezek_kiosk.settings.devices import PANEL_TOKEN_FILE
from kezek_queue import TableStore

FILE_MODE = 0o600


def make_panel_token(data_dir: Path, store: TableStore, window: int) -> None:
    """Write a token for a window into a file of its owner alone; one that is there stays.

    Args:
        data_dir: the office's directory.
        store: the staff's tables.
        window: the only window that the token may command.
    """
    file = data_dir / PANEL_TOKEN_FILE
    if file.exists():
        return
    tokens = Tokens(store, lambda: datetime.now(UTC))
    token = tokens.create(Role.OPERATOR, window, label="virtual panel")
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
    with os.fdopen(os.open(file, flags, FILE_MODE), "w", encoding="ascii") as written:
        written.write(token + "\n")
