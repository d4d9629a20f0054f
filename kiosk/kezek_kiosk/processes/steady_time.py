"""Time for what may only age: a wall clock that is set while the server runs ages nothing."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta


def boot_seconds() -> float:
    """Seconds since the machine started, those it slept included; nobody can set them."""
    return time.clock_gettime(time.CLOCK_BOOTTIME)


def steady_time(
    wall_time: Callable[[], datetime] = lambda: datetime.now(UTC),
    seconds: Callable[[], float] = boot_seconds,
) -> Callable[[], datetime]:
    """A reader of time that begins at the wall time and goes on by a clock that nobody can set.

    Args:
        wall_time: aware UTC; read once.
        seconds: never goes back.
    """
    began_at, began = wall_time(), seconds()
    return lambda: began_at + timedelta(seconds=seconds() - began)
