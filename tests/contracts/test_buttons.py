"""One suite for the buttons of every GPIO header."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from typing import Protocol

import pytest

from kezek_hardware.device import DeviceClosedError, DeviceStatus
from kezek_hardware.pins.buttons import Buttons
from kezek_hardware.pins.pins import ButtonPin, Pins, PinWiringError, Pull

NEXT = ButtonPin(17)
RECALL = ButtonPin(27, Pull.DOWN)


class Header(Protocol):
    pins: Pins

    def press(self, wiring: ButtonPin) -> None: ...
    def release(self, wiring: ButtonPin) -> None: ...
    def vanish(self) -> None: ...
    def come_back(self) -> None: ...


class Hand:
    """A finger on the buttons, and the time that passes between its moves."""

    def __init__(self, header: Header) -> None:
        self.header = header
        self.now = 100.0
        self.presses: list[str] = []
        self.buttons = Buttons(
            "desk",
            {"next": NEXT, "recall": RECALL},
            header.pins,
            self.presses.append,
            monotonic=lambda: self.now,
        )

    def look(self) -> float:
        return self.buttons.look(self.now)

    def tap(self, wiring: ButtonPin, *, after: float = 1.0, held: float = 0.1) -> None:
        self.now += after
        self.header.press(wiring)
        self.now += held
        self.header.release(wiring)


@pytest.fixture
def hand(header: Header) -> Iterator[Hand]:
    made = Hand(header)
    yield made
    made.buttons.close()


def test_a_press_is_told_once_under_its_name(hand: Hand) -> None:
    hand.look()

    hand.tap(NEXT)
    hand.tap(RECALL)
    hand.look()
    hand.look()

    assert hand.presses == ["next", "recall"]
    assert hand.buttons.state().status is DeviceStatus.OK


def test_a_press_is_told_while_the_finger_is_still_down(hand: Hand) -> None:
    hand.look()

    hand.now += 1
    hand.header.press(NEXT)
    hand.look()

    assert hand.presses == ["next"]


def test_a_bouncing_contact_is_one_press(hand: Hand) -> None:
    hand.look()

    hand.tap(NEXT, held=0.002)
    for _ in range(5):
        hand.tap(NEXT, after=0.002, held=0.003)
    hand.look()

    assert hand.presses == ["next"]


def test_two_quick_presses_are_two(hand: Hand) -> None:
    hand.look()

    hand.tap(NEXT)
    hand.tap(NEXT, after=0.15)
    hand.look()

    assert hand.presses == ["next", "next"]


def test_a_long_press_is_one_press(hand: Hand) -> None:
    hand.look()

    hand.now += 1
    hand.header.press(NEXT)
    for _ in range(4):
        hand.look()
        hand.now += 2
    hand.header.release(NEXT)
    hand.look()

    assert hand.presses == ["next"]


def test_a_press_that_nobody_could_take_in_time_is_dropped(hand: Hand) -> None:
    hand.look()
    hand.tap(NEXT)

    hand.now += 2.5
    hand.look()

    assert hand.presses == []


def test_a_button_that_stays_down_is_shown_as_stuck_until_it_is_free(hand: Hand) -> None:
    hand.look()

    hand.now += 1
    hand.header.press(NEXT)
    hand.now += 21
    stuck = hand.buttons.state()
    hand.header.release(NEXT)

    assert (stuck.status, stuck.detail) == (DeviceStatus.TROUBLE, "stuck:next")
    assert "look at its cable" in stuck.message
    assert hand.buttons.state().status is DeviceStatus.OK


def test_a_failed_callback_silences_no_button(
    header: Header, caplog: pytest.LogCaptureFixture
) -> None:
    presses: list[str] = []

    def fail_once(button: str) -> None:
        presses.append(button)
        if len(presses) == 1:
            raise RuntimeError("no server")

    now = [0.0]
    with Buttons("desk", {"next": NEXT}, header.pins, fail_once, monotonic=lambda: now[0]) as made:
        made.look(now[0])
        for _ in range(2):
            now[0] += 1
            header.press(NEXT)
            now[0] += 0.1
            header.release(NEXT)
            made.look(now[0])

    assert presses == ["next", "next"]
    assert "the press of next failed" in caplog.text


def test_absent_pins_are_looked_for_with_growing_capped_pauses(hand: Hand) -> None:
    hand.header.vanish()

    pauses = [hand.look() for _ in range(8)]
    away = hand.buttons.state()
    hand.header.come_back()
    hand.look()
    hand.tap(NEXT)
    hand.look()

    assert pauses == [0.5, 1, 2, 4, 8, 15, 15, 15]
    assert (away.status, away.detail) == (DeviceStatus.ABSENT, "no_header")
    assert hand.presses == ["next"]
    assert hand.buttons.state().status is DeviceStatus.OK


def test_pins_that_vanish_are_claimed_anew_when_they_are_back(hand: Hand) -> None:
    hand.look()

    hand.header.vanish()
    pause = hand.look()
    lost = hand.buttons.state()
    hand.header.come_back()
    hand.look()
    hand.tap(NEXT)
    hand.look()

    assert pause == 0.5
    assert lost.status is DeviceStatus.TROUBLE
    assert hand.presses == ["next"]


def test_the_pauses_begin_afresh_after_the_pins_were_back(hand: Hand) -> None:
    hand.header.vanish()
    for _ in range(4):
        hand.look()
    hand.header.come_back()
    hand.look()

    hand.header.vanish()

    assert hand.look() == 0.5


def test_absence_is_told_once_and_not_at_every_look(
    hand: Hand, caplog: pytest.LogCaptureFixture
) -> None:
    hand.header.vanish()

    for _ in range(4):
        hand.look()

    assert len(caplog.records) == 1


def test_closed_buttons_give_their_pins_back_and_cannot_be_started(hand: Hand) -> None:
    hand.look()

    hand.buttons.close()
    hand.buttons.close()

    assert hand.buttons.state().status is DeviceStatus.CLOSED
    hand.header.pins.input(NEXT, lambda _down: None).close()
    with pytest.raises(DeviceClosedError, match="make a new one"):
        hand.buttons.start()


def test_the_owner_tells_a_press_from_its_own_thread_and_ends_with_the_buttons(
    header: Header,
) -> None:
    pressed = threading.Event()
    threads: list[str] = []
    claimed = threading.Event()

    def when_pressed(_button: str) -> None:
        threads.append(threading.current_thread().name)
        pressed.set()

    buttons = Buttons("desk", {"next": ButtonPin(17, bounce_seconds=0)}, header.pins, when_pressed)
    with buttons.start():
        _until(claimed, lambda: buttons.state().status is DeviceStatus.OK)
        header.press(NEXT)
        assert pressed.wait(5)

    assert threads == ["buttons-desk"]
    assert "buttons-desk" not in [each.name for each in threading.enumerate()]


def _until(pause: threading.Event, there: Callable[[], bool]) -> None:
    for _ in range(500):
        if there():
            return
        pause.wait(0.01)
    pytest.fail("the owner did not claim its pins")


def test_buttons_may_be_closed_by_their_own_callback(header: Header) -> None:
    closed = threading.Event()

    def when_pressed(_button: str) -> None:
        buttons.close()
        closed.set()

    buttons = Buttons("desk", {"next": NEXT}, header.pins, when_pressed)
    buttons.look(0.0)
    buttons._untold.append(("next", buttons._monotonic()))
    buttons.start()

    assert closed.wait(5)
    assert buttons.state().status is DeviceStatus.CLOSED


def test_two_buttons_at_one_pin_are_refused(header: Header) -> None:
    with pytest.raises(PinWiringError, match="next and recall both at GPIO 17"):
        Buttons("desk", {"next": NEXT, "recall": NEXT}, header.pins, lambda _button: None)


def test_buttons_without_a_pin_are_refused(header: Header) -> None:
    with pytest.raises(PinWiringError, match="at least one pin for desk"):
        Buttons("desk", {}, header.pins, lambda _button: None)
