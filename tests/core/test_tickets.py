"""The states of a ticket: the table of DESIGN, cell by cell."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kezek_core.tickets import (
    AT_WINDOW,
    ENDED,
    IN_QUEUE,
    TRANSITIONS,
    Command,
    TicketState,
    after,
    allowed,
)

W, C, S, D, N, X, H = (
    TicketState.WAITING,
    TicketState.CALLED,
    TicketState.SERVING,
    TicketState.SERVED,
    TicketState.NO_SHOW,
    TicketState.CANCELLED,
    TicketState.HELD,
)

TABLE = {
    Command.CALL: {W: C},
    Command.RECALL: {C: C, H: C},
    Command.START: {C: S},
    Command.FINISH: {S: D},
    Command.NO_SHOW: {C: N},
    Command.UNDO_NO_SHOW: {N: C},
    Command.RETURN: {N: W},
    Command.HOLD: {W: H, C: H},
    Command.RELEASE: {H: W},
    Command.TRANSFER: {S: W},
    Command.CANCEL: {W: X, C: X, H: X},
}


@pytest.mark.parametrize("command", Command)
@pytest.mark.parametrize("state", TicketState)
def test_a_command_is_allowed_only_where_the_table_says_so(command, state):
    expected = TABLE[command].get(state)

    assert allowed(command, state) == (expected is not None)
    if expected is not None:
        assert after(command) is expected


def test_every_command_has_its_row():
    assert set(TRANSITIONS) == set(Command) == set(TABLE)


def test_every_state_stands_in_one_of_the_named_sets():
    assert set(TicketState) == IN_QUEUE | AT_WINDOW | ENDED
    assert not ENDED & (IN_QUEUE | AT_WINDOW)


@pytest.mark.parametrize("state", [TicketState.SERVED, TicketState.CANCELLED])
def test_nothing_leads_out_of_the_end(state):
    assert not [command for command in Command if allowed(command, state)]


@given(st.lists(st.sampled_from(Command)))
def test_nobody_is_served_without_having_been_called(commands):
    state, called = TicketState.WAITING, False
    for command in commands:
        if allowed(command, state):
            state = after(command)
            called = called or state is TicketState.CALLED

    assert called or state not in (TicketState.SERVING, TicketState.SERVED, TicketState.NO_SHOW)
