"""Headers for the suites of everything that hangs on pins.

The fake, and gpiozero's adapter over gpiozero's own mock of a board. Where gpiozero is not
installed, its adapter is tried over a small stand-in of the part of its interface that is used.
"""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Callable, Iterator
from types import ModuleType
from typing import Any, Protocol

import pytest

from kezek_hardware.pins.pins import ButtonPin, LampPin, Pins, Pull
from kezek_hardware.pins.pins_fake import FakePins
from kezek_hardware.pins.pins_gpio import GpioPins


class Header(Protocol):
    """A header, the finger on its buttons and the eye on its lamps."""

    pins: Pins

    def press(self, wiring: ButtonPin) -> None: ...
    def release(self, wiring: ButtonPin) -> None: ...
    def lit(self, wiring: LampPin) -> bool: ...
    def vanish(self) -> None: ...
    def come_back(self) -> None: ...


class FakeHeader:
    def __init__(self, _patch: pytest.MonkeyPatch) -> None:
        self.pins = self._fake = FakePins()
        self.vanish = self._fake.vanish
        self.come_back = self._fake.come_back

    def press(self, wiring: ButtonPin) -> None:
        self._fake.press(wiring.gpio)

    def release(self, wiring: ButtonPin) -> None:
        self._fake.release(wiring.gpio)

    def lit(self, wiring: LampPin) -> bool:
        return self._fake.lit(wiring.gpio)


class GpioHeader:
    """gpiozero's adapter over its own mock of a board."""

    def __init__(self, _patch: pytest.MonkeyPatch) -> None:
        self._there = True
        self._board: Any = None
        self.pins = GpioPins(open_factory=self._open)

    def _open(self) -> Any:
        if not self._there:
            raise OSError("can not open gpiochip")
        self._board = self._make()
        return self._board

    def _make(self) -> Any:
        from gpiozero.pins.mock import MockFactory

        return MockFactory()

    def _drive(self, gpio: int, *, high: bool) -> None:
        pin = self._board.pin(gpio)
        (pin.drive_high if high else pin.drive_low)()

    def press(self, wiring: ButtonPin) -> None:
        self._drive(wiring.gpio, high=wiring.pull is Pull.DOWN)

    def release(self, wiring: ButtonPin) -> None:
        self._drive(wiring.gpio, high=wiring.pull is Pull.UP)

    def lit(self, wiring: LampPin) -> bool:
        return bool(self._board.pin(wiring.gpio).state) is wiring.active_high

    def vanish(self) -> None:
        self._there = False

        def fail(*_: object) -> None:
            raise OSError("I/O error")

        for pin in self._board.pins.values() if self._board else ():
            pin.__class__ = type("LostPin", (pin.__class__,), {"_get_state": fail,
                                                              "_set_state": fail})  # fmt: skip

    def come_back(self) -> None:
        self._there = True


class StandInError(Exception):
    """What gpiozero calls GPIOZeroError."""


class StandInPin:
    def __init__(self) -> None:
        self._state = False
        self.when_changed: Callable[[], None] | None = None
        self.held = False

    def _get_state(self) -> bool:
        return self._state

    def _set_state(self, state: bool) -> None:
        self._state = state

    @property
    def state(self) -> bool:
        return self._get_state()

    def drive_high(self) -> None:
        self._changed(state=True)

    def drive_low(self) -> None:
        self._changed(state=False)

    def _changed(self, *, state: bool) -> None:
        if state != self._state:
            self._state = state
            if self.when_changed is not None:
                self.when_changed()


class StandInBoard:
    def __init__(self) -> None:
        self.pins: dict[int, StandInPin] = {}

    def pin(self, gpio: int) -> StandInPin:
        return self.pins.setdefault(gpio, StandInPin())

    def close(self) -> None:
        self.pins.clear()


class StandInDevice:
    def __init__(self, gpio: int, *, active_high: bool, pin_factory: StandInBoard) -> None:
        self.pin = pin_factory.pin(gpio)
        if self.pin.held:
            raise StandInError(f"pin GPIO{gpio} is already in use")
        self.pin.held = True
        self._active_high = active_high

    @property
    def is_active(self) -> bool:
        return self.pin._get_state() is self._active_high

    def close(self) -> None:
        self.pin.held, self.pin.when_changed = False, None


class StandInInput(StandInDevice):
    def __init__(
        self, gpio: int, *, pull_up: bool, bounce_time: float | None, pin_factory: StandInBoard
    ) -> None:
        super().__init__(gpio, active_high=not pull_up, pin_factory=pin_factory)
        assert bounce_time is None or bounce_time > 0
        self.pin._state = pull_up
        self.pin.when_changed = self._changed
        self.when_activated: Callable[[], None] | None = None
        self.when_deactivated: Callable[[], None] | None = None

    def _changed(self) -> None:
        tell = self.when_activated if self.is_active else self.when_deactivated
        if tell is not None:
            tell()


class StandInOutput(StandInDevice):
    def __init__(
        self, gpio: int, *, active_high: bool, initial_value: bool, pin_factory: StandInBoard
    ) -> None:
        super().__init__(gpio, active_high=active_high, pin_factory=pin_factory)
        self._drive(lit=initial_value)

    def on(self) -> None:
        self._drive(lit=True)

    def off(self) -> None:
        self._drive(lit=False)

    def _drive(self, *, lit: bool) -> None:
        self.pin._set_state(lit is self._active_high)


class StandInHeader(GpioHeader):
    """gpiozero's adapter over a stand-in of gpiozero."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        library = ModuleType("gpiozero")
        vars(library).update(
            DigitalInputDevice=StandInInput,
            DigitalOutputDevice=StandInOutput,
            GPIOZeroError=StandInError,
        )
        patch.setitem(sys.modules, "gpiozero", library)
        super().__init__(patch)

    def _make(self) -> StandInBoard:
        return StandInBoard()


@pytest.fixture(
    params=[FakeHeader, StandInHeader, GpioHeader], ids=["fake", "stand-in", "gpiozero"]
)
def header(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[Header]:
    if request.param is GpioHeader and importlib.util.find_spec("gpiozero") is None:
        pytest.skip("gpiozero is not installed; its stand-in is tried instead")
    made = request.param(monkeypatch)
    yield made
    made.pins.close()
