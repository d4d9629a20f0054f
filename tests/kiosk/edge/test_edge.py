"""The edge under attack, on a real server: half a request never costs a thread."""

from __future__ import annotations

import json
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

PATIENCE_SECONDS = 60.0
STOP_SECONDS = 15
ATTACKERS = ("127.0.0.2", "127.0.0.3", "127.0.0.4", "127.0.0.5")
VISITOR = "127.0.0.9"
MACHINE = "127.0.0.1"
NEVER = {"HEAD_SECONDS": 60, "BODY_SECONDS": 600, "IDLE_SECONDS": 600}
"""Deadlines that end in no test: what is answered is answered in spite of the attack."""

TICKETS = 20
"""Until then the threads of an unprotected server are used up."""

AT_ONCE = {"HEAD_SECONDS": 1, "BODY_SECONDS": 1, "IDLE_SECONDS": 1}

GET = b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n"
HALF_HEAD = b"GET /healthz HTTP/1.1\r\nX-A: "
POST_HEAD = b"POST /api/v1/tickets HTTP/1.1\r\nHost: localhost\r\nContent-Length: 500\r\n\r\n"
CHUNKED = (
    b"POST /api/v1/tickets HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n"
)
LONG_ANSWER = b"GET /api/v1/openapi.json HTTP/1.1\r\nHost: localhost\r\n\r\n"
ATTACKS = {
    "half heads": HALF_HEAD,
    "half bodies": POST_HEAD + b'{"service"',
    "nothing at all": b"",
    "half a head behind a whole request": GET + HALF_HEAD,
    "nobody hangs up": GET.replace(b"Host: localhost", b"Host: localhost\r\nConnection: close"),
}

UNPROTECTED = """
import sys
from pathlib import Path
from typing import Any
from kezek_kiosk.serve import KezekServer

class Unprotected(KezekServer):
    def load_config(self):
        super().load_config()
        self.cfg.set("worker_class", "gthread")

Unprotected(Path(sys.argv[1]), None, 0, simulated_clock=False).run()
"""
"""The control: the same server with gunicorn's own worker."""


def _hung_up(line: socket.socket) -> bool:
    """Whether the server has, behind all that it has answered so far."""
    line.setblocking(False)
    try:
        while line.recv(4096):
            pass
    except BlockingIOError:
        return False
    except ConnectionError:
        return True
    return True


def _wait_until_readable(lines: list[socket.socket], *, at_least: int) -> None:
    gives_up = time.monotonic() + PATIENCE_SECONDS
    while len(select.select(lines, [], [], 0.1)[0]) < at_least:
        assert time.monotonic() < gives_up


def _is_open(line: socket.socket) -> bool:
    """Whether the server has not hung up: nothing to read, not even an end."""
    return not select.select([line], [], [], 0)[0]


@pytest.mark.parametrize("attack", ATTACKS)
def test_a_ticket_is_issued_beside_any_number_of_unfinished_requests(
    shared_office: Callable[..., Any], attack: str
) -> None:
    context = shared_office(THREADS=16, **NEVER)
    for number in range(32):
        context.connect(ATTACKERS[number % len(ATTACKERS)], ATTACKS[attack])

    assert [context.ticket(address) for address in (VISITOR, MACHINE)] == [201, 201]


@pytest.mark.parametrize("attack", ["half heads", "half bodies"])
def test_the_unfinished_requests_are_still_there_when_the_ticket_is_issued(
    shared_office: Callable[..., Any], attack: str
) -> None:
    context = shared_office(THREADS=16, **NEVER)
    lines = [context.connect(each, ATTACKS[attack]) for each in ATTACKERS for _ in range(8)]

    issued = context.ticket(VISITOR)

    assert issued == 201
    assert all(_is_open(line) for line in lines)


