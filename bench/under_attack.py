"""Tickets beside half-sent requests and idle connections, and whether the office stands still.

A visitor takes tickets one after the other, each on a connection of its own, while another address
holds connections open. "never" means: no answer within ``--patience`` seconds.
"""

from __future__ import annotations

import argparse
import http.client
import socket
import statistics
import time
from contextlib import ExitStack

from office import RunningOffice, running_office

ATTACKER, VISITOR = "127.0.0.2", "127.0.0.9"
HALF_BODY = (
    b"POST /api/v1/tickets HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
    b'Content-Length: 500\r\n\r\n{"service"'
)
STREAM = b"GET /api/v1/stream HTTP/1.1\r\nHost: localhost\r\n\r\n"
ATTACKS = {
    "nobody": (0, b""),
    "64 half heads": (64, b"GET /healthz HTTP/1.1\r\nX-A: "),
    "64 half bodies": (64, HALF_BODY),
    "100 idle connections": (100, b""),
    "56 live screens": (56, STREAM),
}


def hold(office: RunningOffice, lines: ExitStack, count: int, sent: bytes) -> None:
    """Open connections of the attacker and leave them as they are."""
    for _ in range(count):
        line = socket.create_connection(
            ("127.0.0.1", office.port), timeout=5, source_address=(ATTACKER, 0)
        )
        lines.callback(line.close)
        line.sendall(sent)


def ticket_ms(office: RunningOffice, patience_seconds: float) -> float | None:
    """How long one ticket takes, its connection included; None when it does not come."""
    line = http.client.HTTPConnection(
        "127.0.0.1", office.port, timeout=patience_seconds, source_address=(VISITOR, 0)
    )
    headers = {"Authorization": f"Bearer {office.token}", "Content-Type": "application/json"}
    began = time.perf_counter()
    try:
        line.request("POST", "/api/v1/tickets", '{"service": "household"}', headers)
        answer = line.getresponse()
        answer.read()
        return (time.perf_counter() - began) * 1000 if answer.status == 201 else None
    except TimeoutError:
        return None
    finally:
        line.close()


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tickets", type=int, default=40)
    parser.add_argument("--patience", type=float, default=4.0, help="seconds")
    options = parser.parse_args()
    print(f"{'beside':<22} {'first ms':>9} {'p50 ms':>8} {'longest ms':>11}")
    with running_office() as office:
        ticket_ms(office, options.patience)
        for name, (count, sent) in ATTACKS.items():
            with ExitStack() as lines:
                hold(office, lines, count, sent)
                first = ticket_ms(office, options.patience)
                took = [] if first is None else [first]
                for _ in range(options.tickets if took else 0):
                    ms = ticket_ms(office, options.patience)
                    took += [] if ms is None else [ms]
            shown = f"{first:9.1f}" if first is not None else f"{'never':>9}"
            rest = f"{statistics.median(took):8.1f} {max(took):11.1f}" if took else ""
            print(f"{name:<22} {shown} {rest}", flush=True)


if __name__ == "__main__":
    main()
