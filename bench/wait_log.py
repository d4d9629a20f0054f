"""The log of a million waits on a running server: pages, files as they stream, and peak memory.

    python bench/wait_log.py                    # makes the office first: some minutes
    python bench/wait_log.py --visits 100000
    python bench/wait_log.py --data DIR         # one that `kezek simulate --years 1` made

Times are the server's processor seconds, with the seconds on the clock beside them: whatever else
the machine does, the first hardly change.
"""

from __future__ import annotations

import argparse
import http.cookiejar
import os
import re
import statistics
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from urllib.parse import urlencode

from office import RunningOffice, kezek, running_office
from start_and_memory import family

from kezek_kiosk.access.pin_rules import DEMO_PIN

VISITS = 1_000_000
PAGE_SECONDS, ROWS_A_SECOND, MEBIBYTES = 0.15, 40_000, 150.0
ASKED_EACH = 5
PIECE_BYTES = 65_536
TICKS_A_SECOND = os.sysconf("SC_CLK_TCK")
PAGES = {
    "newest": "",
    "oldest": "order=oldest",
    "longest": "order=longest",
    "shortest": "order=shortest",
    "by verdict": "order=verdict",
    "one service": "service=household",
    "one window": "window=3",
    "one operator, longest": "operator=operator3&order=longest",
    "breaches": "verdict=breached",
    "a verdict that nobody has": "verdict=estimated",
    "an outcome that few have": "outcome=never_called",
    "a number that nobody has": "number=Z999",
    "a category, in Russian": "category=infant&language=ru",
    "deep: far behind the first": "after={middle}~0~x~1",
}
FILES = {
    "CSV of the page": "/supervisor/log.csv?{year}",
    "CSV of the API": "/api/v1/reports/waits/log.csv?{year}",
    "JSON of the API": "/api/v1/reports/waits/log?{year}",
    "XLSX of one week": "/supervisor/log.xlsx?{week}",
    "PDF of breaches of a day": "/supervisor/log.pdf?{day}&verdict=breached&service=household",
}


class Supervisor:
    """A signed-in browser."""

    def __init__(self, office: RunningOffice) -> None:
        self._server = f"http://127.0.0.1:{office.port}"
        jar = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        self._opener = urllib.request.build_opener(jar)
        found = re.search(
            'name="csrf-token" content="([^"]+)"', b"".join(self.read("/login")).decode()
        )
        if found is None:
            raise SystemExit("expected a CSRF token in the page of the sign-in")
        form = {"name": "supervisor", "pin": DEMO_PIN, "csrf_token": found[1]}
        self._opener.open(f"{self._server}/login", urlencode(form).encode()).read()

    def read(self, path: str) -> Iterator[bytes]:
        """An answer piece by piece."""
        with self._opener.open(self._server + path, timeout=600) as answer:
            while piece := answer.read(PIECE_BYTES):
                yield piece


class Cost:
    """What the server spent meanwhile."""

    processor_seconds = 0.0
    seconds = 0.0


@contextmanager
def cost_of(office: RunningOffice) -> Iterator[Cost]:
    """Measures the server until the block ends."""
    cost, began, spent = Cost(), time.perf_counter(), processor_seconds(office)
    yield cost
    cost.seconds = time.perf_counter() - began
    cost.processor_seconds = processor_seconds(office) - spent


def processor_seconds(office: RunningOffice) -> float:
    """What all processes of the server have used so far."""
    stats = (Path(f"/proc/{pid}/stat").read_text() for pid in family(office.process.pid))
    fields = (text.rsplit(")", 1)[1].split() for text in stats)
    return sum(int(each[11]) + int(each[12]) for each in fields) / TICKS_A_SECOND


def peak_mebibytes(office: RunningOffice) -> float:
    """The most memory that any process of the server has had."""
    rows = (
        Path(f"/proc/{pid}/status").read_text().splitlines() for pid in family(office.process.pid)
    )
    peaks = (int(row.split()[1]) for lines in rows for row in lines if row.startswith("VmHWM:"))
    return max(peaks) / 1024