@pytest.mark.parametrize("attack", ["half heads", "half bodies", "nothing at all"])
def test_without_the_edge_the_same_attack_stops_the_office(
    shared_office: Callable[..., Any], attack: str
) -> None:
    context = shared_office(UNPROTECTED, THREADS=4, **NEVER)
    lines = [context.connect(each, ATTACKS[attack]) for each in ATTACKERS for _ in range(8)]

    with pytest.raises(TimeoutError):
        context.ticket(VISITOR, patience_seconds=2)
    for line in lines:
        line.close()

    assert context.ticket(VISITOR) == 201


def test_one_address_cannot_take_all_places(office: Callable[..., Any]) -> None:
    context = office(THREADS=16, CONNECTIONS_PER_ADDRESS=8, **NEVER)
    lines = [context.connect(ATTACKERS[0], HALF_HEAD) for _ in range(64)]

    refused = [context.read_all(line) for line in lines[8:]]

    assert all(each.startswith(b"HTTP/1.1 503 ") or each == b"" for each in refused)
    assert any("Close what is not needed" in each.decode() for each in refused)
    assert all(_is_open(line) for line in lines[:8])
    assert context.ticket(VISITOR) == 201


def test_many_addresses_together_leave_a_place_to_one_that_has_none(
    shared_office: Callable[..., Any],
) -> None:
    context = shared_office(THREADS=16, **NEVER)
    crowd = [f"127.0.1.{number}" for number in range(1, 31)]
    for _ in range(8):  # 240 connections of 112 places
        for address in crowd:
            context.connect(address)

    assert [context.ticket(VISITOR) for _ in range(3)] == [201] * 3
    assert context.ticket(MACHINE) == 201


def test_a_connection_that_made_room_gives_its_place_back_once(
    office: Callable[..., Any],
) -> None:
    context = office(THREADS=16, CONNECTIONS_PER_ADDRESS=4, **NEVER)
    lines = [context.connect(ATTACKERS[0], GET) for _ in range(4)]
    for line in lines:
        assert context.answered(line).startswith(b"HTTP/1.1 200")
    worker = context.worker()
    os.kill(worker, signal.SIGSTOP)
    # In one round of the poller: the newcomer takes the place of one of them, and all speak.
    lines.append(context.connect(ATTACKERS[0], HALF_HEAD))
    for line in lines[:4]:
        line.sendall(GET)
    os.kill(worker, signal.SIGCONT)

    lines += [context.connect(ATTACKERS[0], HALF_HEAD) for _ in range(8)]
    assert context.ticket(MACHINE) == 201  # it came last: all others have their place, or none

    assert sum(not _hung_up(line) for line in lines) == 4


def test_the_machine_itself_is_not_counted(office: Callable[..., Any]) -> None:
    context = office(THREADS=16, CONNECTIONS_PER_ADDRESS=4, **NEVER)
    lines = [context.connect(MACHINE, HALF_HEAD) for _ in range(32)]

    assert context.ticket(MACHINE) == 201
    assert all(_is_open(line) for line in lines)


def test_a_trusted_front_end_is_not_counted(office: Callable[..., Any], data_dir: Path) -> None:
    (data_dir / "kezek.toml").write_text('[server]\ntrusted_proxies = ["127.0.0.2"]\n')
    context = office(THREADS=16, CONNECTIONS_PER_ADDRESS=4, **NEVER)
    lines = [context.connect(ATTACKERS[0], HALF_HEAD) for _ in range(32)]

    assert context.ticket(ATTACKERS[0]) == 201
    assert all(_is_open(line) for line in lines)


def test_an_idle_connection_makes_room_for_a_new_one_of_its_address(
    office: Callable[..., Any],
) -> None:
    context = office(THREADS=16, CONNECTIONS_PER_ADDRESS=4, **NEVER)
    kept = [context.connect(ATTACKERS[0], GET) for _ in range(4)]
    for line in kept:
        assert context.answered(line).startswith(b"HTTP/1.1 200")

    newest = context.connect(ATTACKERS[0], GET)

    assert context.answered(newest).startswith(b"HTTP/1.1 200")
    assert sum(_is_open(line) for line in kept) == len(kept) - 1


