"""A file that a command writes: whole under its name, or not there at all."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

SCREEN = Path("-")
"""Names the standard output, as usual."""

FOR_EVERYBODY = 0o666
"""Less what the process's own mask takes away."""


@contextmanager
def whole_file(target: Path, mode: int = FOR_EVERYBODY) -> Iterator[BinaryIO]:
    """Write into a file beside ``target`` that gets its name when all is on the disk.

    Args:
        target: the file; one that was there is replaced. `SCREEN` writes there at once.
        mode: who may read it, from its first byte on.

    Raises:
        OSError: no room, no right or no such folder; nothing is left behind.
    """
    if target == SCREEN:
        yield sys.stdout.buffer
        sys.stdout.flush()
        return
    unfinished = target.with_name(f".{target.name}.{os.getpid()}")
    handle = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    try:
        with open(handle, "wb") as file:  # noqa: PTH123 - made with its mode
            yield file
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(target)
    except BaseException:
        unfinished.unlink(missing_ok=True)
        raise
