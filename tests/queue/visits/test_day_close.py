"""The end of an office day: nobody is left open, and nobody is left out."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from kezek_core.events import EventKind
from kezek_core.waits.values import Heading, Outcome
from kezek_queue import Queue
from kezek_queue.errors import UnknownTicketError, WindowEmptyError, WrongStateError

DAY = date(2026, 11, 23)
CLOSE_OUT = datetime(2026, 11, 23, 17, 0, tzinfo=UTC)


def test_whoever_was_never_called_is_written_so_at_close_out_and_not_before(queue, clock, desk):
    desk.waiting()
    clock.move_to(datetime(2026, 11, 23, 16, 59, 59, tzinfo=UTC))
    early = queue.close_days()
    clock.move_to(CLOSE_OUT)

    assert (early, queue.close_days(), queue.close_days()) == (0, 1, 0)
    (wait,) = queue.waits(DAY, DAY)
    assert wait.outcome is Outcome.NEVER_CALLED
    assert wait.verdict.value == "breached"
    assert queue.ticket("2026-11-23-A001").state.value == "cancelled"


def test_every_state_ends_under_its_own_heading(queue, clock, desk):
    desk.served(1)
    desk.no_show(1)
    desk.cancelled()
    desk.serving(1)
    desk.called(2)
    desk.held()
    desk.waiting()
    clock.move_to(CLOSE_OUT)

    queue.close_days()

    waits = queue.waits(DAY, DAY)
    assert [wait.heading for wait in waits] == [
        Heading.SERVED,
        Heading.NO_SHOW,
        Heading.LEFT,
        Heading.SERVED,
        Heading.NO_SHOW,
        Heading.NEVER_CALLED,
        Heading.NEVER_CALLED,
    ]
    assert queue.snapshot().tickets == ()
    assert [window.ticket for window in queue.snapshot().windows] == [None, None, None]
    assert waits == [w for t in dict.fromkeys(w.ticket_id for w in waits) for w in queue.prove(t)]


def test_a_forgotten_service_is_over_but_not_measured(queue, clock, desk):
    ticket_id = desk.serving()
    clock.move_to(CLOSE_OUT)

    queue.close_days()

    (wait,) = queue.waits(DAY, DAY)
    assert wait.service_time is None
    assert wait.finished_at is None
    assert queue.history(ticket_id)[-1].body["measured"] is False


def test_the_day_is_closed_once_with_its_totals(queue, clock, desk):
    desk.waiting()
    desk.waiting("household")
    desk.called(3, service="criminal-record")
    clock.move_to(CLOSE_OUT)
    queue.close_days()

    event = queue.events()[-1]

    assert event.kind is EventKind.DAY_CLOSED
    assert event.ticket_id is None
    assert event.body == {
        "office_day": "2026-11-23",
        "issued": 3,
        "closed_out": {"never_called": 2, "no_show": 1},
    }


def test_nobody_comes_back_to_a_day_that_is_closed(queue, clock, desk):
    ticket_id = desk.no_show()
    clock.move_to(CLOSE_OUT)
    queue.close_days()

    with pytest.raises(WrongStateError) as refused:
        queue.return_visitor(ticket_id, actor="aida")
    with pytest.raises(WindowEmptyError):
        queue.undo_no_show(1, actor="aida")

    assert refused.value.facts["state"] == "day_closed"


def test_yesterday_is_closed_even_if_nobody_was_there_in_the_evening(
    queue, office_dir, clock, desk
):
    desk.waiting()
    queue.close()
    clock.move_to(datetime(2026, 11, 25, 4, 0, tzinfo=UTC))

    with Queue.open(office_dir, clock=clock) as again:
        again.issue("household")
        assert again.close_days() == 1
        assert [ticket.id for ticket in again.snapshot().tickets] == ["2026-11-25-K001"]


def test_a_day_the_hours_no_longer_know_is_closed_too(queue, office_dir, office_text, clock, desk):
    desk.waiting()
    queue.close()
    text = office_text.replace('mon = "09:00-20:00"\n', "")
    (office_dir / "office.toml").write_text(text, encoding="utf-8")
    clock.move_to(datetime(2026, 11, 24, 4, 0, tzinfo=UTC))

    with Queue.open(office_dir, clock=clock) as again:
        assert again.close_days() == 1


def test_a_status_token_dies_with_the_office_day(queue, clock, desk):
    token = queue.status_token(desk.waiting())
    clock.move_to(datetime(2026, 11, 23, 16, 59, tzinfo=UTC))
    last = queue.ticket_by_status_token(token)
    clock.move_to(CLOSE_OUT)
    queue.close_days()

    assert last.number == "A001"
    with pytest.raises(UnknownTicketError):
        queue.ticket_by_status_token(token)


def test_old_keys_are_forgotten_and_young_ones_are_not(queue, clock):
    queue.issue("household", idempotency_key="monday")
    clock.move_to(datetime(2026, 12, 1, 5, 0, tzinfo=UTC))
    queue.issue("household", idempotency_key="tuesday")
    clock.move_to(datetime(2026, 12, 1, 17, 0, tzinfo=UTC))
    queue.close_days()
    clock.move_to(datetime(2026, 12, 2, 5, 0, tzinfo=UTC))

    repeated = [
        queue.issue("household", idempotency_key=key).repeated for key in ("monday", "tuesday")
    ]

    assert repeated == [False, True]


def test_a_closed_day_that_takes_tickets_again_is_closed_again(
    queue, office_dir, office_text, clock, desk
):
    desk.waiting()
    clock.move_to(CLOSE_OUT)
    queue.close_days()
    queue.close()
    longer = office_text.replace('mon = "09:00-20:00"', 'mon = "09:00-23:50"')
    (office_dir / "office.toml").write_text(longer, encoding="utf-8")

    with Queue.open(office_dir, clock=clock) as again:
        number = again.issue("military-service").ticket.number
        clock.advance(hours=4)
        closed = again.close_days()
        left = again.snapshot().tickets

    assert (number, closed, left) == ("A002", 1, ())


@pytest.mark.parametrize("was_right", [True, False])
def test_a_step_of_the_wall_clock_sends_nobody_home(queue, clock, desk, was_right):
    clock.synchronise(was_right)
    ticket_id = desk.waiting()
    clock.advance(minutes=5)
    clock.step_wall(timedelta(days=1))
    clock.synchronise(not was_right)

    closed = queue.close_days()

    assert closed == 0
    assert [ticket.id for ticket in queue.snapshot().tickets] == [ticket_id]


def test_tickets_of_a_wrong_date_are_closed_with_the_day_people_came(
    queue, office_dir, clock, desk
):
    left_from_yesterday = desk.waiting()
    clock.reboot(timedelta(hours=1), wall_lost=True)

    with Queue.open(office_dir, clock=clock) as again:
        came_today = again.issue("military-service").ticket.id
        clock.step_wall(timedelta(days=1))
        clock.synchronise()
        at_once = again.close_days()
        then = [ticket.id for ticket in again.snapshot().tickets]
        clock.move_to(CLOSE_OUT + timedelta(days=1))
        later = again.close_days()

        assert then == [came_today]
        assert (at_once, later) == (0, 1)
        assert again.ticket(left_from_yesterday).state.value == "cancelled"
        assert again.snapshot().tickets == ()


def test_closing_yesterday_leaves_the_last_no_show_of_today(
    queue, office_dir, office_text, clock, desk
):
    queue.close()
    clock.move_to(datetime(2026, 11, 23, 18, 30, tzinfo=UTC))
    nights = office_text.replace("09:00-20:00", "00:00-24:00").replace(
        "09:00-13:00, 14:00-20:00", "00:00-24:00"
    )
    (office_dir / "office.toml").write_text(nights, encoding="utf-8")

    with Queue.open(office_dir, clock=clock) as again:
        again.issue("household")
        clock.advance(hours=2)
        again.issue("military-service", category="veteran")
        absent = again.call_next(1, actor="aida").ticket
        clock.advance(seconds=30)
        again.recall(1, actor="aida")
        clock.advance(seconds=30)
        again.no_show(1, actor="aida")
        clock.advance(minutes=39)
        closed = again.close_days()
        found = again.undo_no_show(1, actor="aida").ticket

    assert closed == 1
    assert found.id == absent.id
