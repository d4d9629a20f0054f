"""One suite for every line to a printer: virtual, plain file, device, serial port, network."""

from __future__ import annotations

import contextlib
import os
import resource
import select
import socket
import tty
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

import pytest

from kezek_core.ports import Wire
from kezek_printers import list_papers, load_profile, open_wire
from kezek_printers.delivery.wires import is_drained
from kezek_printers.emulator.virtual import PrinterMachine, VirtualPrinter
from kezek_printers.wires import serial as wire_serial
from kezek_printers.wires import tcp as wire_tcp
from kezek_printers.wires.wire_errors import PrinterUnplugged, WireClosed, WireError

SLIP = b"\x1b@" + b"0123456789\n" * 20 + b"\x1dVB\x00"
TOO_MUCH = b"one line of text\n" * 200_000
SOON = 0.05
ANSWERING = ["virtual", "device", "serial", "tcp"]
"""Nobody answers out of a plain file, and nobody can leave it."""


class Peer(Protocol):
    """The other end of a line."""

    def open(self) -> Wire: ...
    def received(self, size: int) -> bytes: ...
    def say(self, data: bytes) -> None: ...
    def stall(self) -> contextlib.AbstractContextManager[None]: ...
    def leave(self) -> None: ...
    def close(self) -> None: ...


class VirtualPeer:
    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self._machine = PrinterMachine(directory, load_profile("default"))

    def open(self) -> Wire:
        return VirtualPrinter(self._machine)

    def received(self, size: int) -> bytes:
        return list_papers(self._directory)[0].path.read_bytes()

    def say(self, data: bytes) -> None:
        self._machine.say(data)

    @contextlib.contextmanager
    def stall(self) -> Iterator[None]:
        self._machine.faults.paper_end = True
        yield

    def leave(self) -> None:
        self._machine.faults.unplugged = True

    def close(self) -> None:
        self._machine.power_off()


class FilePeer:
    def __init__(self, directory: Path) -> None:
        self._path = directory / "printed.bin"

    def open(self) -> Wire:
        return open_wire(f"file://{self._path}", load_profile("default"))

    def received(self, size: int) -> bytes:
        return self._path.read_bytes()

    @contextlib.contextmanager
    def stall(self) -> Iterator[None]:
        before = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (1000, before[1]))
        try:
            yield
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, before)

    def say(self, data: bytes) -> None:
        pytest.fail("a file says nothing: leave it out of the tests of answers")

    leave = close = lambda self: None


class TerminalPeer:
    """A pseudo-terminal: a device file, or a serial port of no particular speed."""

    def __init__(self, form: str) -> None:
        self._master, self._slave = os.openpty()
        tty.setraw(self._slave)
        self._url = form.format(os.ttyname(self._slave))
        self._there = True

    def open(self) -> Wire:
        return open_wire(self._url, load_profile("default"))

    def received(self, size: int) -> bytes:
        got = b""
        while len(got) < size and select.select([self._master], [], [], 2)[0]:
            got += os.read(self._master, size - len(got))
        return got

    def say(self, data: bytes) -> None:
        os.write(self._master, data)

    def stall(self) -> contextlib.AbstractContextManager[None]:
        return contextlib.nullcontext()

    def leave(self) -> None:
        os.close(self._master)
        self._there = False

    def close(self) -> None:
        if self._there:
            self.leave()
        os.close(self._slave)


class NetworkPeer:
    def __init__(self) -> None:
        self._server = socket.socket()
        self._server.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        self._server.bind(("127.0.0.1", 0))
        self._server.listen()
        self._line: socket.socket | None = None

    def open(self) -> Wire:
        port = self._server.getsockname()[1]
        self.leave()
        wire = open_wire(f"tcp://127.0.0.1:{port}", load_profile("default"))
        self._line, _ = self._server.accept()
        self._line.settimeout(2)
        return wire

    @property
    def line(self) -> socket.socket:
        assert self._line is not None
        return self._line

    def received(self, size: int) -> bytes:
        got = b""
        while len(got) < size:
            got += self.line.recv(size - len(got))
        return got

    def say(self, data: bytes) -> None:
        self.line.sendall(data)

    def stall(self) -> contextlib.AbstractContextManager[None]:
        return contextlib.nullcontext()

    def leave(self) -> None:
        if self._line is not None:
            self._line.close()

    def close(self) -> None:
        self.leave()
        self._server.close()


