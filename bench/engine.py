"""What a ticket and a visit cost in processor time, and tickets beside bare durable commits.

    python bench/engine.py
    python bench/engine.py --seconds 10

The engine is in this process, without HTTP, and thirty people wait. Processor times are those of
the quietest slice: what neighbours on the machine take away is not the engine's. A bare commit is
one row into a file with WAL and synchronous=FULL through a connection of the thread's own; both
rates are taken in turns.
"""

from __future__ import annotations

import argparse
import sqlite3
import tempfile
import threading
import time
from collections.abc import Callable
from contextlib import ExitStack, closing
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

from kezek_queue import ManualClock, Queue
from kezek_queue.office.demo import make_demo_office

NOW = datetime(2026, 11, 23, 5, 0, tzinfo=UTC)
SERVICES = (
    *("military-service", "privileged", "household", "livestock"),
    *("guardianship", "minors-assets", "criminal-record", "apostille"),
)
WINDOW = 1
WAITING = 30
SLICES = 40
RUNS_A_SLICE = 10
THREADS = (1, 8)
TURNS = 6

MOST_MS = {"issue": 0.6, "next + start + finish": 2.2}
LEAST_RATIO = {1: 0.35, 8: 1.0}
"""Tickets beside bare commits, by threads."""

Work = Callable[[], object]


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seconds", type=float, default=3.0, help="for each rate")
    seconds = parser.parse_args().seconds
    with tempfile.TemporaryDirectory(prefix="kezek-bench-") as directory:
        data_dir = Path(directory)
        (data_dir / "office.toml").write_text(office_with_many_numbers(), encoding="utf-8")
        clock = ManualClock(NOW)
        with Queue.create(data_dir, clock=clock) as queue:
            hall = Hall(queue, clock)
            print_processor_times(hall)
            print_rates(hall, data_dir / "raw.db", seconds)


def office_with_many_numbers() -> str:
    """The demo office with more numbers a letter: a fast disk gives 999 away in seconds."""
    few, many = "numbers_per_letter = 999\n", "numbers_per_letter = 9999\n"
    office = make_demo_office()
    if few not in office:
        raise SystemExit(f"expected {few!r} in the demo office, found none")
    return office.replace(few, many)


class Hall:
    """Takes tickets as a kiosk does, and serves them.

    Args:
        queue: the engine.
        clock: moved while somebody is served.
    """

    def __init__(self, queue: Queue, clock: ManualClock) -> None:
        self._queue = queue
        self._clock = clock
        self._turn = count()
        for _ in range(WAITING):
            self.take()

    def take(self) -> None:
        """Take a ticket, of every service in turn and under a key of its own."""
        turn = next(self._turn)
        service = SERVICES[turn % len(SERVICES)]
        self._queue.issue(service, idempotency_key=f"bench-{turn}")

    def visit(self) -> None:
        """Call somebody, begin and end the service."""
        self._queue.call_next(WINDOW, actor="bench")
        self._clock.advance(seconds=20)
        self._queue.start(WINDOW, actor="bench")
        self._clock.advance(minutes=3)
        self._queue.finish(WINDOW, actor="bench")

    def come(self) -> None:
        """Let one more wait for the window, for every one who was served there."""
        service = self._queue.office.windows[WINDOW].services[0]
        self._queue.issue(service, idempotency_key=f"come-{next(self._turn)}")

    def leave(self) -> None:
        """Let all but the first thirty go."""
        for ticket in self._queue.snapshot().tickets[WAITING:]:
            self._queue.cancel(ticket.id, actor="bench")


def print_processor_times(hall: Hall) -> None:
    """The cost of a ticket, and of serving it."""
    costs = {
        "issue": processor_ms(hall.take, between=hall.leave),
        "next + start + finish": processor_ms(hall.visit, before=hall.come),
    }
    print(f"{'processor ms':<24} {'now':>6} {'at most':>8}")
    for name, cost in costs.items():
        print(f"{name:<24} {cost:>6.2f} {MOST_MS[name]:>8.2f}")


def processor_ms(work: Work, *, before: Work = int, between: Work = int) -> float:
    """Processor time of one run in the quietest slice, of all threads together.

    Args:
        work: what is measured.
        before: what comes before each run, outside the measure.
        between: what comes after each slice, likewise.
    """
    slices = []
    for _ in range(SLICES):
        spent = 0.0
        for _ in range(RUNS_A_SLICE):
            before()
            began = time.process_time()
            work()
            spent += time.process_time() - began
        slices.append(spent / RUNS_A_SLICE * 1000)
        between()
    return min(slices)


def print_rates(hall: Hall, raw: Path, seconds: float) -> None:
    """Tickets a second beside bare commits a second."""
    print(f"\n{'threads':>8} {'commits/s':>10} {'tickets/s':>10} {'ratio':>7} {'at least':>9}")
    for threads in THREADS:
        commits = tickets = 0.0
        with ExitStack() as connections:
            bare = [connections.enter_context(closing(open_raw(raw))) for _ in range(threads)]
            for _ in range(TURNS):
                commits += rate([committing(each) for each in bare], seconds / TURNS) / TURNS
                tickets += rate([hall.take] * threads, seconds / TURNS) / TURNS
                hall.leave()
        print(f"{threads:>8} {commits:>10.0f} {tickets:>10.0f} {tickets / commits:>7.2f} "
              f"{LEAST_RATIO[threads]:>9.2f}")  # fmt: skip


def open_raw(path: Path) -> sqlite3.Connection:
    """A connection to a file of one table, with pages as the queue's."""
    connection = sqlite3.connect(path, isolation_level=None, timeout=60, check_same_thread=False)
    connection.execute("PRAGMA page_size = 1024")
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("CREATE TABLE IF NOT EXISTS rows (n INTEGER PRIMARY KEY, text TEXT)")
    return connection


def committing(connection: sqlite3.Connection) -> Work:
    """One durable one-row commit."""
    return lambda: connection.execute("INSERT INTO rows (text) VALUES ('A015')")


def rate(works: list[Work], seconds: float) -> float:
    """How often in a second threads, one for each work, get it done together."""
    done = [0] * len(works)
    began = time.perf_counter()

    def run(place: int) -> None:
        while time.perf_counter() < began + seconds:
            works[place]()
            done[place] += 1

    threads = [threading.Thread(target=run, args=(place,)) for place in range(len(works))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(done) / (time.perf_counter() - began)


if __name__ == "__main__":
    main()