def pages(office: RunningOffice, browser: Supervisor, days: dict[str, str]) -> None:
    """Print what a page costs in every order and under conditions of each kind."""
    print(f"{'page':28} {'server ms':>10} {'clock ms':>9} {'of target':>9}")
    for name, query in PAGES.items():
        path = f"/supervisor/log?{days['year']}&{query.format(**days)}"
        spent, taken = [], []
        for _ in range(ASKED_EACH):
            with cost_of(office) as cost:
                list(browser.read(path))
            spent.append(cost.processor_seconds)
            taken.append(cost.seconds)
        server, clock = statistics.median(spent), statistics.median(taken)
        print(f"{name:28} {server * 1000:>10.0f} {clock * 1000:>9.0f} "
              f"{server / PAGE_SECONDS:>9.2f}", flush=True)  # fmt: skip


def files(office: RunningOffice, browser: Supervisor, days: dict[str, str]) -> None:
    """Print how fast files come; rows are lines of text, or the waits that JSON names."""
    print(f"{'file':28} {'rows':>10} {'MB':>7} {'rows a server s':>16} {'rows a clock s':>15} "
          f"{'peak MiB':>9}")  # fmt: skip
    for name, address in FILES.items():
        rows = size = 0
        with cost_of(office) as cost:
            for piece in read_file(office, browser, address.format(**days)):
                rows += piece.count(b"\r\n") + piece.count(b'"ticket":')
                size += len(piece)
        if name.startswith(("XLSX", "PDF")):
            shown = "-", f"{cost.processor_seconds:.1f} s", f"{cost.seconds:.1f} s"
        else:
            shown = (f"{rows:,}", f"{rows / cost.processor_seconds:,.0f}",
                     f"{rows / cost.seconds:,.0f}")  # fmt: skip
        print(f"{name:28} {shown[0]:>10} {size / 1e6:>7.1f} {shown[1]:>16} {shown[2]:>15} "
              f"{peak_mebibytes(office):>9.0f}", flush=True)  # fmt: skip


def read_file(office: RunningOffice, browser: Supervisor, path: str) -> Iterator[bytes]:
    """A file of a page by the session, of the API by the token."""
    if not path.startswith("/api/"):
        yield from browser.read(path)
        return
    asked = urllib.request.Request(f"http://127.0.0.1:{office.port}{path}")
    asked.add_header("Authorization", f"Bearer {office.token}")
    with urllib.request.urlopen(asked, timeout=600) as answer:
        while piece := answer.read(PIECE_BYTES):
            yield piece


def main() -> None:
    """Print both tables."""
    reader = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    reader.add_argument("--visits", type=int, default=VISITS)
    reader.add_argument("--data", type=Path)
    chosen, _ = reader.parse_known_args()
    with tempfile.TemporaryDirectory(prefix="kezek-bench-") as directory:
        data = chosen.data or Path(directory) / "office"
        if chosen.data is None:
            kezek("simulate", "--years", "1", "--visits", str(chosen.visits), "--data", str(data))
        last = date.today() - timedelta(days=1)  # noqa: DTZ011 - as the office was filled
        first = last - timedelta(days=364)
        week, a_day = last - timedelta(days=6), last - timedelta(days=3)
        days = {
            "year": f"from={first}&to={last}",
            "week": f"from={week}&to={last}",
            "day": f"from={a_day}&to={a_day}",
            "middle": str(first + timedelta(days=180)),
        }
        with running_office(data=data) as office:
            browser = Supervisor(office)
            pages(office, browser, days)
            files(office, browser, days)
            print(f"peak memory of a server's process: {peak_mebibytes(office):.0f} MiB, "
                  f"{peak_mebibytes(office) / MEBIBYTES:.2f} of the target; the CSV's target is "
                  f"{ROWS_A_SECOND:,} rows a second")  # fmt: skip


if __name__ == "__main__":
    main()
