"""One suite for every scanner: serial on a pseudo-terminal, keyboard on a pipe, and the fake."""

from __future__ import annotations

import os
import threading
import time
import tty
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

import pytest

from kezek_hardware import FakeScanner, ScannerClosedError, open_scanner
from kezek_hardware.device import DeviceStatus
from kezek_hardware.scanners import scanner_keyboard, scanner_port
from kezek_hardware.scanners.keyboard_fake import FakeKeyboard
from kezek_hardware.scanners.scanner_port import PortScanner

SOON = 0.05
ENOUGH = 60.0


class Bench(Protocol):
    """A scanner and the hand that holds codes under it."""

    scanner: PortScanner | FakeScanner

    def send(self, data: bytes) -> None: ...
    def unplug(self) -> None: ...
    def plug_in(self) -> None: ...
    def close(self) -> None: ...


class SerialBench:
    """The device is a link to a pseudo-terminal; pulling the plug closes its other end."""

    def __init__(self, directory: Path) -> None:
        self._link = directory / "ttyACM0"
        self._ends: list[int] = []
        self.plug_in()
        self.scanner = open_scanner(f"serial://{self._link}?baud=9600")

    def send(self, data: bytes) -> None:
        os.write(self._ends[0], data)

    def unplug(self) -> None:
        self._link.unlink(missing_ok=True)
        while self._ends:
            os.close(self._ends.pop())

    def plug_in(self) -> None:
        master, slave = os.openpty()
        tty.setraw(slave)
        self._ends = [master, slave]
        self._link.symlink_to(os.ttyname(slave))

    def close(self) -> None:
        self.scanner.close()
        self.unplug()


class KeyboardBench:
    """The device is a pipe with the kernel's events; a pipe cannot be grabbed, so that is noted."""

    def __init__(self, directory: Path) -> None:
        self._keyboard = FakeKeyboard(directory / "usb-Scanner-event-kbd")
        self.send = self._keyboard.type
        self.unplug = self._keyboard.unplug
        self.plug_in = self._keyboard.plug_in
        self.scanner = open_scanner(f"keyboard://{self._keyboard.path}")

    def close(self) -> None:
        self.scanner.close()
        self.unplug()


class FakeBench:
    def __init__(self, _directory: Path) -> None:
        self.scanner = FakeScanner()
        self.send = self.scanner.send
        self.unplug = self.scanner.unplug
        self.plug_in = self.scanner.plug_in
        self.close = self.scanner.close


@pytest.fixture(params=[SerialBench, KeyboardBench, FakeBench], ids=["serial", "keyboard", "fake"])
def bench(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Bench]:
    monkeypatch.setattr(scanner_port, "FIRST_DELAY_SECONDS", 0.01)
    monkeypatch.setattr(scanner_port, "LISTEN_SECONDS", 0.02)
    monkeypatch.setattr(scanner_keyboard, "_grab", lambda _descriptor: None)
    made = request.param(tmp_path)
    made.scanner.read(deadline_seconds=SOON)  # opens the port
    yield made
    made.close()


@pytest.mark.parametrize(
    "sent",
    [b"260001234\r", b"260001234\n", b"260001234\r\n", b"\x02260001234\x03", b"\r\n260001234\r"],
)
def test_a_code_is_read_whatever_ends_it(bench: Bench, sent: bytes) -> None:
    bench.send(sent)

    assert bench.scanner.read(deadline_seconds=ENOUGH) == "260001234"
    assert bench.scanner.read(deadline_seconds=SOON) is None


def test_codes_come_one_by_one_in_their_order(bench: Bench) -> None:
    bench.send(b"260000019\r260000024\r")

    codes = [bench.scanner.read(deadline_seconds=ENOUGH) for _ in range(2)]

    assert codes == ["260000019", "260000024"]


def test_a_code_may_arrive_in_pieces(bench: Bench) -> None:
    bench.send(b"26000")
    early = bench.scanner.read(deadline_seconds=SOON)
    bench.send(b"1234\r")

    assert early is None
    assert bench.scanner.read(deadline_seconds=ENOUGH) == "260001234"


def test_without_a_code_the_deadline_is_kept(bench: Bench, not_hung) -> None:
    with not_hung():
        assert bench.scanner.read(deadline_seconds=SOON) is None


def test_half_a_code_of_an_unplugged_scanner_is_dropped_and_the_next_one_read(
    bench: Bench,
) -> None:
    bench.send(b"2600")
    bench.scanner.read(deadline_seconds=SOON)
    bench.unplug()
    bench.scanner.read(deadline_seconds=SOON)
    gone, absent = bench.scanner.present, bench.scanner.state()
    bench.plug_in()
    ends_at = time.monotonic() + ENOUGH
    while not bench.scanner.present and time.monotonic() < ends_at:
        bench.scanner.read(deadline_seconds=SOON)
    bench.send(b"260001234\r")

    assert not gone
    assert absent.status is DeviceStatus.ABSENT
    assert absent.detail
    assert bench.scanner.present
    assert bench.scanner.state().status is DeviceStatus.OK
    assert bench.scanner.read(deadline_seconds=ENOUGH) == "260001234"


def test_noise_and_endless_codes_are_no_codes(bench: Bench) -> None:
    bench.send(b"\x00\x07\x1b\r" + b"9" * 700 + b"\r" + b"260001234\r")

    assert bench.scanner.read(deadline_seconds=ENOUGH) == "260001234"


def test_a_closed_scanner_reads_no_more_and_may_be_closed_twice(bench: Bench) -> None:
    bench.scanner.close()
    bench.scanner.close()

    assert bench.scanner.state().status is DeviceStatus.CLOSED
    with pytest.raises(ScannerClosedError, match="open"):
        bench.scanner.read(deadline_seconds=SOON)


def test_closing_ends_a_reading_thread(bench: Bench) -> None:
    read: list[str | None] = []
    reading = threading.Thread(
        target=lambda: read.append(bench.scanner.read(deadline_seconds=60)), daemon=True
    )
    reading.start()

    bench.scanner.close()
    reading.join(ENOUGH)

    assert not reading.is_alive()
    assert read in ([None], [])
