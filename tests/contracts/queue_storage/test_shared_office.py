"""One office, two servers: on one machine with a file, on two with PostgreSQL."""

from __future__ import annotations

import shutil
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from kezek_core.events import EventKind
from kezek_core.tickets import TicketState
from kezek_queue import ManualClock, Queue

UPTIME = 40 * 24 * 3600 * 1_000_000
"""The second machine has been running for forty days."""


class TwoClocks:
    """Two machines that agree about the time and know nothing of each other's boot clock."""

    def __init__(self, first, second):
        self.both = (first, second)

    def advance(self, **parts):
        for clock in self.both:
            clock.advance(**parts)


@pytest.fixture
def clocks(clock, url, queue):
    """One machine where the office is in a file, two where it is on a server."""
    if url is None:
        return TwoClocks(clock, ManualClock(clock.now().at))
    return TwoClocks(
        clock,
        ManualClock(clock.now().at, boot_id="other-1", boottime_us=UPTIME, machine="second"),
    )


@pytest.fixture
def clock(url):
    return ManualClock(machine="" if url is None else "first")


@pytest.fixture
def second(queue, data_dir, url, clocks, tmp_path_factory):
    """The office as the second server has it open."""
    place = data_dir
    if url is not None:
        place = tmp_path_factory.mktemp("second")
        for name in ("office.toml", "secrets.toml"):
            shutil.copy(data_dir / name, place)
    with Queue.open(place, clock=clocks.both[1], database_url=url) as opened:
        yield opened


def together(*works):
    """Run each in a thread of its own, all from one instant on."""
    gate = threading.Barrier(len(works))

    def one(work):
        gate.wait()
        return work()

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(one, works))


def test_two_servers_give_every_number_once(queue, second):
    def ten(server):
        return lambda: [server.issue("household").ticket.number for _ in range(10)]

    numbers = [each for some in together(ten(queue), ten(second)) for each in some]

    assert sorted(numbers) == [f"K{count:03d}" for count in range(1, 21)]
    assert queue.prove_office().sound


def test_one_key_at_two_servers_is_one_ticket(queue, second):
    first, other = together(
        lambda: queue.issue("household", idempotency_key="tap"),
        lambda: second.issue("household", idempotency_key="tap"),
    )

    assert first.ticket.id == other.ticket.id
    assert first.repeated is not other.repeated


def test_windows_at_two_servers_call_different_visitors(queue, second):
    for _ in range(2):
        queue.issue("household")
    queue.open_window(2, actor="a")
    second.open_window(3, actor="b")

    called = together(
        lambda: queue.call_next(2, actor="a").ticket, lambda: second.call_next(3, actor="b").ticket
    )

    numbers = {each.number for each in called if each is not None}
    assert len(numbers) == len([each for each in called if each is not None])
    assert second.board().calls == queue.board().calls


@pytest.mark.parametrize("issued_at", [0, 1], ids=["first", "second"])
def test_a_wait_from_one_server_to_the_other_is_measured_to_the_second(
    queue, second, clocks, issued_at
):
    servers = (queue, second)
    at, other = servers[issued_at], servers[1 - issued_at]
    ticket = at.issue("household").ticket

    clocks.advance(minutes=12)
    other.open_window(2, actor="b")
    other.call_next(2, actor="b")
    clocks.advance(minutes=1)
    at.start(2, actor="a")
    clocks.advance(minutes=5)
    other.finish(2, actor="b")

    [wait] = queue.prove(ticket.id)
    assert wait.wait.length == timedelta(minutes=13)
    assert wait.wait.exact
    proof = queue.prove_office()
    assert proof.sound, proof


def test_what_both_watch_happens_once(queue, second, clocks):
    for server in (queue, second):
        server.issue("household")
    held = second.issue("household").ticket
    queue.hold_ticket(held.id, until=clocks.both[0].now().at + timedelta(minutes=1), actor="a")
    clocks.advance(minutes=41)

    for _ in range(2):
        together(queue.watch_limits, second.watch_limits)
        together(queue.release_held, second.release_held)
        together(queue.do_what_is_due, second.do_what_is_due)
    clocks.advance(hours=20)
    together(queue.close_days, second.close_days)

    kinds = [(each.kind, each.ticket_id) for each in queue.events(limit=1000)]
    for kind in (EventKind.LIMIT_NEAR, EventKind.LIMIT_REACHED, EventKind.DAY_CLOSED):
        told = [each for each in kinds if each[0] is kind]
        assert len(told) == len(set(told)) >= 1, kind
    assert all(each.state is TicketState.CANCELLED for each in map(queue.ticket, [held.id]))
    assert queue.prove_office().sound
