"""Buttons whose edges nobody heard: before the pins were claimed, or missed by the library."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from kezek_hardware.device import DeviceStatus
from kezek_hardware.pins.buttons import Buttons
from kezek_hardware.pins.pins import ButtonPin
from kezek_hardware.pins.pins_fake import FakePins


class Hand:
    def __init__(self) -> None:
        self.now = 100.0
        self.presses: list[str] = []
        self.pins = FakePins()
        wiring = {"next": ButtonPin(17)}
        self.buttons = Buttons(
            "desk", wiring, self.pins, self.presses.append, monotonic=lambda: self.now
        )

    def after(self, seconds: float) -> None:
        self.now += seconds
        self.buttons.look(self.now)


@pytest.fixture
def hand() -> Iterator[Hand]:
    made = Hand()
    yield made
    made.buttons.close()


def test_a_button_that_was_down_before_anybody_looked_is_stuck_and_no_press(hand: Hand) -> None:
    hand.pins.press(17)
    hand.after(0)
    hand.after(21)

    assert hand.buttons.state().detail == "stuck:next"
    assert hand.presses == []


def test_a_button_that_was_down_before_anybody_looked_works_once_it_was_up(hand: Hand) -> None:
    hand.pins.press(17)
    hand.after(0)

    hand.now += 1
    hand.pins.release(17)
    hand.now += 1
    hand.pins.press(17)
    hand.after(0.1)

    assert hand.presses == ["next"]


def test_a_missed_release_costs_no_later_press(hand: Hand) -> None:
    hand.after(0)
    hand.now += 1
    hand.pins.press(17)
    hand.pins.deaf = True
    hand.pins.release(17)
    hand.pins.deaf = False

    hand.after(21)
    state = hand.buttons.state()
    hand.pins.press(17)
    hand.after(0.1)

    assert state.status is DeviceStatus.OK
    assert hand.presses == ["next"]  # the first came too late, the second is told


def test_a_missed_press_is_not_made_up_from_the_level(hand: Hand) -> None:
    hand.after(0)
    hand.pins.deaf = True
    hand.pins.press(17)
    hand.pins.deaf = False

    hand.after(1)
    hand.after(1)

    assert hand.presses == []
