"""The device token of the agent on the server's own machine: a file that only its owner reads."""

from __future__ import annotations

import os
from pathlib import Path

from kezek_kiosk.errors import SettingsError

FILE_NAME = "agent-token"
FILE_MODE = 0o600


def write_agent_token(data_dir: Path, token: str) -> None:
    """Keep the token of a new office."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
    with os.fdopen(os.open(data_dir / FILE_NAME, flags, FILE_MODE), "w", encoding="ascii") as file:
        file.write(token + "\n")


def read_agent_token(data_dir: Path) -> str:
    """The kept token.

    Raises:
        SettingsError: there is none.
    """
    path = data_dir / FILE_NAME
    try:
        return path.read_text("ascii").strip()
    except OSError as error:
        raise SettingsError(
            f"expected a device token in {path}, got: {error.strerror}; make one on the server "
            "with: kezek tokens create --role kiosk, and pass it as --token",
            file=str(path),
        ) from error
