"""What is shown lives until its day is closed out, whatever day the calendar says."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from kezek_queue import Queue
from kezek_queue.errors import UnknownTicketError

MONDAY, TUESDAY = date(2026, 11, 23), date(2026, 11, 24)


def almaty(day: int, hour: int, minute: int = 0, second: int = 0) -> datetime:
    """An instant of November 2026 by the office's own clock, UTC+5."""
    return datetime(2026, 11, day - (hour < 5), (hour - 5) % 24, minute, second, tzinfo=UTC)


@pytest.fixture
def round_the_clock(office_dir, office_text, clock):
    """The same office, never closed; its days end at midnight."""
    nights = (
        office_text.replace("09:00-20:00", "00:00-24:00")
        .replace("09:00-13:00, 14:00-20:00", "00:00-24:00")
        .replace("last_minutes_before_closing = 10", "last_minutes_before_closing = 0")
    )
    (office_dir / "office.toml").write_text(nights, encoding="utf-8")
    with Queue.create(office_dir, clock=clock) as queue:
        yield queue


def numbers(calls):
    return [call.number for call in calls]


def test_the_board_goes_on_after_closing_for_those_who_are_still_here(queue, clock, desk):
    clock.move_to(almaty(23, 19, 45))
    desk.waiting("household")
    desk.waiting("household")
    clock.move_to(almaty(23, 19, 55))
    queue.call_next(1, actor="aida")
    clock.move_to(almaty(23, 20, 0, 30))
    just_closed = numbers(queue.board().calls)
    clock.move_to(almaty(23, 20, 5))
    queue.call_next(2, actor="berik")

    assert just_closed == ["K001"]
    assert numbers(queue.board().calls) == ["K002", "K001"]


def test_the_board_is_empty_once_the_day_is_closed_out(queue, clock, desk):
    desk.served()
    clock.move_to(almaty(23, 21, 59))
    before = numbers(queue.board().calls)
    clock.move_to(almaty(23, 22, 0))
    queue.close_days()

    assert before == ["A001"]
    assert queue.board().calls == ()


def test_the_board_goes_on_over_midnight(round_the_clock, clock):
    clock.move_to(almaty(23, 23, 50))
    round_the_clock.issue("household")
    round_the_clock.call_next(1, actor="aida")
    clock.move_to(almaty(24, 0, 1))
    round_the_clock.issue("military-service")
    round_the_clock.call_next(2, actor="berik")

    assert numbers(round_the_clock.board().calls) == ["A001", "K001"]


def test_a_no_show_can_be_brought_back_after_closing_until_the_day_is_closed_out(
    queue, clock, desk
):
    clock.move_to(almaty(23, 19, 45))
    absent = desk.no_show()
    clock.move_to(almaty(23, 20, 10))
    shown = [ticket.id for ticket in queue.snapshot().absent]

    back = queue.return_visitor(absent, actor="aida")

    assert shown == [absent]
    assert back.state.value == "waiting"
    assert queue.snapshot().absent == ()


def test_a_no_show_of_yesterday_leaves_the_list_with_its_day(round_the_clock, clock):
    clock.move_to(almaty(23, 23, 58))
    round_the_clock.issue("household")
    absent = round_the_clock.call_next(1, actor="aida").ticket.id
    clock.advance(minutes=1)
    round_the_clock.recall(1, actor="aida")
    round_the_clock.no_show(1, actor="aida")
    clock.move_to(almaty(24, 0, 10))
    after_midnight = [ticket.id for ticket in round_the_clock.snapshot().absent]
    clock.move_to(almaty(24, 2, 0))
    round_the_clock.close_days()

    assert after_midnight == [absent]
    assert round_the_clock.snapshot().absent == ()


@pytest.mark.parametrize(
    ("at", "shown", "numbered"),
    [
        (almaty(23, 19, 59), MONDAY, MONDAY),
        (almaty(23, 20, 0, 30), MONDAY, TUESDAY),
        (almaty(24, 8, 59), MONDAY, TUESDAY),
        (almaty(24, 9, 0), TUESDAY, TUESDAY),
    ],
)
def test_todays_figures_stay_until_the_next_day_opens(queue, clock, desk, at, shown, numbered):
    desk.served()
    clock.move_to(at)

    snapshot = queue.snapshot()

    assert (snapshot.shown_day, snapshot.office_day) == (shown, numbered)


def test_whoever_waits_after_closing_is_told_by_what_the_day_has_seen(queue, clock):
    clock.move_to(almaty(23, 19, 0))
    for _ in range(3):
        queue.issue("criminal-record")
    queue.call_next(3, actor="aida")
    queue.start(3, actor="aida")
    clock.move_to(almaty(23, 19, 40))
    queue.call_next(3, actor="aida")
    clock.move_to(almaty(23, 19, 59, 59))
    open_still = queue.expected_wait_of("2026-11-23-C003")
    clock.move_to(almaty(23, 20, 0))

    assert queue.expected_wait_of("2026-11-23-C003") == open_still


def test_a_phone_page_lives_until_its_day_is_closed_out(queue, clock, desk):
    token = queue.status_token(desk.waiting())
    clock.move_to(almaty(23, 22, 30))
    not_closed_yet = queue.ticket_by_status_token(token).number
    queue.close_days()

    assert not_closed_yet == "A001"
    with pytest.raises(UnknownTicketError):
        queue.ticket_by_status_token(token)


def test_a_clock_that_jumps_takes_nobody_off_the_board_or_the_phone(queue, clock, desk):
    ticket = desk.called()
    token = queue.status_token(ticket)
    clock.advance(minutes=5)
    clock.move_to(almaty(23, 10, 6))
    clock.step_wall(almaty(25, 10) - almaty(23, 10))
    queue.close_days()

    assert numbers(queue.board().calls) == ["A001"]
    assert queue.ticket_by_status_token(token).id == ticket
