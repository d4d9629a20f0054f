"""Status tokens: the address of a visitor's phone page, worked out and never stored."""

from __future__ import annotations

import base64
import hmac
import os
import re
import secrets
from dataclasses import replace
from pathlib import Path

from kezek_core.phrases import Phrase
from kezek_core.toml_table import Table, read_toml, unreadable
from kezek_queue.errors import FaultyOfficeFileError

SECRETS_FILE = "secrets.toml"
KEY_BYTES = 32
TOKEN_BYTES = 16
"""128 bits: nobody guesses one within an office day."""

HEX_KEY = re.compile(rf"(?:[0-9A-Fa-f]{{2}}){{{TOKEN_BYTES},}}")
HINT = Phrase("bring the file back from the backup, or make new keys with `kezek init`")


def status_token(key: bytes, ticket_id: str) -> str:
    """The token of a ticket: base32 in capitals, which makes the smaller QR symbol."""
    digest = hmac.digest(key, ticket_id.encode(), "sha256")[:TOKEN_BYTES]
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
        content = path.read_bytes()
    except OSError as error:
        expected = Phrase("the keys of the office")
        raise FaultyOfficeFileError((unreadable(str(path), error, expected, HINT),)) from error
    try:
        return read_toml(content, str(path), _status_key, FaultyOfficeFileError)
    except FaultyOfficeFileError as error:
        # Nobody mends a key by hand, whatever is wrong with its line.
        raise FaultyOfficeFileError(
            [replace(each, hint=HINT) for each in error.problems]
        ) from error


def _status_key(table: Table) -> bytes:
    table.allow_others()  # the server has keys of its own there
    expected = Phrase("at least %(least)s hexadecimal digits in quotes", least=2 * TOKEN_BYTES)
    return bytes.fromhex(table.secret("status_key", HEX_KEY, expected))
