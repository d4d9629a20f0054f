"""Lamps at GPIO pins: dark, steady, or blinking calmly, all in step."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from enum import Enum

from kezek_hardware.errors import HardwareError
from kezek_hardware.pins.pin_holder import LOOK_SECONDS, PinHolder
from kezek_hardware.pins.pins import LampPin, OutputPin, Pins, PinWiringError, check_wiring

FASTEST_BLINK_SECONDS = 1.0
"""Nothing in the hall flickers faster than once a second."""


class LampSignal(Enum):
    """What a lamp shows."""

    OFF = "off"
    ON = "on"
    BLINK = "blink"


class UnknownLampError(HardwareError, KeyError):
    """A lamp was asked for that is not wired."""

    code = "unknown_lamp"

    def __str__(self) -> str:
        return str(self.args[0])


class Lamps(PinHolder):
    """Named lamps of one place; ``show`` never waits, the owner's thread drives the pins.

    Args:
        name: what the office calls the place.
        wiring: the pin of every lamp by the lamp's name.
        pins: the header; who made it closes it.
        blink_seconds: one whole blink, lit and dark; 1 to 10.
        monotonic: seconds that never go back.

    Raises:
        PinWiringError: no lamp is named, two share a pin, or they would blink too fast.
    """

    def __init__(
        self,
        name: str,
        wiring: Mapping[str, LampPin],
        pins: Pins,
        *,
        blink_seconds: float = 2.0,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        check_wiring(name, {lamp: pin.gpio for lamp, pin in wiring.items()})
        super().__init__("lamps", name, pins, monotonic)
        if not FASTEST_BLINK_SECONDS <= blink_seconds <= 10:
            raise PinWiringError(
                f"expected blink_seconds of {name} from {FASTEST_BLINK_SECONDS:g} to 10, "
                f"got {blink_seconds}; faster blinking disturbs people"
            )
        self._wiring = dict(wiring)
        self._half_seconds = blink_seconds / 2
        self._outputs: dict[str, OutputPin] = {}
        self._signals = dict.fromkeys(wiring, LampSignal.OFF)
        self._shown: dict[str, bool] = {}
        self._lock = threading.Lock()

    def show(self, lamp: str, signal: LampSignal) -> None:
        """Let a lamp show a signal from now on; it is kept while the pins are away.

        Raises:
            UnknownLampError: no such lamp is wired.
            DeviceClosedError: the lamps were closed.
        """
        self._check_open()
        if lamp not in self._wiring:
            raise UnknownLampError(
                f"expected a lamp of {self.name} ({', '.join(self._wiring)}), got {lamp!r}; "
                "wire it in kezek.toml"
            )
        with self._lock:
            changed = self._signals[lamp] is not signal
            self._signals[lamp] = signal
        if changed:
            self._owner.wake()

    def showing(self, lamp: str) -> LampSignal:
        """What a lamp was last told to show."""
        with self._lock:
            return self._signals[lamp]

    def _claim(self, now: float) -> None:
        self._shown.clear()
        for lamp, wiring in self._wiring.items():
            self._outputs[lamp] = pin = self._pins.output(wiring)
            self._held.append(pin)

    def _serve(self, now: float) -> float:
        """Set every lamp to what it shows now; until the next half of a blink, or for a while."""
        with self._lock:
            signals = dict(self._signals)
        halves, into = divmod(now, self._half_seconds)
        for lamp, signal in signals.items():
            lit = signal is LampSignal.ON or (signal is LampSignal.BLINK and halves % 2 == 0)
            if self._shown.get(lamp) is not lit:
                self._outputs[lamp].drive(lit=lit)
                self._shown[lamp] = lit
        if LampSignal.BLINK in signals.values():
            return self._half_seconds - into
        # Driven again at the next look: a header that went away shows itself by that.
        self._shown.clear()
        return LOOK_SECONDS
