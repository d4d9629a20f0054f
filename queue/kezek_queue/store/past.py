"""What was moved to archives, and whose fault it is when it cannot be read."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from kezek_queue.errors import ArchiveDamagedError, ArchiveMissingError, DatabaseCorruptError


@dataclass(frozen=True, slots=True)
class Past:
    """What was moved to archives, and how it is read together with the office.

    Args:
        engine: makes connections whose tables hold both.
        last_day: the last office day of which something was moved.
        last_seq: the last event that was moved.
        changed: names the archives that are not what they were; it reads the whole of them.
        missing: archives that were not in the directory when the office was opened.
    """

    engine: sa.Engine
    last_day: date
    last_seq: int
    changed: Callable[[], tuple[str, ...]]
    missing: tuple[str, ...] = ()

    def whole(self, place: str) -> sa.Engine:
        """The way to read all of it.

        Raises:
            ArchiveMissingError: some of it is not there.
        """
        if self.missing:
            raise missing_archives(self.missing, place)
        return self.engine

    @contextmanager
    def blamed(self) -> Iterator[None]:
        """A damaged archive is not told as damage of the office, which is to be restored then.

        Raises:
            ArchiveDamagedError: the damage lies in an archive.
        """
        try:
            yield
        except DatabaseCorruptError as error:
            if changed := self.changed():
                found = str(error.facts.get("found", error))
                raise damaged_archives(changed, found) from error
            raise


def missing_archives(names: tuple[str, ...], place: str) -> ArchiveMissingError:
    """The error of whoever needs archives that are not there."""
    told = ", ".join(names)
    return ArchiveMissingError(
        f"expected the archives {told} beside {place}, they are not there: what is asked for lies "
        "in them; bring them back into that directory and start the server again",
        missing=told,
    )


def damaged_archives(names: tuple[str, ...], found: str) -> ArchiveDamagedError:
    """The error of whoever needs archives that are not what was written."""
    told = ", ".join(names)
    return ArchiveDamagedError(
        f"expected the archives {told} as they were written, found: {found}; the office works "
        "without them and needs no restoring: bring those files alone back from a backup and start "
        "the server again",
        damaged=told,
    )
