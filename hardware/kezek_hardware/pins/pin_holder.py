"""Whatever hangs on the pins of a header: claimed when they are there, lost and claimed anew."""

from __future__ import annotations

import logging
from abc import abstractmethod
from collections.abc import Callable
from typing import Self

from kezek_hardware.device import (
    CLOSED,
    NOT_LOOKED_YET,
    OK,
    Backoff,
    Device,
    DeviceState,
    Owner,
)
from kezek_hardware.errors import HardwareError
from kezek_hardware.pins.pins import PIN_FAULTS, InputPin, OutputPin, Pins, lost_state

log = logging.getLogger(__name__)

LOOK_SECONDS = 5.0
"""How often the owner makes sure that the pins still answer."""


class PinHolder(Device):
    """A device of several pins, with the thread that owns it.

    A subclass must override ``_claim`` and ``_serve`` and may override ``state``. What they raise
    of ``PIN_FAULTS`` gives every pin back; they are claimed anew after a growing pause.

    Args:
        kind: what it is, in the plural: ``buttons``, ``lamps``.
        name: what the office calls its place.
        pins: the header; who made it closes it.
        monotonic: seconds that never go back.
    """

    def __init__(self, kind: str, name: str, pins: Pins, monotonic: Callable[[], float]) -> None:
        super().__init__(name)
        self._kind = kind
        self._pins = pins
        self._held: list[InputPin | OutputPin] = []
        self._patience = Backoff()
        self._found = NOT_LOOKED_YET
        self._owner = Owner(f"{kind}-{name}", self.look, monotonic=monotonic)

    def start(self) -> Self:
        """Start the owner, which claims the pins as soon as they are there."""
        self._check_open()
        self._owner.start()
        return self

    def state(self) -> DeviceState:
        """Whether the pins answer."""
        return CLOSED if self._is_closed else self._found

    def look(self, now: float) -> float:
        """One look of the owner: claim the pins if need be, and serve them.

        Args:
            now: monotonic seconds.

        Returns:
            Seconds until the next look.
        """
        if self._is_closed:
            return LOOK_SECONDS
        try:
            if not self._held:
                self._claim(now)
                self._reached()
            return self._serve(now)
        except PIN_FAULTS as error:
            return self._lost(error)

    @abstractmethod
    def _claim(self, now: float) -> None:
        """Claim every pin and put each into ``_held`` at once."""

    @abstractmethod
    def _serve(self, now: float) -> float:
        """Do what is due, and make sure that the pins answer; seconds until the next look."""

    def _reached(self) -> None:
        if self._found is not OK:
            log.info("%s %s are there", self._kind, self.name)
        self._found = OK
        self._patience.reset()

    def _lost(self, error: HardwareError) -> float:
        if self._is_closed:
            # Closed by a callback of its own: the pins were given back under this look.
            self._let_go()
            return LOOK_SECONDS
        found = lost_state(error, self._pins)
        if self._found is OK or found.detail != self._found.detail:
            log.warning(
                "%s %s: %s; they are looked for again and again", self._kind, self.name, error
            )
        self._found = found
        self._let_go()
        return self._patience.pause()

    def _let_go(self) -> None:
        while self._held:
            self._held.pop().close()

    def _release(self) -> None:
        # An owner that does not end in time still uses its pins: the header takes them back.
        if self._owner.stop():
            self._let_go()
