"""What a served, printed ticket takes on disk, table by table, in an office of a year.

    python bench/bytes_per_ticket.py
    python bench/bytes_per_ticket.py --visits 1000000
    python bench/bytes_per_ticket.py --data DIR      # an office that is there

The office is made by ``kezek simulate --years``. Of a small one the last thousands of events, which
stay rows, and the days themselves weigh more: ask for a million to compare with the target.
"""

from __future__ import annotations

import argparse
import sqlite3
import tempfile
from collections import Counter
from contextlib import closing
from pathlib import Path

from office import kezek, print_load

TARGET_BYTES = 1500
MOST_ROWS = 16

SIZES = """
SELECT s.tbl_name, sum(d.pgsize) FROM dbstat d JOIN sqlite_schema s ON s.name = d.name
GROUP BY s.tbl_name
"""


def main() -> None:
    """Print the table."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--visits", type=int, default=100_000, help="tickets of the year")
    options.add_argument("--data", type=Path, help="an office that is there")
    chosen = options.parse_args()
    print_load()
    if chosen.data:
        measure(chosen.data)
        return
    with tempfile.TemporaryDirectory(prefix="kezek-bench-") as directory:
        office = Path(directory) / "office"
        kezek("simulate", "--years", "1", "--visits", str(chosen.visits), "--data", str(office))
        measure(office)


def measure(data: Path) -> None:
    """Print what each table takes with its indexes."""
    with closing(sqlite3.connect(f"file:{data / 'kezek.db'}?mode=ro", uri=True)) as database:
        tickets = database.execute("SELECT count(*) FROM tickets").fetchone()[0]
        events = database.execute("SELECT max(last_seq) FROM offices").fetchone()[0]
        sizes: Counter[str] = Counter(dict(database.execute(SIZES)))
        pages, free = (
            database.execute(f"PRAGMA {name}").fetchone()[0]
            for name in ("page_count", "freelist_count")
        )
        page_bytes = database.execute("PRAGMA page_size").fetchone()[0]
    print(f"{tickets} tickets, {events / tickets:.1f} events each\n")
    print(f"{'table with its indexes':<26} {'bytes a ticket':>15}")
    for name, size in sizes.most_common(MOST_ROWS):
        print(f"{name:<26} {size / tickets:>15.0f}")
    whole = (pages - free) * page_bytes / tickets
    print(f"{'all, of pages in use':<26} {whole:>15.0f}  = {whole / TARGET_BYTES:.2f} of target")


if __name__ == "__main__":
    main()
