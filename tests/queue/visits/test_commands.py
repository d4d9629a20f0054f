"""Every command against every state of a ticket."""

from __future__ import annotations

from datetime import datetime

import pytest

from kezek_core.errors import ClockError
from kezek_core.tickets import TicketState
from kezek_queue.errors import (
    StaleCommandError,
    UnknownServiceError,
    UnknownTicketError,
    UnknownWindowError,
    WindowBusyError,
    WindowEmptyError,
    WindowPausedError,
    WrongStateError,
)
from kezek_queue.values import WindowStatus

STATES = [state.value for state in TicketState]

BY_TICKET = {
    "hold_ticket": {"waiting": "held", "called": "held"},
    "release": {"held": "waiting"},
    "return_visitor": {"no_show": "waiting"},
    "cancel": {"waiting": "cancelled", "called": "cancelled", "held": "cancelled"},
}
AT_WINDOW = {
    "recall": {"called": "called"},
    "start": {"called": "serving"},
    "finish": {"serving": "served"},
    "no_show": {"called": "no_show"},
    "hold": {"called": "held"},
    "transfer": {"serving": "waiting"},
    "undo_no_show": {"no_show": "called"},
}


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("command", BY_TICKET)
def test_a_command_to_a_ticket_is_done_or_refused_by_its_state(queue, desk, command, state):
    ticket_id = desk.ways[state]()
    before = queue.last_seq()

    if state in BY_TICKET[command]:
        ticket = getattr(queue, command)(ticket_id, actor="aida")
        assert ticket.state.value == BY_TICKET[command][state]
        assert queue.ticket(ticket_id) == ticket
    else:
        with pytest.raises(WrongStateError) as refused:
            getattr(queue, command)(ticket_id, actor="aida")
        assert refused.value.facts["number"] == "A001"
        assert refused.value.facts["state"] == state
        assert queue.ticket(ticket_id).state.value == state
        assert queue.last_seq() == before


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("command", AT_WINDOW)
def test_a_command_at_a_window_is_done_or_refused_by_its_visitor(queue, desk, command, state):
    ticket_id = desk.ways[state]()
    before = queue.last_seq()
    more = {"service": "household"} if command == "transfer" else {}

    if command == "no_show" and state == "called":
        desk.unanswered()
    if state in AT_WINDOW[command]:
        getattr(queue, command)(1, actor="aida", **more)
        assert queue.ticket(ticket_id).state.value == AT_WINDOW[command][state]
    else:
        with pytest.raises((WrongStateError, WindowEmptyError, WindowBusyError)):
            getattr(queue, command)(1, actor="aida", **more)
        assert queue.ticket(ticket_id).state.value == state
        assert queue.last_seq() == before


@pytest.mark.parametrize("state", STATES)
def test_next_goes_by_the_visitor_at_the_window(queue, desk, state):
    ticket_id = desk.ways[state]()

    if state == "called":
        with pytest.raises(WrongStateError) as refused:
            queue.call_next(1, actor="aida")
        assert {"start", "no_show"} <= set(refused.value.facts["allowed"])
    else:
        answer = queue.call_next(1, actor="aida")
        assert (answer.finished is not None) == (state == "serving")
        assert (answer.ticket is not None) == (state == "waiting")
    expected = {"waiting": "called", "serving": "served"}.get(state, state)
    assert queue.ticket(ticket_id).state.value == expected


@pytest.mark.parametrize("state", STATES)
def test_only_a_held_visitor_is_called_from_hold(queue, desk, state):
    ticket_id = desk.ways[state]()

    if state == "held":
        answer = queue.recall_held(2, ticket_id, actor="bek")
        assert answer.ticket.state is TicketState.CALLED
        assert answer.window.ticket == ticket_id
    else:
        with pytest.raises(WrongStateError):
            queue.recall_held(2, ticket_id, actor="bek")


def test_next_calls_in_the_order_of_arrival_over_the_windows_services(queue):
    ids = [queue.issue(each).ticket.id for each in ("household", "military-service", "household")]
    queue.issue("criminal-record")

    called = []
    for _ in range(4):
        answer = queue.call_next(1, actor="aida")
        if answer.ticket:
            called.append(answer.ticket.id)
            queue.start(1, actor="aida")

    assert called == ids


def test_a_stale_page_changes_nothing(queue, desk):
    ticket_id = desk.called()
    before = queue.last_seq()

    for expected in (None, "2026-11-23-A777"):
        with pytest.raises(StaleCommandError) as refused:
            queue.start(1, actor="aida", expected_ticket=expected)
        assert refused.value.facts["current"] == ticket_id

    assert queue.last_seq() == before
    assert queue.start(1, actor="aida", expected_ticket=ticket_id).ticket.id == ticket_id


def test_a_double_press_of_next_calls_one_visitor(queue):
    queue.issue("household")
    second = queue.issue("household").ticket.id
    queue.call_next(1, actor="aida", expected_ticket=None)

    with pytest.raises(StaleCommandError):
        queue.call_next(1, actor="aida", expected_ticket=None)

    assert queue.ticket(second).state is TicketState.WAITING


