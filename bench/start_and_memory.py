"""Cold start to the first page, and the memory of all processes of ``kezek run``."""

from __future__ import annotations

import os
import statistics
import time
from contextlib import suppress
from pathlib import Path

from office import running_office

TARGET_SECONDS = 1.5
TARGET_MEBIBYTES = 150.0
SETTLE_SECONDS = 4.0


def family(parent: int) -> list[int]:
    """A process and all its descendants."""
    children: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        with suppress(FileNotFoundError, ProcessLookupError):  # it ended meanwhile
            fields = (entry / "stat").read_text().rsplit(")", 1)[1].split()
            children.setdefault(int(fields[1]), []).append(int(entry.name))
    found, waiting = [], [parent]
    while waiting:
        process = waiting.pop()
        found.append(process)
        waiting += children.get(process, [])
    return found


def proportional_mebibytes(process: int) -> float:
    """The memory of a process, shared pages by their share (PSS)."""
    rollup = Path(f"/proc/{process}/smaps_rollup").read_text()
    kibibytes = next(int(row.split()[1]) for row in rollup.splitlines() if row.startswith("Pss:"))
    return kibibytes / 1024


def main() -> None:
    """Print the table."""
    starts = []
    for _ in range(3):
        with running_office("serve") as office:
            starts.append(office.first_page_seconds)
    start = statistics.median(starts)
    print(f"first kiosk page after {start:.2f} s = {start / TARGET_SECONDS:.2f} of target")
    with running_office("run") as office:
        time.sleep(SETTLE_SECONDS)
        sizes = {pid: proportional_mebibytes(pid) for pid in family(office.process.pid)}
        for process, size in sizes.items():
            command = Path(f"/proc/{process}/cmdline").read_bytes().split(b"\0")
            print(f"  {size:6.1f} MiB  {' '.join(os.fsdecode(part) for part in command[2:5])}")
        total = sum(sizes.values())
        print(f"all processes: {total:.0f} MiB = {total / TARGET_MEBIBYTES:.2f} of target")


if __name__ == "__main__":
    main()
