"""Status tokens: the address of a visitor's phone page, worked out and never stored."""

from __future__ import annotations

import base64
import hashlib
import hmac
import os
import secrets
import tomllib
from pathlib import Path

from kezek_queue.errors import OfficeFileError

SECRETS_FILE = "secrets.toml"
KEY_BYTES = 32
TOKEN_BYTES = 16
"""128 bits: nobody guesses one within an office day."""


def status_token(key: bytes, ticket_id: str) -> str:
    """The token of a ticket: base32 in capitals, which makes the smaller QR symbol."""
    digest = hmac.new(key, ticket_id.encode(), hashlib.sha256).digest()[:TOKEN_BYTES]
    return base64.b32encode(digest).decode().rstrip("=")


def make_secrets(data_dir: Path) -> None:
    """Write new keys, readable by their owner only; keys that exist are kept."""
    path = data_dir / SECRETS_FILE
    if path.exists():
        return
    lines = [f'{name} = "{secrets.token_hex(KEY_BYTES)}"' for name in ("session_key", "status_key")]
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with open(handle, "w", encoding="utf-8") as file:  # noqa: PTH123 - made with its mode
        file.write("\n".join(lines) + "\n")


def read_status_key(data_dir: Path) -> bytes:
    """The key that status tokens are made with.

    Raises:
        OfficeFileError: the file is missing or holds no such key.
    """
    path = data_dir / SECRETS_FILE
    try:
        key = bytes.fromhex(tomllib.loads(path.read_text(encoding="utf-8"))["status_key"])
    except FileNotFoundError as error:
        raise OfficeFileError(
            f"expected the keys of the office at {path}, but there is no such file; bring it back "
            "from the backup, or make new keys with 'kezek init'",
            file=str(path),
        ) from error
    except (KeyError, TypeError, ValueError) as error:
        raise OfficeFileError(
            f'expected status_key = "64 hexadecimal digits" in {path}, got something else '
            f"({error}); bring the file back from the backup",
            file=str(path),
            key="status_key",
        ) from error
    if len(key) < TOKEN_BYTES:
        raise OfficeFileError(
            f"expected status_key in {path} to have at least {2 * TOKEN_BYTES} hexadecimal "
            f"digits, got {2 * len(key)}; bring the file back from the backup",
            file=str(path),
            key="status_key",
        )
    return key
