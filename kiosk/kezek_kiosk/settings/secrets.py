"""secrets.toml: the two keys of an office, readable by its owner alone."""

from __future__ import annotations

import os
import re
import secrets
from dataclasses import dataclass, fields, replace
from pathlib import Path

from kezek_core.phrases import Phrase
from kezek_core.toml_table import Table, read_toml, unreadable
from kezek_kiosk.errors import FaultySettingsError

SECRETS_FILE = "secrets.toml"
OWNER_ONLY = 0o600
OTHERS = 0o077
KEY_BYTES = 32
HEX_KEY = re.compile(r"[0-9a-f]{64}")
KEY_FORM = Phrase("64 hexadecimal digits in quotes")
HINT = Phrase("put back the file from the backup, or make a new office with `kezek init`")


@dataclass(frozen=True, slots=True, repr=False)
class Secrets:
    """The keys of an office; hex, 32 bytes each.

    Args:
        session_key: signs the browser's cookies.
        status_key: makes the tokens of the phone pages.
    """

    session_key: str
    status_key: str


def write_secrets(data_dir: Path) -> Secrets:
    """Make new keys and write them, unless the office has its keys already.

    Returns:
        The keys of the office, new or old.

    Raises:
        SettingsError: the file that is there cannot be used.
    """
    path = data_dir / SECRETS_FILE
    made = Secrets(secrets.token_hex(KEY_BYTES), secrets.token_hex(KEY_BYTES))
    text = f'session_key = "{made.session_key}"\nstatus_key = "{made.status_key}"\n'
    try:
        # The mode is given at creation: the keys are never readable by others, not for a moment.
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWNER_ONLY)
    except FileExistsError:
        return read_secrets(data_dir)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    return made


def read_secrets(data_dir: Path) -> Secrets:
    """Read the keys of an office and see that nobody else can.

    Raises:
        SettingsError: the file is missing, broken or open to others.
    """
    path = data_dir / SECRETS_FILE
    try:
        content, mode = path.read_bytes(), path.stat().st_mode & 0o777
    except OSError as error:
        expected = Phrase("the file that `kezek init` makes")
        raise FaultySettingsError((unreadable(str(path), error, expected, HINT),)) from error

    def read(table: Table) -> Secrets:
        if mode & OTHERS:
            came = Phrase("mode %(mode)s", mode=f"{mode:o}")
            table.findings.note((), came, Phrase("mode 600 (chmod 600)"))
        return Secrets(*(table.secret(each.name, HEX_KEY, KEY_FORM) for each in fields(Secrets)))

    try:
        return read_toml(content, str(path), read, FaultySettingsError)
    except FaultySettingsError as error:
        # Nobody mends a key by hand, whatever is wrong with its line.
        problems = [replace(each, hint=HINT) for each in error.problems]
        raise FaultySettingsError(problems) from error