def test_a_double_press_after_a_visit_does_not_end_the_next_one(queue, desk):
    first = desk.serving()
    second = queue.issue("household").ticket.id
    queue.call_next(1, actor="aida", expected_ticket=first)

    with pytest.raises(StaleCommandError):
        queue.call_next(1, actor="aida", expected_ticket=first)

    assert queue.ticket(second).state is TicketState.CALLED


def test_unknown_windows_and_tickets_are_named(queue):
    with pytest.raises(UnknownWindowError, match="1, 2, 3"):
        queue.call_next(9, actor="aida")
    with pytest.raises(UnknownTicketError, match="2026-11-23-Z001"):
        queue.cancel("2026-11-23-Z001", actor="aida")
    with pytest.raises(UnknownTicketError):
        queue.history("nothing")


def test_a_transfer_to_nowhere_leaves_the_visitor_in_service(queue, desk):
    ticket_id = desk.serving()

    with pytest.raises(UnknownServiceError):
        queue.transfer(1, service="passport", actor="aida")

    assert queue.ticket(ticket_id).state is TicketState.SERVING


def test_a_transferred_visitor_keeps_the_place_of_the_first_arrival(queue, desk):
    first = desk.serving()
    queue.issue("household")
    answer = queue.transfer(1, service="household", actor="aida")

    called = queue.call_next(2, actor="bek")

    assert answer.ticket is None
    assert answer.finished.service == "household"
    assert answer.finished.limit_minutes == 40
    assert called.ticket.id == first


def test_a_transfer_to_a_service_without_the_stage_takes_its_first_stage(queue):
    queue.issue("military-service", stage="pickup")
    queue.call_next(1, actor="aida")
    queue.start(1, actor="aida")

    moved = queue.transfer(1, service="criminal-record", actor="aida").finished

    assert moved.stage.value == "submission"


def test_a_paused_window_calls_nobody_but_ends_its_visit(queue, desk):
    desk.serving()
    queue.pause(1, actor="aida")

    with pytest.raises(WindowPausedError):
        queue.call_next(1, actor="aida")
    answer = queue.finish(1, actor="aida")

    assert answer.window.status is WindowStatus.PAUSED
    assert answer.window.ticket is None


def test_any_call_opens_a_closed_window_and_close_waits_for_the_visitor(queue, desk):
    desk.called()

    with pytest.raises(WindowBusyError) as refused:
        queue.close_window(1, actor="aida")
    assert refused.value.facts["number"] == "A001"
    desk.absent()
    closed = queue.close_window(1, actor="aida").window

    assert closed.status is WindowStatus.CLOSED
    assert closed.operator is None


@pytest.mark.parametrize(
    ("steps", "status", "kinds"),
    [
        (["open_window"], "open", ["window_opened"]),
        (["open_window", "open_window"], "open", ["window_opened"]),
        (["pause"], "paused", ["window_opened", "window_paused"]),
        (["pause", "pause"], "paused", ["window_opened", "window_paused"]),
        (["pause", "resume"], "open", ["window_opened", "window_paused", "window_resumed"]),
        (["resume"], "open", ["window_opened"]),
        (["close_window"], "closed", []),
        (["open_window", "close_window"], "closed", ["window_opened", "window_closed"]),
    ],
)
def test_a_window_opens_pauses_and_closes(queue, steps, status, kinds):
    before = queue.last_seq()

    for step in steps:
        answer = getattr(queue, step)(1, actor="aida")

    assert answer.window.status.value == status
    assert [event.kind.value for event in queue.events(after=before)] == kinds


def test_the_undo_of_a_no_show_waits_until_the_window_is_free(queue, desk):
    desk.no_show()
    desk.called()

    with pytest.raises(WindowBusyError):
        queue.undo_no_show(1, actor="aida")


def test_a_no_show_that_came_back_cannot_be_undone_any_more(queue, desk):
    ticket_id = desk.no_show()
    queue.return_visitor(ticket_id, actor="aida")

    with pytest.raises(WindowEmptyError):
        queue.undo_no_show(1, actor="aida")


def test_cancel_and_hold_free_the_window_of_a_called_visitor(queue, desk):
    cancelled = desk.called(1)
    held = desk.called(2)

    queue.cancel(cancelled, actor="phone")
    queue.hold_ticket(held, actor="aida")

    assert [queue.window(number).window.ticket for number in (1, 2)] == [None, None]


def test_two_windows_never_hold_one_visitor(queue, desk):
    held = desk.held()
    queue.recall_held(1, held, actor="aida")

    with pytest.raises(WrongStateError):
        queue.recall_held(2, held, actor="bek")
    other = desk.held()
    with pytest.raises(WindowBusyError):
        queue.recall_held(1, other, actor="aida")


def test_a_hold_until_a_time_without_a_zone_is_refused(queue, desk):
    ticket_id = desk.waiting()
    before = queue.last_seq()

    with pytest.raises(ClockError, match="add its time zone"):
        queue.hold_ticket(ticket_id, until=datetime(2026, 11, 23, 12), actor="aida")

    assert queue.last_seq() == before
