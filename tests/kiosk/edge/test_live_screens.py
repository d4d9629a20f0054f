"""Live screens on a real server: each costs a connection, none a thread."""

from __future__ import annotations

import os
import re
import select
import signal
import socket
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.slow(1.5)

NEVER = {"HEAD_SECONDS": 60, "BODY_SECONDS": 600, "IDLE_SECONDS": 600}
AT_ONCE = {"HEAD_SECONDS": 1, "BODY_SECONDS": 1, "IDLE_SECONDS": 1}
VISITOR = "127.0.0.9"
ATTACKER = "127.0.0.2"
MACHINE = "127.0.0.1"
HALF_HEAD = b"GET /healthz HTTP/1.1\r\nX-A: "
STREAM = b"GET /api/v1/stream HTTP/1.1\r\nHost: localhost\r\n\r\n"
METRICS = b"GET /metrics HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
SCREENS = 60

ON_GUNICORN_ALONE = """
import sys
from pathlib import Path
from kezek_kiosk.serve import KezekServer

class OnGunicornAlone(KezekServer):
    def load_config(self):
        super().load_config()
        self.cfg.set("worker_class", "gthread")

OnGunicornAlone(Path(sys.argv[1]), None, 0, simulated_clock=False).run()
"""
"""The control: the same server with gunicorn's own worker."""


def until(context: Any, line: socket.socket, sign: bytes) -> bytes:
    """All that a screen is sent, up to a sign."""
    text = b""
    while sign not in text:
        text += context.received(line)
    return text


def threads(pid: int) -> int:
    """How many threads a process has."""
    return len(list(Path(f"/proc/{pid}/task").iterdir()))


def events(text: bytes) -> list[int]:
    """The places in the journal that a screen was sent."""
    return [int(each) for each in re.findall(rb"id: (\d+)", text)]


def test_many_more_screens_than_threads_see_every_call_and_tickets_go_on(
    office: Callable[..., Any],
) -> None:
    context = office(THREADS=16, **NEVER)
    screens = [context.connect(MACHINE, STREAM) for _ in range(SCREENS)]
    for each in screens:
        assert context.answered(each).startswith(b"HTTP/1.1 200")

    assert [context.ticket(VISITOR) for _ in range(5)] == [201] * 5
    told = [until(context, each, b"K005") for each in screens]

    assert {tuple(events(each)) for each in told} == {tuple(events(told[0]))}
    assert told[0].count(b"ticket_issued") == 5
    assert threads(context.worker()) < SCREENS


def test_without_the_edge_so_many_screens_stop_the_office(office: Callable[..., Any]) -> None:
    context = office(ON_GUNICORN_ALONE, THREADS=16, **NEVER)
    for _ in range(SCREENS):
        context.connect(MACHINE, STREAM)

    with pytest.raises(TimeoutError):
        context.ticket(VISITOR, patience_seconds=2)


def test_no_deadline_cuts_a_live_stream(shared_office: Callable[..., Any]) -> None:
    context = shared_office(**AT_ONCE)
    stream = context.connect(VISITOR, STREAM)
    text = context.answered(stream)

    for _ in range(3):  # each outlives the deadline, one after the other
        context.read_all(context.connect(ATTACKER, HALF_HEAD))
    assert context.ticket(MACHINE) == 201
    while b"ticket_issued" not in text:
        data = stream.recv(4096)
        assert data, "the stream was cut"
        text += data

    assert text.startswith(b"HTTP/1.1 200")


def test_streams_of_one_address_leave_places_for_boards_and_staff(
    office: Callable[..., Any],
) -> None:
    context = office(THREADS=64, CONNECTIONS_PER_ADDRESS=56, **NEVER)
    first = [context.answered(context.connect(ATTACKER, STREAM))[:12] for _ in range(56)]

    board = context.answered(context.connect(VISITOR, STREAM))[:12]

    assert first.count(b"HTTP/1.1 200") == 12
    assert first.count(b"HTTP/1.1 503") == 44
    assert board == b"HTTP/1.1 200"


