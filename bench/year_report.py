"""The report of a year of waits: processor seconds and peak memory, beside every wait one by one.

The year is filled in as rows of ``days``, ``tickets`` and ``parts``, without journal and papers: a
report reads none of these. Each way is asked in a process of its own, which tells its processor
seconds and its peak memory. The raw way is given a fifth of the year.
"""

from __future__ import annotations

import argparse
import json
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from office import kezek

from kezek_core.waits import tabulate
from kezek_queue import Queue, SystemClock
from kezek_queue.reports import Scope, indicator_report, wait_report
from kezek_queue.schema.tables import days, parts, tickets
from kezek_queue.store.database import DATABASE_FILE

WAITS = 1_000_000
WORKDAYS = 250
SHARE_FOR_RAW = 5
WINDOWS = 12
TARGET_SECONDS, TARGET_MEBIBYTES = 1.0, 150.0
FIRST = date(2025, 1, 6)
MINUTE_US = 60_000_000
BOTTOM = "0 0 1 filled"
"""An instant with its clocks, as the tables keep it; no report looks at it."""

WAYS: dict[str, Callable[[Queue, date, date], object]] = {
    "year": lambda queue, first, last: wait_report(queue, first, last, "ru"),
    "weeks": lambda queue, first, last: queue.arrivals(last - timedelta(days=27), last),
    "quality": lambda queue, first, last: indicator_report(queue, first, last, Scope(), "ru"),
    "raw": lambda queue, first, last: tabulate(
        queue.waits(first, last), services=queue.office.services
    ),
    "nothing": lambda queue, first, last: queue.last_seq(),
}


def workdays() -> list[date]:
    """The days of the year on which the office is open."""
    found = (FIRST + timedelta(days=n) for n in range(2 * WORKDAYS))
    return [day for day in found if day.weekday() < 5][:WORKDAYS]


def filled_day(day: date, waits: int, queue: Queue, draw: random.Random) -> Iterator[Any]:
    """The tickets of a day and their parts; one visitor in thirty is sent on."""
    zone, services = ZoneInfo(queue.office.time_zone), list(queue.office.services.values())
    opens = datetime(day.year, day.month, day.day, 9, tzinfo=zone)
    made = arrival = 0
    while made < waits:
        arrival += 1
        number = f"A{arrival:05d}"
        came_us = int(opens.timestamp() * 10**6) + draw.randrange(9 * 3600 * 10**6)
        visit = []
        for part in range(1, 2 + (draw.random() < 1 / 30)):
            visit.append(_part(day, number, part, came_us, draw.choice(services).id, draw))
            made += 1
        if len(visit) > 1:
            visit[0]["outcome"] = "transferred"
        yield _ticket(visit[-1], arrival), visit


def _part(
    day: date, number: str, part: int, came_us: int, service: str, draw: random.Random
) -> dict[str, Any]:
    outcome = draw.choices(("served", "no_show", "left", "never_called"), (90, 4, 4, 2))[0]
    wait_us = int(draw.lognormvariate(2.2, 0.8) * MINUTE_US)
    own_us = 7 * MINUTE_US if draw.random() < 0.02 else 0
    served = outcome == "served"
    window = None if outcome == "never_called" else draw.randrange(1, WINDOWS + 1)
    return {
        "office_id": "", "ticket_id": f"{day}-{number}", "part": part, "number": number,
        "office_day": day.isoformat(), "service": service, "stage": "submission",
        "category": None, "language": draw.choice(("kk", "ru")), "standard": "kz",
        "edition": "2007-12-20", "source": "point 8", "limit_minutes": 20,
        "service_limit_minutes": None, "window": window,
        "operator": window and f"operator{window}", "issued_us": came_us,
        "called_us": window and came_us + wait_us, "started_us": served and came_us + wait_us,
        "finished_us": served and came_us + wait_us + 5 * MINUTE_US,
        "issued_to_called_us": window and wait_us, "issued_to_called_exact": window and 1,
        "called_to_started_us": 0 if served else None, "called_to_started_exact": 1,
        "issued_to_started_us": wait_us if served else None, "issued_to_started_exact": 1,
        "wait_us": wait_us, "wait_exact": 1, "own_us": own_us, "own_exact": 1,
        "service_us": 5 * MINUTE_US if served else None, "service_exact": 1,
        "verdict": "within" if wait_us <= 20 * MINUTE_US else "breached", "outcome": outcome,
        "returns": int(own_us > 0),
    }  # fmt: skip


