"""The memory of all processes of ``kezek run`` after a simulated day, and after very many tickets.

    python bench/memory_of_a_day.py
    python bench/memory_of_a_day.py --tickets 4000

First a city day goes through the API with the agent printing beside it; then tickets are issued,
called and served as fast as they are answered while 50 screens are open, and the memory after a
tenth of them is compared with that after all. Shared pages count by their share (PSS).
"""

from __future__ import annotations

import argparse
import selectors
import socket
import tempfile
import threading
import time
from pathlib import Path

from office import Client, RunningOffice, kezek, print_load, running_office
from start_and_memory import family, proportional_mebibytes

TARGET_MIB = 130.0
MOST_GROWTH = 1.05
SCREENS = 50
WINDOWS = {1: "criminal-record", 2: "household"}
SETTLE_SECONDS = 3.0


def main() -> None:
    """Print the table."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--tickets", type=int, default=20_000)
    tickets = options.parse_args().tickets
    print_load()
    with (
        tempfile.TemporaryDirectory(prefix="kezek-bench-") as directory,
        running_office("run", data=made(Path(directory) / "office")) as office,
    ):
        print(f"{'after':<46} {'MiB':>7} {'ratio':>6}")
        row("the start", office, None)
        address = f"http://127.0.0.1:{office.port}"
        kezek("simulate", "--real-clock", "--against", address, "--token", office.token)
        day = row("a city day, beside the target", office, TARGET_MIB)
        threading.Thread(target=watch, args=(office.port,), daemon=True).start()
        first = tickets // 10
        serve(office, first)
        before = row(f"{first} tickets more, {SCREENS} screens", office, day)
        serve(office, tickets - first)
        row(f"{tickets} tickets more (at most {MOST_GROWTH})", office, before)


def row(what: str, office: RunningOffice, beside: float | None) -> float:
    """Print what all processes take now."""
    time.sleep(SETTLE_SECONDS)
    total = sum(proportional_mebibytes(pid) for pid in family(office.process.pid))
    ratio = "" if beside is None else f"{total / beside:.2f}"
    print(f"{what:<46} {total:>7.0f} {ratio:>6}", flush=True)
    return total


def serve(office: RunningOffice, tickets: int) -> None:
    """Visits one after another at two windows."""
    client = Client(office.port, office.token)
    for window in WINDOWS:
        done(client, f"/windows/{window}/open", {})
    for turn in range(tickets):
        window = 1 + turn % len(WINDOWS)
        done(client, "/tickets", {"service": WINDOWS[window]})
        for command in ("next", "start", "finish"):
            done(client, f"/windows/{window}/{command}", {})


def done(client: Client, path: str, body: dict[str, object]) -> None:
    """Give a command that must be taken."""
    status, answer = client.post(path, body)
    if status >= 300:
        raise SystemExit(f"expected {path} to be done, got {status}: {answer[:300]!r}")


def made(data: Path) -> Path:
    """A demo office of twenty windows with more numbers than a real day needs."""
    kezek("init", "--demo", "--windows", "20", "--data", str(data))
    file = data / "office.toml"
    text = file.read_text("utf-8")
    file.write_text(
        text.replace("numbers_per_letter = 999\n", "numbers_per_letter = 9999\n"), "utf-8"
    )
    return data


def watch(port: int) -> None:
    """Live screens that read what they are sent, for as long as the bench lives."""
    poller = selectors.DefaultSelector()
    for _ in range(SCREENS):
        line = socket.create_connection(("127.0.0.1", port))
        line.sendall(b"GET /api/v1/stream HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
        poller.register(line, selectors.EVENT_READ)
    while poller.get_map():
        for key, _ in poller.select():
            if not key.fileobj.recv(65536):
                poller.unregister(key.fileobj)


if __name__ == "__main__":
    main()
