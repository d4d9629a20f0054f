"""Tickets over HTTP beside a bare Flask view under the same gunicorn, in turns of one run.

    python bench/http_issue.py
    python bench/http_issue.py --seconds 20

The bare view (``bare_view.py``) reads the same JSON body and answers 201. "ratio" compares how many
are answered in a second; a disk that other programs keep busy holds up tickets alone. "processor"
compares the time that the server's processes spend on one, and no neighbour changes that much.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

from office import Client, RunningOffice, running_bare_view, running_office

SERVICES = (
    *("military-service", "privileged", "household", "livestock"),
    *("guardianship", "minors-assets", "criminal-record", "apostille"),
)
CLIENTS = (1, 8)
TURNS = 10
"""So short that no more wait in the hall than in one that is well attended."""
LEAST_RATIO = 0.45
MOST_TAIL = 3.0
"""p99 in medians."""

Ids = list[str]


@dataclass
class Taken:
    """What one server answered in its turns."""

    seconds: float = 0.0
    processor_seconds: float = 0.0
    latencies_ms: list[float] = field(default_factory=list)

    @property
    def rate(self) -> float:
        """Answers a second."""
        return len(self.latencies_ms) / self.seconds

    @property
    def processor_ms(self) -> float:
        """Processor time of one answer, of all processes of the server."""
        return self.processor_seconds / len(self.latencies_ms) * 1000

    @property
    def p50_ms(self) -> float:
        """The median."""
        return statistics.median(self.latencies_ms)

    @property
    def p99_ms(self) -> float:
        """What one of a hundred exceeds."""
        return sorted(self.latencies_ms)[int(len(self.latencies_ms) * 0.99)]


class Taps:
    """Clients that take tickets of one server.

    Args:
        office: the server.
    """

    def __init__(self, office: RunningOffice) -> None:
        self._office = office
        self._turn = count()
        self._given: Ids = []

    def run(self, clients: int, seconds: float, into: Taken) -> None:
        """Take tickets for a while."""
        before, began = processor_seconds(self._office.process.pid), time.perf_counter()
        until = began + seconds
        at_once([lambda: self._tap(until, into)] * clients)
        into.seconds += time.perf_counter() - began
        into.processor_seconds += processor_seconds(self._office.process.pid) - before

    def clear(self) -> None:
        """Cancel what was taken, so that every turn finds an empty hall."""
        client = Client(self._office.port, self._office.token)
        while self._given:
            client.post(f"/tickets/{self._given.pop()}/cancel", {})

    def _tap(self, until: float, into: Taken) -> None:
        client = Client(self._office.port, self._office.token)
        while time.perf_counter() < until:
            turn = next(self._turn)
            body: dict[str, object] = {
                "service": SERVICES[turn % len(SERVICES)], "language": "kk", "category": None,
                "idempotency_key": f"bench-{turn}",
            }  # fmt: skip
            began = time.perf_counter()
            status, answer = client.post("/tickets", body)
            if status != 201:
                raise SystemExit(f"expected 201, got {status}: {answer[:300]!r}")
            into.latencies_ms.append((time.perf_counter() - began) * 1000)
            self._given.append(json.loads(answer)["id"])


def at_once(works: list[Callable[[], None]]) -> None:
    """Do several things beside each other."""
    threads = [threading.Thread(target=work) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def processor_seconds(parent: int) -> float:
    """What a process and its children have used until now."""
    asked = ["ps", "--no-headers", "-o", "pid", "--ppid", str(parent)]
    children = subprocess.run(asked, capture_output=True, text=True, check=False).stdout.split()
    return sum(_processor_seconds(pid) for pid in (str(parent), *children))


def _processor_seconds(pid: str) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seconds", type=float, default=8.0, help="for each row and server")
    turn_seconds = parser.parse_args().seconds / TURNS
    print(f"{'clients':>8} {'bare/s':>8} {'tickets/s':>10} {'ratio':>6} {'at least':>9} "
          f"{'bare ms':>8} {'ticket ms':>10} {'processor':>10} "
          f"{'p50 ms':>7} {'p99/p50':>8} {'at most':>8}")  # fmt: skip
    with running_bare_view() as bare_office, running_office() as office:
        bare_taps, taps = Taps(bare_office), Taps(office)
        for each in (bare_taps, taps):
            each.run(1, 1.0, Taken())  # what is read once, is read
        for clients in CLIENTS:
            bare, tickets = Taken(), Taken()
            for _ in range(TURNS):
                bare_taps.run(clients, turn_seconds, bare)
                taps.run(clients, turn_seconds, tickets)
                taps.clear()
            print(row(clients, bare, tickets), flush=True)


def row(clients: int, bare: Taken, tickets: Taken) -> str:
    """One line of the table."""
    return (f"{clients:>8} {bare.rate:>8.0f} {tickets.rate:>10.0f} "
            f"{tickets.rate / bare.rate:>6.2f} {LEAST_RATIO:>9.2f} "
            f"{bare.processor_ms:>8.2f} {tickets.processor_ms:>10.2f} "
            f"{bare.processor_ms / tickets.processor_ms:>10.2f} {tickets.p50_ms:>7.2f} "
            f"{tickets.p99_ms / tickets.p50_ms:>8.1f} {MOST_TAIL:>8.1f}")  # fmt: skip


if __name__ == "__main__":
    main()
