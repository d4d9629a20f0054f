"""The hall board: every call since an event, in the journal's order, and whoever has not come."""

from __future__ import annotations

import pytest

from kezek_queue import Queue


@pytest.fixture
def wide(office_dir, office_text, clock):
    """Ten windows for one service."""
    windows = "".join(
        f'\n[[windows]]\nid = {number}\nservices = ["household"]\n' for number in range(4, 14)
    )
    (office_dir / "office.toml").write_text(office_text + windows, encoding="utf-8")
    with Queue.create(office_dir, clock=clock) as queue:
        yield queue


def call(queue, window):
    queue.issue("household")
    return queue.call_next(window, actor="x").ticket.number


def rows(calls):
    return [(each.number, each.window, each.calls) for each in calls]


def test_every_call_since_an_event_is_told_in_order_however_many(wide):
    call(wide, 4)
    known = wide.board().seq
    called = [call(wide, window) for window in range(5, 14)]

    since = wide.board(rows=6, after=known).since

    assert [each.number for each in since] == called
    assert [each.seq for each in since] == sorted(each.seq for each in since)
    assert wide.board(after=since[3].seq).since == since[4:]


def test_a_call_again_is_a_call_of_its_own(wide):
    known = wide.board().seq
    call(wide, 4)
    wide.recall(4, actor="x")

    board = wide.board(after=known)

    assert rows(board.since) == [("K001", 4, 1), ("K001", 4, 2)]
    assert rows(board.calls) == [("K001", 4, 2)]
    assert board.calls[0].seq == board.since[1].seq


def test_nothing_is_told_twice_to_a_board_that_names_what_it_knows(wide):
    call(wide, 4)

    assert wide.board(after=wide.board().seq).since == ()
    assert wide.board().since == ()


def test_whoever_was_called_and_has_not_come_stays_however_many_follow(wide):
    for window in range(4, 14):
        call(wide, window)
    for window in range(5, 14):
        wide.start(window, actor="x")

    calls = wide.board(rows=3).calls

    assert [(each.number, each.state.value) for each in calls] == [
        ("K010", "serving"),
        ("K009", "serving"),
        ("K008", "serving"),
        ("K001", "called"),
    ]


def test_nobody_is_led_to_a_window_whose_call_no_longer_stands(wide, clock):
    _, _, returned, called = (call(wide, window) for window in (4, 5, 6, 7))
    known = wide.board().seq
    wide.hold(4, actor="x")
    wide.start(5, actor="x")
    wide.transfer(5, service="guardianship", actor="x")
    clock.advance(seconds=30)
    wide.recall(6, actor="x")
    clock.advance(seconds=30)
    wide.no_show(6, actor="x")
    absent = [each.number for each in wide.board().calls]
    wide.return_visitor(wide.snapshot().absent[0].id, actor="x")

    assert absent == [returned, called], "who did not come may still ask where"
    assert [each.number for each in wide.board().calls] == [called]
    assert [each.number for each in wide.board(after=known).since] == [returned]


def test_a_board_of_another_day_is_told_nothing_that_is_over(wide, clock):
    call(wide, 4)
    clock.advance(hours=23)
    wide.close_days()

    assert wide.board(after=0).since == ()
