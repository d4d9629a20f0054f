"""A real server for each test of the edge, and clients of it from any address.

Clients come from 127.0.0.2, .3 ...: only 127.0.0.1 is the machine itself, which is not counted.
"""

from __future__ import annotations

import http.client
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from kezek_kiosk.access.agent_token import read_agent_token

PATIENCE_SECONDS = 60.0
HELD_STATES = ("01", "08")
"""Of /proc/net/tcp: established, and closed by the other end alone."""


@dataclass
class Office:
    """A serving process, and clients of it from any address."""

    process: subprocess.Popen[str]
    port: int
    token: str
    lines: ExitStack = field(default_factory=ExitStack)

    def worker(self) -> int:
        """The process that answers."""
        parent = self.process.pid
        return int(Path(f"/proc/{parent}/task/{parent}/children").read_text().split()[0])

    def connect(self, address: str, sent: bytes = b"") -> socket.socket:
        """A connection of a client that has sent so much."""
        line = socket.create_connection(
            ("127.0.0.1", self.port), timeout=PATIENCE_SECONDS, source_address=(address, 0)
        )
        self.lines.callback(line.close)
        line.sendall(sent)
        return line

    def narrow(self, address: str, sent: bytes, room_bytes: int = 1024) -> socket.socket:
        """The connection of a client that has hardly any room for what it is answered."""
        line = socket.socket()
        self.lines.callback(line.close)
        line.settimeout(PATIENCE_SECONDS)
        line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, room_bytes)
        line.bind((address, 0))
        line.connect(("127.0.0.1", self.port))
        line.sendall(sent)
        return line

    def ticket(self, address: str, patience_seconds: float = PATIENCE_SECONDS) -> int:
        """Takes a ticket; the status of the answer."""
        line = http.client.HTTPConnection(
            "127.0.0.1", self.port, timeout=patience_seconds, source_address=(address, 0)
        )
        self.lines.callback(line.close)
        headers = {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"}
        line.request("POST", "/api/v1/tickets", '{"service": "household"}', headers)
        answer = line.getresponse()
        answer.read()
        return answer.status

    def read_all(self, line: socket.socket) -> bytes:
        """All that comes until the server hangs up."""
        text = bytearray()
        try:
            while data := line.recv(4096):
                text += data
        except ConnectionResetError:
            pass  # cut with our own bytes unread; what came before is the answer
        return bytes(text)

    def answered(self, line: socket.socket) -> bytes:
        """One answer: its head, and its body where it says how long that is."""
        text = b""
        while b"\r\n\r\n" not in text:
            text += self.received(line)
        length = re.search(rb"Content-Length: (\d+)", text)
        ends = text.index(b"\r\n\r\n") + 4 + (int(length[1]) if length else 0)
        while len(text) < ends:
            text += self.received(line)
        return text

    def received(self, line: socket.socket) -> bytes:
        data = line.recv(4096)
        assert data, "the server hung up"
        return data


class Offices:
    """Servers by what is set in them, started when a test first asks."""

    def __init__(self, make_data_dir: Callable[[], Path]) -> None:
        self._make_data_dir = make_data_dir
        self._started: dict[object, Office] = {}

    def get(self, program: str | None, settings: dict[str, int]) -> Office:
        """The server with these settings."""
        key = (program, *sorted(settings.items()))
        if key not in self._started:
            self._started[key] = _start(self._make_data_dir(), program, settings)
        return self._started[key]

    def hang_up(self) -> None:
        """Close every connection of the clients."""
        for each in self._started.values():
            each.lines.close()

    def wait_until_alone(self) -> None:
        """Until every server has noticed: a place is given back when its connection is closed."""
        ports = {each.port for each in self._started.values()}
        gives_up = time.monotonic() + PATIENCE_SECONDS
        while ports & _ports_with_connections():
            assert time.monotonic() < gives_up, "a server still holds connections of nobody"

    def end(self) -> None:
        """Kill all that was started."""
        self.hang_up()
        for each in self._started.values():
            if each.process.poll() is None:
                os.killpg(each.process.pid, signal.SIGKILL)
            each.process.wait()
            assert each.process.stdout is not None
            each.process.stdout.close()


def _ports_with_connections() -> set[int]:
    """The ports of this machine where a program holds a connection, also one that has ended."""
    lines = Path("/proc/net/tcp").read_text("ascii").splitlines()[1:]
    found = (line.split()[1:4] for line in lines)
    return {int(own.partition(":")[2], 16) for own, _, state in found if state in HELD_STATES}


def _start(data_dir: Path, program: str | None, settings: dict[str, int]) -> Office:
    """A server with settings of its section, as its environment says them."""
    serve = ["-m", "kezek_kiosk", "serve", "--port", "0", "--data", str(data_dir)]
    variables = {f"KEZEK_SERVER_{name}": str(value) for name, value in settings.items()}
    variables |= {"KEZEK_LIMITS_TOKEN_TICKETS_PER_MINUTE": "0"}  # the clients are one kiosk
    variables |= {"KEZEK_LIMITS_SERVICE_TICKETS_PER_HOUR": "0"}
    process = subprocess.Popen(
        [sys.executable, *(["-c", program, str(data_dir)] if program else serve)],
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        start_new_session=True, env={**os.environ, **variables},
    )  # fmt: skip
    assert process.stdout is not None
    said = process.stdout.readline()
    found = re.search(r"http://127\.0\.0\.1:(\d+)", said)
    assert found, said
    return Office(process, int(found[1]), read_agent_token(data_dir))


@pytest.fixture(scope="module")
def running(demo_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Offices]:
    """Servers that one test after the other attacks."""
    offices = Offices(
        lambda: Path(shutil.copytree(demo_template, tmp_path_factory.mktemp("edge") / "data"))
    )
    yield offices
    offices.end()


@pytest.fixture
def shared_office(running: Offices) -> Iterator[Callable[..., Office]]:
    """A server that has outlived the attacks before, and from which all attackers are gone."""
    yield lambda program=None, **settings: running.get(program, settings)
    running.hang_up()
    running.wait_until_alone()


@pytest.fixture
def office(data_dir: Path) -> Iterator[Callable[..., Office]]:
    """A server of one's own: its places are counted, its threads stay lost, or it is stopped."""
    offices = Offices(lambda: data_dir)
    yield lambda program=None, **settings: offices.get(program, settings)
    offices.end()
