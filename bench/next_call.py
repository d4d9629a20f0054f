"""How long ``next`` takes with more and more tickets that came before: it should be flat.

    python bench/next_call.py            # 0, 10 000, 100 000 and 1 000 000 earlier tickets
    python bench/next_call.py --quick    # 0, 10 000 and 100 000

Earlier tickets are those of ``kezek simulate --years``; then people wait and a window calls, starts
and calls again.
The first column of times is the machine's own durable one-row commit in the same run.
"""

from __future__ import annotations

import argparse
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from kezek_kiosk.open_office import open_queue
from kezek_kiosk.simulate.years import VISITS_A_YEAR, YearsPlan, create_years
from kezek_kiosk.upkeep.new_office import create_demo_office
from kezek_queue import ManualClock, Queue

SIZES = (0, 10_000, 100_000, 1_000_000)
QUICK_SIZES = SIZES[:3]
CALLS = 200
SLICES = 10
CALLS_A_SLICE = 10
MOST_RATIO = 1.2
"""``next`` with earlier tickets beside ``next`` with none, in processor time."""

NOW = datetime(2026, 11, 23, 5, 0, tzinfo=UTC)
SERVICE = "criminal-record"
WINDOW = 1


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
            row, next_ms = measure(Path(directory) / "office", size)
        least = least or next_ms
        print(f"{row} {next_ms:>12.2f} {next_ms / least:>6.2f} {MOST_RATIO:>8.2f}", flush=True)


def measure(data_dir: Path, size: int) -> tuple[str, float]:
    """One row of the table, times in milliseconds; and the processor time of ``next``."""
    clock = ManualClock(NOW, boot_id="bench")
    fill(data_dir, size)
    opened = time.perf_counter()
    with open_queue(data_dir, clock=clock) as queue:
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


def fill(data_dir: Path, size: int) -> None:
    """An office with about so many visits of earlier days."""
    if size:
        years = max(1, size // VISITS_A_YEAR)
        create_years(data_dir, YearsPlan.of_years(years, size, NOW.date() - timedelta(days=1)))
    else:
        create_demo_office(data_dir, clock=ManualClock(NOW - timedelta(minutes=1)))


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


def median(taken: list[float]) -> float:
    return statistics.median(taken)


def percentile(taken: list[float], percent: int) -> float:
    return sorted(taken)[min(len(taken) - 1, len(taken) * percent // 100)]


if __name__ == "__main__":
    main()
