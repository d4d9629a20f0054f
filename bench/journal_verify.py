"""How many events of the journal are verified by a second of one core, beside bare hashing.

    python bench/journal_verify.py            # 200 000 events
    python bench/journal_verify.py --quick    # 40 000

Visits are served by the queue; their events are copied on with the queue's own hash until there are
enough. Every line is processor time of the same run, the best of five rounds in turn, so that a
busy machine slows all lines alike. Each hash takes in the one before it, so they are made one after
another: nothing in Python passes the line of SHA-256, nor the bound once rows are read.
"""

from __future__ import annotations

import argparse
import json
import os
import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from kezek_queue import ManualClock, Queue
from kezek_queue.journal.chain import canonical_values, verify
from kezek_queue.journal.event_text import CHAINED, canonical, fields_of, link
from kezek_queue.journal.journal import journal_pages
from kezek_queue.office.demo import make_demo_office

EVENTS, QUICK_EVENTS = 200_000, 40_000
VISITS = 250
EVENTS_A_VISIT = 4
ROUNDS = 5
TARGET = 250_000
SERVICE, WINDOW = "criminal-record", 1


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--quick", action="store_true", help="a fifth of the events")
    events = QUICK_EVENTS if options.parse_args().quick else EVENTS
    with tempfile.TemporaryDirectory(prefix="kezek-bench-") as directory:
        office = fill(Path(directory), events)
        engine = sa.create_engine(f"sqlite:///{directory}/kezek.db")
        with engine.connect() as connection:
            measure(connection, office)
        engine.dispose()


def measure(connection: sa.Connection, office: str) -> None:
    """One line a way; the bound is what reading and hashing take together."""
    texts = list(hashed_bytes(connection, office))
    bodies = [[row.body for row in page] for page in journal_pages(connection, office)]
    ways: dict[str, Callable[[], int]] = {
        "SHA-256 of the same bytes": lambda: hashed(texts),
        "reading the rows": lambda: sum(map(len, journal_pages(connection, office))),
        "kezek journal verify --chain": lambda: verified(connection, office),
        "row by row, as 0.1.0 did": lambda: row_by_row(connection, office),
        "bodies alone, by msgspec": lambda: sum(
            len(canonical_values(page) or "") for page in bodies
        ),
        "bodies alone, by json": lambda: sum(len(values_by_json(page)) for page in bodies),
    }
    taken: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(ROUNDS):
        for name, way in ways.items():
            began = time.process_time()
            assert way() == len(texts)
            taken[name].append(time.process_time() - began)
    seconds = {name: min(rounds) for name, rounds in taken.items()}
    hashing, reading, *others = seconds
    bound = {"both: the bound": seconds[hashing] + seconds[reading]}
    mean = sum(map(len, texts)) / len(texts)
    print(f"{len(texts):,} events of {mean:.0f} bytes; load {os.getloadavg()[0]:.1f}; "
          f"target {TARGET:,}\n")  # fmt: skip
    print(f"{'':<30}{'events/s and core':>18}{'of SHA-256':>12}{'of the bound':>14}")
    lines = {name: seconds[name] for name in (hashing, reading)} | bound
    for name, spent in (lines | {name: seconds[name] for name in others}).items():
        print(f"{name:<30}{len(texts) / spent:>18,.0f}{seconds[hashing] / spent:>12.2f}"
              f"{bound['both: the bound'] / spent:>14.2f}")  # fmt: skip


def hashed(texts: list[bytes]) -> int:
    """Nothing but SHA-256 in a loop."""
    for text in texts:
        sha256(text).hexdigest()
    return len(texts)


def verified(connection: sa.Connection, office: str) -> int:
    """What the command runs."""
    found = verify(connection, office)
    assert found.sound, found.reason
    return found.events


def row_by_row(connection: sa.Connection, office: str) -> int:
    """Each body parsed and written again, each hash by the writer's own `link`."""
    previous, count = "", 0
    for row in rows(connection, office):
        fields = fields_of(row)
        assert canonical(fields["body"]) == row.body
        previous = link(previous, office, fields)
        assert previous == row.hash
        count += 1
    return count


def values_by_json(texts: list[str]) -> list[Any]:
    """As `canonical_values`, with the standard library: read one by one, written together."""
    values = list(map(json.loads, texts))
    assert canonical(values) == f"[{','.join(texts)}]"
    return values


def hashed_bytes(connection: sa.Connection, office: str) -> Iterator[bytes]:
    """What the hash of each event is taken of."""
    previous = ""
    for row in rows(connection, office):
        yield f"{previous}\n{canonical(fields_of(row) | {'office_id': office})}".encode()
        previous = row.hash


def rows(connection: sa.Connection, office: str) -> Iterator[Any]:
    for page in journal_pages(connection, office):
        yield from page


def fill(data_dir: Path, events: int) -> str:
    """An office with a journal of so many events; returns its id."""
    (data_dir / "office.toml").write_text(make_demo_office(), encoding="utf-8")
    clock = ManualClock()
    with Queue.create(data_dir, clock=clock) as queue:
        for _ in range(VISITS):
            queue.issue(SERVICE)
            clock.advance(seconds=40)
            queue.call_next(WINDOW, actor="bench")
            clock.advance(seconds=20)
            queue.start(WINDOW, actor="bench")
            clock.advance(seconds=60)
            queue.finish(WINDOW, actor="bench")
        office = queue.office.id
    names = ("office_id", *CHAINED, "hash")
    columns = ", ".join(f'"{name}"' for name in names)
    connection = sqlite3.connect(data_dir / "kezek.db")
    connection.row_factory = sqlite3.Row
    found = connection.execute(f"SELECT {columns} FROM journal ORDER BY seq").fetchall()
    added = list(copies(found, events))
    connection.executemany(
        f"INSERT INTO journal ({columns}) VALUES ({', '.join('?' * len(names))})",
        ([row[name] for name in names] for row in added),
    )
    end = (added[-1]["seq"], added[-1]["hash"])
    connection.execute("UPDATE offices SET last_seq = ?, last_hash = ?", end)
    connection.commit()
    connection.close()
    return office


def copies(found: list[Any], events: int) -> Iterator[dict[str, Any]]:
    """The events of the visits again and again, chained as the queue chains them."""
    previous, seq = found[-1]["hash"], found[-1]["seq"]
    visits = [dict(row) for row in found[-VISITS * EVENTS_A_VISIT :]]
    fields = [row | {"body": json.loads(row["body"])} for row in visits]
    while seq < events:
        for row, each in zip(visits, fields, strict=True):
            seq += 1
            previous = link(previous, row["office_id"], each | {"seq": seq})
            yield row | {"seq": seq, "hash": previous}


if __name__ == "__main__":
    main()
