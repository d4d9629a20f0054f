"""What the machine refuses a command (no room, no right, no such folder), in one plain sentence."""

from __future__ import annotations

import errno
import sqlite3

MACHINE_FAULTS = (OSError, UnicodeError, sqlite3.Error)
"""None of Kezek's own errors: they reach the command line from files, disks and terminals."""

NEXT_STEPS = {
    errno.ENOSPC: "free some space on that disk and try again",
    errno.EDQUOT: "free some space on that disk and try again",
    errno.EFBIG: "free some space on that disk and try again",
    errno.EACCES: "run the command as the user that owns it, or choose another place",
    errno.EPERM: "run the command as the user that owns it, or choose another place",
    errno.EROFS: "mount that disk for writing, or choose another place",
    errno.ENOENT: "check the path; the folder must be there",
}
USUAL_STEP = "check the path and the disk, then try again"


def fault_sentence(error: Exception) -> str:
    """What went wrong, where, and what to do next.

    Args:
        error: one of ``MACHINE_FAULTS``.
    """
    if isinstance(error, UnicodeEncodeError):
        return (
            f"expected a terminal that shows Kazakh letters, this one writes {error.encoding}; "
            "set a UTF-8 locale, for example LC_ALL=C.UTF-8, or write into a file with --output"
        )
    if isinstance(error, UnicodeError):
        return f"expected a file of text in UTF-8, got: {error}; save it as UTF-8"
    if isinstance(error, OSError):
        where = f" at {error.filename}" if error.filename else ""
        step = NEXT_STEPS.get(error.errno or 0, USUAL_STEP)
        return f"expected to read and write{where}, got: {error.strerror or error}; {step}"
    return f"expected to read and write the database, got: {error}; {USUAL_STEP}"
