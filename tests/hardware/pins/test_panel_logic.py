"""What a press on a call panel means."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kezek_hardware.pins.lamps import LampSignal
from kezek_hardware.pins.panel_logic import (
    SETTLE_SECONDS,
    Ignored,
    Panel,
    PanelButton,
    PanelCommand,
    WindowPhase,
    WindowView,
)

TICKET = "2026-11-22-A015"
FREE = WindowView(WindowPhase.FREE, None, 3)
CALLED = WindowView(WindowPhase.CALLED, TICKET, 2)
SERVING = WindowView(WindowPhase.SERVING, TICKET, 2)
PAUSED = WindowView(WindowPhase.PAUSED, None, 2)

NEXT, RECALL, NO_SHOW, START_FINISH = PanelButton


@pytest.mark.parametrize(
    ("view", "button", "action"),
    [
        (FREE, NEXT, "next"),
        (SERVING, NEXT, "next"),
        (CALLED, RECALL, "recall"),
        (CALLED, NO_SHOW, "no_show"),
        (CALLED, START_FINISH, "start"),
        (SERVING, START_FINISH, "finish"),
    ],
)
def test_a_press_that_makes_sense_is_sent_with_the_ticket_it_was_meant_for(
    view: WindowView, button: PanelButton, action: str
) -> None:
    panel, meant = Panel(view).press(button, 10.0)

    assert meant == PanelCommand(action, view.ticket)
    assert panel.pending is button


@pytest.mark.parametrize(
    ("view", "button"),
    [
        (FREE, RECALL),
        (FREE, NO_SHOW),
        (FREE, START_FINISH),
        (CALLED, NEXT),
        (SERVING, RECALL),
        (SERVING, NO_SHOW),
        *((PAUSED, button) for button in PanelButton),
    ],
)
def test_a_press_that_makes_no_sense_does_nothing(view: WindowView, button: PanelButton) -> None:
    panel, meant = Panel(view).press(button, 10.0)

    assert meant is Ignored.NOTHING_TO_DO
    assert panel == Panel(view)


def test_next_never_guesses_what_became_of_somebody_called() -> None:
    _, meant = Panel(CALLED).press(NEXT, 10.0)

    assert meant is Ignored.NOTHING_TO_DO


@pytest.mark.parametrize("button", list(PanelButton))
def test_nothing_is_sent_while_the_server_is_away(button: PanelButton) -> None:
    panel, meant = Panel().press(button, 10.0)

    assert meant is Ignored.NOT_CONNECTED
    assert panel == Panel()


@pytest.mark.parametrize("button", list(PanelButton))
def test_nothing_is_sent_while_a_command_is_under_way(button: PanelButton) -> None:
    panel, _ = Panel(CALLED).press(RECALL, 10.0)

    _, meant = panel.press(button, 10.1)

    assert meant is Ignored.BUSY


def test_a_second_press_does_not_end_the_visit_that_the_first_began() -> None:
    panel, begun = Panel(CALLED).press(START_FINISH, 10.0)
    panel = panel.settled(SERVING, 10.05)

    _, doubled = panel.press(START_FINISH, 10.3)
    _, later = panel.press(START_FINISH, 10.05 + SETTLE_SECONDS)

    assert begun == PanelCommand("start", TICKET)
    assert doubled is Ignored.REPEATED
    assert later == PanelCommand("finish", TICKET)


def test_a_press_from_before_the_answer_is_not_taken_for_the_window_after_it() -> None:
    panel, _ = Panel(CALLED).press(START_FINISH, 10.0)
    panel = panel.settled(SERVING, 14.0)

    _, meant = panel.press(NEXT, 12.0)

    assert meant is Ignored.BUSY


def test_another_button_works_at_once_after_an_answer() -> None:
    panel, _ = Panel(CALLED).press(NO_SHOW, 10.0)
    panel = panel.settled(FREE, 10.05)

    _, meant = panel.press(NEXT, 10.2)

    assert meant == PanelCommand("next", None)


def test_a_lost_command_leaves_the_panel_without_a_view() -> None:
    panel, _ = Panel(FREE).press(NEXT, 10.0)

    panel = panel.settled(None, 13.0)

    assert panel.view is None
    assert panel.pending is None
    assert panel.lamp is LampSignal.BLINK


@pytest.mark.parametrize(
    ("view", "signal"),
    [
        (None, LampSignal.BLINK),
        (FREE, LampSignal.ON),
        (WindowView(WindowPhase.FREE, None, 0), LampSignal.OFF),
        (WindowView(WindowPhase.SERVING, TICKET, 1), LampSignal.ON),
    ],
)
def test_the_lamp_says_whether_somebody_waits(view: WindowView | None, signal: LampSignal) -> None:
    assert Panel(view).lamp is signal


AFTER = {
    "next": CALLED,
    "recall": CALLED,
    "no_show": FREE,
    "start": SERVING,
    "finish": FREE,
}


@given(
    st.sampled_from([FREE, CALLED, SERVING]),
    st.sampled_from(list(PanelButton)),
    st.floats(0.01, SETTLE_SECONDS - 0.01),
    st.floats(0.0, 5.0),
)
def test_a_double_press_of_any_button_anywhere_is_one_command(
    view: WindowView, button: PanelButton, gap: float, answer_takes: float
) -> None:
    panel, first = Panel(view).press(button, 10.0)
    if not isinstance(first, PanelCommand):
        return
    answered_at = 10.0 + answer_takes
    if gap < answer_takes:
        _, second = panel.press(button, 10.0 + gap)
    else:
        panel = panel.settled(AFTER[first.action], answered_at)
        _, second = panel.press(button, 10.0 + gap)

    assert second in (Ignored.BUSY, Ignored.REPEATED)
