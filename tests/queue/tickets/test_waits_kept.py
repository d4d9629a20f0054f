"""The legal clock as it is stored: what no command can reset, and what the journal proves."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from kezek_core.events import EventKind
from kezek_core.waits.judgement import Verdict
from kezek_core.waits.values import Outcome
from kezek_queue import ManualClock, Queue

DAY = date(2026, 11, 23)


def not_there(queue, clock):
    """Nobody comes to the call at window 1, nor to a second one."""
    clock.advance(seconds=30)
    queue.recall(1, actor="aida")
    clock.advance(seconds=30)
    queue.no_show(1, actor="aida")


def minutes(span):
    return span.length / timedelta(minutes=1)


def test_wait_is_measured_from_arrival_to_start_and_not_to_the_call(queue, clock, desk):
    ticket_id = desk.waiting()
    clock.advance(minutes=29)
    queue.call_next(1, actor="aida")
    clock.advance(minutes=1)

    ticket = queue.start(1, actor="aida").ticket

    assert minutes(ticket.wait) == 30
    assert ticket.verdict is Verdict.WITHIN
    (wait,) = queue.waits(DAY, DAY)
    assert wait.ticket_id == ticket_id
    assert [
        minutes(span)
        for span in (wait.issued_to_called, wait.called_to_started, wait.issued_to_started)
    ] == [29, 1, 30]


def test_nothing_is_rounded_one_microsecond_over_is_a_breach(queue, clock, desk):
    desk.waiting()
    clock.advance(timedelta(minutes=30, microseconds=1))
    queue.call_next(1, actor="aida")

    ticket = queue.start(1, actor="aida").ticket

    assert ticket.verdict is Verdict.BREACHED


def test_a_recall_keeps_the_first_call(queue, clock, desk):
    desk.waiting()
    clock.advance(minutes=5)
    queue.call_next(1, actor="aida")
    clock.advance(minutes=2)
    queue.recall(1, actor="aida")
    clock.advance(minutes=3)
    queue.no_show(1, actor="aida")

    (wait,) = queue.waits(DAY, DAY)

    assert minutes(wait.wait) == 5
    assert wait.outcome is Outcome.NO_SHOW


def test_a_call_just_before_the_limit_and_a_hold_hide_nothing(queue, clock, desk):
    ticket_id = desk.waiting()
    clock.advance(minutes=29)
    queue.call_next(1, actor="aida")
    queue.hold(1, actor="aida")
    clock.advance(minutes=30)
    queue.release(ticket_id, actor="aida")
    queue.call_next(1, actor="aida")

    ticket = queue.start(1, actor="aida").ticket

    assert minutes(ticket.wait) == 59
    assert ticket.verdict is Verdict.BREACHED


def test_a_transfer_goes_on_counting_and_leaves_the_service_out(queue, clock, desk):
    desk.waiting()
    clock.advance(minutes=10)
    queue.call_next(1, actor="aida")
    queue.start(1, actor="aida")
    clock.advance(minutes=7)
    queue.transfer(1, service="household", actor="aida")
    clock.advance(minutes=31)
    queue.call_next(1, actor="aida")
    queue.start(1, actor="aida")
    clock.advance(minutes=4)
    queue.finish(1, actor="aida")

    first, second = queue.waits(DAY, DAY)

    assert (minutes(first.wait), first.verdict) == (10, Verdict.WITHIN)
    assert first.outcome is Outcome.TRANSFERRED
    assert minutes(first.service_time) == 7
    assert (minutes(second.wait), second.verdict) == (41, Verdict.BREACHED)
    assert second.limit_minutes == 40
    assert minutes(second.issued_to_started) == 31
    assert minutes(second.service_time) == 4


def test_an_absence_is_the_visitors_own_and_nothing_else_is(queue, clock, desk):
    ticket_id = desk.waiting()
    clock.advance(minutes=10)
    queue.call_next(1, actor="aida")
    clock.advance(minutes=1)
    queue.recall(1, actor="aida")
    clock.advance(minutes=1)
    queue.no_show(1, actor="aida")
    clock.advance(minutes=60)
    queue.return_visitor(ticket_id, actor="aida")
    clock.advance(minutes=15)
    queue.call_next(1, actor="aida")

    ticket = queue.start(1, actor="aida").ticket

    assert minutes(ticket.wait) == 25
    assert minutes(ticket.own) == 62
    assert ticket.verdict is Verdict.WITHIN
    (wait,) = queue.waits(DAY, DAY)
    assert minutes(wait.issued_to_started) == 87


def test_an_undone_no_show_is_as_if_it_had_not_been(queue, clock, desk):
    desk.waiting()
    queue.call_next(1, actor="aida")
    clock.advance(minutes=2)
    queue.recall(1, actor="aida")
    clock.advance(minutes=1)
    queue.no_show(1, actor="aida")
    clock.advance(minutes=4)
    queue.undo_no_show(1, actor="aida")

    ticket = queue.start(1, actor="aida").ticket

    assert minutes(ticket.wait) == 7
    assert minutes(ticket.own) == 0


def test_who_leaves_and_who_still_waits_is_in_the_table(queue, clock, desk):
    left = desk.waiting()
    desk.waiting("household")
    clock.advance(minutes=35)
    queue.cancel(left, actor="phone")

    table = queue.wait_table(DAY, DAY)

    assert [row.service for row in table.services] == list(queue.office.services)
    assert (table.total.total, table.total.left, table.total.waiting) == (2, 1, 1)
    assert (table.total.breached, table.total.open) == (1, 1)


def test_a_step_of_the_wall_clock_touches_no_wait(queue, clock, desk):
    desk.waiting()
    clock.step_wall(timedelta(hours=-5))
    clock.advance(minutes=12)
    clock.step_wall(timedelta(hours=9))
    queue.call_next(1, actor="aida")

    ticket = queue.start(1, actor="aida").ticket

    assert minutes(ticket.wait) == 12
    assert ticket.wait.exact


def reopened(queue, office_dir, clock):
    queue.close()
    return Queue.open(office_dir, clock=clock)


def test_a_wait_across_a_reboot_comes_through_the_anchors(queue, office_dir, clock, desk):
    desk.waiting()
    clock.advance(minutes=10)
    clock.reboot(timedelta(minutes=5))

    with reopened(queue, office_dir, clock) as again:
        clock.advance(minutes=5)
        again.call_next(1, actor="aida")
        ticket = again.start(1, actor="aida").ticket

    assert minutes(ticket.wait) == 20
    assert ticket.wait.exact


def test_a_wait_across_a_reboot_without_the_time_is_a_lower_bound(queue, office_dir, clock, desk):
    desk.waiting()
    clock.advance(minutes=10)
    queue.heartbeat()
    clock.reboot(timedelta(minutes=5), wall_lost=True)

    with reopened(queue, office_dir, clock) as again:
        clock.advance(minutes=5)
        again.call_next(1, actor="aida")
        ticket = again.start(1, actor="aida").ticket
        row = again.wait_table(DAY, DAY).total

    assert not ticket.wait.exact
    assert ticket.verdict is Verdict.ESTIMATED
    assert timedelta(minutes=15) <= ticket.wait.length <= timedelta(minutes=20)
    assert (row.estimated, row.within) == (1, 0)


def test_each_measure_says_by_itself_whether_it_is_exact(queue, office_dir, clock, desk):
    desk.called()
    clock.reboot(timedelta(minutes=5), wall_lost=True)

    with reopened(queue, office_dir, clock) as again:
        again.start(1, actor="aida")
        (wait,) = again.waits(DAY, DAY)
        (proved,) = again.prove(wait.ticket_id)

    assert wait.issued_to_called.exact
    assert not wait.called_to_started.exact
    assert wait == proved


def test_a_lower_bound_becomes_exact_when_the_time_is_known_later(queue, office_dir, clock, desk):
    ticket_id = desk.waiting()
    clock.advance(minutes=10)
    clock.reboot(timedelta(minutes=25), wall_lost=True)

    with reopened(queue, office_dir, clock) as again:
        again.call_next(1, actor="aida")
        again.start(1, actor="aida")
        clock.step_wall(timedelta(minutes=25))
        clock.synchronise()
        again.heartbeat()
        (wait,) = again.waits(DAY, DAY)
        correction = again.history(ticket_id)[-1]

    assert wait.wait.exact
    assert wait.verdict is Verdict.BREACHED
    assert minutes(wait.wait) == pytest.approx(35)
    assert correction.kind is EventKind.CORRECTION_MADE
    assert correction.body["was"] == "estimated"
    assert correction.actor == "clock"


@pytest.mark.parametrize("absent_then", [False, True])
def test_what_was_waited_before_a_transfer_becomes_exact_with_the_time_too(
    queue, office_dir, clock, desk, absent_then
):
    ticket_id = desk.waiting()
    clock.advance(minutes=10)
    clock.reboot(timedelta(minutes=35), wall_lost=True)

    with reopened(queue, office_dir, clock) as again:
        again.call_next(1, actor="aida")
        again.start(1, actor="aida")
        again.transfer(1, service="household", actor="aida")
        if absent_then:
            again.call_next(1, actor="aida")
            not_there(again, clock)
        clock.step_wall(timedelta(minutes=35))
        clock.synchronise()
        again.heartbeat()
        if absent_then:
            again.return_visitor(ticket_id, actor="aida")
        again.call_next(1, actor="aida")
        again.start(1, actor="aida")
        waits = again.waits(DAY, DAY)
        proved = again.prove(ticket_id)

    assert [wait.verdict for wait in waits] == [Verdict.BREACHED, Verdict.BREACHED]
    assert waits == list(proved)


def test_a_wait_that_goes_on_is_not_corrected(queue, office_dir, clock, desk):
    ticket_id = desk.waiting()
    clock.advance(minutes=10)
    clock.reboot(timedelta(minutes=5), wall_lost=True)

    with reopened(queue, office_dir, clock) as again:
        again.call_next(1, actor="aida")
        not_there(again, clock)
        again.undo_no_show(1, actor="aida")
        clock.step_wall(timedelta(minutes=5))
        clock.synchronise()
        again.heartbeat()
        kinds = [event.kind for event in again.history(ticket_id)]

    assert EventKind.CORRECTION_MADE not in kinds


def test_a_reboot_while_the_queue_is_open_is_recorded_before_the_next_command(queue, clock, desk):
    desk.waiting()
    clock.reboot(timedelta(minutes=1))
    desk.waiting()

    kinds = [event.kind for event in queue.events(after=2)]

    assert kinds == [
        EventKind.TICKET_ISSUED,
        EventKind.BOOT_STARTED,
        EventKind.CLOCK_ANCHORED,
        EventKind.TICKET_ISSUED,
    ]


def test_anchors_are_written_every_ten_minutes_at_a_jump_and_only_in_sync(queue, clock):
    def anchors():
        return sum(event.kind is EventKind.CLOCK_ANCHORED for event in queue.events())

    seen = [anchors()]
    for change in (
        lambda: clock.advance(minutes=9),
        lambda: clock.advance(minutes=1),
        lambda: (clock.advance(minutes=1), clock.step_wall(timedelta(seconds=1))),
        lambda: (clock.advance(minutes=1), clock.step_wall(timedelta(seconds=2))),
        lambda: (clock.synchronise(False), clock.advance(minutes=30)),
        lambda: clock.synchronise(True),
    ):
        change()
        queue.heartbeat()
        seen.append(anchors())

    assert seen == [1, 1, 2, 2, 3, 3, 4]


def test_the_journal_alone_proves_every_stored_wait(queue, clock, desk):
    returned = desk.no_show()
    clock.advance(minutes=5)
    queue.return_visitor(returned, actor="aida")
    held = desk.waiting("household")
    queue.hold_ticket(held, actor="aida")
    clock.advance(minutes=5)
    desk.cancelled()
    queue.call_next(1, actor="aida")
    queue.start(1, actor="aida")
    clock.advance(minutes=5)
    queue.transfer(1, service="criminal-record", actor="aida")
    clock.advance(minutes=5)
    queue.call_next(3, actor="dana")

    stored = queue.waits(DAY, DAY)

    proved = [
        wait
        for ticket_id in dict.fromkeys(wait.ticket_id for wait in stored)
        for wait in queue.prove(ticket_id)
    ]
    assert stored == proved
    assert len(stored) == 4


def test_a_boot_clock_that_goes_back_stops_nobody_and_is_never_a_guess(
    queue, office_dir, clock, desk
):
    ticket_id = desk.waiting()
    queue.close()

    with Queue.open(office_dir, clock=ManualClock(boottime_us=1_000_000)) as again:
        shown = again.snapshot().tickets[0]
        again.watch_limits()
        again.call_next(1, actor="aida")
        again.start(1, actor="aida")
        waits = again.waits(DAY, DAY)
        proved = again.prove(ticket_id)

    assert not shown.wait.exact
    assert [wait.verdict for wait in waits] == [Verdict.ESTIMATED]
    assert waits == list(proved)


def test_a_service_across_a_reboot_becomes_exact_with_the_time_too(queue, office_dir, clock, desk):
    ticket_id = desk.serving()
    clock.advance(minutes=10)
    clock.reboot(timedelta(minutes=25), wall_lost=True)

    with reopened(queue, office_dir, clock) as again:
        again.finish(1, actor="aida")
        clock.step_wall(timedelta(minutes=25))
        clock.synchronise()
        again.heartbeat()
        (wait,) = again.waits(DAY, DAY)
        proved = again.prove(ticket_id)

    assert wait.service_time.exact
    assert (wait,) == proved
