"""The office's own clock: who says what time it is, and what is done while nobody does."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from kezek_core.events import EventKind
from kezek_queue import ManualClock, Queue
from kezek_queue.clock import ClockSource
from kezek_queue.errors import BadDateError, ClockKnownError, OfficeClosedError

LAST_NIGHT = datetime(2026, 11, 23, 15, 30, tzinfo=UTC)
"""20:30 in Almaty, half an hour after the office closed."""

NEXT_MORNING = datetime(2026, 11, 24, 4, 5, tzinfo=UTC)


@pytest.fixture
def lost(queue, office_dir, clock):
    """The office the next morning: the clock stands where it stood last night."""
    clock.move_to(LAST_NIGHT)
    queue.heartbeat()
    queue.close()
    clock.reboot(timedelta(hours=12), wall_lost=True)
    with Queue.open(office_dir, clock=clock) as again:
        yield again


def test_a_clock_that_stands_at_last_night_refuses_nobody_at_the_door(lost, clock):
    issued = lost.issue("military-service").ticket
    clock.advance(minutes=12)
    seen = lost.snapshot()

    assert (seen.open, seen.opens_at, seen.clock) == (True, None, ClockSource.UNKNOWN)
    assert not seen.clock_known
    assert lost.ticket(issued.id).wait.length == timedelta(minutes=12), "the boot clock is right"


def test_a_known_clock_still_closes_the_office(queue, clock):
    clock.move_to(LAST_NIGHT)

    with pytest.raises(OfficeClosedError):
        queue.issue("military-service")


def test_a_wait_across_a_reboot_of_an_unknown_clock_is_flagged_and_never_a_breach(
    lost, office_dir, clock
):
    ticket_id = lost.issue("military-service").ticket.id
    lost.close()
    clock.reboot(timedelta(minutes=3), wall_lost=True)

    with Queue.open(office_dir, clock=clock) as again:
        clock.advance(minutes=10)
        ticket = again.ticket(ticket_id)

    assert (ticket.wait.exact, ticket.verdict.value) == (False, "estimated")


def test_once_staff_have_said_what_time_it_is_the_hours_hold_again(lost, clock):
    lost.tell_time(NEXT_MORNING, actor="aida")
    clock.advance(minutes=1)
    morning = lost.snapshot()
    clock.advance(hours=15)
    evening = lost.snapshot()

    assert (morning.now, morning.clock) == (NEXT_MORNING + timedelta(minutes=1), ClockSource.TOLD)
    assert (morning.open, evening.open) == (True, False)
    event = [each for each in lost.events() if each.kind is EventKind.CLOCK_TOLD][-1]
    assert (event.actor, event.body["told"]) == ("aida", NEXT_MORNING.isoformat())
    assert not event.moment.synchronised, "a word is no anchor"


def test_the_last_word_of_a_boot_counts_and_the_next_boot_asks_again(lost, office_dir, clock):
    lost.tell_time(NEXT_MORNING + timedelta(hours=9), actor="aida")
    lost.tell_time(NEXT_MORNING, actor="aida")
    time = lost.time()
    lost.close()
    clock.reboot(timedelta(minutes=1), wall_lost=True)

    with Queue.open(office_dir, clock=clock) as again:
        assert time.moment.at == NEXT_MORNING
        assert again.time().source is ClockSource.UNKNOWN


def test_the_network_goes_before_the_word_of_staff(lost, clock):
    lost.tell_time(NEXT_MORNING + timedelta(minutes=7), actor="aida")
    clock.step_wall(NEXT_MORNING - clock.now().at)
    clock.synchronise()
    lost.heartbeat()
    right = lost.time()
    clock.synchronise(False)
    clock.step_wall(timedelta(days=20))
    lost_again = lost.time()

    assert (right.moment.at, right.source) == (NEXT_MORNING, ClockSource.SYNCHRONISED)
    assert (lost_again.moment.at, lost_again.source) == (NEXT_MORNING, ClockSource.ANCHORED)
    with pytest.raises(ClockKnownError):
        lost.tell_time(NEXT_MORNING, actor="aida")


@pytest.mark.parametrize(
    "at",
    [
        NEXT_MORNING.replace(year=2025),
        NEXT_MORNING.replace(year=2027, month=12),
        NEXT_MORNING.replace(tzinfo=None),
    ],
)
def test_a_day_that_cannot_be_is_refused_and_nothing_changes(lost, at):
    before = lost.last_seq()

    with pytest.raises(BadDateError):
        lost.tell_time(at, actor="aida")

    assert lost.time().source is ClockSource.UNKNOWN
    assert lost.last_seq() == before


def test_the_phone_of_whoever_waits_is_not_cut_off_by_a_step_of_the_clock(queue, clock, desk):
    token = queue.status_token(desk.waiting())
    clock.synchronise()
    clock.step_wall(timedelta(days=2))
    queue.close_days()

    assert queue.ticket_by_status_token(token).number == "A001"


def test_an_office_of_the_fifth_revision_learns_to_be_told_the_time(
    queue, office_dir, clock, to_revision_0011
):
    import sqlite3
    from contextlib import closing

    queue.close()
    with closing(sqlite3.connect(office_dir / "kezek.db")) as connection, connection:
        for table in ("told_clocks", "taken_back"):
            connection.execute(f"DROP TABLE {table}")
        connection.executescript(to_revision_0011)
        connection.execute("UPDATE alembic_version SET version_num = '0005'")
    lost = ManualClock(LAST_NIGHT, boot_id="boot-9", boottime_us=0, synchronised=False)

    with Queue.open(office_dir, clock=lost) as again:
        again.tell_time(NEXT_MORNING, actor="aida")

        assert again.time().moment.at == NEXT_MORNING
        assert again.verify_journal().sound
