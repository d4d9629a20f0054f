"""TLS of the server's own, on a real server: a handshake is waited for by no thread."""

from __future__ import annotations

import json
import shutil
import socket
import ssl
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from kezek_kiosk.edge import tls
from kezek_kiosk.edge.answer import send_kept
from kezek_kiosk.edge.tls import Tls, TlsSocket
from kezek_kiosk.errors import SettingsError
from kezek_kiosk.settings.certificate_file import TLS_FILE
from kezek_kiosk.upkeep.certificates import make_certificate

pytestmark = pytest.mark.slow(1.5)

PATIENCE_SECONDS = 60.0
ATTACKERS = ("127.0.0.2", "127.0.0.3", "127.0.0.4", "127.0.0.5")
VISITOR, MACHINE = "127.0.0.9", "127.0.0.1"
NEVER = {"HEAD_SECONDS": 60, "BODY_SECONDS": 600, "IDLE_SECONDS": 600}
GET = b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n"
LAST = b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
HELLO_PART_BYTES = 40

UNPROTECTED = """
import sys
from pathlib import Path
from kezek_kiosk.serve import KezekServer

class Unprotected(KezekServer):
    def load_config(self):
        super().load_config()
        self.cfg.set("worker_class", "gthread")
        for name in ("certfile", "keyfile"):
            self.cfg.set(name, str(Path(sys.argv[1]) / "tls.pem"))

Unprotected(Path(sys.argv[1]), None, 0, simulated_clock=False).run()
"""
"""The control: the same server with gunicorn's own worker and gunicorn's own TLS."""


@dataclass
class Secured:
    """A serving process with a certificate; its clients check that."""

    served: Any
    trusted: Path

    def connect(self, address: str, sent: bytes = b"") -> socket.socket:
        """A connection of a client that has sent so much, without TLS."""
        line: socket.socket = self.served.connect(address, sent)
        return line

    def secure(self, address: str, sent: bytes = b"", patience: float = 60.0) -> ssl.SSLSocket:
        """The same under TLS."""
        context = ssl.create_default_context(cafile=self.trusted)
        plain = self.connect(address)
        plain.settimeout(patience)
        line = context.wrap_socket(plain, server_hostname="localhost", suppress_ragged_eofs=False)
        self.served.lines.callback(line.close)
        line.sendall(sent)
        return line

    def ticket(self, address: str, patience: float = 60.0) -> bytes:
        """Takes a ticket over https; the answer."""
        body = b'{"service": "household"}'
        head = (
            "POST /api/v1/tickets HTTP/1.1\r\nHost: localhost\r\n"
            f"Authorization: Bearer {self.served.token}\r\n"
            f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n"
            "Connection: close\r\n\r\n"
        )
        return _read_all(self.secure(address, head.encode() + body, patience))


@pytest.fixture
def data_dir(demo_template: Path, tmp_path: Path) -> Path:
    """A fresh copy of the demo office, with a certificate."""
    copied = Path(shutil.copytree(demo_template, tmp_path / "data"))
    make_certificate(copied, ("localhost", "127.0.0.1"), datetime.now(UTC))
    return copied


@pytest.fixture
def secured(office: Callable[..., Any], data_dir: Path) -> Callable[..., Secured]:
    """Starts its server with settings of its section."""
    return lambda program=None, **settings: Secured(
        office(program, **settings), data_dir / TLS_FILE
    )


def _hello() -> bytes:
    """What a client begins with."""
    coming, going = ssl.MemoryBIO(), ssl.MemoryBIO()
    client = ssl.create_default_context().wrap_bio(coming, going, server_hostname="localhost")
    with pytest.raises(ssl.SSLWantReadError):
        client.do_handshake()
    return going.read()


HANDSHAKES = {
    "a byte": lambda: b"\x16",
    "half a hello": lambda: _hello()[:HELLO_PART_BYTES],
    "a hello and silence": _hello,
}


def _read_all(line: socket.socket) -> bytes:
    text = bytearray()
    while data := line.recv(4096):
        text += data
    return bytes(text)


def _answers(line: socket.socket, count: int) -> list[bytes]:
    """So many short answers of one connection."""
    text = b""
    while text.count(b'"status":"ok"') < count:
        data = line.recv(4096)
        assert data, "the server hung up"
        text += data
    return text.split(b"HTTP/1.1 ")[1:]


@pytest.mark.parametrize("attack", HANDSHAKES)
def test_a_ticket_is_issued_beside_any_number_of_half_handshakes(
    secured: Callable[..., Secured], attack: str
) -> None:
    served = secured(THREADS=16, **NEVER)
    begun = HANDSHAKES[attack]()
    lines = [served.connect(each, begun) for each in ATTACKERS for _ in range(8)]

    tickets = [served.ticket(address) for address in (VISITOR, MACHINE)]

    assert all(each.startswith(b"HTTP/1.1 201 ") for each in tickets)
    assert len(lines) == 32