@pytest.fixture(params=[*ANSWERING, "file"])
def peer(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Peer]:
    monkeypatch.setattr(wire_tcp, "FAREWELL_SECONDS", SOON)
    monkeypatch.setattr(wire_serial, "DRAIN_SECONDS", SOON)
    makers = {
        "virtual": lambda: VirtualPeer(tmp_path),
        "file": lambda: FilePeer(request.getfixturevalue("disk_path")),
        "device": lambda: TerminalPeer("file://{}"),
        "serial": lambda: TerminalPeer("serial://{}?baud=115200&flow=none"),
        "tcp": NetworkPeer,
    }
    made = makers[request.param]()
    yield made
    made.close()


def test_every_byte_arrives_in_order(peer: Peer) -> None:
    with peer.open() as wire:
        wire.write(SLIP[:7], deadline_seconds=2)
        wire.write(SLIP[7:], deadline_seconds=2)

        assert peer.received(len(SLIP)) == SLIP


def test_writing_nothing_is_no_fault(peer: Peer) -> None:
    with peer.open() as wire:
        wire.write(b"", deadline_seconds=0)
        wire.write(SLIP, deadline_seconds=2)

        assert peer.received(len(SLIP)) == SLIP


@pytest.mark.parametrize("peer", ANSWERING, indirect=True)
def test_what_the_printer_says_is_read_up_to_the_size_and_the_rest_later(peer: Peer) -> None:
    with peer.open() as wire:
        peer.say(b"\x37\x22abcd\x00")

        assert wire.read(2, deadline_seconds=2) == b"\x37\x22"
        assert wire.read(64, deadline_seconds=2) == b"abcd\x00"


def test_silence_is_an_empty_answer_by_the_deadline(peer: Peer, not_hung) -> None:
    with peer.open() as wire:
        with not_hung():
            answer = wire.read(64, deadline_seconds=SOON)

        assert answer == b""


def test_a_printer_that_stops_taking_bytes_is_noticed_with_how_many_it_took(
    peer: Peer, not_hung
) -> None:
    with peer.open() as wire, peer.stall():
        with not_hung(), pytest.raises(WireError) as caught:
            wire.write(TOO_MUCH, deadline_seconds=SOON)

        assert 0 < caught.value.bytes_taken < len(TOO_MUCH)


def test_what_was_taken_has_left_when_the_other_end_reads(peer: Peer) -> None:
    with peer.open() as wire:
        wire.write(SLIP, deadline_seconds=2)
        peer.received(len(SLIP))

        assert is_drained(wire, deadline_seconds=2)


@pytest.mark.parametrize("peer", ["tcp"], indirect=True)
def test_bytes_that_the_kernel_took_for_a_busy_printer_have_not_left(peer: Peer, not_hung) -> None:
    with peer.open() as wire, peer.stall():
        wire.write(b"one line of text\n" * 5_000, deadline_seconds=2)

        with not_hung():
            assert not is_drained(wire, deadline_seconds=SOON)


def test_a_line_may_be_closed_twice(peer: Peer) -> None:
    wire = peer.open()

    wire.close()
    wire.close()


def test_a_closed_line_refuses_to_be_used(peer: Peer) -> None:
    with peer.open() as wire:
        pass

    with pytest.raises(WireClosed, match="open it again"):
        wire.write(b"late", deadline_seconds=0)
    with pytest.raises(WireClosed, match="open it again"):
        wire.read(1, deadline_seconds=0)


@pytest.mark.parametrize("peer", ANSWERING, indirect=True)
def test_a_printer_that_went_away_is_unplugged_to_a_reader(peer: Peer) -> None:
    with peer.open() as wire:
        peer.leave()

        with pytest.raises(PrinterUnplugged):
            wire.read(1, deadline_seconds=2)


@pytest.mark.parametrize("peer", ANSWERING, indirect=True)
def test_a_printer_that_went_away_is_unplugged_to_a_writer(peer: Peer) -> None:
    with peer.open() as wire:
        peer.leave()

        with pytest.raises(PrinterUnplugged) as caught:
            wire.write(SLIP, deadline_seconds=2)

        assert caught.value.bytes_taken == 0


def test_a_printer_that_is_back_takes_bytes_on_a_new_line(peer: Peer) -> None:
    peer.open().close()

    with peer.open() as wire:
        wire.write(SLIP, deadline_seconds=2)

        assert peer.received(len(SLIP)) == SLIP
