"""The hardware watchdog: it restarts the machine when nobody strokes it any more.

The kernel's interface is a device file: opening it starts the countdown, any write begins it
afresh, and a capital V before the close stops it. Whoever closes without the V, or dies, is
followed by a restart of the machine.
"""

from __future__ import annotations

import errno
import fcntl
import logging
import os
import struct
import threading
from abc import abstractmethod
from contextlib import suppress
from typing import Protocol, Self

from kezek_hardware.device import (
    CLOSED,
    NOT_LOOKED_YET,
    OK,
    Device,
    DeviceAbsentError,
    DeviceState,
    DeviceStatus,
    DeviceTroubleError,
)

log = logging.getLogger(__name__)

DEFAULT_TIMEOUT_SECONDS = 14
"""The Raspberry Pi's own watchdog counts no further than about 15 s."""

LEAST_TIMEOUT_SECONDS, MOST_TIMEOUT_SECONDS = 2, 3600
STROKE = b"\0"
MAGIC_CLOSE = b"V"

# linux/watchdog.h; the numbers are those of every architecture with the usual ioctl layout.
WDIOC_GETSUPPORT = 0x80285700
WDIOC_GETBOOTSTATUS = 0x80045702
WDIOC_SETTIMEOUT = 0xC0045706
WDIOC_GETTIMEOUT = 0x80045707
WDIOF_CARDRESET = 0x0020
WDIOF_MAGICCLOSE = 0x0100
SUPPORT_BYTES = 40


class Ioctl(Protocol):
    """``fcntl.ioctl`` as it is used here."""

    def __call__(self, descriptor: int, request: int, argument: bytes, /) -> bytes: ...


class Watchdog(Device):
    """A watchdog: opened late, stroked by whoever proves that work goes on, closed with care."""

    @abstractmethod
    def open(self) -> Self:
        """Start the countdown; opening an open watchdog does nothing.

        Raises:
            DeviceAbsentError: there is no watchdog, or another program holds it.
            DeviceTroubleError: it refuses the timeout.
            DeviceClosedError: it was closed.
        """

    @abstractmethod
    def stroke(self) -> None:
        """Begin the countdown afresh.

        Raises:
            DeviceAbsentError: it was not opened.
            DeviceTroubleError: it does not take the stroke; the machine may restart soon.
            DeviceClosedError: it was closed.
        """

    @property
    @abstractmethod
    def timeout_seconds(self) -> int:
        """What it counts down from; once opened, what the driver really took."""

    @property
    @abstractmethod
    def restarted_machine(self) -> bool | None:
        """Whether the last restart was its work; None when it does not tell."""


