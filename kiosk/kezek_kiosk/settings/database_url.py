"""The one line that Kezek itself writes into kezek.toml: where the office's database is."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path
from typing import Any

from kezek_core.toml_table import read_source
from kezek_kiosk.errors import SettingsError
from kezek_kiosk.settings.file import SETTINGS_FILE
from kezek_queue.store import holds_password, read_address

SECTION = re.compile(r"^\s*\[database\]\s*(#.*)?$", re.MULTILINE)
NEXT_SECTION = re.compile(r"^\s*\[", re.MULTILINE)
URL_LINE = re.compile(r"^[ \t]*url[ \t]*=.*$", re.MULTILINE)
OWNER_ONLY = 0o600


def set_database_url(data_dir: Path, url: str) -> None:
    """Write ``[database] url`` into kezek.toml; all else in it stays, comments too.

    The file is replaced by one rename: whoever reads it sees the old line or the new one.

    Args:
        data_dir: the office's directory.
        url: the address; empty for the file in the directory. With a password in it only the owner
            may read kezek.toml then.

    Raises:
        SettingsError: as `with_database_url`.
    """
    file = data_dir / SETTINGS_FILE
    text = with_database_url(data_dir, url)
    secret = bool(url) and holds_password(read_address(url))
    mode = OWNER_ONLY if secret or not file.exists() else file.stat().st_mode & 0o777
    unfinished = file.with_name(f".{file.name}.new")
    unfinished.unlink(missing_ok=True)
    with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as out:
        out.write(text.encode())
        out.flush()
        os.fsync(out.fileno())
    unfinished.rename(file)
    sync_directory(data_dir)


def with_database_url(data_dir: Path, url: str) -> str:
    """The text of kezek.toml with this address in it.

    Raises:
        SettingsError: the file says it in another way than as a line of the section [database].
    """
    file = data_dir / SETTINGS_FILE
    text = file.read_text("utf-8") if file.exists() else ""
    changed = _with_line(text, f"url = {json.dumps(url, ensure_ascii=False)}")
    wanted = _parsed(text)
    wanted["database"] = {**wanted.get("database", {}), "url": url}
    if _parsed(changed) != wanted:
        raise SettingsError(
            f'expected a section [database] with a line url = "..." in {file}, it is written in '
            "another way; write it so, then try again",
            file=str(file),
            key="database.url",
        )
    return changed


def sync_directory(directory: Path) -> None:
    """Make the names in a directory durable."""
    handle = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _with_line(text: str, line: str) -> str:
    section = SECTION.search(text)
    if section is None:
        before = f"{text.rstrip()}\n\n" if text.strip() else ""
        return f"{before}[database]\n{line}\n"
    following = NEXT_SECTION.search(text, section.end())
    old = URL_LINE.search(text, section.end(), following.start() if following else len(text))
    if old is None:
        return f"{text[: section.end()]}\n{line}{text[section.end() :]}"
    return f"{text[: old.start()]}{line}{text[old.end() :]}"


def _parsed(text: str) -> dict[str, Any]:
    source = read_source(text, SETTINGS_FILE)
    return {} if source.problems or source.tree is None else source.tree