@pytest.mark.parametrize("attack", ["half a hello"])
def test_without_the_edge_half_handshakes_stop_the_office(
    secured: Callable[..., Secured], attack: str
) -> None:
    served = secured(UNPROTECTED, THREADS=4, **NEVER)
    for each in ATTACKERS:
        for _ in range(8):
            served.connect(each, HANDSHAKES[attack]())

    with pytest.raises(TimeoutError):
        served.ticket(VISITOR, patience=2)


@pytest.mark.parametrize("attack", HANDSHAKES)
def test_a_handshake_has_the_deadline_of_a_head(
    secured: Callable[..., Secured], attack: str
) -> None:
    served = secured(HEAD_SECONDS=1)
    began = time.monotonic()
    line = served.connect(VISITOR, HANDSHAKES[attack]())

    with suppress(ConnectionResetError):  # what it never read was cut with the line
        while line.recv(4096):
            pass

    assert time.monotonic() - began >= 0.9
    assert b'"ok"' in _read_all(served.secure(VISITOR, LAST))


def test_half_a_head_under_tls_is_answered_that_it_came_too_late(
    secured: Callable[..., Secured],
) -> None:
    served = secured(HEAD_SECONDS=1)

    answer = _read_all(served.secure(VISITOR, b"GET /healthz HTTP/1.1\r\nX-A: "))

    assert answer.startswith(b"HTTP/1.1 408 ")


def test_an_address_s_handshakes_have_its_number_of_places(secured: Callable[..., Secured]) -> None:
    served = secured(THREADS=16, CONNECTIONS_PER_ADDRESS=8, **NEVER)
    held = [served.connect(ATTACKERS[0], HANDSHAKES["half a hello"]()) for _ in range(8)]

    turned_away = served.connect(ATTACKERS[0])

    assert turned_away.recv(4096).startswith(b"HTTP/1.1 503 ")
    assert all(_is_open(each) for each in held)
    assert served.ticket(VISITOR).startswith(b"HTTP/1.1 201 ")


def _is_open(line: socket.socket) -> bool:
    line.setblocking(False)
    try:
        return line.recv(1) != b""
    except BlockingIOError:
        return True


def test_one_port_takes_https_and_http(secured: Callable[..., Secured]) -> None:
    served = secured()

    secure = _answers(served.secure(VISITOR, GET * 3), 3)
    plain = _answers(served.connect(MACHINE, GET * 3), 3)

    assert [each[:3] for each in (*secure, *plain)] == [b"200"] * 6
    assert all(b"Strict-Transport-Security" in each for each in secure)
    assert not any(b"Strict-Transport-Security" in each for each in plain)


def test_a_request_that_comes_in_pieces_under_tls_is_put_together(
    secured: Callable[..., Secured],
) -> None:
    served = secured()
    line = served.secure(VISITOR)

    for at in range(0, len(LAST), 7):
        line.sendall(LAST[at : at + 7])

    assert b'"status":"ok"' in _read_all(line)


def test_a_long_answer_is_whole_and_its_end_is_told_under_tls_too(
    secured: Callable[..., Secured],
) -> None:
    served = secured()
    asked = b"GET /api/v1/openapi.json HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"

    head, _, body = _read_all(served.secure(VISITOR, asked)).partition(b"\r\n\r\n")

    assert head.startswith(b"HTTP/1.1 200 ")
    assert json.loads(body)["info"]["title"] == "Kezek"


def test_a_client_that_takes_nothing_of_its_answer_under_tls_is_cut_off(
    secured: Callable[..., Secured],
) -> None:
    served = secured(THREADS=4, BODY_SECONDS=1)
    asked = b"GET /api/v1/openapi.json HTTP/1.1\r\nHost: localhost\r\n\r\n" * 20
    lines = [served.secure(each, asked) for each in ATTACKERS for _ in range(2)]

    ticket = served.ticket(VISITOR)

    assert ticket.startswith(b"HTTP/1.1 201 ")
    assert len(lines) == 8


def test_a_client_that_reads_slowly_under_tls_gets_the_whole_answer(
    secured: Callable[..., Secured],
) -> None:
    served = secured()
    context = ssl.create_default_context(cafile=served.trusted)
    asked = b"GET /api/v1/openapi.json HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
    with socket.socket() as narrow:
        narrow.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1024)
        narrow.settimeout(PATIENCE_SECONDS)
        narrow.connect(("127.0.0.1", served.served.port))
        with context.wrap_socket(narrow, server_hostname="localhost") as line:
            line.sendall(asked)
            text = b""
            while data := line.recv(512):
                text += data

    assert json.loads(text.partition(b"\r\n\r\n")[2])["info"]["title"] == "Kezek"


