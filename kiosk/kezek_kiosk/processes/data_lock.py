"""One server at a time on a data directory: a lock that the kernel gives back, whatever happens."""

from __future__ import annotations

import fcntl
import os
from contextlib import suppress
from pathlib import Path

from kezek_core.phrases import Phrase
from kezek_kiosk.errors import KioskError, SettingsError

OFFICE_FILE = "office.toml"
LOCK_FILE = "server.lock"
OWNER_ONLY = 0o600


class DirectoryServedError(KioskError, RuntimeError):
    """Another server works on the data directory."""

    code = "directory_served"


class DataLock:
    """The lock of a server on its data directory, held until ``release`` or the process's end.

    The file stays where it is: what counts is the kernel's lock on it (``flock``), which ends with
    the last process that inherited it, by kill -9 or a power cut too. So a worker that outlives its
    parent for a moment still keeps others out.

    Args:
        data_dir: the office.

    Raises:
        DirectoryServedError: another server holds it; the message names its process.
        SettingsError: the directory cannot be written.
    """

    def __init__(self, data_dir: Path) -> None:
        path = data_dir / LOCK_FILE
        if not (data_dir / OFFICE_FILE).is_file():
            # A lock file in an empty directory would keep `kezek init` out of it.
            raise SettingsError(
                f"expected an office in {data_dir}, found no {OFFICE_FILE}; check --data, or make "
                "the office with `kezek init`",
                file=str(data_dir / OFFICE_FILE),
            )
        try:
            self._handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, OWNER_ONLY)
        except OSError as error:
            raise SettingsError(
                f"expected to write into {data_dir}, got: {error.strerror}; give the user of the "
                "server the right to it",
                file=str(path),
            ) from error
        try:
            fcntl.flock(self._handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            holder = os.pread(self._handle, 20, 0).decode("ascii", "replace").strip()
            os.close(self._handle)
            raise DirectoryServedError(
                Phrase(
                    "expected no other server on %(place)s, process %(process)s serves it; stop "
                    "that one first, or choose another directory with --data",
                    place=data_dir,
                    process=holder or Phrase("unknown"),
                )
            ) from error
        with suppress(OSError):  # on a full disk the lock holds all the same, it names nobody
            os.ftruncate(self._handle, 0)
            os.pwrite(self._handle, f"{os.getpid()}\n".encode(), 0)

    def release(self) -> None:
        """Give the directory free; may be called twice."""
        if self._handle >= 0:
            with suppress(OSError):
                fcntl.flock(self._handle, fcntl.LOCK_UN)
            os.close(self._handle)
            self._handle = -1
