"""How long ``next`` takes with more and more tickets that came before: it should be flat.

    python bench/next_call.py            # 0, 10 000, 100 000 and 1 000 000 earlier tickets
    python bench/next_call.py --quick    # 0, 10 000 and 100 000

Earlier tickets are written straight into the tables, each with its part, its events and its print
job as a served visit has them; then people wait and a window calls, starts and calls again.
The first column of times is the machine's own durable one-row commit in the same run.
"""

from __future__ import annotations

import argparse
import json
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from kezek_queue import ManualClock, Queue
from kezek_queue.journal.journal import CHAINED, link
from kezek_queue.office.demo import make_demo_office
from kezek_queue.open_office import END_EVENTS

SIZES = (0, 10_000, 100_000, 1_000_000)
QUICK_SIZES = SIZES[:3]
CALLS = 200
SLICES = 10
CALLS_A_SLICE = 10
MOST_RATIO = 1.2
"""``next`` with earlier tickets beside ``next`` with none, in processor time."""

PER_DAY = 5_000
NOW = datetime(2026, 11, 23, 5, 0, tzinfo=UTC)
SERVICE = "criminal-record"
WINDOW = 1
EVENTS_A_VISIT = 5


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--quick", action="store_true", help="leave out the million")
    sizes = QUICK_SIZES if options.parse_args().quick else SIZES
    print(f"{'earlier tickets':>16} {'file MB':>8} {'open ms':>8} {'whole ms':>8} "
          f"{'raw commit':>11} {'issue p50':>10} {'next p50':>9} {'next p99':>9} "
          f"{'look p50':>9} {'next cpu ms':>12} {'ratio':>6} {'at most':>8}")  # fmt: skip
    least = None
    for size in sizes:
        with tempfile.TemporaryDirectory() as directory:
            row, next_ms = measure(Path(directory), size)
        least = least or next_ms
        print(f"{row} {next_ms:>12.2f} {next_ms / least:>6.2f} {MOST_RATIO:>8.2f}", flush=True)


def measure(data_dir: Path, size: int) -> tuple[str, float]:
    """One row of the table, times in milliseconds; and the processor time of ``next``."""
    (data_dir / "office.toml").write_text(make_demo_office(), encoding="utf-8")
    clock = ManualClock(NOW)
    Queue.create(data_dir, clock=clock).close()
    fill(data_dir / "kezek.db", size)
    clock.advance(minutes=1)
    opened = time.perf_counter()
    with Queue.open(data_dir, clock=clock) as queue:
        open_ms = (time.perf_counter() - opened) * 1000
        whole = time.perf_counter()
        queue.check_file()
        whole_ms = (time.perf_counter() - whole) * 1000
        raw = times(raw_commits(data_dir))
        issue = times(lambda: queue.issue(SERVICE))
        calls = times(
            lambda: queue.call_next(WINDOW, actor="bench"),
            after=lambda: nobody_came(queue, clock),
        )
        quietest = processor_ms(queue, clock)
        look = times(queue.snapshot, 20)
    megabytes = (data_dir / "kezek.db").stat().st_size / 1e6
    return (f"{size:>16,} {megabytes:>8.0f} {open_ms:>8.0f} {whole_ms:>8.0f} {median(raw):>11.2f} "
            f"{median(issue):>10.2f} {median(calls):>9.2f} {percentile(calls, 99):>9.2f} "
            f"{median(look):>9.2f}"), quietest  # fmt: skip


def processor_ms(queue: Queue, clock: ManualClock) -> float:
    """Processor time of one ``next`` in the quietest of some slices, of all threads together."""
    slices = []
    for _ in range(SLICES):
        spent = 0.0
        for _ in range(CALLS_A_SLICE):
            queue.issue(SERVICE)
            began = time.process_time()
            queue.call_next(WINDOW, actor="bench")
            spent += time.process_time() - began
            nobody_came(queue, clock)
        slices.append(spent / CALLS_A_SLICE * 1000)
    return min(slices)


def nobody_came(queue: Queue, clock: ManualClock) -> None:
    """Free the window: a second call a minute later, and the no-show counts."""
    clock.advance(minutes=1)
    queue.recall(WINDOW, actor="bench")
    queue.no_show(WINDOW, actor="bench")


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
    connection.execute("PRAGMA cache_size = -200000")
    dropped = drop_indexes_and_triggers(connection)
    for table, row, rows_a_visit in (
        ("tickets", TICKET, 1),
        ("parts", PART, 1),
        ("print_jobs", PRINT_JOB, 1),
        ("journal", EVENT, EVENTS_A_VISIT),
    ):
        insert(connection, table, row, size * rows_a_visit)
    connection.execute("UPDATE offices SET last_arrival = last_arrival + ?, last_job = ?",
                       (size, size))  # fmt: skip
    connection.execute("UPDATE offices SET last_seq = (SELECT max(seq) FROM journal)")
    if size:
        chain_end(connection)
    for statement in dropped:
        connection.execute(statement)
    connection.commit()
    connection.close()


