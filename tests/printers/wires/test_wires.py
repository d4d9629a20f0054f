"""Addresses of printers, and what the single kinds of line have of their own."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tty
import types
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from kezek_core.ports import Wire
from kezek_printers.delivery.wires import can_answer, check_url, is_line_a_job, open_wire
from kezek_printers.emulator.virtual import VirtualPrinter, list_papers
from kezek_printers.profiles.profile_file import load_profile
from kezek_printers.wires import serial as wire_serial
from kezek_printers.wires import tcp as wire_tcp
from kezek_printers.wires.file import FileWire
from kezek_printers.wires.serial import SerialWire
from kezek_printers.wires.tcp import TcpWire
from kezek_printers.wires.wire_errors import PrinterUnplugged, PrinterUrlError, WireTimeout

PROFILE = load_profile("default")


@pytest.mark.parametrize(
    "url",
    [
        "usb://",
        "usb://04b8:0e15",
        "file:///dev/usb/lp0",
        "serial:///dev/ttyUSB0",
        "serial:///dev/ttyUSB0?baud=19200",
        "serial:///dev/ttyUSB0?flow=none&baud=115200",
        "tcp://192.168.1.50",
        "tcp://printer.hall:9100",
        "tcp://[fe80::1]:9100",
        "virtual://",
        "virtual:///var/papers",
    ],
)
def test_an_address_of_a_known_form_is_taken(url: str) -> None:
    check_url(url)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "lp0",
        "/dev/usb/lp0",
        "http://printer",
        "usb://04b8",
        "usb://printer:one",
        "usb://104b8:0e15",
        "usb:///dev/usb/lp0",
        "file://dev/usb/lp0",
        "file://",
        "serial://ttyUSB0",
        "serial:///dev/ttyUSB0?baud=9601",
        "serial:///dev/ttyUSB0?baud=",
        "serial:///dev/ttyUSB0?flow=dtr",
        "serial:///dev/ttyUSB0?speed=9600",
        "tcp://",
        "tcp://:9100",
        "tcp://printer:port",
        "tcp://printer:99999",
        "tcp://printer:0",
        "tcp://printer:9100/queue",
        "tcp://printer?timeout=5",
        "virtual://papers",
        "virtual:///papers#1",
    ],
)
def test_an_address_of_another_form_is_refused_with_what_is_expected(
    url: str, tmp_path: Path
) -> None:
    with pytest.raises(PrinterUrlError, match="expected") as caught:
        check_url(url)
    with pytest.raises(PrinterUrlError):
        open_wire(url, PROFILE, tmp_path)

    assert repr(url) in str(caught.value)


def test_only_a_network_printer_is_connected_for_every_slip() -> None:
    assert is_line_a_job("tcp://printer")
    assert not is_line_a_job("usb://")


def test_the_virtual_printer_prints_into_the_given_directory_or_its_own(tmp_path: Path) -> None:
    own = tmp_path / "қағаз own"
    for url in ("virtual://", f"virtual://{own.as_uri().removeprefix('file://')}"):
        with open_wire(url, PROFILE, tmp_path / "given") as wire:
            wire.write(b"x\n\x1dVB\x00", deadline_seconds=1)

        assert isinstance(wire, VirtualPrinter)

    assert len(list_papers(tmp_path / "given")) == len(list_papers(own)) == 1


def test_the_virtual_printer_needs_a_directory() -> None:
    with pytest.raises(PrinterUrlError, match="virtual:///tmp/papers"):
        open_wire("virtual://", PROFILE)


@pytest.mark.parametrize(
    "url",
    [
        "file:///dev/no-such-printer",
        "file:///no/such/directory/file.bin",
        "serial:///dev/no-such-port",
        "virtual:///dev/null/papers",
    ],
)
def test_a_printer_that_is_not_there_is_unplugged(url: str) -> None:
    with pytest.raises(PrinterUnplugged, match=r"expected .*; (check|mend)"):
        open_wire(url, PROFILE)


def test_a_network_printer_that_refuses_is_unplugged() -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        port = closed.getsockname()[1]

        with pytest.raises(PrinterUnplugged, match="check cable, power and address"):
            open_wire(f"tcp://127.0.0.1:{port}", PROFILE)


def test_a_plain_file_is_written_on_from_its_end_and_never_answers(disk_path: Path) -> None:
    path = disk_path / "out.bin"
    for data in (b"one", b"two"):
        with FileWire(path) as wire:
            wire.write(data, deadline_seconds=1)

            assert wire.read(8, deadline_seconds=0) == b""
            assert not can_answer(wire)

    assert path.read_bytes() == b"onetwo"


def test_an_empty_packet_of_a_device_is_not_its_end(tmp_path: Path) -> None:
    """Character devices such as usblp hand over empty reads while the printer is there."""
    with FileWire(Path("/dev/null")) as wire:
        assert can_answer(wire)
        assert wire.read(8, deadline_seconds=0.02) == b""


SERVICE = """
import os, sys
from pathlib import Path
from kezek_printers.wires.file import FileWire

