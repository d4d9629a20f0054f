"""Eight operators press "next" together: nobody is called twice, nobody is passed over."""

from __future__ import annotations

import random
import threading
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from kezek_core.events import EventKind
from kezek_queue import Queue

CALLS, CALLS_OF_A_SAMPLE = 20_000, 160
OPERATORS = 8
A_ROUND = 80


def call_all(queue: Queue, clock: Any, calls: int, seed: int) -> tuple[list[str], float]:
    """Issue and call so many tickets, operators side by side; who was called, the longest call."""
    dice, called, longest, lock = random.Random(seed), [], [0.0], threading.Lock()
    services = sorted(queue.office.services)

    def operator(window: int) -> None:
        gate.wait()
        while True:
            began = time.monotonic()
            ticket = queue.call_next(window, actor=f"operator{window}").ticket
            took = time.monotonic() - began
            if ticket is None:
                return
            queue.start(window, actor=f"operator{window}")
            queue.finish(window, actor=f"operator{window}")
            with lock:
                called.append(ticket.id)
                longest[0] = max(longest[0], took)

    for window in range(1, OPERATORS + 1):
        if queue.window(window).window.status.value == "closed":
            queue.open_window(window, actor=f"operator{window}")
    while len(called) < calls:
        for _ in range(A_ROUND):
            queue.issue(dice.choice(services), print_ticket=False)
        gate = threading.Barrier(OPERATORS)
        with ThreadPoolExecutor(OPERATORS) as pool:
            list(pool.map(operator, range(1, OPERATORS + 1)))
        clock.advance(minutes=1)
        if len(called) % 4_000 < A_ROUND:
            clock.advance(hours=24)  # the numbers of a day are used up
            queue.close_days()
    return called, longest[0]


def faults_of(queue: Queue, called: list[str]) -> list[str]:
    """Tickets that were called twice or never, by the answers and by the journal."""
    told: Counter[str] = Counter()
    issued: set[str] = set()
    after = 0
    while events := queue.events(after, 1000):
        after = events[-1].seq
        for event in events:
            if event.kind is EventKind.TICKET_CALLED:
                told[str(event.ticket_id)] += 1
            if event.kind is EventKind.TICKET_ISSUED:
                issued.add(str(event.ticket_id))
    answered = Counter(called)
    return sorted(each for each in issued | set(called) if (answered[each], told[each]) != (1, 1))


@pytest.mark.slow(3)
def test_operators_who_press_next_together_call_everybody_once(queue: Queue, clock: Any) -> None:
    called, _ = call_all(queue, clock, CALLS_OF_A_SAMPLE, 1)

    assert len(called) >= CALLS_OF_A_SAMPLE
    assert faults_of(queue, called) == []
    assert queue.verify_journal().sound


def test_the_control_an_answer_that_was_given_twice_is_noticed(queue: Queue, clock: Any) -> None:
    called, _ = call_all(queue, clock, A_ROUND, 1)

    assert faults_of(queue, [*called, called[0]]) == [called[0]]
    assert faults_of(queue, called[1:]) == [called[0]]


@pytest.mark.faults
@pytest.mark.timeout(7200)
def test_twenty_thousand_calls_double_none(
    queue: Queue, clock: Any, record: Callable[..., None], url: str | None
) -> None:
    called, longest = call_all(queue, clock, CALLS, 2)

    found = faults_of(queue, called)
    where = "SQLite" if url is None else "PostgreSQL"
    record(f"eight operators call together, {where}; the longest call {longest * 1000:.0f} ms",
           done=len(called), lost=len(found), control="an answer given twice")  # fmt: skip
    assert found == []
