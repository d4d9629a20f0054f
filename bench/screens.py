"""From a call to 200 live screens: how long until each of them has heard it.

    python bench/screens.py
    python bench/screens.py --screens 50 --calls 100

The screens are sockets of one other process, which shares the machine's cores with the server.
"""

from __future__ import annotations

import argparse
import multiprocessing
import selectors
import socket
import statistics
import time
from multiprocessing.connection import Connection

from office import Client, print_load, running_office

TARGET_MS = 150.0
SERVICE, WINDOW = "criminal-record", 1
CALLED = b'"kind":"ticket_called"'
HEAD_END = b"\r\n\r\n"


def main() -> None:
    """Print the table."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--screens", type=int, default=200)
    options.add_argument("--calls", type=int, default=50)
    chosen = options.parse_args()
    print_load()
    with running_office() as office:
        mine, theirs = multiprocessing.Pipe()
        screens = multiprocessing.Process(
            target=watch, args=(office.port, chosen.screens, theirs), daemon=True
        )
        screens.start()
        assert mine.recv() == "all see"
        client = Client(office.port, office.token)
        command(client, f"/windows/{WINDOW}/open", {})
        delays = []
        for turn in range(chosen.calls):
            command(client, "/tickets", {"service": SERVICE, "idempotency_key": f"b{turn}"})
            began = time.monotonic()
            command(client, f"/windows/{WINDOW}/next", {})
            heard = mine.recv()
            delays += [(each - began) * 1000 for each in heard]
            command(client, f"/windows/{WINDOW}/start", {})
            command(client, f"/windows/{WINDOW}/finish", {})
        screens.terminate()
    p50, p95 = statistics.median(delays), sorted(delays)[int(len(delays) * 0.95)]
    print(f"{chosen.screens} screens, {chosen.calls} calls, from the command to each screen: "
          f"p50 {p50:.1f} ms, p95 {p95:.1f} ms = {p95 / TARGET_MS:.2f} of target, "
          f"longest {max(delays):.1f} ms")  # fmt: skip


def command(client: Client, path: str, body: dict[str, object]) -> None:
    """Give a command that must be taken."""
    status, answer = client.post(path, body)
    if status >= 300:
        raise SystemExit(f"expected {path} to be done, got {status}: {answer[:300]!r}")


def watch(port: int, screens: int, told: Connection) -> None:
    """Open the screens, and tell of each call when every one of them has heard it."""
    poller, texts = selectors.DefaultSelector(), {}
    for _ in range(screens):
        line = socket.create_connection(("127.0.0.1", port))
        line.sendall(b"GET /api/v1/stream HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
        while HEAD_END not in (text := line.recv(65536)):
            pass
        line.setblocking(False)
        poller.register(line, selectors.EVENT_READ)
        texts[line] = text[:0]
    told.send("all see")
    heard: list[float] = []
    while True:
        for key, _ in poller.select():
            line = key.fileobj
            texts[line] = texts[line][-len(CALLED) :] + line.recv(65536)
            if CALLED in texts[line]:
                texts[line] = b""
                heard.append(time.monotonic())
        if len(heard) == screens:
            told.send(heard)
            heard = []


if __name__ == "__main__":
    main()
