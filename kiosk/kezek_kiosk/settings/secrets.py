"""secrets.toml: the two keys of an office, readable by its owner alone."""

from __future__ import annotations

import os
import re
import secrets
import tomllib
from dataclasses import dataclass
from pathlib import Path

from kezek_kiosk.errors import SettingsError

SECRETS_FILE = "secrets.toml"
OWNER_ONLY = 0o600
KEY_BYTES = 32
HEX_KEY = re.compile(r"[0-9a-f]{64}")


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
        tree = tomllib.loads(path.read_text(encoding="ascii"))
    except FileNotFoundError as error:
        raise _broken(path, "the file that `kezek init` makes", "no file") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise _broken(path, "TOML with session_key and status_key", "something else") from error
    mode = path.stat().st_mode & 0o777
    if mode & 0o077:
        raise _broken(path, "mode 600 (chmod 600)", f"mode {mode:o}")
    return Secrets(_key(tree, "session_key", path), _key(tree, "status_key", path))


def _key(tree: dict[str, object], name: str, path: Path) -> str:
    value = tree.get(name)
    if not isinstance(value, str) or not HEX_KEY.fullmatch(value):
        raise _broken(path, f"{name} of 64 hex digits", "something else")
    return value


def _broken(path: Path, expected: str, got: str) -> SettingsError:
    return SettingsError(
        f"{path}: expected {expected}, got {got}; put back the file from the backup, or make a "
        "new office with `kezek init`",
        file=str(path),
        key=SECRETS_FILE,
        expected=expected,
    )
