"""What a ticket writes to the card: sectors of a loop device with ext4, as its kernel counts them.

    sudo python bench/card_wear.py
    sudo python bench/card_wear.py --visits 1000

Making and mounting a file system takes root; without it, read ``/sys/block/mmcblk0/stat`` (its
seventh number, sectors of 512 bytes) before and after some tickets of a real office. Every commit
reaches the device (WAL, synchronous=FULL); the file system's own journal is counted too.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from office import print_load

from kezek_core.ports import PrintOutcome
from kezek_kiosk.open_office import open_queue
from kezek_kiosk.upkeep.new_office import create_demo_office
from kezek_queue import ManualClock, Queue

TARGET_KIB = 40
CARD_MIB = 512
SECTOR_BYTES = 512
SERVICE, WINDOW = "criminal-record", 1
NOW = datetime(2026, 11, 23, 5, 0, tzinfo=UTC)
CLIENTS = 8


def main() -> None:
    """Print the table."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--visits", type=int, default=400)
    visits = options.parse_args().visits
    if os.geteuid() != 0:
        raise SystemExit("expected root, who may mount a loop device; run it with sudo")
    print_load()
    print(f"{'what':<44} {'KiB each':>9} {'of target':>10}")
    with a_card() as (folder, device):
        create_demo_office(folder / "office", clock=ManualClock(NOW))
        with open_queue(folder / "office", clock=ManualClock(NOW)) as queue:
            queue.open_window(WINDOW, actor="operator1")
            row("ticket issued, one client", device, visits, lambda: issue(queue, visits))
            empty(queue)
            row("issued, printed, called, served", device, visits, lambda: serve(queue, visits))
            row(f"ticket issued, {CLIENTS} clients", device, visits, lambda: at_once(queue, visits))


def row(what: str, device: str, visits: int, work: Callable[[], None]) -> None:
    """Work, and print how much reached the device."""
    os.sync()
    before = written_kib(device)
    work()
    os.sync()
    each = (written_kib(device) - before) / visits
    print(f"{what:<44} {each:>9.1f} {each / TARGET_KIB:>10.2f}", flush=True)


def issue(queue: Queue, visits: int) -> None:
    """Tickets of one kiosk."""
    for _ in range(visits):
        queue.issue(SERVICE)


def at_once(queue: Queue, visits: int) -> None:
    """Tickets of several kiosks: they share commits."""
    with ThreadPoolExecutor(CLIENTS) as pool:
        list(pool.map(lambda _: queue.issue("household"), range(visits)))


def empty(queue: Queue) -> None:
    """Nobody waits, and nothing is to be printed."""
    for ticket in queue.snapshot().tickets:
        queue.cancel(ticket.id, actor="operator1")
    while jobs := queue.lease_print_jobs("agent", limit=100):
        for job in jobs:
            queue.report_print_job(job.id, job.lease or "", PrintOutcome.PRINTED)


def serve(queue: Queue, visits: int) -> None:
    """Whole visits, one after another."""
    for _ in range(visits):
        queue.issue(SERVICE)
        for job in queue.lease_print_jobs("agent"):
            queue.report_print_job(job.id, job.lease or "", PrintOutcome.PRINTED)
        queue.call_next(WINDOW, actor="operator1")
        queue.start(WINDOW, actor="operator1")
        queue.finish(WINDOW, actor="operator1")


def written_kib(device: str) -> float:
    """What the kernel has written to a device since it is there."""
    numbers = Path(f"/sys/block/{device}/stat").read_text("ascii").split()
    return int(numbers[6]) * SECTOR_BYTES / 1024


@contextmanager
def a_card() -> Iterator[tuple[Path, str]]:
    """A file system of its own on a loop device, and the device's name."""
    with tempfile.TemporaryDirectory(prefix="kezek-card-") as directory:
        image, folder = Path(directory) / "card.img", Path(directory) / "card"
        folder.mkdir()
        with image.open("wb") as file:
            file.truncate(CARD_MIB * 1024 * 1024)
        run("mkfs.ext4", "-q", str(image))
        device = run("losetup", "--find", "--show", str(image)).strip()
        try:
            run("mount", device, str(folder))
            try:
                yield folder, Path(device).name
            finally:
                run("umount", str(folder))
        finally:
            run("losetup", "--detach", device)


def run(*command: str) -> str:
    """Run a tool of the system."""
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


if __name__ == "__main__":
    main()
