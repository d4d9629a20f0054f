"""A watchdog that restarts nothing, for tests, demos and machines without one."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Self

from kezek_hardware.device import (
    CLOSED,
    NOT_LOOKED_YET,
    OK,
    DeviceAbsentError,
    DeviceState,
    DeviceStatus,
    DeviceTroubleError,
)
from kezek_hardware.machine.watchdog import DEFAULT_TIMEOUT_SECONDS, Watchdog, check_timeout


class FakeWatchdog(Watchdog):
    """The fake of ``DeviceWatchdog``: it tells whether it would have bitten, and fails on request.

    Args:
        timeout_seconds: what it counts down from, 2 to 3600.
        name: what the office calls it.
        monotonic: seconds that never go back.
    """

    def __init__(
        self,
        *,
        timeout_seconds: int = DEFAULT_TIMEOUT_SECONDS,
        name: str = "watchdog",
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(name)
        check_timeout(timeout_seconds)
        self._timeout_seconds = timeout_seconds
        self._monotonic = monotonic
        self._stroked_at: float | None = None
        self._bitten = False
        self._found = NOT_LOOKED_YET
        self.missing = False
        self.numb = False
        self.strokes = 0

    @property
    def timeout_seconds(self) -> int:
        """What it counts down from."""
        return self._timeout_seconds

    @property
    def restarted_machine(self) -> bool | None:
        """It never does."""
        return False

    @property
    def bitten(self) -> bool:
        """Whether it would have restarted the machine by now."""
        running_since = self._stroked_at
        if running_since is not None:
            self._bitten |= self._monotonic() - running_since >= self._timeout_seconds
        return self._bitten

    def state(self) -> DeviceState:
        """Whether it watches."""
        return CLOSED if self._is_closed else self._found

    def open(self) -> Self:
        """Start the countdown."""
        self._check_open()
        if self.missing:
            message = "expected a watchdog, the fake one is missing; set missing to False"
            self._found = DeviceState(DeviceStatus.ABSENT, "no_device", message)
            raise DeviceAbsentError(message)
        if self._stroked_at is None:
            self._stroked_at = self._monotonic()
        self._found = OK
        return self

    def stroke(self) -> None:
        """Begin the countdown afresh."""
        self._check_open()
        if self._stroked_at is None:
            raise DeviceAbsentError("expected the fake watchdog to be open; call open() first")
        if self.numb:
            message = "expected the fake watchdog to take a stroke, it is numb; set numb to False"
            self._found = DeviceState(DeviceStatus.TROUBLE, "not_stroked", message)
            raise DeviceTroubleError(message)
        if not self.bitten:
            self._stroked_at = self._monotonic()
        self.strokes += 1
        self._found = OK

    def _release(self) -> None:
        self._bitten = self.bitten
        self._stroked_at = None
