"""The real-time clock module: a small battery clock that knows the time before the network does."""

from __future__ import annotations

import errno
import fcntl
import os
import struct
from abc import abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import Enum
from pathlib import Path

from kezek_hardware.device import (
    CLOSED,
    OK,
    Device,
    DeviceAbsentError,
    DeviceClosedError,
    DeviceState,
    DeviceStatus,
)
from kezek_hardware.machine.watchdog import Ioctl

MOST_OFF = timedelta(seconds=5)
"""The module tells whole seconds and is set every eleven minutes: more than this is a fault."""

# linux/rtc.h, RTC_VL_READ: what the chip knows of its battery.
RTC_VL_READ = 0x80047013
VL_DATA_INVALID, VL_BACKUP_LOW, VL_BACKUP_EMPTY = 0x1, 0x2, 0x4

# The rechargeable cell of a Raspberry Pi 5 has 3 V; where "low" begins is our own choice.
LOW_MICROVOLTS, NO_CELL_MICROVOLTS = 2_500_000, 1_000_000


class Battery(Enum):
    """How the module's battery stands."""

    GOOD = "good"
    LOW = "low"
    EMPTY = "empty"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class RtcReading:
    """What a module tells.

    Args:
        chip: the driver's name of it, for example ``rtc-ds1307`` (which drives a DS3231).
        at: its time, aware UTC; None when it lost the time and says so.
        battery: how its battery stands, where the chip tells.
        set_system: whether the kernel took the time from it at start; None when not told.
    """

    chip: str
    at: datetime | None
    battery: Battery
    set_system: bool | None


def judge_reading(reading: RtcReading, now: datetime, *, synchronised: bool) -> DeviceState:
    """How a module stands, from what it tells.

    Args:
        reading: what it told.
        now: the system's time at the reading, aware UTC.
        synchronised: whether the system's time is right; else the two are not compared.
    """
    if reading.at is None:
        return _trouble(
            "time_lost",
            f"expected {reading.chip} to know the time, it lost it; put in a new battery and let "
            "the machine reach a time server once",
        )
    if reading.battery in (Battery.LOW, Battery.EMPTY):
        return _trouble(
            f"battery_{reading.battery.value}",
            f"expected a good battery in {reading.chip}, it is {reading.battery.value}; change it "
            "while the machine is on, so that the time is kept",
        )
    if synchronised and abs(reading.at - now) > MOST_OFF:
        off = (reading.at - now).total_seconds()
        return _trouble(
            "off",
            f"expected {reading.chip} within {MOST_OFF.seconds} s of the system's time, it is off "
            f"by {off:+.0f} s; set it with: sudo hwclock --systohc",
        )
    return OK


def _trouble(detail: str, message: str) -> DeviceState:
    return DeviceState(DeviceStatus.TROUBLE, detail, message)


class Rtc(Device):
    """A module that can be read.

    Args:
        name: what the office calls it.
        now: the system's time, aware UTC.
        synchronised: whether the system's time is right; None when that is not known.
    """

    def __init__(
        self,
        name: str,
        *,
        now: Callable[[], datetime],
        synchronised: Callable[[], bool | None],
    ) -> None:
        super().__init__(name)
        self._now = now
        self._synchronised = synchronised

    def state(self) -> DeviceState:
        """How the module stands now; it is read for the answer."""
        try:
            reading = self.read()
        except DeviceClosedError:
            return CLOSED
        except DeviceAbsentError as error:
            return DeviceState(DeviceStatus.ABSENT, "no_device", str(error))
        return judge_reading(reading, self._now(), synchronised=self._synchronised() is True)

    @abstractmethod
    def read(self) -> RtcReading:
        """What the module tells now.

        Raises:
            DeviceAbsentError: there is none.
            DeviceClosedError: it was closed.
        """

    def _release(self) -> None:
        """Nothing is held between two readings."""


class KernelRtc(Rtc):
    """A module that the kernel drives, read from ``/sys/class/rtc``.

    Args:
        number: N of ``rtcN``; a Raspberry Pi 5 has its own as 0, a module beside it is 1.
        name: what the office calls it.
        root: where ``sys`` and ``dev`` lie.
        now: the system's time, aware UTC.
        synchronised: whether the system's time is right; None when that is not known.
        ioctl: ``fcntl.ioctl`` or its stand-in.
    """

    def __init__(
        self,
        number: int = 0,
        *,
        now: Callable[[], datetime],
        synchronised: Callable[[], bool | None],
        name: str = "rtc",
        root: Path = Path("/"),
        ioctl: Ioctl = fcntl.ioctl,
    ) -> None:
        super().__init__(name, now=now, synchronised=synchronised)
        self._folder = root / "sys/class/rtc" / f"rtc{number}"
        self._node = root / "dev" / f"rtc{number}"
        self._ioctl = ioctl

    def read(self) -> RtcReading:
        """What the module tells now."""
        self._check_open()
        chip = self._text("name")
        if chip is None:
            raise DeviceAbsentError(
                f"expected a real-time clock at {self._folder}, found none; add "
                "dtoverlay=i2c-rtc,ds3231 (or pcf8523) to config.txt, or leave it out of kezek.toml"
            )
        told_by_chip = self._told_by_chip()
        set_system = self._text("hctosys")
        return RtcReading(
            chip=chip.split()[0] if chip else "rtc",
            at=None if (told_by_chip or 0) & VL_DATA_INVALID else self._time(),
            battery=self._battery(told_by_chip),
            set_system=None if set_system is None else set_system == "1",
        )

    def _time(self) -> datetime | None:
        """Its time; a chip whose oscillator stood still refuses to be read."""
        seconds = self._text("since_epoch") or ""
        return datetime.fromtimestamp(int(seconds), UTC) if seconds.isdecimal() else None

    def _battery(self, told_by_chip: int | None) -> Battery:
        flags = told_by_chip or 0
        if flags & (VL_BACKUP_EMPTY | VL_BACKUP_LOW):
            return Battery.EMPTY if flags & VL_BACKUP_EMPTY else Battery.LOW
        microvolts = self._text("battery_voltage") or ""
        if microvolts.isdecimal():
            return _by_voltage(int(microvolts))
        return Battery.UNKNOWN if told_by_chip is None else Battery.GOOD

    def _told_by_chip(self) -> int | None:
        """The flags of the battery; None where driver or permission does not tell."""
        try:
            node = os.open(self._node, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
        except OSError:
            return None
        try:
            flags: int = struct.unpack("=I", self._ioctl(node, RTC_VL_READ, bytes(4)))[0]
        except OSError:
            return None
        else:
            return flags
        finally:
            os.close(node)

    def _text(self, attribute: str) -> str | None:
        """An attribute's text; "" when it cannot be read, None when there is no such module."""
        try:
            return (self._folder / attribute).read_text(encoding="ascii").strip()
        except OSError as error:
            return None if error.errno in (errno.ENOENT, errno.ENODEV) else ""


def _by_voltage(microvolts: int) -> Battery:
    if microvolts < NO_CELL_MICROVOLTS:
        return Battery.EMPTY
    return Battery.LOW if microvolts < LOW_MICROVOLTS else Battery.GOOD
