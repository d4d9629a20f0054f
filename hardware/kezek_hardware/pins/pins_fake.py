"""A GPIO header without a board: fingers press it, eyes see its lamps, and it fails on request."""

from __future__ import annotations

import threading
from collections.abc import Callable

from kezek_hardware.device import (
    CLOSED,
    OK,
    DeviceAbsentError,
    DeviceState,
    DeviceStatus,
    DeviceTroubleError,
)
from kezek_hardware.pins.pins import ButtonPin, InputPin, LampPin, OutputPin, Pins


class FakePins(Pins):
    """The fake of ``GpioPins``: for tests, demos and ``--virtual-hardware``.

    Args:
        name: what the office calls it.
    """

    def __init__(self, name: str = "gpio") -> None:
        super().__init__(name)
        self._lock = threading.RLock()
        self._inputs: dict[int, _FakeInput] = {}
        self._outputs: dict[int, _FakeOutput] = {}
        self._down: set[int] = set()
        self._missing = False
        self.deaf = False
        """Whether levels change without a word, as when an edge is missed."""

    def state(self) -> DeviceState:
        """Whether the header is there."""
        if self._is_closed:
            return CLOSED
        return DeviceState(DeviceStatus.ABSENT, "no_header") if self._missing else OK

    def press(self, gpio: int) -> None:
        """A finger goes down on the button at this pin."""
        self._move(gpio, down=True)

    def release(self, gpio: int) -> None:
        """The finger goes up again."""
        self._move(gpio, down=False)

    def tap(self, gpio: int) -> None:
        """Down and up."""
        self.press(gpio)
        self.release(gpio)

    def lit(self, gpio: int) -> bool:
        """Whether the lamp at this pin is lit; a pin nobody drives is dark."""
        with self._lock:
            output = self._outputs.get(gpio)
            return output is not None and output.lit

    def driven(self) -> dict[int, bool]:
        """Every claimed lamp pin and whether it is lit."""
        with self._lock:
            return {gpio: output.lit for gpio, output in self._outputs.items()}

    def claimed(self) -> set[int]:
        """The pins that somebody holds."""
        with self._lock:
            return set(self._inputs) | set(self._outputs)

    def vanish(self) -> None:
        """The header goes away, as an expander on a loose cable does."""
        with self._lock:
            self._missing = True

    def come_back(self) -> None:
        """The header is there again."""
        with self._lock:
            self._missing = False

    def input(self, wiring: ButtonPin, when_changed: Callable[[bool], None]) -> InputPin:
        """Claim an input."""
        with self._lock:
            self._check_claim(wiring.gpio)
            self._inputs[wiring.gpio] = made = _FakeInput(self, wiring.gpio, when_changed)
            return made

    def output(self, wiring: LampPin) -> OutputPin:
        """Claim an output."""
        with self._lock:
            self._check_claim(wiring.gpio)
            self._outputs[wiring.gpio] = made = _FakeOutput(self, wiring.gpio)
            return made

    def is_down(self, gpio: int) -> bool:
        """Whether a finger is on the button at this pin."""
        with self._lock:
            self.check_there()
            return gpio in self._down

    def check_there(self) -> None:
        """Raise while the header is away."""
        if self._missing:
            raise DeviceTroubleError("expected the GPIO pin to answer, the fake header is away")

    def give_back(self, gpio: int) -> None:
        """A pin was closed."""
        with self._lock:
            self._inputs.pop(gpio, None)
            self._outputs.pop(gpio, None)

    def _check_claim(self, gpio: int) -> None:
        self._check_open()
        if self._missing:
            raise DeviceAbsentError(
                "expected a GPIO header, the fake one is away; let it come back"
            )
        if gpio in self._inputs or gpio in self._outputs:
            raise DeviceTroubleError(
                f"expected to claim GPIO {gpio}, somebody holds it; wire every part to its own pin"
            )

    def _move(self, gpio: int, *, down: bool) -> None:
        with self._lock:
            if (gpio in self._down) == down:
                return
            (self._down.add if down else self._down.discard)(gpio)
            held = self._inputs.get(gpio)
            silent = self._missing or self.deaf or held is None
            tell = None if silent or held is None else held.when_changed
        if tell is not None:
            tell(down)

    def _release(self) -> None:
        with self._lock:
            held: list[InputPin | OutputPin] = [*self._inputs.values(), *self._outputs.values()]
            for pin in held:
                pin.close()


class _FakeInput(InputPin):
    def __init__(self, pins: FakePins, gpio: int, when_changed: Callable[[bool], None]) -> None:
        self._pins = pins
        self._gpio = gpio
        self._closed = False
        self.when_changed = when_changed

    @property
    def active(self) -> bool:
        _check_held(self._closed)
        return self._pins.is_down(self._gpio)

    def close(self) -> None:
        if not self._closed:
            self._closed = True
            self._pins.give_back(self._gpio)


class _FakeOutput(OutputPin):
    def __init__(self, pins: FakePins, gpio: int) -> None:
        self._pins = pins
        self._gpio = gpio
        self._closed = False
        self.lit = False

    def drive(self, *, lit: bool) -> None:
        _check_held(self._closed)
        self._pins.check_there()
        self.lit = lit

    def close(self) -> None:
        if not self._closed:
            self._closed = True
            self.lit = False
            self._pins.give_back(self._gpio)


def _check_held(closed: bool) -> None:
    if closed:
        raise DeviceTroubleError("expected a claimed pin, got one given back; claim it again")