@pytest.mark.parametrize("attack", ["half heads", "half bodies"])
def test_what_stays_unfinished_is_told_so_and_closed(
    shared_office: Callable[..., Any], attack: str
) -> None:
    context = shared_office(**AT_ONCE)

    answer = context.read_all(context.connect(VISITOR, ATTACKS[attack])).decode()

    assert answer.startswith("HTTP/1.1 408 ")
    assert "Connection: close" in answer
    for sentence in ("Желіні тексеріп", "Проверьте сеть", "Check the network"):
        assert sentence in answer


@pytest.mark.parametrize("begun", [HALF_HEAD, POST_HEAD])
def test_a_request_that_drips_in_is_cut_at_the_same_deadline(
    shared_office: Callable[..., Any], begun: bytes
) -> None:
    context = shared_office(**AT_ONCE)
    line = context.connect(VISITOR, begun)

    gives_up = time.monotonic() + PATIENCE_SECONDS
    while _is_open(line) and time.monotonic() < gives_up:
        line.sendall(b"a")
        select.select([line], [], [], 0.1)

    assert context.answered(line).startswith(b"HTTP/1.1 408 ")


@pytest.mark.parametrize("sent", [b"", GET])
def test_an_idle_connection_is_closed_without_a_word(
    shared_office: Callable[..., Any], sent: bytes
) -> None:
    context = shared_office(**AT_ONCE)

    answer = context.read_all(context.connect(VISITOR, sent))

    assert answer.count(b"HTTP/1.1") == (1 if sent else 0)
    assert b" 408 " not in answer


def test_a_client_that_waits_for_it_is_told_to_go_on(shared_office: Callable[..., Any]) -> None:
    context = shared_office(**NEVER)
    body = b'{"service": "household"}'
    head = (
        f"POST /api/v1/tickets HTTP/1.1\r\nHost: localhost\r\n"
        f"Authorization: Bearer {context.token}\r\n"
        f"Content-Type: application/json\r\nExpect: 100-continue\r\n"
        f"Connection: close\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    line = context.connect(VISITOR, head.encode())

    encouraged = context.answered(line)
    line.sendall(body)

    assert encouraged == b"HTTP/1.1 100 Continue\r\n\r\n"
    assert b"HTTP/1.1 201 " in context.read_all(line)


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        (CHUNKED, 411),
        (POST_HEAD.replace(b"500", b"100000"), 413),
        (b"GET / HTTP/1.1\r\nX: " + b"a" * 40_000, 431),
        (b"nonsense\r\n\r\n", 400),
    ],
)
def test_what_no_thread_waits_for_is_refused_and_closed(
    shared_office: Callable[..., Any], sent: bytes, status: int
) -> None:
    context = shared_office(**NEVER)
    authorized = f"Host: localhost\r\nAuthorization: Bearer {context.token}\r\n".encode()

    answer = context.read_all(
        context.connect(VISITOR, sent.replace(b"Host: localhost\r\n", authorized))
    )

    assert answer.startswith(f"HTTP/1.1 {status} ".encode())


def test_requests_sent_one_behind_the_other_are_answered_in_order(
    shared_office: Callable[..., Any],
) -> None:
    context = shared_office(**NEVER)
    last = GET.replace(b"Host: localhost", b"Host: localhost\r\nConnection: close").replace(
        b"/healthz", b"/none"
    )

    answer = context.read_all(context.connect(VISITOR, GET * 3 + last))

    statuses = re.findall(rb"HTTP/1\.1 (\d+)", answer)
    assert statuses == [b"200"] * 3 + [b"404"]


def test_unfinished_requests_do_not_hold_up_a_stop(office: Callable[..., Any]) -> None:
    context = office(**NEVER)
    for each in ATTACKERS:
        context.connect(each, HALF_HEAD)
        context.connect(each, POST_HEAD)
    assert context.ticket(VISITOR) == 201

    context.process.send_signal(signal.SIGTERM)

    assert context.process.wait(STOP_SECONDS) == 0


