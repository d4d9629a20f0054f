"""Several hands at once: threads of one server, two processes on one file."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest

from kezek_core.events import EventKind
from kezek_queue import Queue
from kezek_queue.errors import StaleCommandError, WrongStateError


def together(count, work):
    """Run ``work(n)`` in threads that start at one instant."""
    gate = threading.Barrier(count)

    def one(number):
        gate.wait()
        return work(number)

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(one, range(count)))


@pytest.fixture
def wide(office_dir, office_text, clock):
    """Eight windows for two services."""
    windows = "".join(
        f'\n[[windows]]\nid = {number}\nservices = ["military-service", "household"]\n'
        for number in range(4, 12)
    )
    (office_dir / "office.toml").write_text(office_text + windows, encoding="utf-8")
    with Queue.create(office_dir, clock=clock) as queue:
        yield queue


@pytest.mark.parametrize("hands", [2, 4, 8])
def test_windows_that_press_next_together_get_different_visitors(wide, clock, hands):
    waiting = [wide.issue("household").ticket.id for _ in range(hands * 5)]
    called = []

    for _ in range(5):
        answers = together(hands, lambda n: wide.call_next(4 + n, actor=f"operator{n}"))
        called += [answer.ticket.id for answer in answers]
        clock.advance(seconds=30)
        together(hands, lambda n: wide.recall(4 + n, actor=f"operator{n}"))
        clock.advance(seconds=30)
        together(hands, lambda n: wide.no_show(4 + n, actor=f"operator{n}"))

    assert sorted(called) == sorted(waiting)
    calls = [e.ticket_id for e in wide.events() if e.kind is EventKind.TICKET_CALLED]
    assert calls == waiting
    assert wide.verify_journal().sound


def test_one_window_pressed_by_eight_hands_calls_one_visitor(wide):
    for _ in range(8):
        wide.issue("household")

    def press(_):
        try:
            return wide.call_next(4, actor="operator", expected_ticket=None).ticket.id
        except (StaleCommandError, WrongStateError):
            return None

    called = [ticket for ticket in together(8, press) if ticket]

    assert called == ["2026-11-23-K001"]


def test_kiosks_that_issue_together_share_no_number(wide):
    numbers = [
        number
        for batch in together(
            8, lambda _: [wide.issue("household").ticket.number for _ in range(10)]
        )
        for number in batch
    ]

    assert sorted(numbers) == [f"K{count:03d}" for count in range(1, 81)]
    assert [t.number for t in wide.snapshot().tickets] == sorted(numbers)


def test_one_key_pressed_by_eight_hands_is_one_ticket(wide):
    answers = together(8, lambda _: wide.issue("household", idempotency_key="tap"))

    assert {answer.ticket.id for answer in answers} == {"2026-11-23-K001"}
    assert sum(not answer.repeated for answer in answers) == 1


def test_a_refusal_in_a_shared_commit_hurts_nobody_else(wide):
    def work(number):
        try:
            return wide.issue("household" if number % 2 else "passport").ticket.number
        except LookupError:
            return None

    answers = [each for _ in range(10) for each in together(8, work) if each]

    assert sorted(answers) == [f"K{count:03d}" for count in range(1, 41)]
    assert wide.verify_journal().sound


def test_two_queues_on_one_file_work_as_one(wide, office_dir, clock):
    with Queue.open(office_dir, clock=clock) as other:
        queues = (wide, other)
        for _ in range(10):
            wide.issue("household")

        called = [
            ticket
            for batch in together(
                4,
                lambda n: [
                    queues[n % 2].call_next(4 + n, actor="x").ticket.id
                    for _ in range(2)
                    if queues[n % 2].window(4 + n).ticket is None
                    or queues[n % 2].start(4 + n, actor="x")
                ],
            )
            for ticket in batch
        ]

        assert len(called) == len(set(called)) == 8
        assert wide.verify_journal().sound
        assert other.last_seq() == wide.last_seq()


def test_whoever_waits_for_an_event_is_woken_by_the_commit(queue):
    last = queue.last_seq()
    woken = []
    waiter = threading.Thread(target=lambda: woken.append(queue.wait_for_event(last, 20)))
    waiter.start()

    queue.issue("household")
    waiter.join(20)

    assert woken == [True]


def test_an_event_of_another_process_wakes_too(queue, office_dir, clock):
    last = queue.last_seq()
    with Queue.open(office_dir, clock=clock) as other:
        other.issue("household")

        assert queue.wait_for_event(last, 20)


def test_waiting_ends_with_the_time_and_with_the_queue(queue):
    last = queue.last_seq()
    ended = queue.wait_for_event(last, 0)
    answers = []
    waiter = threading.Thread(target=lambda: answers.append(queue.wait_for_event(last, 60)))
    waiter.start()

    queue._commits.close()
    waiter.join(20)

    assert ended is False
    assert answers == [False]


def test_hands_that_work_over_midnight_give_no_number_to_two_people(office_dir, office_text, clock):
    nights = (
        office_text.replace("09:00-20:00", "00:00-24:00")
        .replace("09:00-13:00, 14:00-20:00", "00:00-24:00")
        .replace("last_minutes_before_closing = 10", "last_minutes_before_closing = 0")
    )
    (office_dir / "office.toml").write_text(nights, encoding="utf-8")
    clock.move_to(datetime(2026, 11, 23, 18, 59, 59, tzinfo=UTC))

    def take(queue, hand):
        numbers = []
        for at in range(6):
            if hand == 0 and at == 3:
                clock.advance(seconds=2)  # midnight, while the others press
            numbers.append(queue.issue("household").ticket.number)
        return numbers

    with Queue.create(office_dir, clock=clock) as queue:
        given = [number for hand in together(8, lambda n: take(queue, n)) for number in hand]
        days = {ticket.office_day for ticket in queue.snapshot().tickets}

    assert len(given) == len(set(given)) == 48
    assert len(days) == 2
