"""Looks at the computer now and then, so that telling how it stands costs nothing."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Self

from kezek_hardware.device import Owner
from kezek_hardware.machine import Health, MachineCheck, MachineHealth
from kezek_kiosk.devices.status import OK, UNKNOWN, WARNING, DeviceReport

LOOK_SECONDS = 10.0
NAMES = ("disk", "wear", "temperature", "power", "clock", "network")
STATUSES = {
    Health.GOOD: OK,
    Health.WARNING: WARNING,
    Health.BAD: "trouble",
    Health.UNKNOWN: UNKNOWN,
}


class MachineWatch:
    """Keeps the last checks.

    Args:
        health: makes them; closed with this.
        monotonic: seconds that never go back.
    """

    def __init__(
        self, health: MachineHealth, *, monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        self._health = health
        self._checks: dict[str, MachineCheck] = {}
        self._owner = Owner("machine", self.look, monotonic=monotonic)

    def start(self) -> Self:
        """Start the owner."""
        self._owner.start()
        return self

    def look(self, now: float) -> float:
        """Check everything once.

        Returns:
            Seconds until the next look.
        """
        del now
        self._checks = {each.name: each for each in self._health.checks()}
        return LOOK_SECONDS

    def status(self, name: str) -> DeviceReport:
        """How one part stood at the last look."""
        check = self._checks.get(name)
        if check is None:
            return DeviceReport(name, "machine", UNKNOWN, "not_looked_yet")
        return DeviceReport(
            name, "machine", STATUSES[check.health], check.detail, dict(check.facts)
        )

    def close(self) -> None:
        """End the owner, and the checks; may be called twice."""
        self._owner.stop()
        self._health.close()
