"""A server whose time moves only when a request says so: whole days replayed in seconds.

``kezek_now`` moves it at a request.
"""

from __future__ import annotations

import os
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

from kezek_core.moments import Moment
from kezek_core.ports import Clock
from kezek_kiosk.errors import ClockBackwardsError

HEADER = "Kezek-Now"
CLOCK_FILE = "simulated-clock"
BOOT_ID = "simulated"
UNMOVED_BOOT_ID = "before-simulation"
"""A boot of its own: the first Kezek-Now may lead anywhere, years back too."""

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
FILE_MODE = 0o644


class SimulatedClock(Clock):
    """One endless simulated boot; where it stands is kept beside the database.

    A killed server finds its place again, so no wait ever begins in the future. The file is
    written without fsync: it has to survive the process, not the machine.

    Args:
        data_dir: the office's directory.
        begins_at: where a clock stands that was never moved, aware.
    """

    def __init__(self, data_dir: Path, begins_at: datetime) -> None:
        self.lock = threading.RLock()
        self._file = os.open(data_dir / CLOCK_FILE, os.O_RDWR | os.O_CREAT, FILE_MODE)
        moved_to = _read(self._file)
        self._moved = moved_to is not None
        self._at = moved_to or begins_at.astimezone(UTC)

    def now(self) -> Moment:
        """Where the clock stands."""
        at, boot_id = self._at, BOOT_ID if self._moved else UNMOVED_BOOT_ID
        return Moment(at, boot_id, (at - EPOCH) // timedelta(microseconds=1), synchronised=True)

    def move_to(self, at: datetime) -> bool:
        """Move forward to ``at``.

        Returns:
            Whether the clock moved; it stands still when it is there already.

        Raises:
            ClockBackwardsError: ``at`` is past already.
        """
        with self.lock:
            if self._moved and at < self._at:
                raise ClockBackwardsError(
                    f"expected {HEADER} at or after {self._at.isoformat()}, got {at.isoformat()}; "
                    "send a later instant, or begin with a new data directory",
                    now=self._at.isoformat(),
                )
            moved = at != self._at or not self._moved
            self._at, self._moved = at, True
            if moved:
                os.pwrite(self._file, at.isoformat(timespec="microseconds").encode(), 0)
        return moved

    def close(self) -> None:
        """Release the file; may be called twice."""
        if self._file >= 0:
            os.close(self._file)
            self._file = -1


def _read(file: int) -> datetime | None:
    text = os.pread(file, 64, 0).decode("ascii", "replace").strip()
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return None
    return at if at.tzinfo is not None else None
