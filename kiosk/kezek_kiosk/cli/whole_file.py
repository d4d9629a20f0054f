"""A file that a command writes: whole under its name, or not there at all."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO


@contextmanager
def whole_file(target: Path) -> Iterator[BinaryIO]:
    """Write into a file beside ``target`` that gets its name when all is written.

    Raises:
        OSError: no room, no right or no such folder; nothing is left behind.
    """
    unfinished = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        with unfinished.open("wb") as file:
            yield file
        unfinished.rename(target)
    except BaseException:
        unfinished.unlink(missing_ok=True)
        raise
