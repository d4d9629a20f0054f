"""One suite for every GPIO header; the headers and the fingers on them are in conftest.py."""

from __future__ import annotations

import io
import sys
from types import ModuleType
from typing import Protocol

import pytest

from kezek_hardware.device import (
    DeviceAbsentError,
    DeviceClosedError,
    DeviceStatus,
    DeviceTroubleError,
)
from kezek_hardware.pins.pins import ButtonPin, LampPin, Pins, PinWiringError, Pull
from kezek_hardware.pins.pins_gpio import GpioPins

BUTTON = ButtonPin(17)
LAMP = LampPin(22)


class Header(Protocol):
    """A header, the finger on its buttons and the eye on its lamps."""

    pins: Pins

    def press(self, wiring: ButtonPin) -> None: ...
    def release(self, wiring: ButtonPin) -> None: ...
    def lit(self, wiring: LampPin) -> bool: ...
    def vanish(self) -> None: ...
    def come_back(self) -> None: ...


@pytest.mark.parametrize("pull", list(Pull))
def test_a_press_and_a_release_are_each_told_once(header: Header, pull: Pull) -> None:
    wiring = ButtonPin(17, pull)
    changes: list[bool] = []
    button = header.pins.input(wiring, changes.append)

    header.press(wiring)
    down = button.active
    header.release(wiring)

    assert changes == [True, False]
    assert down
    assert not button.active


def test_a_button_that_is_up_tells_nothing_when_it_is_claimed(header: Header) -> None:
    changes: list[bool] = []

    button = header.pins.input(BUTTON, changes.append)

    assert changes == []
    assert not button.active


@pytest.mark.parametrize("active_high", [True, False])
def test_a_lamp_is_dark_until_it_is_driven(header: Header, active_high: bool) -> None:
    wiring = LampPin(22, active_high)
    lamp = header.pins.output(wiring)

    dark = header.lit(wiring)
    lamp.drive(lit=True)
    lit = header.lit(wiring)
    lamp.drive(lit=False)

    assert (dark, lit, header.lit(wiring)) == (False, True, False)


def test_a_pin_has_one_holder_at_a_time(header: Header) -> None:
    first = header.pins.input(BUTTON, lambda _down: None)

    with pytest.raises(DeviceTroubleError, match="expected to claim GPIO 17"):
        header.pins.output(LampPin(17))

    first.close()
    header.pins.output(LampPin(17)).drive(lit=True)


def test_a_pin_given_back_twice_is_given_back_once(header: Header) -> None:
    button = header.pins.input(BUTTON, lambda _down: None)
    lamp = header.pins.output(LAMP)

    for _ in range(2):
        button.close()
        lamp.close()

    with pytest.raises(DeviceTroubleError, match="given back"):
        lamp.drive(lit=True)
    with pytest.raises(DeviceTroubleError, match="given back"):
        _ = button.active


def test_a_button_given_back_is_silent(header: Header) -> None:
    changes: list[bool] = []
    other = header.pins.input(ButtonPin(5), lambda _down: None)
    header.pins.input(BUTTON, changes.append).close()

    header.press(BUTTON)

    assert changes == []
    assert not other.active


def test_a_header_that_goes_away_fails_its_holders_and_comes_back_for_new_claims(
    header: Header,
) -> None:
    button = header.pins.input(BUTTON, lambda _down: None)
    lamp = header.pins.output(LAMP)

    header.vanish()
    with pytest.raises(DeviceTroubleError, match="expected the GPIO pin to answer"):
        _ = button.active
    with pytest.raises(DeviceTroubleError, match="expected the GPIO pin to answer"):
        lamp.drive(lit=True)
    button.close()
    lamp.close()
    with pytest.raises(DeviceAbsentError, match="expected a GPIO header"):
        header.pins.output(LAMP)
    away = header.pins.state()
    header.come_back()
    header.pins.output(LAMP).drive(lit=True)

    assert (away.status, away.detail) == (DeviceStatus.ABSENT, "no_header")
    assert header.lit(LAMP)
    assert header.pins.state().status is DeviceStatus.OK


def test_a_closed_header_puts_its_lamps_out_and_hands_out_nothing(header: Header) -> None:
    lamp = header.pins.output(LAMP)
    lamp.drive(lit=True)

    header.pins.close()
    header.pins.close()

    with pytest.raises(DeviceTroubleError):
        lamp.drive(lit=True)
    with pytest.raises(DeviceClosedError, match="make a new one"):
        header.pins.input(BUTTON, lambda _down: None)
    assert header.pins.state().status is DeviceStatus.CLOSED


def test_a_header_is_a_context_manager(header: Header) -> None:
    with header.pins as pins:
        pins.output(LAMP)

    assert header.pins.state().status is DeviceStatus.CLOSED


def test_a_missing_library_is_reported_with_the_package_to_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "gpiozero", None)
    pins = GpioPins()

    with pytest.raises(DeviceAbsentError, match="apt install python3-gpiozero python3-lgpio"):
        pins.input(BUTTON, lambda _down: None)

    assert pins.state().detail == "library_missing"


@pytest.mark.parametrize(("seconds", "asked"), [(0.03, 0.03), (0.5, 0.5), (0.0, None)])
def test_the_library_is_asked_to_wait_for_a_steady_level(
    monkeypatch: pytest.MonkeyPatch, seconds: float, asked: float | None
) -> None:
    claims: list[dict[str, object]] = []

    class Input:
        def __init__(self, _gpio: int, **how: object) -> None:
            claims.append(how)

        def close(self) -> None:
            """Nothing is held."""

    library = ModuleType("gpiozero")
    vars(library).update(DigitalInputDevice=Input)
    monkeypatch.setitem(sys.modules, "gpiozero", library)

    with GpioPins(open_factory=io.BytesIO) as pins:  # the factory is only handed on and closed
        pins.input(ButtonPin(17, bounce_seconds=seconds), lambda _down: None)

    assert [each["bounce_time"] for each in claims] == [asked]


def test_a_working_directory_that_lgpio_may_not_write_is_named(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "gpiozero", ModuleType("gpiozero"))

    def import_lgpio() -> None:
        raise FileNotFoundError(2, "No such file or directory", ".lgd-nfy-3")

    pins = GpioPins(open_factory=import_lgpio)

    with pytest.raises(DeviceAbsentError, match="WorkingDirectory="):
        pins.input(BUTTON, lambda _down: None)

    assert pins.state().detail == "not_writable"


@pytest.mark.parametrize("gpio", [-1, 0, 1, 28, 40])
def test_a_number_that_no_header_has_is_refused(gpio: int) -> None:
    with pytest.raises(PinWiringError, match="Broadcom numbers"):
        ButtonPin(gpio)
    with pytest.raises(PinWiringError, match="Broadcom numbers"):
        LampPin(gpio)


@pytest.mark.parametrize("seconds", [-0.01, 0.51])
def test_a_bounce_time_out_of_range_is_refused(seconds: float) -> None:
    with pytest.raises(PinWiringError, match=r"bounce_seconds from 0 to 0\.5"):
        ButtonPin(17, bounce_seconds=seconds)
