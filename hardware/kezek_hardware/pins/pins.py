"""The pins of a GPIO header, as buttons and lamps need them."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum

from kezek_hardware.device import (
    Device,
    DeviceAbsentError,
    DeviceClosedError,
    DeviceState,
    DeviceStatus,
    DeviceTroubleError,
)
from kezek_hardware.errors import HardwareError

FIRST_GPIO, LAST_GPIO = 2, 27
"""The pins of the 40-pin header by Broadcom number; 0 and 1 belong to the HAT's own memory."""

DEFAULT_BOUNCE_SECONDS = 0.03


class PinWiringError(HardwareError, ValueError):
    """Pins are wired in the settings as no header allows."""

    code = "pin_wiring"


PIN_FAULTS = (DeviceAbsentError, DeviceTroubleError, DeviceClosedError)
"""What a holder of pins meets and lives with."""


class Pull(Enum):
    """Where the header's own resistor pulls an open input."""

    UP = "up"
    DOWN = "down"


@dataclass(frozen=True, slots=True)
class ButtonPin:
    """How a button is wired.

    Args:
        gpio: Broadcom number of the pin, 2 to 27.
        pull: ``UP`` for a button to ground, ``DOWN`` for a button to 3.3 V.
        bounce_seconds: contacts that change again within this are one press, 0 to 0.5.

    Raises:
        PinWiringError: a value is out of range.
    """

    gpio: int
    pull: Pull = Pull.UP
    bounce_seconds: float = DEFAULT_BOUNCE_SECONDS

    def __post_init__(self) -> None:
        _check_gpio(self.gpio)
        if not 0 <= self.bounce_seconds <= 0.5:
            raise PinWiringError(
                f"expected bounce_seconds from 0 to 0.5 at GPIO {self.gpio}, "
                f"got {self.bounce_seconds}; 0.03 suits most buttons"
            )


@dataclass(frozen=True, slots=True)
class LampPin:
    """How a lamp is wired.

    Args:
        gpio: Broadcom number of the pin, 2 to 27.
        active_high: whether the lamp is lit at 3.3 V; many relay boards are lit at 0 V.

    Raises:
        PinWiringError: the pin is out of range.
    """

    gpio: int
    active_high: bool = True

    def __post_init__(self) -> None:
        _check_gpio(self.gpio)


def _check_gpio(gpio: int) -> None:
    if not FIRST_GPIO <= gpio <= LAST_GPIO:
        raise PinWiringError(
            f"expected a GPIO from {FIRST_GPIO} to {LAST_GPIO} (Broadcom numbers, not places on "
            f"the header), got {gpio}; correct it in kezek.toml"
        )


class InputPin(ABC):
    """One claimed input."""

    @property
    @abstractmethod
    def active(self) -> bool:
        """Whether the button is down now.

        Raises:
            DeviceTroubleError: the pin cannot be read.
        """

    @abstractmethod
    def close(self) -> None:
        """Give the pin back; may be called twice, never raises."""


class OutputPin(ABC):
    """One claimed output."""

    @abstractmethod
    def drive(self, *, lit: bool) -> None:
        """Light the lamp or put it out.

        Raises:
            DeviceTroubleError: the pin cannot be driven.
        """

    @abstractmethod
    def close(self) -> None:
        """Put the lamp out and give the pin back; may be called twice, never raises."""


class Pins(Device):
    """A GPIO header: hands out its pins, each to one holder."""

    @abstractmethod
    def input(self, wiring: ButtonPin, when_changed: Callable[[bool], None]) -> InputPin:
        """Claim an input.

        Args:
            wiring: the pin.
            when_changed: told True for down and False for up, from any thread, at once; it must
                not block.

        Raises:
            DeviceAbsentError: there is no header, or its library or permission is missing.
            DeviceTroubleError: the pin is held by another, or cannot be an input.
            DeviceClosedError: the header was closed.
        """

    @abstractmethod
    def output(self, wiring: LampPin) -> OutputPin:
        """Claim an output, dark at first; raises as ``input`` does."""


def check_wiring(name: str, gpios: Mapping[str, int]) -> None:
    """Refuse an empty wiring and two parts at one pin.

    Args:
        name: the place that is wired.
        gpios: the pin of every part by the part's name.

    Raises:
        PinWiringError: so it is.
    """
    if not gpios:
        raise PinWiringError(f"expected at least one pin for {name}, got none; see docs/hardware")
    taken: dict[int, str] = {}
    for part, gpio in gpios.items():
        if gpio in taken:
            raise PinWiringError(
                f"expected every part of {name} at its own pin, got {taken[gpio]} and {part} both "
                f"at GPIO {gpio}; correct it in kezek.toml"
            )
        taken[gpio] = part


def lost_state(error: HardwareError, pins: Pins) -> DeviceState:
    """The state of a device whose pins failed, with the header's own word for it."""
    status = DeviceStatus.TROUBLE if isinstance(error, DeviceTroubleError) else DeviceStatus.ABSENT
    return DeviceState(status, pins.state().detail or "pins_lost", str(error))
