"""A call panel from finger to server and back to its lamp."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from itertools import pairwise

import pytest

from kezek_hardware.device import DeviceClosedError, DeviceStatus
from kezek_hardware.pins.call_panel import (
    CallPanel,
    CommandRefusedError,
    PanelWiring,
    WindowAwayError,
    WindowLine,
)
from kezek_hardware.pins.panel_logic import PanelButton, PanelCommand, WindowPhase, WindowView
from kezek_hardware.pins.pins import ButtonPin, LampPin, PinWiringError
from kezek_hardware.pins.pins_fake import FakePins

NEXT, RECALL, NO_SHOW, START_FINISH, LAMP = 17, 27, 5, 6, 22
WIRING = PanelWiring(
    {
        PanelButton.NEXT: ButtonPin(NEXT),
        PanelButton.RECALL: ButtonPin(RECALL),
        PanelButton.NO_SHOW: ButtonPin(NO_SHOW),
        PanelButton.START_FINISH: ButtonPin(START_FINISH),
    },
    LampPin(LAMP),
)


class FakeWindow(WindowLine):
    """A window that three people wait for."""

    def __init__(self) -> None:
        self.waiting = 3
        self.phase = WindowPhase.FREE
        self.number = 0
        self.away = False
        self.sent: list[PanelCommand] = []
        self.looks = 0
        self.refuse_next = False
        self.carried_out = threading.Event()

    def look(self) -> WindowView:
        self.looks += 1
        self._check()
        return self._view()

    def command(self, command: PanelCommand) -> WindowView:
        self._check()
        self.sent.append(command)
        if self.refuse_next or command.expected_ticket != self._view().ticket:
            self.refuse_next = False
            raise CommandRefusedError("stale_command")
        if command.action == "next":
            self.waiting, self.number = self.waiting - 1, self.number + 1
        self.phase = {
            "next": WindowPhase.CALLED,
            "start": WindowPhase.SERVING,
            "finish": WindowPhase.FREE,
            "no_show": WindowPhase.FREE,
        }.get(command.action, self.phase)
        self.carried_out.set()
        return self._view()

    def _view(self) -> WindowView:
        there = self.phase in (WindowPhase.CALLED, WindowPhase.SERVING)
        return WindowView(self.phase, f"A{self.number:03}" if there else None, self.waiting)

    def _check(self) -> None:
        if self.away:
            raise WindowAwayError("expected the server to answer, it did not")


class Desk:
    """A panel, the finger on it and the time that passes."""

    def __init__(self) -> None:
        self.now = 100.0
        self.pins = FakePins()
        self.window = FakeWindow()
        self.panel = CallPanel("desk-1", WIRING, self.pins, self.window, monotonic=lambda: self.now)

    def look(self) -> float:
        self.panel.buttons.look(self.now)
        pause = self.panel.look(self.now)
        assert self.panel.lamps is not None
        self.panel.lamps.look(self.now)
        return pause

    def tap(self, gpio: int, *, after: float = 2.0) -> None:
        self.now += after
        self.pins.press(gpio)
        self.now += 0.1
        self.pins.release(gpio)
        self.look()

    @property
    def actions(self) -> list[str]:
        return [each.action for each in self.window.sent]


@pytest.fixture
def desk() -> Iterator[Desk]:
    made = Desk()
    made.look()
    yield made
    made.panel.close()
    made.pins.close()


def test_a_visit_is_led_by_the_panel_alone(desk: Desk) -> None:
    for gpio in (NEXT, RECALL, START_FINISH, START_FINISH, NEXT, NO_SHOW):
        desk.tap(gpio)

    assert desk.actions == ["next", "recall", "start", "finish", "next", "no_show"]
    assert [each.expected_ticket for each in desk.window.sent] == [
        None,
        "A001",
        "A001",
        "A001",
        None,
        "A002",
    ]
    assert desk.panel.state().status is DeviceStatus.OK


def test_a_double_press_of_next_calls_one_visitor(desk: Desk) -> None:
    desk.tap(NEXT)
    desk.tap(NEXT, after=0.3)

    assert desk.actions == ["next"]
    assert desk.window.waiting == 2


def test_a_double_press_of_start_does_not_finish(desk: Desk) -> None:
    desk.tap(NEXT)

    desk.tap(START_FINISH)
    desk.tap(START_FINISH, after=0.3)

    assert desk.actions == ["next", "start"]
    assert desk.window.phase is WindowPhase.SERVING


def test_the_lamp_is_lit_while_somebody_waits(desk: Desk) -> None:
    lit = desk.pins.lit(LAMP)

    desk.window.waiting = 0
    desk.now += 2.5
    desk.look()

    assert lit
    assert not desk.pins.lit(LAMP)


def test_a_notice_is_looked_at_without_waiting(desk: Desk) -> None:
    desk.window.waiting = 0

    desk.panel.notify()
    desk.look()

    assert not desk.pins.lit(LAMP)


def test_a_change_while_the_server_is_asked_is_asked_for_again(desk: Desk) -> None:
    asked = desk.window.look

    def change_meanwhile() -> WindowView:
        view = asked()
        desk.window.waiting = 0
        desk.panel.notify()
        return view

    desk.window.look = change_meanwhile  # type: ignore[method-assign]
    desk.panel.notify()
    desk.look()
    desk.window.look = asked  # type: ignore[method-assign]
    desk.look()

    assert not desk.pins.lit(LAMP)


def test_the_lamp_blinks_while_the_server_is_away(desk: Desk) -> None:
    desk.window.away = True
    desk.now = 200.0
    desk.look()
    seen = []
    for at in range(200, 206):
        desk.now = float(at)
        desk.look()
        seen.append(desk.pins.lit(LAMP))

    assert all(one is not other for one, other in pairwise(seen))
    assert (desk.panel.state().status, desk.panel.state().detail) == (
        DeviceStatus.TROUBLE,
        "server_away",
    )


def test_a_server_that_is_away_is_asked_with_growing_capped_pauses(desk: Desk) -> None:
    desk.window.away = True

    pauses = []
    for _ in range(7):
        desk.now += 60
        pauses.append(desk.look())

    assert pauses == [0.5, 1, 2, 4, 8, 15, 15]


def test_a_press_asks_a_server_that_is_back_at_once(desk: Desk) -> None:
    desk.window.away = True
    for _ in range(7):
        desk.now += 60
        desk.look()
    desk.window.away = False

    desk.tap(NEXT, after=0.5)

    assert desk.actions == ["next"]
    assert desk.panel.state().status is DeviceStatus.OK


def test_a_press_while_the_server_is_away_is_not_kept_for_later(desk: Desk) -> None:
    desk.window.away = True
    desk.now += 60
    desk.look()

    desk.tap(NEXT)
    desk.window.away = False
    desk.now += 60
    desk.look()

    assert desk.actions == []


def test_a_press_that_waited_too_long_for_the_panel_is_dropped(desk: Desk) -> None:
    desk.pins.tap(NEXT)
    desk.now += 1
    desk.panel.buttons.look(desk.now)
    desk.panel._pressed("next")

    desk.now += 2.5
    desk.look()

    assert desk.actions == []


def test_a_refusal_is_no_lost_connection(desk: Desk) -> None:
    desk.window.refuse_next = True

    desk.tap(NEXT, after=0.5)

    assert desk.actions == ["next"]
    assert desk.panel._panel.view is not None
    assert desk.panel.state().status is DeviceStatus.OK


def test_after_a_refusal_the_panel_sees_the_window_as_it_is(desk: Desk) -> None:
    desk.window.phase, desk.window.number = WindowPhase.CALLED, 7  # called from the page

    desk.tap(NEXT, after=0.5)
    desk.tap(START_FINISH, after=0.5)

    assert desk.actions == ["next", "start"]
    assert desk.window.sent[1].expected_ticket == "A007"


def test_a_window_that_the_server_refuses_is_shown(desk: Desk) -> None:
    def refuse() -> WindowView:
        raise CommandRefusedError("unknown_window")

    desk.window.look = refuse  # type: ignore[method-assign]
    desk.now += 60
    desk.look()

    assert desk.panel.state().detail == "window_refused"


def test_pins_that_are_away_are_shown_before_the_server(desk: Desk) -> None:
    desk.pins.vanish()
    desk.now += 6
    desk.look()

    assert desk.panel.state().status is DeviceStatus.TROUBLE
    desk.now += 6
    desk.look()
    assert desk.panel.state().status is DeviceStatus.ABSENT


def test_a_panel_closes_twice_and_does_not_start_again(desk: Desk) -> None:
    desk.panel.close()
    desk.panel.close()

    assert desk.panel.state().status is DeviceStatus.CLOSED
    assert desk.pins.claimed() == set()
    with pytest.raises(DeviceClosedError):
        desk.panel.start()


def test_a_started_panel_carries_a_press_to_the_server_and_leaves_no_thread() -> None:
    pins, window = FakePins(), FakeWindow()
    wiring = PanelWiring({
        PanelButton.NEXT: ButtonPin(NEXT, bounce_seconds=0),
        PanelButton.START_FINISH: ButtonPin(START_FINISH),
    })  # fmt: skip
    pause = threading.Event()

    with CallPanel("desk-2", wiring, pins, window).start() as panel:
        for _ in range(500):
            if panel.state().status is DeviceStatus.OK:
                break
            pause.wait(0.01)
        pins.tap(NEXT)
        assert window.carried_out.wait(5)

    assert [each.action for each in window.sent] == ["next"]
    assert not [each for each in threading.enumerate() if "desk-2" in each.name]


def test_a_panel_without_its_two_main_buttons_is_refused() -> None:
    with pytest.raises(PinWiringError, match="start_finish"):
        PanelWiring({PanelButton.NEXT: ButtonPin(17)})


def test_a_lamp_at_a_button_s_pin_is_refused() -> None:
    with pytest.raises(PinWiringError, match="both at GPIO 17"):
        PanelWiring(dict(WIRING.buttons), LampPin(17))
