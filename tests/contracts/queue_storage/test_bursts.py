"""Tickets that a device drew faster than people can: found, and cancelled as one act."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kezek_core.events import EventKind
from kezek_core.tickets import TicketState
from kezek_queue import Queue
from kezek_queue.errors import ReasonNeededError, UnknownTicketError
from kezek_queue.visits.bursts import BURST_TICKETS

WHY = "a child played with the screen"


@pytest.fixture
def queue(queue: Queue) -> Queue:
    """An office with an open window."""
    queue.open_window(1, actor="op")
    return queue


def draw(
    queue: Queue, clock: Any, count: int, *, by: str = "token-1", every: float = 1
) -> list[str]:
    """Tickets of one device, one after the other."""
    drawn = []
    for _ in range(count):
        drawn.append(queue.issue("military-service", actor=by).ticket.id)
        clock.advance(seconds=every)
    return drawn


def cancel(queue: Queue, first: str, last: str, reason: str = WHY) -> list[str]:
    return [each.id for each in queue.cancel_burst(first, last, reason=reason, actor="dana")]


def test_what_a_device_draws_faster_than_people_can_is_a_burst(queue, clock):
    before = draw(queue, clock, 3, every=40)
    clock.advance(minutes=2)
    fast = draw(queue, clock, BURST_TICKETS + 5)
    clock.advance(minutes=2)
    draw(queue, clock, 3, every=40)

    (burst,) = queue.bursts()

    assert [each.id for each in burst.tickets] == fast
    assert burst.source == "token-1"
    assert (burst.last_at - burst.first_at).total_seconds() == BURST_TICKETS + 4
    assert before[0] not in {each.id for each in burst.tickets}


def test_people_at_several_screens_are_no_burst_however_many_they_are(queue, clock):
    for _ in range(BURST_TICKETS):
        for screen in ("token-1", "token-2", "token-3"):
            queue.issue("military-service", actor=screen)
        clock.advance(seconds=4)

    assert queue.bursts() == ()


def test_two_bursts_of_one_device_are_two(queue, clock):
    first = draw(queue, clock, BURST_TICKETS)
    clock.advance(minutes=3)
    draw(queue, clock, 1)
    clock.advance(minutes=3)
    second = draw(queue, clock, BURST_TICKETS)

    assert [[each.id for each in burst.tickets] for burst in queue.bursts()] == [first, second]


def test_a_burst_is_cancelled_as_one_act_and_nobody_else(queue, clock):
    fast = draw(queue, clock, BURST_TICKETS + 2)
    other = queue.issue("military-service", actor="token-2").ticket.id
    called = queue.call_next(1, actor="op").ticket
    between = queue.issue("military-service", actor="token-1").ticket.id
    seen = queue.last_seq()

    cancelled = cancel(queue, fast[0], fast[-1])

    assert called is not None
    assert cancelled == [each for each in fast if each != called.id]
    assert len(cancelled) >= len(fast) - 1
    assert {each.id for each in queue.snapshot().tickets} >= {other, between}
    events = queue.events(seen, 1000)
    assert {event.kind for event in events} == {EventKind.TICKET_CANCELLED}
    assert {(e.actor, e.body["reason"], e.body["burst"]) for e in events} == {
        ("dana", WHY, fast[0])
    }
    assert queue.bursts() == ()
    assert queue.prove_office().sound


def test_the_same_once_more_cancels_nobody(queue, clock):
    fast = draw(queue, clock, BURST_TICKETS)
    cancel(queue, fast[0], fast[-1])

    assert cancel(queue, fast[0], fast[-1]) == []


def test_a_number_that_was_cancelled_is_not_given_again(queue, clock):
    fast = draw(queue, clock, BURST_TICKETS)
    cancel(queue, fast[0], fast[-1])

    assert queue.issue("military-service").ticket.id not in fast


@pytest.mark.parametrize("reason", ["", "  ", "x" * 201, "two\nlines"])
def test_without_a_reason_nothing_is_cancelled(queue, clock, reason):
    fast = draw(queue, clock, BURST_TICKETS)

    with pytest.raises(ReasonNeededError):
        cancel(queue, fast[0], fast[-1], reason)

    assert len(queue.bursts()) == 1


def test_a_ticket_that_is_none_cancels_nothing(queue, clock):
    fast = draw(queue, clock, BURST_TICKETS)

    with pytest.raises(UnknownTicketError):
        cancel(queue, fast[0], "2026-11-23-Z999")

    assert len(queue.bursts()) == 1


def test_an_hour_later_nobody_is_asked_about_it_any_more(queue, clock):
    draw(queue, clock, BURST_TICKETS)
    before = len(queue.bursts())
    clock.advance(minutes=61)

    assert (before, queue.bursts()) == (1, ())


@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    gaps=st.lists(st.sampled_from((0, 1, 2, 4, 30)), min_size=BURST_TICKETS, max_size=45),
    calls=st.integers(0, 3),
    screens=st.integers(1, 2),
)
def test_whoever_was_called_stays_and_whatever_is_left_is_no_burst(
    queue, clock, gaps, calls, screens
):
    ids = []
    for place, gap in enumerate(gaps):
        ids.append(queue.issue("military-service", actor=f"token-{place % screens}").ticket.id)
        clock.advance(seconds=gap)
    for _ in range(calls):
        queue.call_next(1, actor="op")
        queue.start(1, actor="op")
        queue.finish(1, actor="op")
    waiting = {each.id for each in queue.snapshot().tickets}

    cancelled = [
        each
        for burst in queue.bursts()
        for each in cancel(queue, burst.tickets[0].id, burst.tickets[-1].id)
    ]

    still = {each.id for each in queue.snapshot().tickets}
    assert waiting - set(cancelled) == still
    assert queue.bursts() == ()
    assert all(each.state is TicketState.WAITING for each in queue.snapshot().tickets)
    assert queue.verify_journal().sound
