"""A real-time clock module without a chip: it drifts, forgets and runs down on request."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from kezek_hardware.device import DeviceAbsentError
from kezek_hardware.machine.rtc import Battery, Rtc, RtcReading


class FakeRtc(Rtc):
    """The fake of ``KernelRtc``.

    Args:
        now: the system's time, aware UTC.
        synchronised: whether the system's time is right; None when that is not known.
        name: what the office calls it.
    """

    def __init__(
        self,
        *,
        now: Callable[[], datetime],
        synchronised: Callable[[], bool | None] = lambda: True,
        name: str = "rtc",
    ) -> None:
        super().__init__(name, now=now, synchronised=synchronised)
        self.missing = False
        self.time_lost = False
        self.off = timedelta()
        self.battery = Battery.GOOD

    def read(self) -> RtcReading:
        """What the module tells now."""
        self._check_open()
        if self.missing:
            raise DeviceAbsentError(
                "expected a real-time clock, the fake one is missing; set missing to False"
            )
        at = None if self.time_lost else (self._now() + self.off).replace(microsecond=0)
        return RtcReading("rtc-fake", at, self.battery, not self.time_lost)
