"""The header of a Raspberry Pi through gpiozero and lgpio.

Neither is imported before the first pin is asked for.
"""

from __future__ import annotations

import importlib
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from kezek_core.extras import naming_the_extra
from kezek_hardware.device import (
    CLOSED,
    NOT_LOOKED_YET,
    OK,
    DeviceAbsentError,
    DeviceState,
    DeviceStatus,
    DeviceTroubleError,
)
from kezek_hardware.errors import HardwareError
from kezek_hardware.pins.pins import ButtonPin, InputPin, LampPin, OutputPin, Pins, Pull

LGPIO_PIPE = ".lgd-nfy"
"""lgpio makes a pipe of this name in the working directory when it is imported, or fails."""

INSTALL = "on a Raspberry Pi: sudo apt install python3-gpiozero python3-lgpio"


class GpioPins(Pins):
    """The header of a Raspberry Pi through gpiozero and lgpio.

    The header is opened when the first pin is claimed, and opened anew after a failure.

    Args:
        name: what the office calls it.
        open_factory: makes gpiozero's pin factory; lgpio's own unless told otherwise.
    """

    def __init__(
        self, name: str = "gpio", *, open_factory: Callable[[], Any] | None = None
    ) -> None:
        super().__init__(name)
        self._open_factory = open_factory or _lgpio_factory
        self._factory: Any = None
        self._held: list[InputPin | OutputPin] = []
        self._claiming = threading.RLock()
        self._last = NOT_LOOKED_YET

    def state(self) -> DeviceState:
        """How the last claim went."""
        return CLOSED if self._is_closed else self._last

    def input(self, wiring: ButtonPin, when_changed: Callable[[bool], None]) -> InputPin:
        """Claim an input."""

        def claim(library: Any, factory: Any) -> InputPin:
            device = library.DigitalInputDevice(
                wiring.gpio,
                pull_up=wiring.pull is Pull.UP,
                # lgpio waits until the level has been steady: spikes of a long cable never arrive.
                bounce_time=wiring.bounce_seconds or None,
                pin_factory=factory,
            )
            device.when_activated = lambda: when_changed(True)
            device.when_deactivated = lambda: when_changed(False)
            return _GpioInput(self, device)

        made: InputPin = self._claim(wiring.gpio, claim)
        return made

    def output(self, wiring: LampPin) -> OutputPin:
        """Claim an output."""

        def claim(library: Any, factory: Any) -> OutputPin:
            device = library.DigitalOutputDevice(
                wiring.gpio,
                active_high=wiring.active_high,
                initial_value=False,
                pin_factory=factory,
            )
            return _GpioOutput(self, device)

        made: OutputPin = self._claim(wiring.gpio, claim)
        return made

    def _claim(self, gpio: int, claim: Callable[[Any, Any], Any]) -> Any:
        with self._claiming:
            self._check_open()
            try:
                library = _library()
                if self._factory is None:
                    self._factory = self._open_factory()
            except ImportError as error:
                raise self._failed(DeviceAbsentError(
                    f"expected gpiozero and lgpio for {self.name}, got: {error}; {INSTALL}"
                ), "library_missing") from error  # fmt: skip
            except _pin_errors() as error:
                raise self._unreachable(error) from error
            try:
                made = claim(library, self._factory)
            except _pin_errors() as error:
                raise self._failed(DeviceTroubleError(
                    f"expected to claim GPIO {gpio} of {self.name}, got: {_said(error)}; see that "
                    "no other program or overlay holds the pin"
                ), f"gpio_{gpio}") from error  # fmt: skip
            self._held.append(made)
            self._last = OK
            return made

    def _unreachable(self, error: Exception) -> HardwareError:
        if LGPIO_PIPE in str(error):
            return self._failed(
                DeviceAbsentError(
                    f"expected a working directory that may be written, for lgpio's pipe, got: "
                    f"{error}; set WorkingDirectory= of the service"
                ),
                "not_writable",
            )
        return self._failed(
            DeviceAbsentError(
                f"expected a GPIO header at {self.name}, got: {_said(error)}; on a Raspberry Pi "
                "put the user into group gpio, elsewhere leave the pins out of kezek.toml"
            ),
            "no_header",
        )

    def _failed(self, error: HardwareError, detail: str) -> HardwareError:
        absent = isinstance(error, DeviceAbsentError)
        status = DeviceStatus.ABSENT if absent else DeviceStatus.TROUBLE
        self._last = DeviceState(status, detail, str(error))
        if not self._held:
            self._drop_factory()
        return error

    def given_back(self, pin: InputPin | OutputPin) -> None:
        """A pin of this header was closed."""
        with self._claiming:
            if pin in self._held:
                self._held.remove(pin)
            if not self._held:
                # Opened anew for the next holder: a header that failed is never used twice.
                self._drop_factory()

    def _drop_factory(self) -> None:
        factory, self._factory = self._factory, None
        if factory is not None:
            with suppress(*_pin_errors()):
                factory.close()

    def _release(self) -> None:
        with self._claiming:
            for pin in list(self._held):
                pin.close()
            self._drop_factory()


class _GpioInput(InputPin):
    def __init__(self, pins: GpioPins, device: Any) -> None:
        self._pins = pins
        self._device = device

    @property
    def active(self) -> bool:
        return bool(_tried(self._device, lambda device: device.is_active))

    def close(self) -> None:
        device, self._device = self._device, None
        if device is not None:
            with suppress(*_pin_errors()):
                device.close()
        self._pins.given_back(self)


class _GpioOutput(OutputPin):
    def __init__(self, pins: GpioPins, device: Any) -> None:
        self._pins = pins
        self._device = device

    def drive(self, *, lit: bool) -> None:
        _tried(self._device, lambda device: device.on() if lit else device.off())

    def close(self) -> None:
        device, self._device = self._device, None
        if device is not None:
            with suppress(*_pin_errors()):
                device.off()
            with suppress(*_pin_errors()):
                device.close()
        self._pins.given_back(self)


def _tried(device: Any, use: Callable[[Any], Any]) -> Any:
    if device is None:
        raise DeviceTroubleError("expected a claimed pin, got one given back; claim it again")
    try:
        return use(device)
    except _pin_errors() as error:
        raise DeviceTroubleError(
            f"expected the GPIO pin to answer, got: {_said(error)}; it is claimed again"
        ) from error


def _library() -> Any:
    with naming_the_extra():
        return importlib.import_module("gpiozero")


def _lgpio_factory() -> Any:
    # Named, not left to gpiozero: its own search falls back to slower ways with a warning each.
    with naming_the_extra():
        return importlib.import_module("gpiozero.pins.lgpio").LGPIOFactory()


def _pin_errors() -> tuple[type[Exception], ...]:
    """What gpiozero and lgpio raise, as far as they are loaded."""
    found: list[type[Exception]] = [OSError]
    for module, name in (("gpiozero", "GPIOZeroError"), ("lgpio", "error")):
        kind = getattr(sys.modules.get(module), name, None)
        if isinstance(kind, type) and issubclass(kind, Exception):
            found.append(kind)
    return tuple(found)


def _said(error: Exception) -> str:
    return str(error) or type(error).__name__
