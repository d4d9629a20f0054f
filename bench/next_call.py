"""How long ``next`` takes with more and more tickets that came before: it should be flat.

    python bench/next_call.py            # 0, 10 000, 100 000 and 1 000 000 earlier tickets
    python bench/next_call.py --quick    # 0, 10 000 and 100 000

Earlier tickets are written straight into the tables, each with its part, its events and its print
job as a served visit has them; then people wait and a window calls, starts and calls again.
The first column of times is the machine's own durable one-row commit in the same run.
"""

from __future__ import annotations

import argparse
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from kezek_queue import ManualClock, Queue
from kezek_queue.demo import make_demo_office

SIZES = (0, 10_000, 100_000, 1_000_000)
QUICK_SIZES = SIZES[:3]
CALLS = 200
PER_DAY = 5_000
NOW = datetime(2026, 11, 23, 5, 0, tzinfo=UTC)
SERVICE = "criminal-record"
WINDOW = 1
EVENTS_A_VISIT = 5


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--quick", action="store_true", help="leave out the million")
    sizes = QUICK_SIZES if options.parse_args().quick else SIZES
    print(f"{'earlier tickets':>16} {'file MB':>8} {'open ms':>8} {'raw commit':>11} "
          f"{'issue p50':>10} {'next p50':>9} {'next p99':>9} {'look p50':>9}")  # fmt: skip
    for size in sizes:
        with tempfile.TemporaryDirectory() as directory:
            print(measure(Path(directory), size), flush=True)


def measure(data_dir: Path, size: int) -> str:
    """One row of the table; times in milliseconds."""
    (data_dir / "office.toml").write_text(make_demo_office(), encoding="utf-8")
    clock = ManualClock(NOW)
    Queue.create(data_dir, clock=clock).close()
    fill(data_dir / "kezek.db", size)
    clock.advance(minutes=1)
    opened = time.perf_counter()
    with Queue.open(data_dir, clock=clock) as queue:
        open_ms = (time.perf_counter() - opened) * 1000
        raw = times(raw_commits(data_dir))
        issue = times(lambda: queue.issue(SERVICE))
        calls = times(
            lambda: queue.call_next(WINDOW, actor="bench"),
            after=lambda: queue.no_show(WINDOW, actor="bench"),
        )
        look = times(queue.snapshot, 20)
    megabytes = (data_dir / "kezek.db").stat().st_size / 1e6
    return (f"{size:>16,} {megabytes:>8.0f} {open_ms:>8.0f} {median(raw):>11.2f} "
            f"{median(issue):>10.2f} {median(calls):>9.2f} {percentile(calls, 99):>9.2f} "
            f"{median(look):>9.2f}")  # fmt: skip


def times(
    work: Callable[[], object], count: int = CALLS, after: Callable[[], object] | None = None
) -> list[float]:
    """Milliseconds of each run; ``after`` clears up between two runs, outside the measure."""
    taken = []
    for _ in range(count):
        started = time.perf_counter()
        work()
        taken.append((time.perf_counter() - started) * 1000)
        if after is not None:
            after()
    return taken


def raw_commits(directory: Path) -> Callable[[], None]:
    """The machine's own durable one-row commit."""
    connection = sqlite3.connect(directory / "raw.db", isolation_level=None)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("CREATE TABLE row (n INTEGER)")
    return lambda: connection.execute("INSERT INTO row VALUES (1)") and None


def fill(path: Path, size: int) -> None:
    """Write served visits of earlier days."""
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA synchronous = OFF")
    visits = range(1, size + 1)
    for table, rows in (
        ("tickets", map(ticket, visits)),
        ("parts", map(part, visits)),
        ("print_jobs", map(print_job, visits)),
        ("journal", (row for number in visits for row in events(number))),
    ):
        insert(connection, table, rows)
    connection.execute("UPDATE offices SET last_arrival = last_arrival + ?, last_job = ?",
                       (size, size))  # fmt: skip
    connection.execute("UPDATE offices SET last_seq = (SELECT max(seq) FROM journal)")
    connection.commit()
    connection.close()


