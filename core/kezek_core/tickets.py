"""The states of a ticket and the commands that lead from one to the next."""

from __future__ import annotations

from enum import Enum


class Stage(Enum):
    """The part of a visit that a limit speaks of."""

    SUBMISSION = "submission"
    PICKUP = "pickup"
    SERVICE = "service"


class TicketState(Enum):
    """Where a ticket stands."""

    WAITING = "waiting"
    CALLED = "called"
    SERVING = "serving"
    SERVED = "served"
    NO_SHOW = "no_show"
    CANCELLED = "cancelled"
    HELD = "held"


class Command(Enum):
    """What may be asked of a ticket that was issued."""

    CALL = "call"
    RECALL = "recall"
    START = "start"
    FINISH = "finish"
    NO_SHOW = "no_show"
    UNDO_NO_SHOW = "undo_no_show"
    RETURN = "return"
    HOLD = "hold"
    RELEASE = "release"
    TRANSFER = "transfer"
    CANCEL = "cancel"


IN_QUEUE = frozenset({TicketState.WAITING, TicketState.CALLED, TicketState.HELD})
"""Visitors whose legal clock runs."""

AT_WINDOW = frozenset({TicketState.CALLED, TicketState.SERVING})
"""Visitors a window is busy with."""

ENDED = frozenset({TicketState.SERVED, TicketState.NO_SHOW, TicketState.CANCELLED})
"""Visits that are over; a no-show may still come back within the office day."""

TRANSITIONS: dict[Command, tuple[frozenset[TicketState], TicketState]] = {
    Command.CALL: (frozenset({TicketState.WAITING}), TicketState.CALLED),
    Command.RECALL: (frozenset({TicketState.CALLED, TicketState.HELD}), TicketState.CALLED),
    Command.START: (frozenset({TicketState.CALLED}), TicketState.SERVING),
    Command.FINISH: (frozenset({TicketState.SERVING}), TicketState.SERVED),
    Command.NO_SHOW: (frozenset({TicketState.CALLED}), TicketState.NO_SHOW),
    Command.UNDO_NO_SHOW: (frozenset({TicketState.NO_SHOW}), TicketState.CALLED),
    Command.RETURN: (frozenset({TicketState.NO_SHOW}), TicketState.WAITING),
    Command.HOLD: (frozenset({TicketState.WAITING, TicketState.CALLED}), TicketState.HELD),
    Command.RELEASE: (frozenset({TicketState.HELD}), TicketState.WAITING),
    Command.TRANSFER: (frozenset({TicketState.SERVING}), TicketState.WAITING),
    Command.CANCEL: (IN_QUEUE, TicketState.CANCELLED),
}
"""For each command the states it starts from and the state it leads to."""


def allowed(command: Command, state: TicketState) -> bool:
    """Whether ``command`` may be given to a ticket in ``state``."""
    return state in TRANSITIONS[command][0]


def after(command: Command) -> TicketState:
    """The state that ``command`` leads to."""
    return TRANSITIONS[command][1]
