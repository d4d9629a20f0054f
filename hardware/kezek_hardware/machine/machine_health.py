"""How the machine stands: named checks, each with a stable word, read from the kernel's files.

Everything is read below a root directory, so that a test or a demo can make a machine of its own.
"""

from __future__ import annotations

import ctypes
import os
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from kezek_hardware.device import CLOSED, Device, DeviceState, DeviceStatus
from kezek_hardware.machine.machine_checks import (
    DEFAULT_LIMITS,
    DiskSpace,
    Health,
    MachineCheck,
    MachineLimits,
    check_clock,
    check_disk,
    check_power,
    check_temperature,
    check_wear,
)
from kezek_hardware.machine.machine_network import check_network
from kezek_hardware.machine.rtc import Rtc

TIME_ERROR = 5
"""linux/timex.h: what adjtimex answers while the kernel does not believe its clock."""

TIMEX_BYTES = 512
"""More than struct timex takes anywhere."""


def disk_space(folder: Path) -> DiskSpace:
    """Room on the file system of a folder."""
    figures = os.statvfs(folder)
    return DiskSpace(
        free_bytes=figures.f_bavail * figures.f_frsize,
        total_bytes=figures.f_blocks * figures.f_frsize,
        free_files_percent=100 * figures.f_favail / figures.f_files if figures.f_files else 100.0,
        read_only=bool(figures.f_flag & os.ST_RDONLY),
    )


def kernel_synchronised() -> bool | None:
    """Whether the kernel believes its clock; None where it cannot be asked."""
    try:
        answer = ctypes.CDLL(None).adjtimex(ctypes.create_string_buffer(TIMEX_BYTES))
    except (OSError, AttributeError):
        return None
    return None if answer < 0 else answer != TIME_ERROR


class MachineHealth(Device):
    """The checks of one machine.

    Args:
        data_dir: where the office's state lies: its disk is the one that counts.
        root: where ``sys``, ``proc`` and ``run`` lie.
        rtc: the real-time clock module; None when there is none. Whoever made it closes it.
        needs_network: whether an office of one machine without a network is warned.
        limits: from where on disk and heat are warned of.
        disk: tells the room at a folder.
        synchronised: whether the system's time is right; None when that is not known.
        now: the system's time, aware UTC.
        name: what the office calls the machine.
    """

    def __init__(
        self,
        data_dir: Path,
        *,
        root: Path = Path("/"),
        rtc: Rtc | None = None,
        needs_network: bool = True,
        limits: MachineLimits = DEFAULT_LIMITS,
        disk: Callable[[Path], DiskSpace] = disk_space,
        synchronised: Callable[[], bool | None] = kernel_synchronised,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        name: str = "machine",
    ) -> None:
        super().__init__(name)
        self._data_dir = data_dir
        self._root = root
        self._rtc = rtc
        self._needs_network = needs_network
        self._limits = limits
        self._disk = disk
        self._synchronised = synchronised
        self._now = now

    def checks(self) -> tuple[MachineCheck, ...]:
        """Every check, always in the same order; a part that cannot be read is unknown.

        Raises:
            DeviceClosedError: it was closed.
        """
        self._check_open()
        return tuple(
            _guarded(name, check)
            for name, check in (
                ("disk", lambda: check_disk(self._disk(self._data_dir), self._limits)),
                ("wear", lambda: check_wear(self._root)),
                ("temperature", lambda: check_temperature(self._root, self._limits)),
                ("power", lambda: check_power(self._root)),
                ("clock", self._check_clock),
                ("network", self._check_network),
            )
        )

    def state(self) -> DeviceState:
        """The worst check as a device's state: trouble when one is bad."""
        if self._is_closed:
            return CLOSED
        checks = self.checks()
        for health, status in (
            (Health.BAD, DeviceStatus.TROUBLE),
            (Health.WARNING, DeviceStatus.OK),
        ):
            worst = next((each for each in checks if each.health is health), None)
            if worst is not None:
                return DeviceState(status, f"{worst.name}:{worst.detail}")
        return DeviceState(DeviceStatus.OK)

    def _check_clock(self) -> MachineCheck:
        flag = (self._root / "run/systemd/timesync/synchronized").exists()
        return check_clock(
            self._now(),
            synchronised=self._synchronised(),
            synchronised_before=flag,
            rtc=None if self._rtc is None else self._rtc.state(),
        )

    def _check_network(self) -> MachineCheck:
        return check_network(self._root, needed=self._needs_network)

    def _release(self) -> None:
        """Nothing is held between two looks."""


def _guarded(name: str, check: Callable[[], MachineCheck]) -> MachineCheck:
    """A part whose files are of no known form is unknown; the others are still told."""
    try:
        return check()
    except (OSError, ValueError) as error:
        return MachineCheck(name, Health.UNKNOWN, "unreadable", {"error": type(error).__name__})