def _ticket(last: dict[str, Any], arrival: int) -> dict[str, Any]:
    shared = ("office_id", "number", "office_day", "service", "stage", "language", "category",
              "window", "part", "limit_minutes", "standard", "edition", "source", "own_us",
              "own_exact")  # fmt: skip
    state = {"left": "cancelled", "never_called": "cancelled"}.get(last["outcome"])
    return {
        **{name: last[name] for name in shared}, "id": last["ticket_id"], "arrival_seq": arrival,
        "state": state or last["outcome"], "category_rank": 0, "times": 1,
        "issued_moment": BOTTOM, "part_moment": BOTTOM, "counted_us": last["wait_us"],
        "counted_exact": 1, "marks": 0,
    }  # fmt: skip


def fill(data: Path, waits: int) -> float:
    """Fill a year into a demo office, and return the processor seconds that its summaries took."""
    draw = random.Random(1)
    with Queue.open(data, clock=SystemClock()) as queue:
        office_id = queue.office.id
        engine = sa.create_engine(f"sqlite:///{data / DATABASE_FILE}")
        for day in workdays():
            rows = list(filled_day(day, waits // WORKDAYS, queue, draw))
            with engine.begin() as connection:
                row = {"office_id": office_id, "office_day": day.isoformat(), "closed": 1}
                connection.execute(days.insert(), row)
                for table, listed in (
                    (tickets, [ticket for ticket, _ in rows]),
                    (parts, [part for _, visit in rows for part in visit]),
                ):
                    connection.execute(
                        table.insert(), [each | {"office_id": office_id} for each in listed]
                    )
        engine.dispose()
        began = time.process_time()
        made = queue.summarise_days(most=WORKDAYS)
        took = time.process_time() - began
    if made != WORKDAYS:
        raise SystemExit(f"expected {WORKDAYS} days to be summarised, got {made}")
    return took


def ask(data: Path, way: str) -> None:
    """Report in one way, and print what it cost as JSON."""
    found = workdays()
    last = found[len(found) // SHARE_FOR_RAW - 1] if way == "raw" else found[-1]
    with Queue.open(data, clock=SystemClock()) as queue:
        began = time.process_time()
        WAYS[way](queue, found[0], last)
        took = time.process_time() - began
    print(json.dumps({"seconds": took, "mebibytes": peak_mebibytes()}))


def peak_mebibytes() -> float:
    """The most memory this process has had; what it was forked from does not count."""
    status = Path("/proc/self/status").read_text()
    return (
        next(int(row.split()[1]) for row in status.splitlines() if row.startswith("VmHWM")) / 1024
    )


def asked(data: Path, way: str) -> tuple[float, float]:
    """What a way costs, in a process of its own."""
    line = [sys.executable, __file__, "--data", str(data), "--ask", way]
    told = json.loads(subprocess.run(line, check=True, capture_output=True, text=True).stdout)
    return float(told["seconds"]), float(told["mebibytes"])


def size_mebibytes(data: Path, pattern: str) -> float:
    """What the tables of summaries take in the file."""
    engine = sa.create_engine(f"sqlite:///{data / DATABASE_FILE}")
    with engine.connect() as connection:
        found = connection.exec_driver_sql(
            "SELECT sum(pgsize) FROM dbstat WHERE name LIKE ?", (pattern,)
        ).scalar_one()
    engine.dispose()
    return float(found) / 2**20


def main() -> None:
    """Print the table."""
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("--waits", type=int, default=WAITS)
    reader.add_argument("--data", type=Path)
    reader.add_argument("--ask", choices=WAYS)
    chosen, _ = reader.parse_known_args()
    if chosen.ask:
        ask(chosen.data, chosen.ask)
        return
    with tempfile.TemporaryDirectory(prefix="kezek-bench-") as directory:
        data = chosen.data or Path(directory) / "office"
        kezek("init", "--demo", "--data", str(data))
        counting = fill(data, chosen.waits)
        print(
            f"{chosen.waits} waits in {WORKDAYS} days; their summaries took {counting:.1f} s of "
            f"processor = {counting / chosen.waits * 1e6:.0f} us a wait, and "
            f"{size_mebibytes(data, '%_summaries%'):.0f} MiB of the file"
        )
        costs = {way: asked(data, way) for way in WAYS}
        for way, (seconds, mebibytes) in costs.items():
            print(f"{way:8} {seconds:7.2f} s of processor, at most {mebibytes:4.0f} MiB")
        raw, year = costs["raw"][0], costs["year"]
        print(
            f"a fifth of the year wait by wait / the year from summaries: {raw / year[0]:.0f}; "
            f"of target: {year[0] / TARGET_SECONDS:.2f} of the time, "
            f"{year[1] / TARGET_MEBIBYTES:.2f} of the memory"
        )


if __name__ == "__main__":
    main()