printer, port = os.openpty()
wire = FileWire(Path(os.ttyname(port)))
try:
    sys.exit(f"became its own terminal: {os.open('/dev/tty', os.O_RDWR)}")
except OSError:
    wire.close()
os.close(printer)
os.close(port)
"""


def test_a_service_outlives_a_terminal_that_it_printed_to() -> None:
    # A session leader that owns a terminal is hung up with it.
    done = subprocess.run(
        [sys.executable, "-c", SERVICE], capture_output=True, text=True, check=False,
        start_new_session=True, timeout=60,
    )  # fmt: skip

    assert (done.returncode, done.stderr) == (0, "")


def test_a_device_without_room_says_so() -> None:
    with FileWire(Path("/dev/full")) as wire, pytest.raises(PrinterUnplugged, match="No space"):
        wire.write(b"x", deadline_seconds=1)


@pytest.fixture
def terminal() -> Iterator[tuple[int, str]]:
    master, slave = os.openpty()
    tty.setraw(slave)
    yield master, os.ttyname(slave)
    os.close(slave)
    os.close(master)


def test_a_serial_port_has_one_owner(terminal: tuple[int, str]) -> None:
    with SerialWire(terminal[1], 9600, "none"), pytest.raises(PrinterUnplugged):
        SerialWire(terminal[1], 9600, "none")


def test_a_stopped_serial_printer_does_not_hold_up_closing(
    terminal: tuple[int, str], monkeypatch: pytest.MonkeyPatch, not_hung
) -> None:
    monkeypatch.setattr(wire_serial, "DRAIN_SECONDS", 0.05)
    wire = SerialWire(terminal[1], 9600, "none")
    with pytest.raises(WireTimeout):
        wire.write(bytes(200_000), deadline_seconds=0.05)

    with not_hung():
        wire.close()


@pytest.fixture
def network() -> Iterator[Callable[[], tuple[TcpWire, socket.socket]]]:
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()

        def meet() -> tuple[TcpWire, socket.socket]:
            wire = TcpWire("127.0.0.1", server.getsockname()[1])
            line, _ = server.accept()
            line.settimeout(2)
            return wire, line

        yield meet


def test_unread_answers_do_not_cost_the_last_bytes(
    network: Callable[[], tuple[TcpWire, socket.socket]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wire_tcp, "FAREWELL_SECONDS", 0.05)
    wire, line = network()
    with line:
        wire.write(b"slip", deadline_seconds=1)
        line.sendall(b"\x10\x00\x00\x0f" * 20)

        wire.close()

        assert (line.recv(4), line.recv(4)) == (b"slip", b"")


def test_closing_waits_no_longer_than_the_printer_needs(
    network: Callable[[], tuple[TcpWire, socket.socket]],
    monkeypatch: pytest.MonkeyPatch,
    not_hung,
) -> None:
    monkeypatch.setattr(wire_tcp, "FAREWELL_SECONDS", 3600)
    wire, line = network()
    line.close()

    with not_hung():
        wire.close()


class UsbTimeout(OSError):
    """What pyusb raises when a transfer takes too long."""


class UsbDevice:
    """A USB printer as pyusb shows it: one interface, two end points, packets of any size."""

    def __init__(self) -> None:
        self.taken = b""
        self.room = 10_000
        self.packets: list[bytes] = []
        self.kernel_driver = True
        self.there = True

    def get_active_configuration(self) -> Any:
        return types.SimpleNamespace(bInterfaceNumber=0)

    def is_kernel_driver_active(self, _number: int) -> bool:
        return self.kernel_driver

    def detach_kernel_driver(self, _number: int) -> None:
        self.kernel_driver = False

    def attach_kernel_driver(self, _number: int) -> None:
        self.kernel_driver = True

    def write(self, data: bytes, timeout_ms: int) -> int:
        assert timeout_ms > 0
        if not self.there:
            raise OSError(19, "No such device")
        part = data[: min(64, self.room)]
        if not part:
            raise UsbTimeout(110, "Operation timed out")
        self.taken += part
        self.room -= len(part)
        return len(part)

    def read(self, size: int, timeout_ms: int) -> bytes:
        assert timeout_ms > 0
        if not self.there:
            raise OSError(19, "No such device")
        if not self.packets:
            raise UsbTimeout(110, "Operation timed out")
        assert size >= len(self.packets[0]), "an overflow loses the packet"
        return self.packets.pop(0)


@pytest.fixture
def usb_device(monkeypatch: pytest.MonkeyPatch) -> UsbDevice:
    device = UsbDevice()
    core, util, package = (types.ModuleType(name) for name in ("usb.core", "usb.util", "usb"))
    core.find = lambda **_wanted: device if device.there else None
    core.USBError, core.USBTimeoutError = OSError, UsbTimeout
    core.NoBackendError = type("NoBackendError", (ValueError,), {})
    util.ENDPOINT_IN, util.ENDPOINT_OUT = 0x80, 0x00
    util.claim_interface = util.dispose_resources = lambda *_arguments: None
    configuration = device.get_active_configuration()
    util.find_descriptor = lambda found, **wanted: (
        configuration if "bInterfaceClass" in wanted else device
    )
    package.core, package.util = core, util
    for module in (package, core, util):
        monkeypatch.setitem(sys.modules, module.__name__, module)
    return device


def _usb() -> Wire:
    return open_wire("usb://04b8:0e15", PROFILE)


def test_a_usb_printer_takes_bytes_in_packets(usb_device: UsbDevice) -> None:
    with _usb() as wire:
        wire.write(bytes(200), deadline_seconds=1)

    assert usb_device.taken == bytes(200)


def test_a_stopped_usb_printer_is_noticed_with_how_many_bytes_it_took(
    usb_device: UsbDevice,
) -> None:
    usb_device.room = 100
    with _usb() as wire, pytest.raises(WireTimeout) as caught:
        wire.write(bytes(200), deadline_seconds=1)

    assert caught.value.bytes_taken == 100


def test_a_usb_packet_longer_than_asked_for_is_kept(usb_device: UsbDevice) -> None:
    usb_device.packets = [b"", b"abc", b"d"]
    with _usb() as wire:
        heard = [wire.read(2, deadline_seconds=1) for _ in range(3)]
        silence = wire.read(2, deadline_seconds=0)

    assert (heard, silence) == ([b"ab", b"c", b"d"], b"")


def test_a_usb_printer_pulled_out_is_unplugged(usb_device: UsbDevice) -> None:
    with _usb() as wire:
        usb_device.there = False

        with pytest.raises(PrinterUnplugged):
            wire.write(b"x", deadline_seconds=1)
        with pytest.raises(PrinterUnplugged):
            wire.read(1, deadline_seconds=1)
    with pytest.raises(PrinterUnplugged, match="no such device"):
        _usb()


def test_the_kernel_gets_its_usb_printer_back(usb_device: UsbDevice) -> None:
    wire = _usb()
    borrowed = usb_device.kernel_driver

    wire.close()
    wire.close()

    assert (borrowed, usb_device.kernel_driver) == (False, True)