class DeviceWatchdog(Watchdog):
    """The kernel's watchdog device.

    Args:
        path: the device, ``/dev/watchdog`` or ``/dev/watchdog1``.
        timeout_seconds: what it shall count down from, 2 to 3600.
        name: what the office calls it.
        ioctl: ``fcntl.ioctl`` or its stand-in.

    Raises:
        ValueError: the timeout is out of range.
    """

    def __init__(
        self,
        path: str = "/dev/watchdog",
        *,
        timeout_seconds: int = DEFAULT_TIMEOUT_SECONDS,
        name: str = "watchdog",
        ioctl: Ioctl = fcntl.ioctl,
    ) -> None:
        super().__init__(name)
        check_timeout(timeout_seconds)
        self._path = path
        self._timeout_seconds = timeout_seconds
        self._ioctl = ioctl
        self._descriptor: int | None = None
        self._using = threading.Lock()
        self._can_stop = True
        self._restarted: bool | None = None
        self._found = NOT_LOOKED_YET

    @property
    def timeout_seconds(self) -> int:
        """What it counts down from."""
        return self._timeout_seconds

    @property
    def restarted_machine(self) -> bool | None:
        """Whether the last restart was its work."""
        return self._restarted

    def state(self) -> DeviceState:
        """Whether it watches."""
        return CLOSED if self._is_closed else self._found

    def open(self) -> Self:
        """Start the countdown."""
        self._check_open()
        with self._using:
            if self._descriptor is None:
                self._descriptor = self._opened()
                self._set_up(self._descriptor)
                self._found = OK
                log.info("watchdog %s counts from %s s", self._path, self._timeout_seconds)
        return self

    def stroke(self) -> None:
        """Begin the countdown afresh."""
        self._check_open()
        with self._using:
            if self._descriptor is None:
                raise DeviceAbsentError(f"expected {self._path} to be open; call open() first")
            try:
                os.write(self._descriptor, STROKE)
            except OSError as error:
                message = (
                    f"expected {self._path} to take a stroke, got: {error.strerror}; the machine "
                    "may restart within its timeout; look at the kernel's log"
                )
                self._found = DeviceState(DeviceStatus.TROUBLE, "not_stroked", message)
                raise DeviceTroubleError(message) from error
            self._found = OK

    def _opened(self) -> int:
        try:
            return os.open(self._path, os.O_WRONLY | os.O_CLOEXEC)
        except OSError as error:
            busy = error.errno == errno.EBUSY
            message = (
                f"expected {self._path} to be free, another program holds it; systemd does with "
                "RuntimeWatchdogSec: leave the watchdog out of kezek.toml then"
                if busy
                else f"expected a watchdog at {self._path}, got: {error.strerror}; add "
                "dtparam=watchdog=on to config.txt, and see that the user may write to the device"
            )
            detail = {errno.EBUSY: "held_by_another", errno.ENOENT: "no_device"}
            self._found = DeviceState(
                DeviceStatus.ABSENT, detail.get(error.errno or 0, "not_opened"), message
            )
            raise DeviceAbsentError(message) from error

    def _set_up(self, descriptor: int) -> None:
        """Set the timeout and ask what the driver can; the countdown runs already."""
        self._restarted = self._asked_restart(descriptor)
        self._can_stop = self._asked_stop(descriptor)
        try:
            taken = self._asked_timeout(descriptor)
        except OSError as error:
            self._descriptor = None
            self._let_go(descriptor)
            message = (
                f"expected {self._path} to count from {self._timeout_seconds} s, got: "
                f"{error.strerror}; a Raspberry Pi counts to 15 s at most: set a shorter timeout"
            )
            self._found = DeviceState(DeviceStatus.TROUBLE, "timeout_refused", message)
            raise DeviceTroubleError(message) from error
        self._timeout_seconds = taken or self._timeout_seconds

    def _asked_timeout(self, descriptor: int) -> int:
        """Set the timeout; a driver that cannot be set tells what it counts from."""
        try:
            return self._number(descriptor, WDIOC_SETTIMEOUT, self._timeout_seconds)
        except OSError as error:
            if error.errno not in (errno.ENOTTY, errno.EOPNOTSUPP):
                raise
            return self._number(descriptor, WDIOC_GETTIMEOUT, 0)

    def _asked_restart(self, descriptor: int) -> bool | None:
        try:
            return bool(self._number(descriptor, WDIOC_GETBOOTSTATUS, 0) & WDIOF_CARDRESET)
        except OSError:
            return None

    def _asked_stop(self, descriptor: int) -> bool:
        """Whether the driver stops at a magic close; one that does not tell gets the V anyway."""
        try:
            answer = self._ioctl(descriptor, WDIOC_GETSUPPORT, bytes(SUPPORT_BYTES))
        except OSError:
            return True
        options: int = struct.unpack_from("=I", answer)[0]
        return bool(options & WDIOF_MAGICCLOSE)

    def _number(self, descriptor: int, request: int, value: int) -> int:
        answer: int = struct.unpack(
            "=i", self._ioctl(descriptor, request, struct.pack("=i", value))
        )[0]
        return answer

    def _let_go(self, descriptor: int) -> None:
        with suppress(OSError):
            os.write(descriptor, MAGIC_CLOSE)
        with suppress(OSError):
            os.close(descriptor)
        if not self._can_stop:
            log.warning(
                "watchdog %s cannot be stopped: the machine restarts in %s s unless another "
                "program strokes it", self._path, self._timeout_seconds,
            )  # fmt: skip

    def _release(self) -> None:
        with self._using:
            descriptor, self._descriptor = self._descriptor, None
            if descriptor is not None:
                self._let_go(descriptor)


def check_timeout(seconds: int) -> None:
    """Refuse a timeout that no watchdog should have.

    Raises:
        ValueError: so it is.
    """
    if not LEAST_TIMEOUT_SECONDS <= seconds <= MOST_TIMEOUT_SECONDS:
        raise ValueError(
            f"expected timeout_seconds of the watchdog from {LEAST_TIMEOUT_SECONDS} to "
            f"{MOST_TIMEOUT_SECONDS}, got {seconds}; 14 suits a Raspberry Pi"
        )
