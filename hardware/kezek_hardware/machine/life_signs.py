"""Signs of life: the watchdogs are stroked as long as the work they watch really goes on."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from typing import Self

from kezek_hardware.device import (
    CLOSED,
    OK,
    Backoff,
    Device,
    DeviceAbsentError,
    DeviceState,
    DeviceStatus,
    DeviceTroubleError,
    Owner,
)
from kezek_hardware.machine.sd_notify import ServiceManager
from kezek_hardware.machine.watchdog import Watchdog

log = logging.getLogger(__name__)

LONGEST_PAUSE_SECONDS = 5.0


class Pulse:
    """Who has worked lately: every worker beats under its name within its own time.

    Args:
        monotonic: seconds that never go back.
    """

    def __init__(self, *, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._monotonic = monotonic
        self._lock = threading.Lock()
        self._due_at: dict[str, float] = {}

    def beat(self, worker: str, *, within_seconds: float) -> None:
        """A worker is alive, and promises its next beat.

        Args:
            worker: its name.
            within_seconds: when the next beat must have come; longer than the longest wait of the
                worker, a long poll of the server included.
        """
        with self._lock:
            self._due_at[worker] = self._monotonic() + within_seconds

    def ended(self, worker: str) -> None:
        """A worker has ended as it should and owes no beat."""
        with self._lock:
            self._due_at.pop(worker, None)

    def silent(self) -> list[str]:
        """The workers whose beat is overdue."""
        now = self._monotonic()
        with self._lock:
            return sorted(name for name, due_at in self._due_at.items() if now > due_at)


class LifeSigns(Device):
    """Strokes the hardware watchdog and tells the service manager, while no worker is silent.

    It has a thread of its own, but gives no sign of its own accord: once a worker is silent both
    watchdogs are left to run out, the service is restarted first and the machine after it.

    Args:
        pulse: who is alive.
        manager: whoever started the service.
        watchdog: the hardware watchdog; None where systemd or nobody strokes it. It is closed
            with this.
        name: what the office calls it.
    """

    def __init__(
        self,
        pulse: Pulse,
        manager: ServiceManager,
        watchdog: Watchdog | None = None,
        *,
        name: str = "life signs",
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(name)
        self._pulse = pulse
        self._manager = manager
        self._watchdog = watchdog
        self._patience = Backoff()
        self._look_for_at = float("-inf")
        self._last_detail = ""
        self._silent: list[str] = []
        self._owner = Owner("life-signs", self.look, monotonic=monotonic)

    def start(self) -> Self:
        """Open the watchdog, tell the manager that the service is ready, and watch."""
        self._check_open()
        self._manager.ready()
        self._owner.start()
        return self

    def state(self) -> DeviceState:
        """Whether everybody works, and how the watchdog stands."""
        if self._is_closed:
            return CLOSED
        if self._silent:
            return DeviceState(
                DeviceStatus.TROUBLE,
                f"silent:{self._silent[0]}",
                f"expected {', '.join(self._silent)} to work, nothing was heard in time; the "
                "service is restarted by its watchdog",
            )
        return OK if self._watchdog is None else self._watchdog.state()

    def look(self, now: float) -> float:
        """One look of the owner: give the signs of life, or withhold them.

        Args:
            now: monotonic seconds.

        Returns:
            Seconds until the next look.
        """
        if self._is_closed:
            return LONGEST_PAUSE_SECONDS
        silent = self._pulse.silent()
        if silent != self._silent:
            self._silent = silent
            self._tell_silence(silent)
        if not silent:
            self._manager.alive()
            self._stroke(now)
        return self._pause()

    def _tell_silence(self, silent: list[str]) -> None:
        if silent:
            log.error("nothing was heard of %s; the watchdogs are left to run out", silent)
            self._manager.status(f"silent: {', '.join(silent)}")
        else:
            log.info("everybody works again")
            self._manager.status("all at work")

    def _stroke(self, now: float) -> None:
        if self._watchdog is None:
            return
        # A stroke that failed is tried at every look: the countdown runs. Only an absent
        # watchdog is looked for ever more seldom.
        if self._watchdog.state().status is DeviceStatus.ABSENT and now < self._look_for_at:
            return
        try:
            self._watchdog.open().stroke()
        except (DeviceAbsentError, DeviceTroubleError) as error:
            detail = self._watchdog.state().detail
            if detail != self._last_detail:
                log.warning("%s", error)
            self._last_detail = detail
            self._look_for_at = now + self._patience.pause()
        else:
            self._last_detail = ""
            self._patience.reset()

    def _pause(self) -> float:
        """A third of the shortest time anybody waits: two signs may be lost."""
        waits = [each for each in (self._manager.watchdog_seconds,) if each is not None]
        if self._watchdog is not None:
            waits.append(float(self._watchdog.timeout_seconds))
        return min([LONGEST_PAUSE_SECONDS, *(each / 3 for each in waits)])

    def _release(self) -> None:
        self._manager.stopping()
        self._owner.stop()
        if self._watchdog is not None:
            self._watchdog.close()
