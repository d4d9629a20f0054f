"""The limit watcher: once each, in order, whatever happens in between."""

from __future__ import annotations

from datetime import timedelta

from kezek_core.events import EventKind
from kezek_queue import Queue

LIMITS = (EventKind.LIMIT_NEAR, EventKind.LIMIT_REACHED)


def limit_events(queue):
    return [
        (event.kind.value.removeprefix("limit_"), event.number)
        for event in queue.events(limit=10_000)
        if event.kind in LIMITS
    ]


def test_near_at_eighty_percent_and_reached_at_the_limit_once_each(queue, clock, desk):
    desk.waiting()
    written = []
    for _ in range(40):
        clock.advance(minutes=1)
        written.append(queue.watch_limits())

    assert [minute for minute, count in enumerate(written, 1) if count] == [24, 30]
    assert limit_events(queue) == [("near", "A001"), ("reached", "A001")]
    assert queue.ticket("2026-11-23-A001").near


def test_exactly_at_the_mark_and_not_a_microsecond_before(queue, clock, desk):
    desk.waiting()
    clock.advance(timedelta(minutes=24) - timedelta(microseconds=1))
    before = queue.watch_limits()

    clock.advance(timedelta(microseconds=1))

    assert (before, queue.watch_limits()) == (0, 1)


def test_who_is_long_past_both_gets_both_in_order(queue, clock, desk):
    desk.waiting()
    desk.waiting("criminal-record")
    clock.advance(minutes=55)

    assert queue.watch_limits() == 3
    assert limit_events(queue) == [("near", "A001"), ("reached", "A001"), ("near", "C001")]
    assert queue.watch_limits() == 0


def test_nothing_is_repeated_or_missed_across_restarts(queue, office_dir, clock, desk):
    desk.waiting()
    clock.advance(minutes=24)
    queue.watch_limits()
    queue.close()
    clock.advance(minutes=6)

    with Queue.open(office_dir, clock=clock) as again:
        again.watch_limits()
        again.watch_limits()
        assert limit_events(again) == [("near", "A001"), ("reached", "A001")]


def test_nothing_is_repeated_or_missed_across_a_reboot(queue, office_dir, clock, desk):
    desk.waiting()
    clock.advance(minutes=24)
    queue.watch_limits()
    queue.close()
    clock.reboot(timedelta(minutes=3))

    with Queue.open(office_dir, clock=clock) as again:
        assert again.watch_limits() == 0
        clock.advance(minutes=3)
        assert again.watch_limits() == 1
        assert limit_events(again) == [("near", "A001"), ("reached", "A001")]


def test_called_and_held_visitors_are_watched_and_served_or_absent_ones_are_not(queue, clock, desk):
    desk.no_show(2)
    desk.serving(2)
    held = desk.held()
    called = desk.called(1)
    clock.advance(minutes=24)

    queue.watch_limits()

    assert [number for _, number in limit_events(queue)] == [held[-4:], called[-4:]]


def test_a_visitor_who_came_back_is_watched_again_without_the_absence(queue, clock, desk):
    ticket_id = desk.no_show()
    clock.advance(minutes=60)
    queue.return_visitor(ticket_id, actor="aida")

    clock.advance(minutes=23)
    early = queue.watch_limits()
    clock.advance(minutes=1)

    assert (early, queue.watch_limits()) == (0, 1)


def test_a_transferred_visitor_is_watched_by_the_new_limit(queue, clock, desk):
    desk.waiting()
    clock.advance(minutes=25)
    queue.watch_limits()
    queue.call_next(1, actor="aida")
    queue.start(1, actor="aida")
    queue.transfer(1, service="criminal-record", actor="aida")
    clock.advance(minutes=22)
    early = queue.watch_limits()

    clock.advance(minutes=1)

    assert (early, queue.watch_limits()) == (0, 1)
    assert limit_events(queue)[-1] == ("near", "A001")


def test_looking_when_nothing_is_due_writes_nothing(queue, desk):
    desk.waiting()
    before = queue.last_seq()

    assert (queue.watch_limits(), queue.release_held(), queue.close_days()) == (0, 0, 0)
    assert queue.last_seq() == before


def test_a_held_visitor_waits_again_at_the_time_that_was_set(queue, clock, desk):
    ticket_id = desk.waiting()
    until = clock.now().at + timedelta(minutes=15)
    held = queue.hold_ticket(ticket_id, until=until, actor="aida")
    clock.advance(minutes=14)
    early = queue.release_held()
    clock.advance(minutes=1)

    assert held.held_until == until
    assert (early, queue.release_held()) == (0, 1)
    assert queue.ticket(ticket_id).state.value == "waiting"
    assert queue.ticket(ticket_id).held_until is None


def test_a_visitor_held_without_a_time_stays_held(queue, clock, desk):
    ticket_id = desk.held()
    clock.advance(hours=5)

    assert queue.release_held() == 0
    assert queue.ticket(ticket_id).state.value == "held"


def test_a_hold_of_a_clock_that_was_fast_lasts_no_longer_than_was_meant(queue, clock, desk):
    clock.reboot(wall_lost=True)
    clock.step_wall(timedelta(hours=5))
    ticket_id = desk.waiting()
    queue.hold_ticket(ticket_id, until=clock.now().at + timedelta(minutes=10), actor="aida")
    clock.step_wall(timedelta(hours=-5))
    clock.synchronise()
    clock.advance(minutes=9)
    early = queue.release_held()
    clock.advance(minutes=1)

    assert (early, queue.release_held()) == (0, 1)
    assert queue.ticket(ticket_id).state.value == "waiting"
