"""PostgreSQL beside SQLite on the same disk: tickets, waking another process, moving an office."""

from __future__ import annotations

import argparse
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
from conftest import Cluster
from http_issue import SERVICES

from kezek_queue import Queue, SystemClock
from kezek_queue.carrying import carried
from kezek_queue.office import make_demo_office

THREADS = 8
DISK = "/var/tmp"
"""Not in memory: a commit waits for the disk in both."""

WAITER = """
import sys, time
from kezek_queue import Queue, SystemClock
with Queue.open(sys.argv[1], clock=SystemClock(), database_url=sys.argv[2] or None) as queue:
    seq = queue.last_seq()
    print("ready", flush=True)
    while queue.wait_for_event(seq, 60):
        woken = time.monotonic()
        seq = queue.last_seq()
        print(seq, woken, flush=True)
"""
"""Another process, as a second server has its streams."""


def make(place: Path, url: str | None) -> Queue:
    """The demo office in one of the two stores."""
    place.mkdir()
    (place / "office.toml").write_text(make_demo_office(), encoding="utf-8")
    return Queue.create(place, clock=SystemClock(), database_url=url)


def issue(queue: Queue, turn: int = 0) -> tuple[float, float]:
    """One ticket: milliseconds until it is durable, and of this process's processor."""
    began, processor = time.perf_counter(), time.process_time()
    queue.issue(SERVICES[turn % len(SERVICES)])
    return (time.perf_counter() - began) * 1000, (time.process_time() - processor) * 1000


def together(queue: Queue, count: int) -> float:
    """Tickets a second of eight threads."""
    began = time.perf_counter()
    with ThreadPoolExecutor(THREADS) as pool:
        list(pool.map(lambda turn: issue(queue, turn), range(count)))
    return count / (time.perf_counter() - began)


def wakes(queue: Queue, place: Path, url: str | None, count: int) -> list[float]:
    """Milliseconds from a durable commit until another process is awake."""
    line = [sys.executable, "-c", WAITER, str(place), url or ""]
    found = []
    with subprocess.Popen(line, stdout=subprocess.PIPE, stdin=subprocess.DEVNULL) as waiter:
        assert waiter.stdout is not None
        waiter.stdout.readline()
        time.sleep(1.0)  # it begins to listen beside its work
        for _ in range(count):
            issue(queue)
            durable, seq = time.monotonic(), queue.last_seq()
            reached = 0
            while reached < seq:
                told, woken = waiter.stdout.readline().split()
                reached = int(told)
            found.append((float(woken) - durable) * 1000)
            time.sleep(0.02)  # it waits again
        waiter.terminate()
    return sorted(max(0.0, each) for each in found)


def move(place: Path, source: str | None, target: str | Path) -> tuple[int, float]:
    """Rows carried, and seconds."""
    began = time.perf_counter()
    with carried(place, source_url=source, target=target, clock=SystemClock()) as done:
        return done.rows, time.perf_counter() - began


def share(values: list[float], part: float) -> float:
    """The value below which this part of all values lies."""
    return sorted(values)[min(len(values) - 1, int(len(values) * part))]


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tickets", type=int, default=1000)
    parser.add_argument("--wakes", type=int, default=50)
    options = parser.parse_args()
    cluster = Cluster(DISK, durable=True)
    try:
        with tempfile.TemporaryDirectory(dir=DISK) as directory:
            measure(cluster, Path(directory), options.tickets, options.wakes)
    finally:
        cluster.stop()


def measure(cluster: Cluster, directory: Path, tickets: int, woken: int) -> None:
    """Both stores in turn, one ticket each, so that both meet the same machine."""
    urls: dict[str, str | None] = {"SQLite": None, "PostgreSQL": cluster.database()}
    queues = {name: make(directory / name, url) for name, url in urls.items()}
    spent: dict[str, list[tuple[float, float]]] = {name: [] for name in queues}
    for queue in queues.values():
        for turn in range(50):
            issue(queue, turn)
    for turn in range(tickets):
        for name, queue in queues.items():
            spent[name].append(issue(queue, turn))
    rates = {name: together(queue, tickets) for name, queue in queues.items()}
    waking = {name: wakes(q, directory / name, urls[name], woken) for name, q in queues.items()}
    load = os.getloadavg()[0]
    for queue in queues.values():
        queue.close()

    print(f"{tickets} tickets each in turn, commits durable in {DISK}; load {load:.1f}\n")
    print("| | SQLite | PostgreSQL | PostgreSQL / SQLite |")
    print("|---|---|---|---|")

    def row(title: str, of: Callable[[str], float], digits: int = 2) -> None:
        file, server = of("SQLite"), of("PostgreSQL")
        times = f"{server / file:.2f}" if file else "-"
        print(f"| {title} | {file:.{digits}f} | {server:.{digits}f} | {times} |")

    row("issue, p50 ms", lambda name: statistics.median(each for each, _ in spent[name]))
    row("issue, p95 ms", lambda name: share([each for each, _ in spent[name]], 0.95))
    row("issue, processor ms of Kezek", lambda name: statistics.mean(cpu for _, cpu in spent[name]))
    row(f"{THREADS} threads, tickets a second", lambda name: rates[name], 0)
    row("another process awake, p50 ms", lambda name: share(waking[name], 0.5), 1)
    row("another process awake, p95 ms", lambda name: share(waking[name], 0.95), 1)

    place, target = directory / "SQLite", cluster.database()
    rows, there = move(place, None, target)
    _, back = move(place, target, directory / "back.db")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"\nMoving {rows} rows: {rows / there:.0f} a second to the server, {rows / back:.0f} back; "
        f"copied, compared and proven. Peak memory of this process {peak:.0f} MiB."
    )


if __name__ == "__main__":
    main()
