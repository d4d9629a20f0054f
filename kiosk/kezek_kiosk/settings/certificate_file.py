"""Where the certificate of an office lies: one PEM file with its chain and its key."""

from __future__ import annotations

from pathlib import Path

from kezek_kiosk.settings.settings import ServerSettings

TLS_FILE = "tls.pem"
"""In the data directory; readable by its owner alone."""


def certificate_file(data_dir: Path, server: ServerSettings) -> Path | None:
    """The file that the server speaks TLS with; None where it speaks plain http alone.

    Args:
        data_dir: the office.
        server: ``certificate`` names another place; one that is missing is no plain http.
    """
    if server.certificate:
        return data_dir / server.certificate
    own = data_dir / TLS_FILE
    return own if own.exists() else None
