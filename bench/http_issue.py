"""Tickets issued over HTTP beside this machine's own rate of durable one-row SQLite commits."""

from __future__ import annotations

import argparse
import sqlite3
import statistics
import threading
import time
from contextlib import closing
from pathlib import Path

from office import Client, RunningOffice, running_office

SERVICES = (
    *("military-service", "privileged", "household", "livestock"),
    *("guardianship", "minors-assets", "criminal-record", "apostille"),
)


def durable_commits_per_second(directory: Path, seconds: float) -> float:
    """One row a commit, WAL, synchronous=FULL, one client: the machine's own rate."""
    with closing(sqlite3.connect(directory / "probe.db", isolation_level=None)) as probe:
        probe.execute("PRAGMA page_size=1024")
        probe.execute("PRAGMA journal_mode=WAL")
        probe.execute("PRAGMA synchronous=FULL")
        probe.execute("CREATE TABLE rows (n INTEGER PRIMARY KEY, text TEXT)")
        began, commits = time.perf_counter(), 0
        while time.perf_counter() - began < seconds:
            probe.execute("INSERT INTO rows (text) VALUES ('A015')")
            commits += 1
        return commits / (time.perf_counter() - began)


def issue(office: RunningOffice, clients: int, seconds: float) -> tuple[float, list[float]]:
    """Tickets a second, and every latency in milliseconds."""
    latencies: list[list[float]] = [[] for _ in range(clients)]
    until = time.perf_counter() + seconds

    def tap(place: int) -> None:
        client = Client(office.port, office.token)
        turn = place
        while time.perf_counter() < until:
            body = {"service": SERVICES[turn % len(SERVICES)], "language": "kk", "category": None}
            body["idempotency_key"] = f"bench-{clients}-{place}-{turn}"
            began = time.perf_counter()
            status, answer = client.post("/tickets", body)
            if status != 201:
                raise SystemExit(f"expected 201, got {status}: {answer[:300]!r}")
            latencies[place].append((time.perf_counter() - began) * 1000)
            turn += 1

    began = time.perf_counter()
    threads = [threading.Thread(target=tap, args=(place,)) for place in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    taken = time.perf_counter() - began
    flat = sorted(latency for one in latencies for latency in one)
    return len(flat) / taken, flat


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=3.0)
    seconds = parser.parse_args().seconds
    with running_office() as office:
        commits = durable_commits_per_second(office.data.parent, seconds)
        print(f"durable one-row commits: {commits:.0f}/s (the machine's own rate = 1.00)")
        print(f"{'clients':>8} {'tickets/s':>10} {'ratio':>7} {'p50 ms':>8} {'p99 ms':>8}")
        for clients in (1, 8):
            rate, latencies = issue(office, clients, seconds)
            p99 = latencies[int(len(latencies) * 0.99)]
            print(
                f"{clients:>8} {rate:>10.0f} {rate / commits:>7.2f} "
                f"{statistics.median(latencies):>8.2f} {p99:>8.2f}"
            )


if __name__ == "__main__":
    main()
