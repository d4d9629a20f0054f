"""A process killed at any moment: nothing acknowledged is lost, no number comes twice."""

from __future__ import annotations

import json
import random
import signal
import subprocess
import sys
import textwrap

import pytest

from kezek_queue import Queue

WORKER = """
    import json, sys, threading
    from datetime import UTC, datetime
    from kezek_queue import ManualClock, Queue

    clock = ManualClock(datetime(2026, 11, 23, 5, tzinfo=UTC), boottime_us=int(sys.argv[2]))
    queue = Queue.open(sys.argv[1], clock=clock)
    lock = threading.Lock()

    def tell(kind, ticket):
        with lock:
            sys.stdout.write(json.dumps([kind, ticket]) + chr(10))
            sys.stdout.flush()

    def kiosk():
        while True:
            tell("issued", queue.issue("criminal-record").ticket.id)

    def operator(window):
        while True:
            answer = queue.call_next(window, actor="op")
            if answer.ticket is None:
                continue
            tell("called", answer.ticket.id)
            queue.start(window, actor="op")
            tell("started", answer.ticket.id)

    threads = [threading.Thread(target=kiosk, daemon=True) for _ in range(2)]
    threads.append(threading.Thread(target=operator, args=(3,), daemon=True))
    for window in (1, 2, 3):
        present = queue.window(window).ticket
        if present is not None and present.state.value == "called":
            queue.start(window, actor="op")
            tell("started", present.id)
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
"""


def run_and_kill(office_dir, after_lines, boottime_us):
    """Let a worker speak so many lines, kill it, and return everything it acknowledged."""
    worker = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(WORKER), str(office_dir), str(boottime_us)],
        stdout=subprocess.PIPE,
        text=True,
    )
    with worker:
        lines = [worker.stdout.readline() for _ in range(after_lines)]
        worker.send_signal(signal.SIGKILL)
        lines += worker.stdout.readlines()
    return [json.loads(line) for line in lines if line.endswith("\n")]


def kill_often(office_dir, office_text, clock, times, seed):
    text = office_text.replace("numbers_per_letter = 999", "numbers_per_letter = 9999")
    (office_dir / "office.toml").write_text(text, encoding="utf-8")
    Queue.create(office_dir, clock=clock).close()
    choice = random.Random(seed)
    confirmed = []
    for run in range(times):
        boottime_us = (run + 2) * 60_000_000
        confirmed += run_and_kill(office_dir, choice.randint(1, 40), boottime_us)
    clock.advance(minutes=times + 5)
    return confirmed


def check_nothing_lost(queue, confirmed):
    issued = [ticket for kind, ticket in confirmed if kind == "issued"]
    called = [ticket for kind, ticket in confirmed if kind == "called"]
    events = queue.events(limit=1_000_000)
    stored = {
        kind: [event.ticket_id for event in events if event.kind.value == kind]
        for kind in ("ticket_issued", "ticket_called", "service_started")
    }
    assert len(issued) == len(set(issued))
    assert set(issued) <= set(stored["ticket_issued"])
    assert len(stored["ticket_issued"]) == len(set(stored["ticket_issued"]))
    assert set(called) <= set(stored["ticket_called"])
    assert len(stored["ticket_called"]) == len(set(stored["ticket_called"]))
    assert {t for kind, t in confirmed if kind == "started"} <= set(stored["service_started"])
    jobs = {event.body["job"] for event in events if event.kind.value == "ticket_issued"}
    assert all(queue.print_job(job).id == job for job in jobs)
    assert queue.verify_journal().sound


def test_a_killed_server_loses_nothing_it_acknowledged(office_dir, office_text, clock):
    confirmed = kill_often(office_dir, office_text, clock, times=6, seed=1)

    with Queue.open(office_dir, clock=clock) as queue:
        check_nothing_lost(queue, confirmed)
    assert len(confirmed) >= 6


@pytest.mark.faults
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("seed", range(2, 12))
def test_a_server_killed_two_thousand_times_loses_nothing(
    office_dir, office_text, clock, seed, record
):
    confirmed = kill_often(office_dir, office_text, clock, times=200, seed=seed)

    with Queue.open(office_dir, clock=clock) as queue:
        check_nothing_lost(queue, confirmed)
    record("kill -9 of a server at work", done=200, lost=0, control="no control")