def test_a_screen_that_hangs_up_gives_its_place_back(office: Callable[..., Any]) -> None:
    context = office(THREADS=16, **NEVER)
    screens = [context.connect(ATTACKER, STREAM) for _ in range(12)]
    for each in screens:
        context.answered(each)
    refused = context.answered(context.connect(ATTACKER, STREAM))
    screens[0].close()

    gives_up = time.monotonic() + 60
    while not (again := context.answered(context.connect(ATTACKER, STREAM))).startswith(
        b"HTTP/1.1 200"
    ):
        assert time.monotonic() < gives_up

    assert refused.startswith(b"HTTP/1.1 503")
    assert again.startswith(b"HTTP/1.1 200")


def test_a_screen_that_comes_back_is_told_what_it_missed_once(
    shared_office: Callable[..., Any],
) -> None:
    context = shared_office(**NEVER)
    for _ in range(3):
        context.ticket(MACHINE)
    first = until(
        context, context.connect(VISITOR, STREAM[:-2] + b"Last-Event-ID: 0\r\n\r\n"), b"id: 3"
    )

    again = STREAM[:-2] + b"Last-Event-ID: 1\r\n\r\n"
    second = until(context, context.connect(VISITOR, again), b"id: 3")

    assert events(first)[:3] == [1, 2, 3]
    assert events(second)[:2] == [2, 3]


def test_a_screen_that_takes_nothing_is_cut_off_and_the_others_go_on(
    office: Callable[..., Any],
) -> None:
    context = office(**AT_ONCE)
    assert {context.ticket(MACHINE) for _ in range(900)} == {201}
    from_the_first = STREAM[:-2] + b"Last-Event-ID: 0\r\n\r\n"
    stuck = [context.narrow(ATTACKER, from_the_first) for _ in range(4)]
    live = context.connect(VISITOR, STREAM)
    context.answered(live)

    gives_up = time.monotonic() + 60
    while open_screens(context) > 1:
        assert time.monotonic() < gives_up
    context.ticket(MACHINE)

    assert b"ticket_issued" in until(context, live, b"ticket_issued")
    assert len(stuck) == 4


def open_screens(context: Any) -> int:
    """How many the server counts."""
    text = context.read_all(context.connect(MACHINE, METRICS)).decode()
    return int(float(re.search(r"^kezek_streams (\S+)", text, re.MULTILINE)[1]))


def test_a_screen_of_the_old_protocol_gets_plain_lines(shared_office: Callable[..., Any]) -> None:
    context = shared_office(**NEVER)
    line = context.connect(VISITOR, b"GET /api/v1/stream HTTP/1.0\r\n\r\n")
    head = context.answered(line)
    context.ticket(MACHINE)

    text = head + until(context, line, b"\n\n" if b"data:" in head else b"ticket_issued")

    body = text.partition(b"\r\n\r\n")[2]
    assert all(
        each.startswith((b"retry: ", b": ", b"id: ", b"data: ")) or not each
        for each in body.split(b"\n")[:-1]
    )


def test_a_stop_ends_every_screen_in_order_and_at_once(office: Callable[..., Any]) -> None:
    context = office(THREADS=16, **NEVER)
    screens = [context.connect(MACHINE, STREAM) for _ in range(SCREENS)]
    for each in screens:
        context.answered(each)
    began = time.monotonic()

    os.kill(context.process.pid, signal.SIGTERM)
    ends = [context.read_all(each) for each in screens]
    context.process.wait(timeout=60)

    assert all(each.endswith(b"0\r\n\r\n") for each in ends)
    assert time.monotonic() - began < 30


def test_what_a_screen_says_meanwhile_is_no_second_request(
    shared_office: Callable[..., Any],
) -> None:
    context = shared_office(**NEVER)
    line = context.connect(VISITOR, STREAM)
    text = context.answered(line)

    line.sendall(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n" * 3)
    context.ticket(MACHINE)
    text += until(context, line, b"ticket_issued")

    assert text.count(b"HTTP/1.1 ") == 1


def test_a_screen_that_says_too_much_is_dropped(shared_office: Callable[..., Any]) -> None:
    context = shared_office(**NEVER)
    line = context.connect(VISITOR, STREAM)
    context.answered(line)

    with pytest.raises(ConnectionError):
        _speak_for_ever(line)

    assert context.ticket(MACHINE) == 201


def _speak_for_ever(line: socket.socket) -> None:
    while True:
        line.sendall(b"x" * 65536)
        if select.select([line], [], [], 0.05)[0] and not line.recv(65536):
            raise BrokenPipeError
