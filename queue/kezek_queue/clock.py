"""Clocks: the machine's own, and one that only moves when it is told to."""

from __future__ import annotations

import ctypes
import threading
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from enum import Enum
from hashlib import blake2b
from pathlib import Path

from kezek_core.errors import ClockError
from kezek_core.moments import Moment
from kezek_core.ports import Clock

BOOT_ID_FILE = Path("/proc/sys/kernel/random/boot_id")
MACHINE_ID_FILE = Path("/etc/machine-id")
UNIX_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
STA_UNSYNC = 0x0040
"""linux/timex.h: the kernel does not believe its wall clock."""

TIMEX_BYTES = 208
"""sizeof(struct timex) on 64-bit Linux; 32-bit needs less."""

STATUS_OFFSET_BYTES = ctypes.sizeof(ctypes.c_long) * 5
"""Where ``status`` lies in struct timex: after modes, offset, freq, maxerror, esterror."""


def to_us(at: datetime) -> int:
    """Microseconds since 1970 of an aware instant."""
    return (at - UNIX_EPOCH) // MICROSECOND


def from_us(utc_us: int) -> datetime:
    """The aware UTC instant of microseconds since 1970."""
    return UNIX_EPOCH + timedelta(microseconds=utc_us)


class ClockSource(Enum):
    """Who says what time it is; the value is what the API carries."""

    SYNCHRONISED = "synchronised"
    ANCHORED = "anchored"
    TOLD = "told"
    UNKNOWN = "unknown"


class SystemClock(Clock):
    """The clocks of this machine: wall time, CLOCK_BOOTTIME, boot id, and whether it is in sync."""

    def __init__(self) -> None:
        self._boot_id = BOOT_ID_FILE.read_text(encoding="ascii").strip()
        self._machine = _machine_name(MACHINE_ID_FILE)
        self._timex = ctypes.CDLL(None, use_errno=True).adjtimex
        self._lock = threading.Lock()
        self._last_us = 0

    def now(self) -> Moment:
        """The present instant; the boot clock runs on while the machine sleeps."""
        boottime_us = time.clock_gettime_ns(time.CLOCK_BOOTTIME) // 1000
        with self._lock:
            self._last_us = max(self._last_us, boottime_us)
            boottime_us = self._last_us
        return Moment(
            at=from_us(time.time_ns() // 1000),
            boot_id=self._boot_id,
            boottime_us=boottime_us,
            synchronised=self._synchronised(),
        )

    @property
    def machine(self) -> str:
        """A name made from the machine's own id; empty where it has none."""
        return self._machine

    def _synchronised(self) -> bool:
        timex = ctypes.create_string_buffer(TIMEX_BYTES)
        if self._timex(timex) < 0:
            return False
        status = ctypes.c_int.from_buffer(timex, STATUS_OFFSET_BYTES).value
        return not status & STA_UNSYNC


def _machine_name(file: Path) -> str:
    """The id itself is nobody's business (machine-id(5)); the journal gets what it hashes to."""
    try:
        found = file.read_bytes().strip()
    except OSError:
        return ""
    return blake2b(found, digest_size=8, person=b"kezek").hexdigest() if found else ""


class ManualClock(Clock):
    """A clock for tests and replays: it stands still until it is moved, and misbehaves on request.

    Args:
        at: the first instant, aware; by default a Monday morning in Almaty's office hours.
        boot_id: name of the first boot.
        boottime_us: what the boot clock shows.
        synchronised: whether the wall clock counts as right.
        machine: whose clock it is.
    """

    def __init__(
        self,
        at: datetime = datetime(2026, 11, 23, 5, 0, tzinfo=UTC),
        *,
        boot_id: str = "boot-1",
        boottime_us: int = 60_000_000,
        synchronised: bool = True,
        machine: str = "",
    ) -> None:
        if at.tzinfo is None:
            raise ClockError(f"expected an aware instant, got {at.isoformat()}; add its time zone")
        self._lock = threading.Lock()
        self._boots = 1
        self._machine = machine
        self._moment = Moment(at.astimezone(UTC), boot_id, boottime_us, synchronised)

    def now(self) -> Moment:
        """The instant the clock stands at."""
        with self._lock:
            return self._moment

    @property
    def machine(self) -> str:
        """As it was given."""
        return self._machine

    def advance(self, span: timedelta | None = None, **parts: float) -> Moment:
        """Let time pass: ``advance(minutes=20)`` or ``advance(timedelta(...))``."""
        passed = timedelta(**parts) if span is None else span
        if passed < timedelta():
            raise ClockError(f"expected a span of zero or more, got {passed}; use step_wall")
        with self._lock:
            now = self._moment
            self._moment = replace(
                now, at=now.at + passed, boottime_us=now.boottime_us + passed // MICROSECOND
            )
            return self._moment

    def move_to(self, at: datetime) -> Moment:
        """Let time pass until the wall clock shows ``at``; an earlier instant changes nothing."""
        with self._lock:
            passed = max(timedelta(), at.astimezone(UTC) - self._moment.at)
        return self.advance(passed)

    def step_wall(self, by: timedelta) -> Moment:
        """Set the wall clock forward or back; no time passes."""
        with self._lock:
            self._moment = replace(self._moment, at=self._moment.at + by)
            return self._moment

    def synchronise(self, synchronised: bool = True) -> Moment:
        """Say whether the wall clock counts as right from now on."""
        with self._lock:
            self._moment = replace(self._moment, synchronised=synchronised)
            return self._moment

    def reboot(self, off: timedelta = timedelta(minutes=1), *, wall_lost: bool = False) -> Moment:
        """Switch off for ``off`` and on again.

        Args:
            off: how long the machine is dark.
            wall_lost: True for a machine without a battery clock: the wall clock goes on from
                where it stood and no longer counts as right.
        """
        with self._lock:
            self._boots += 1
            now = self._moment
            self._moment = Moment(
                at=now.at if wall_lost else now.at + off,
                boot_id=f"boot-{self._boots}",
                boottime_us=0,
                synchronised=now.synchronised and not wall_lost,
            )
            return self._moment
