"""A closing out is taken back: the old place, the old clock, and a proof from the journal."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, date, datetime, timedelta

import pytest

from kezek_core.events import EventKind
from kezek_core.waits.values import Outcome
from kezek_queue import Queue
from kezek_queue.errors import (
    NothingToTakeBackError,
    ReasonNeededError,
    WrongStateError,
)

DAY = date(2026, 11, 23)
CLOSE_OUT = datetime(2026, 11, 23, 17, 0, tzinfo=UTC)
WHY = "the clock was wrong"


@pytest.fixture
def closed(queue, clock, desk):
    """Everybody that a day can leave behind, closed out; ids by how they stood."""
    left = {
        "served": desk.served(1),
        "absent": desk.no_show(1),
        "serving": desk.serving(1),
        "called": desk.called(2),
        "held": desk.held(),
        "waiting": desk.waiting(),
    }
    clock.move_to(CLOSE_OUT)
    assert queue.close_days() == 1
    clock.advance(minutes=3)
    queue.close_window(1, actor="aida")
    return left


def take_back(queue, **asked):
    return queue.take_back_closing(DAY, reason=WHY, actor="aida", **asked)


def proven(queue):
    """The waits of the day, each the same from the tables and from the journal."""
    waits = queue.waits(DAY, DAY)
    ids = dict.fromkeys(wait.ticket_id for wait in waits)
    assert waits == [wait for ticket_id in ids for wait in queue.prove(ticket_id)]
    assert queue.verify_journal().sound
    return {wait.ticket_id: wait for wait in waits}


def test_everybody_waits_again_in_the_old_place_with_the_old_clock(queue, clock, closed):
    again = [ticket.id for ticket in take_back(queue)]
    waits = proven(queue)

    assert again == [closed[each] for each in ("called", "held", "waiting")]
    assert [ticket.id for ticket in queue.snapshot().tickets] == again
    for ticket_id in again:
        assert waits[ticket_id].outcome is Outcome.WAITING
        assert waits[ticket_id].wait.length == clock.now().at - waits[ticket_id].issued_at
    assert queue.call_next(1, actor="aida").ticket.id == closed["called"], "first come, first"


def test_a_service_goes_on_where_its_window_is_free(queue, clock, closed):
    queue.open_window(1, actor="aida")

    again = {ticket.id: ticket.state.value for ticket in take_back(queue)}
    clock.advance(minutes=4)
    queue.finish(1, actor="aida")

    assert again[closed["serving"]] == "serving"
    assert proven(queue)[closed["serving"]].service_time is not None


def test_the_journal_says_who_took_it_back_and_why(queue, closed):
    take_back(queue, tickets=[closed["waiting"]])

    of_ticket, of_day = queue.events(queue.last_seq() - 2)

    assert (of_ticket.kind, of_day.kind) == (EventKind.CLOSING_TAKEN_BACK,) * 2
    assert (of_ticket.ticket_id, of_ticket.actor) == (closed["waiting"], "aida")
    assert of_ticket.body["reason"] == WHY
    assert of_day.body == {"office_day": "2026-11-23", "tickets": 1, "reason": WHY}


def test_whoever_waits_again_is_closed_out_with_the_next_day_and_not_at_once(queue, clock, closed):
    take_back(queue)
    at_once = queue.close_days()
    still = [ticket.id for ticket in queue.snapshot().tickets]
    clock.move_to(CLOSE_OUT + timedelta(days=1))
    next_day = queue.close_days()

    assert (at_once, len(still), next_day) == (0, 3, 1)
    assert proven(queue)[closed["waiting"]].outcome is Outcome.NEVER_CALLED
    assert queue.snapshot().tickets == ()


def test_the_others_of_the_day_stay_closed_out(queue, closed):
    take_back(queue, tickets=[closed["waiting"]])

    with pytest.raises(WrongStateError):
        queue.return_visitor(closed["called"], actor="aida")

    assert [ticket.id for ticket in queue.snapshot().tickets] == [closed["waiting"]]
    assert proven(queue)[closed["called"]].outcome is Outcome.NO_SHOW


def test_only_who_may_come_back_is_told_as_absent(queue, clock, closed):
    take_back(queue, tickets=[closed["waiting"]])
    after_one = [ticket.id for ticket in queue.snapshot().absent]
    take_back(queue, tickets=[closed["called"]])
    called = queue.call_next(1, actor="aida").ticket.id
    clock.advance(seconds=30)
    queue.recall(1, actor="aida")
    clock.advance(seconds=30)
    queue.no_show(1, actor="aida")

    assert after_one == [closed["absent"]]
    assert [ticket.id for ticket in queue.snapshot().absent] == [closed["absent"], called]
    for ticket in queue.snapshot().absent:
        queue.return_visitor(ticket.id, actor="aida")


def test_a_real_no_show_may_come_back_once_the_day_is_open_again(queue, closed):
    take_back(queue)

    assert queue.return_visitor(closed["absent"], actor="aida").state.value == "waiting"
    proven(queue)


def test_it_can_be_taken_back_once_and_after_the_next_closing_again(queue, clock, closed):
    take_back(queue)
    with pytest.raises(NothingToTakeBackError):
        take_back(queue)
    clock.move_to(CLOSE_OUT + timedelta(days=1))
    queue.close_days()

    assert len(take_back(queue)) == 3
    proven(queue)


@pytest.mark.parametrize("reason", ["", "   ", "x" * 201, "two\nlines", "a\x1b[2J"])
def test_a_reason_that_says_nothing_is_refused(queue, closed, reason):
    before = queue.last_seq()

    with pytest.raises(ReasonNeededError):
        queue.take_back_closing(DAY, reason=reason, actor="aida")

    assert queue.last_seq() == before


@pytest.mark.parametrize("who", ["served", "absent"])
def test_who_was_not_closed_out_cannot_be_named_and_nobody_else_is_let_back(queue, closed, who):
    before = queue.last_seq()

    with pytest.raises(NothingToTakeBackError) as refused:
        take_back(queue, tickets=[closed["waiting"], closed[who]])

    assert refused.value.facts["tickets"] == [closed[who]]
    assert queue.last_seq() == before


def test_the_list_shows_who_can_be_let_back_until_the_next_day(queue, clock, closed):
    (found,) = queue.closings()
    take_back(queue, tickets=[closed["waiting"]])
    (fewer,) = queue.closings()
    clock.advance(hours=17)

    assert (found.office_day, found.closed_at) == (DAY, CLOSE_OUT)
    assert [each.id for each in found.tickets] == [closed[e] for e in ("called", "held", "waiting")]
    assert [each.id for each in fewer.tickets] == [closed[each] for each in ("called", "held")]
    assert queue.closings() == ()


def test_a_database_of_the_fifth_revision_can_take_an_old_closing_back(
    queue, office_dir, clock, closed, to_revision_0011
):
    queue.close()
    with closing(sqlite3.connect(office_dir / "kezek.db")) as connection, connection:
        connection.executescript(to_revision_0011)
        for table in ("told_clocks", "taken_back"):
            connection.execute(f"DROP TABLE {table}")
        connection.execute("UPDATE alembic_version SET version_num = '0005'")

    with Queue.open(office_dir, clock=clock) as again:
        assert len(take_back(again)) == 3
        proven(again)


def test_a_no_show_of_a_closing_taken_back_counts_by_no_rule(queue, closed):
    before = queue.no_show_rules(DAY, DAY).total()
    take_back(queue)
    queue.call_next(1, actor="aida")
    queue.start(1, actor="aida")

    after = queue.no_show_rules(DAY, DAY).total()

    assert (before, after) == (2, 1)


def test_one_who_is_absent_again_after_a_closing_taken_back_is_one_no_show(queue, desk, closed):
    take_back(queue)
    queue.call_next(1, actor="aida")
    desk.absent()

    assert queue.no_show_rules(DAY, DAY).total() == 2