def chain_end(connection: sqlite3.Connection) -> None:
    """Chain the last events as the queue does: another end of a journal is refused."""
    connection.row_factory = sqlite3.Row
    rows = connection.execute(
        "SELECT * FROM journal ORDER BY seq DESC LIMIT ?", (END_EVENTS + 1,)
    ).fetchall()[::-1]
    previous = rows[0]["hash"]
    for row in rows[1:]:
        fields = {name: row[name] for name in CHAINED} | {"body": json.loads(row["body"])}
        previous = link(previous, row["office_id"], fields)
        connection.execute("UPDATE journal SET hash = ? WHERE seq = ?", (previous, row["seq"]))
    connection.execute("UPDATE offices SET last_hash = ?", (previous,))


def drop_indexes_and_triggers(connection: sqlite3.Connection) -> list[str]:
    """A million rows go in much faster when the indexes are made after them."""
    found = connection.execute(
        "SELECT type, name, sql FROM sqlite_master "
        "WHERE type IN ('index', 'trigger') AND sql IS NOT NULL"
    ).fetchall()
    for kind, name, _ in found:
        connection.execute(f"DROP {kind} {name}")
    return [sql for _, _, sql in found]


def insert(connection: sqlite3.Connection, table: str, row: dict[str, str], count: int) -> None:
    """Write ``count`` rows; ``n`` counts them from 0 in the SQL of each column."""
    names = ", ".join(f'"{name}"' for name in row)
    connection.execute(
        f"WITH RECURSIVE counter (n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM counter LIMIT ?) "
        f"INSERT INTO {table} ({names}) SELECT {', '.join(row.values())} FROM counter WHERE ? > 0",
        (max(count, 1), count),
    )


DAY = f"date('{NOW.date()}', '-' || (1 + n / {PER_DAY}) || ' days')"
NUMBER = f"printf('C%04d', n % {PER_DAY})"
ID = f"{DAY} || '-' || {NUMBER}"
MOMENT = "'1700000000000000 60000000 1 boot-0'"
INSTANT = "1700000000000000"
LAW = {
    "standard": "'kz-gp-2008-3-criminal-record'",
    "edition": "'2008-02-27'",
    "source": "'order 3, criminal record standard, item 7, paragraph 2'",
    "limit_minutes": "60",
}
TICKET = {
    "office_id": "'demo'", "id": ID, "number": NUMBER, "office_day": DAY, "arrival_seq": "n + 1",
    "service": f"'{SERVICE}'", "stage": "'submission'", "state": "'served'", "language": "'kk'",
    "category_rank": "0", "window": "1", "part": "1", "times": "1", "called_seq": "n + 1", **LAW,
    "issued_moment": MOMENT, "part_moment": MOMENT, "first_call_moment": MOMENT,
    "called_us": INSTANT, "started_moment": MOMENT, "finished_us": INSTANT,
    "counted_us": "600000000", "counted_exact": "1", "own_us": "0", "own_exact": "1",
    "marks": "0",
}  # fmt: skip
PART = {
    "office_id": "'demo'", "ticket_id": ID, "part": "1", "number": NUMBER, "office_day": DAY,
    "service": f"'{SERVICE}'", "stage": "'submission'", "language": "'kk'", **LAW,
    "window": "1", "operator": "'bench'", "issued_us": INSTANT, "called_us": INSTANT,
    "started_us": INSTANT, "finished_us": INSTANT, "issued_to_called_us": "1",
    "called_to_started_us": "1", "issued_to_started_us": "2", "issued_to_called_exact": "1",
    "called_to_started_exact": "1", "issued_to_started_exact": "1", "wait_us": "2",
    "wait_exact": "1", "service_us": "1", "service_exact": "1", "verdict": "'within'",
    "outcome": "'served'",
}  # fmt: skip
PRINT_JOB = {
    "office_id": "'demo'", "id": "n + 1", "subject_kind": "'ticket'",
    "subject_id": ID, "number": NUMBER,
    "state": "'printed'", "slip": "printf('%700s', '{}')", "copy": "0", "attempts": "1",
    "outcome": "'printed'", "detail": "''", "printer": "'virtual'",
}  # fmt: skip
EVENT = {
    "office_id": "'demo'", "seq": "n + 10", "kind": "'ticket_called'",
    "ticket_id": ID.replace("n ", f"(n / {EVENTS_A_VISIT}) "), "window": "1",
    "actor": "'bench'", "utc_us": INSTANT, "boottime_us": "60000000", "boot_id": "'boot-0'",
    "synced": "1", "body": """printf('{"pad":"%110s"}', '')""", "hash": "printf('%064d', 0)",
}  # fmt: skip


def median(taken: list[float]) -> float:
    return statistics.median(taken)


def percentile(taken: list[float], percent: int) -> float:
    return sorted(taken)[min(len(taken) - 1, len(taken) * percent // 100)]


if __name__ == "__main__":
    main()