def insert(connection: sqlite3.Connection, table: str, rows: Iterator[dict[str, object]]) -> None:
    first = next(rows, None)
    if first is None:
        return
    names = ", ".join(f'"{name}"' for name in first)
    marks = ", ".join("?" * len(first))
    statement = f"INSERT INTO {table} ({names}) VALUES ({marks})"
    connection.execute(statement, tuple(first.values()))
    connection.executemany(statement, (tuple(row.values()) for row in rows))


def day_of(number: int) -> str:
    return (NOW.date() - timedelta(days=1 + number // PER_DAY)).isoformat()


def id_of(number: int) -> str:
    return f"{day_of(number)}-C{number % PER_DAY:04d}"


def moment() -> str:
    return "1700000000000000 60000000 1 boot-0"


def ticket(number: int) -> dict[str, object]:
    return {
        "office_id": "demo", "id": id_of(number), "number": f"C{number % PER_DAY:04d}",
        "office_day": day_of(number), "arrival_seq": number, "service": SERVICE,
        "stage": "submission", "state": "served", "language": "kk", "category_rank": 0,
        "window": 1, "part": 1, "times": 1, "called_seq": number, "limit_minutes": 60,
        "standard": "kz-gp-2008-3-criminal-record", "edition": "2008-02-27",
        "source": "order 3, criminal record standard, item 7", "issued_moment": moment(),
        "part_moment": moment(), "first_call_moment": moment(), "called_us": 1700000000000000,
        "started_moment": moment(), "finished_us": 1700000000000000, "counted_us": 600000000,
        "counted_exact": 1, "own_us": 0, "own_exact": 1, "marks": 0,
    }  # fmt: skip


def part(number: int) -> dict[str, object]:
    return {
        "office_id": "demo", "ticket_id": id_of(number), "part": 1,
        "number": f"C{number % PER_DAY:04d}", "office_day": day_of(number), "service": SERVICE,
        "stage": "submission", "language": "kk", "standard": "kz-gp-2008-3-criminal-record",
        "edition": "2008-02-27", "source": "order 3, criminal record standard, item 7",
        "limit_minutes": 60, "window": 1, "operator": "bench", "issued_us": 1700000000000000,
        "called_us": 1700000000000000, "started_us": 1700000000000000,
        "finished_us": 1700000000000000, "issued_to_called_us": 1, "called_to_started_us": 1,
        "issued_to_started_us": 2, "issued_to_called_exact": 1,
        "called_to_started_exact": 1, "issued_to_started_exact": 1,
        "wait_us": 2, "wait_exact": 1, "service_us": 1,
        "service_exact": 1, "verdict": "within", "outcome": "served",
    }  # fmt: skip


def print_job(number: int) -> dict[str, object]:
    return {
        "office_id": "demo", "id": number, "ticket_id": id_of(number),
        "number": f"C{number % PER_DAY:04d}", "state": "printed", "slip": "{}" + " " * 700,
        "copy": 0, "attempts": 1, "outcome": "printed", "detail": "", "printer": "virtual",
    }  # fmt: skip


def events(number: int) -> Iterator[dict[str, object]]:
    kinds = ("ticket_issued", "print_reported", "ticket_called", "service_started",
             "service_finished")  # fmt: skip
    for place, kind in enumerate(kinds):
        yield {
            "office_id": "demo", "seq": 10 + number * EVENTS_A_VISIT + place, "kind": kind,
            "ticket_id": id_of(number), "window": 1, "actor": "bench",
            "utc_us": 1700000000000000, "boottime_us": 60000000, "boot_id": "boot-0",
            "synced": 1, "body": '{"number":"C001"}' + " " * 100, "hash": "0" * 64,
        }  # fmt: skip


def median(taken: list[float]) -> float:
    return statistics.median(taken)


def percentile(taken: list[float], percent: int) -> float:
    return sorted(taken)[min(len(taken) - 1, len(taken) * percent // 100)]


if __name__ == "__main__":
    main()