def test_a_live_screen_goes_on_under_tls(secured: Callable[..., Secured]) -> None:
    served = secured()
    line = served.secure(VISITOR, b"GET /api/v1/stream?after=0 HTTP/1.1\r\nHost: localhost\r\n\r\n")
    assert line.recv(4096).startswith(b"HTTP/1.1 200 ")

    served.ticket(MACHINE)

    text = b""
    while b"ticket_issued" not in text and b"TicketIssued" not in text:
        text += line.recv(4096)
    assert text


def test_junk_that_begins_like_a_handshake_hurts_nobody(secured: Callable[..., Secured]) -> None:
    served = secured()
    for junk in (b"\x16" * 600, b"\x16\x03\x01\xff\xff" + b"x" * 600):
        line = served.connect(VISITOR, junk)
        with suppress(ConnectionResetError):  # cut with our own bytes unread
            while line.recv(4096):
                pass

    assert served.ticket(VISITOR).startswith(b"HTTP/1.1 201 ")


@pytest.fixture
def pair() -> Iterator[tuple[socket.socket, socket.socket]]:
    """Two ends of a line."""
    one, two = socket.socketpair()
    with one, two:
        yield one, two


def _greeted(server: Tls, pair: tuple[socket.socket, socket.socket]) -> tuple[str, ssl.SSLSocket]:
    """The fingerprint that a client sees, and the server's end after the handshake."""
    pair[0].setblocking(False)
    secured = server.wrapped(pair[0])
    coming, going = ssl.MemoryBIO(), ssl.MemoryBIO()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    client = context.wrap_bio(coming, going)
    for _ in range(4):
        for step in (client.do_handshake, secured.do_handshake):
            with suppress(ssl.SSLWantReadError):  # the other end's turn
                step()
            if going.pending:
                pair[1].sendall(going.read())
            pair[1].setblocking(False)
            with suppress(BlockingIOError):  # nothing to be told yet
                coming.write(pair[1].recv(65536))
            pair[1].setblocking(True)
    der = client.getpeercert(binary_form=True)
    assert der is not None
    return tls.fingerprint_of(ssl.DER_cert_to_PEM_cert(der)), secured


def test_a_renewed_certificate_is_taken_and_a_broken_one_is_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tls, "LOOKED_EVERY_SECONDS", 0.0)
    first = make_certificate(tmp_path, ("localhost",), datetime.now(UTC))
    server = Tls(tmp_path / TLS_FILE, stall_seconds=1)

    seen = [_seen(server)]
    second = make_certificate(tmp_path, ("localhost",), datetime.now(UTC))
    seen.append(_seen(server))
    (tmp_path / TLS_FILE).write_text("nothing")
    seen.append(_seen(server))

    assert seen == [first.fingerprint, second.fingerprint, second.fingerprint]


def _seen(server: Tls) -> str:
    one, two = socket.socketpair()
    with one, two:
        fingerprint, secured = _greeted(server, (one, two))
        secured.close()
    return fingerprint


def test_a_thread_waits_no_longer_than_its_deadline_for_a_client_that_reads_nothing(
    tmp_path: Path, pair: tuple[socket.socket, socket.socket]
) -> None:
    make_certificate(tmp_path, ("localhost",), datetime.now(UTC))
    _, secured = _greeted(Tls(tmp_path / TLS_FILE, stall_seconds=0.05), pair)

    with secured:
        secured.setblocking(True)
        with pytest.raises(TimeoutError):
            secured.sendall(b"x" * 10_000_000)

    assert isinstance(secured, TlsSocket)


def test_what_a_full_line_does_not_take_under_tls_is_kept_as_on_any_other(
    tmp_path: Path, pair: tuple[socket.socket, socket.socket]
) -> None:
    make_certificate(tmp_path, ("localhost",), datetime.now(UTC))
    _, secured = _greeted(Tls(tmp_path / TLS_FILE, stall_seconds=0.05), pair)
    kept = bytearray(10_000_000)

    with secured:
        secured.setblocking(True)
        took = [send_kept(secured, kept), send_kept(secured, kept)]
        pair[1].recv(1_000_000)
        took.append(send_kept(secured, kept))
        waits = secured.gettimeout()

    assert took == [True, False, True]
    assert 0 < len(kept) < 10_000_000
    assert waits == 0.05


@pytest.mark.parametrize("text", ["", "nothing", "-----BEGIN CERTIFICATE-----\nx\n"])
def test_a_file_without_a_certificate_stops_the_start_with_what_to_do(
    tmp_path: Path, text: str
) -> None:
    (tmp_path / TLS_FILE).write_text(text)

    with pytest.raises(SettingsError, match="kezek tls make"):
        Tls(tmp_path / TLS_FILE, stall_seconds=1)
