"""One suite for the lamps of every GPIO header."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import Protocol

import pytest

from kezek_hardware.device import DeviceClosedError, DeviceStatus
from kezek_hardware.pins.lamps import Lamps, LampSignal, UnknownLampError
from kezek_hardware.pins.pins import LampPin, Pins, PinWiringError

WAITING = LampPin(22)
TROUBLE = LampPin(23, active_high=False)


class Header(Protocol):
    pins: Pins

    def lit(self, wiring: LampPin) -> bool: ...
    def vanish(self) -> None: ...
    def come_back(self) -> None: ...


@pytest.fixture
def lamps(header: Header) -> Iterator[Lamps]:
    with Lamps("desk", {"waiting": WAITING, "trouble": TROUBLE}, header.pins) as made:
        made.look(0.0)
        yield made


def test_lamps_are_dark_at_first(header: Header, lamps: Lamps) -> None:
    assert not header.lit(WAITING)
    assert not header.lit(TROUBLE)
    assert lamps.showing("waiting") is LampSignal.OFF
    assert lamps.state().status is DeviceStatus.OK


def test_a_steady_lamp_stays_lit(header: Header, lamps: Lamps) -> None:
    lamps.show("waiting", LampSignal.ON)

    seen = []
    for now in (0.0, 0.9, 1.1, 7.3):
        lamps.look(now)
        seen.append(header.lit(WAITING))

    assert seen == [True] * 4
    assert not header.lit(TROUBLE)


def test_blinking_lamps_blink_in_step_once_in_two_seconds(header: Header, lamps: Lamps) -> None:
    lamps.show("waiting", LampSignal.BLINK)
    lamps.show("trouble", LampSignal.BLINK)

    seen = []
    now = 0.0
    while now < 8:
        pause = lamps.look(now)
        seen.append((now, header.lit(WAITING), header.lit(TROUBLE)))
        now += pause

    assert seen == [(float(at), at % 2 == 0, at % 2 == 0) for at in range(8)]


@pytest.mark.parametrize("seconds", [0.0, 0.5, 0.99, 10.5])
def test_no_lamp_may_blink_faster_than_once_a_second(header: Header, seconds: float) -> None:
    with pytest.raises(PinWiringError, match="faster blinking disturbs"):
        Lamps("desk", {"waiting": WAITING}, header.pins, blink_seconds=seconds)


def test_a_signal_set_while_the_pins_are_away_is_shown_when_they_are_back(
    header: Header, lamps: Lamps
) -> None:
    header.vanish()
    pauses = [lamps.look(10.0) for _ in range(3)]
    lamps.show("waiting", LampSignal.ON)
    away = lamps.state()

    header.come_back()
    lamps.look(20.0)

    assert pauses == [0.5, 1, 2]
    assert away.status is DeviceStatus.ABSENT
    assert header.lit(WAITING)
    assert lamps.state().status is DeviceStatus.OK


def test_a_blinking_lamp_is_in_step_as_soon_as_its_pins_are_back(
    header: Header, lamps: Lamps
) -> None:
    lamps.show("waiting", LampSignal.BLINK)
    lamps.look(0.0)
    header.vanish()
    lamps.look(1.0)
    header.come_back()

    lamps.look(2.0)

    assert header.lit(WAITING)


def test_closed_lamps_are_dark_and_show_nothing(header: Header, lamps: Lamps) -> None:
    other = header.pins.output(LampPin(5))  # keeps the header open
    lamps.show("waiting", LampSignal.ON)
    lamps.look(0.0)

    lamps.close()
    lamps.close()

    assert not header.lit(WAITING)
    assert lamps.state().status is DeviceStatus.CLOSED
    with pytest.raises(DeviceClosedError):
        lamps.show("waiting", LampSignal.ON)
    other.close()


def test_a_lamp_that_is_not_wired_is_refused_with_those_that_are(lamps: Lamps) -> None:
    with pytest.raises(UnknownLampError, match="waiting, trouble") as refused:
        lamps.show("called", LampSignal.ON)

    assert str(refused.value).startswith("expected a lamp of desk")


def test_two_lamps_at_one_pin_are_refused(header: Header) -> None:
    with pytest.raises(PinWiringError, match="a and b both at GPIO 22"):
        Lamps("desk", {"a": WAITING, "b": WAITING}, header.pins)


def test_the_owner_lights_a_lamp_at_once_and_ends_with_the_lamps(header: Header) -> None:
    pause = threading.Event()
    with Lamps("desk", {"waiting": WAITING}, header.pins).start() as lamps:
        lamps.show("waiting", LampSignal.ON)
        for _ in range(500):
            if lamps.state().status is DeviceStatus.OK and header.lit(WAITING):
                break
            pause.wait(0.01)
        assert header.lit(WAITING)

    assert "lamps-desk" not in [each.name for each in threading.enumerate()]