def test_whoever_takes_nothing_of_an_answer_gives_the_thread_back(
    office: Callable[..., Any],
) -> None:
    context = office(THREADS=4, BODY_SECONDS=1)
    page = b"GET /api/v1/openapi.json HTTP/1.1\r\nHost: localhost\r\n\r\n"
    for number in range(2, 18):
        context.narrow(f"127.0.0.{number}", page * 400)

    assert context.ticket(VISITOR) == 201


def _nobody_reads(context: Any) -> None:
    lines = [context.narrow(each, LONG_ANSWER * 40) for each in ATTACKERS for _ in range(8)]
    _wait_until_readable(lines, at_least=16)


def test_tickets_are_issued_beside_clients_that_take_nothing_of_their_answers(
    office: Callable[..., Any],
) -> None:
    context = office(THREADS=16, **NEVER)
    _nobody_reads(context)

    assert [context.ticket(VISITOR, 30) for _ in range(TICKETS)] == [201] * TICKETS


def test_without_the_edge_they_stop_the_office(office: Callable[..., Any]) -> None:
    context = office(UNPROTECTED, THREADS=16, **NEVER)
    _nobody_reads(context)

    with pytest.raises(TimeoutError):
        _ = [context.ticket(VISITOR, 2) for _ in range(TICKETS)]


def test_a_slow_client_gets_every_byte_of_its_answers(shared_office: Callable[..., Any]) -> None:
    context = shared_office(**NEVER)
    last = LONG_ANSWER.replace(b"Host: localhost", b"Host: localhost\r\nConnection: close")
    whole = context.read_all(context.connect(VISITOR, last)).partition(b"\r\n\r\n")[2]

    answer = context.read_all(context.narrow(ATTACKERS[0], LONG_ANSWER * 20 + last, 16_384))

    assert [part.partition(b"\r\n\r\n")[2] for part in answer.split(b"HTTP/1.1 200 OK")[1:]] == (
        [whole] * 21
    )


def test_the_health_of_an_attacked_server_is_still_told(
    shared_office: Callable[..., Any],
) -> None:
    context = shared_office(THREADS=16, **NEVER)
    for each in ATTACKERS:
        for _ in range(8):
            context.connect(each, HALF_HEAD)

    line = context.connect(
        VISITOR, GET.replace(b"Host: localhost", b"Host: localhost\r\nConnection: close")
    )

    assert json.loads(context.read_all(line).partition(b"\r\n\r\n")[2])["status"] == "ok"


def test_clients_that_were_sent_away_are_counted(office: Callable[..., Any]) -> None:
    context = office(CONNECTIONS_PER_ADDRESS=4, HEAD_SECONDS=1)
    held = [context.connect(VISITOR, HALF_HEAD) for _ in range(4)]
    turned_away = context.connect(VISITOR, GET)
    assert b" 503 " in context.read_all(turned_away)
    assert all(b" 408 " in context.read_all(each) for each in held)

    metrics = context.read_all(
        context.connect("127.0.0.1", b"GET /metrics HTTP/1.0\r\nHost: localhost\r\n\r\n")
    ).decode()

    assert 'kezek_refusals_total{reason="connections_taken"} 1.0' in metrics
    assert 'kezek_refusals_total{reason="request_too_slow"} 4.0' in metrics


def test_what_no_thread_waited_for_is_counted(office: Callable[..., Any]) -> None:
    context = office(**NEVER)
    for sent in (
        CHUNKED,
        POST_HEAD.replace(b"tickets", b"surveys").replace(b"500", b"100000"),
        b"GET / HTTP/1.1\r\nX: " + b"a" * 40_000,
        b"nonsense\r\n\r\n",
    ):
        assert context.read_all(context.connect(VISITOR, sent)).startswith(b"HTTP/1.1 4")

    metrics = context.read_all(
        context.connect("127.0.0.1", b"GET /metrics HTTP/1.0\r\nHost: localhost\r\n\r\n")
    ).decode()

    for reason in ("length_needed", "too_large", "head_too_long", "bad_request"):
        assert f'kezek_refusals_total{{reason="{reason}"}} 1.0' in metrics
