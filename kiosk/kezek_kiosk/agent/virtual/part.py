"""What every virtual device does: it lets itself be seen, and takes what people do to it."""

from __future__ import annotations

import logging
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from kezek_kiosk.devices.virtual_bench import Value, VirtualDevice

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Switch:
    """A fault that can be turned on and off.

    Args:
        is_on: tells whether it is on.
        turn: turns it.
    """

    is_on: Callable[[], bool]
    turn: Callable[[bool], None]


class VirtualPart(ABC):
    """One virtual device.

    A subclass must override ``seen`` and may override ``keys``, ``switches`` and ``scan``; all
    are called by one thread.
    """

    def obey(self, what: str, value: Value) -> None:
        """Do what somebody did on the page; what is not there any more does nothing."""
        if value is None:
            press = self.keys().get(what)
            if press is not None:
                press()
        elif isinstance(value, bool):
            switch = self.switches().get(what)
            if switch is not None:
                switch.turn(value)
        else:
            self.scan(value)

    @abstractmethod
    def seen(self) -> VirtualDevice:
        """How it stands now."""

    def keys(self) -> Mapping[str, Callable[[], None]]:
        """What can be pressed, by name."""
        return {}

    def switches(self) -> Mapping[str, Switch]:
        """Its faults, by name."""
        return {}

    def scan(self, code: str) -> None:
        """A code is held under it; most devices have no eye for that."""
        log.debug("%s takes no code, got %d characters", type(self).__name__, len(code))

    def switched(self) -> dict[str, bool]:
        """Its faults, and whether each is on."""
        return {name: switch.is_on() for name, switch in self.switches().items()}
