"""The emulated printer at a real descriptor: speed, busy line, faults while it runs."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kezek_core.papers.slips import TicketSlip
from kezek_core.ports import PrintOutcome, Wire
from kezek_printers import Printer, load_profile, open_wire, render_paper
from kezek_printers.emulator.emulator import (
    EmulatedPrinter,
    EmulatorStopped,
    Faults,
    PtyLine,
    TcpLine,
)
from kezek_printers.wires.wire_errors import WireError

CUT = b"\x1dVB\x00"
FENCE, ANSWER = b"\x1d(H\x06\x0000abcd", b"\x37\x22abcd\x00"
SLIP = b"one\n" + CUT
LINES = {"serial": PtyLine, "file": lambda: PtyLine(form="file"), "tcp": TcpLine}
Start = Callable[..., EmulatedPrinter]


@pytest.fixture(params=sorted(LINES))
def start(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Start]:
    """Starts printers on one kind of line and ends them."""
    started: list[EmulatedPrinter] = []

    def begin(profile: str = "default", **settings: object) -> EmulatedPrinter:
        line = LINES[request.param]()
        printer = EmulatedPrinter(load_profile(profile), tmp_path / "papers", line=line, **settings)
        started.append(printer)
        return printer

    yield begin
    for printer in started:
        printer.close()


@pytest.fixture
def opened() -> Iterator[Callable[[EmulatedPrinter], Wire]]:
    """Opens lines to printers and closes them."""
    wires: list[Wire] = []

    def begin(printer: EmulatedPrinter) -> Wire:
        wires.append(open_wire(printer.url, load_profile("default")))
        return wires[-1]

    yield begin
    for wire in wires:
        wire.close()


def _heard(wire: Wire, size: int) -> bytes:
    got = b""
    while len(got) < size and (more := wire.read(size - len(got), deadline_seconds=5)):
        got += more
    return got


def _open_descriptors() -> int:
    return len(list(Path("/proc/self/fd").iterdir()))


def test_a_slip_comes_out_and_can_be_looked_at(
    start: Start, make_slip: Callable[..., TicketSlip]
) -> None:
    emulated = start()
    printer = Printer(emulated.url, "default")

    delivery = printer.print(make_slip())
    printer.close()

    (paper,) = emulated.papers()
    assert (delivery.outcome, delivery.detail) == (PrintOutcome.PRINTED, "")
    assert (paper.number, paper.faults) == ("A015", ())
    assert render_paper(paper.path).startswith(b"\x89PNG")


def test_a_paper_is_kept_with_what_it_is_about(
    start: Start, opened: Callable[[EmulatedPrinter], Wire]
) -> None:
    emulated = start()
    wire = opened(emulated)

    emulated.note("260000019")
    wire.write(SLIP + FENCE, deadline_seconds=5)

    assert _heard(wire, len(ANSWER)) == ANSWER
    assert [paper.subjects for paper in emulated.papers()] == [("260000019",)]


def test_bytes_come_no_faster_than_the_speed_of_the_line(
    start: Start, opened: Callable[[EmulatedPrinter], Wire]
) -> None:
    emulated = start(baud=9600)
    wire = opened(emulated)
    job = b"0123456789\n" * 30 + CUT + FENCE

    began = time.monotonic()
    wire.write(job, deadline_seconds=5)
    answer = _heard(wire, len(ANSWER))

    assert answer == ANSWER
    assert time.monotonic() - began >= len(job) * 10 / 9600
    assert emulated.last_byte_at - began >= len(job) * 10 / 9600
    assert emulated.taken_bytes == len(job)


def test_the_fence_is_answered_when_the_paper_stands_still(
    start: Start, opened: Callable[[EmulatedPrinter], Wire]
) -> None:
    wire = opened(start(mm_a_second=150))

    began = time.monotonic()
    wire.write(b"one\n" * 10 + b"\x1dr\x01" + CUT + FENCE, deadline_seconds=5)
    processed, printed_at = _heard(wire, 1), 0.0
    answer = _heard(wire, len(ANSWER))
    printed_at = time.monotonic() - began

    assert (processed, answer) == (b"\x00", ANSWER)
    assert printed_at >= 10 * 30 / 8 / 150


@pytest.mark.parametrize("fault", ["paper_end", "cover_open", "error"])
def test_what_waits_is_printed_and_answered_after_the_printer_is_mended(
    start: Start, opened: Callable[[EmulatedPrinter], Wire], fault: str
) -> None:
    emulated = start(faults=Faults(**{fault: True}))
    wire = opened(emulated)
    wire.write(SLIP + FENCE, deadline_seconds=5)
    silent = wire.read(64, deadline_seconds=0.05)

    emulated.mend()

    assert silent == b""
    assert _heard(wire, len(ANSWER)) == ANSWER
    assert [paper.text for paper in emulated.papers()] == ["one"]


def test_a_full_buffer_makes_it_busy_and_loses_nothing(
    start: Start, opened: Callable[[EmulatedPrinter], Wire]
) -> None:
    emulated = start(buffer_bytes=256, faults=Faults(cover_open=True))
    wire = opened(emulated)
    job = b"0123456789\n" * 60 + CUT + FENCE

    wire.write(job, deadline_seconds=5)
    silent = wire.read(64, deadline_seconds=0.05)
    taken = emulated.taken_bytes
    emulated.mend()

    assert silent == b""
    assert taken <= 256
    assert _heard(wire, len(ANSWER)) == ANSWER
    assert emulated.taken_bytes == len(job)


def test_a_fault_comes_at_its_very_byte(
    start: Start, opened: Callable[[EmulatedPrinter], Wire]
) -> None:
    emulated = start()
    wire = opened(emulated)
    emulated.press_after(6, silent=True)
    emulated.press_after(12, silent=False)

    wire.write(b"\x10\x04\x01" * 5, deadline_seconds=5)

    assert emulated.wait_for(lambda: emulated.taken_bytes == 15)
    assert _heard(wire, 3) == b"\x12" * 3
    assert wire.read(1, deadline_seconds=0.02) == b""
    assert not emulated.faults.silent


def test_a_printer_that_was_unplugged_is_back_under_the_same_address(
    start: Start, opened: Callable[[EmulatedPrinter], Wire]
) -> None:
    emulated = start()
    wire = opened(emulated)

    emulated.press(unplugged=True)
    with pytest.raises(WireError):
        wire.read(1, deadline_seconds=5)
    with pytest.raises(WireError):
        opened(emulated)
    emulated.mend()

    again = opened(emulated)
    again.write(SLIP + FENCE, deadline_seconds=5)
    assert _heard(again, len(ANSWER)) == ANSWER


def test_a_printer_that_hangs_up_takes_the_next_caller(
    start: Start, opened: Callable[[EmulatedPrinter], Wire]
) -> None:
    emulated = start()
    first = opened(emulated)
    first.write(SLIP + FENCE, deadline_seconds=5)
    _heard(first, len(ANSWER))

    emulated.hang_up()

    with pytest.raises(WireError):
        first.read(1, deadline_seconds=5)
    second = opened(emulated)
    second.write(SLIP + FENCE, deadline_seconds=5)
    assert _heard(second, len(ANSWER)) == ANSWER


def test_a_printer_that_was_switched_off_has_forgotten_what_it_held(
    start: Start, opened: Callable[[EmulatedPrinter], Wire]
) -> None:
    emulated = start(faults=Faults(cover_open=True))
    wire = opened(emulated)
    wire.write(b"lost\n", deadline_seconds=5)
    emulated.press(cover_open=False, switched_off=True)

    emulated.mend()
    again = wire if emulated.url.startswith("serial") else opened(emulated)
    again.write(SLIP + FENCE, deadline_seconds=5)

    assert _heard(again, len(ANSWER)) == ANSWER
    assert [paper.text for paper in emulated.papers()][0].endswith("one")


def test_automatic_status_tells_of_paper_and_cover_by_itself(
    start: Start, opened: Callable[[EmulatedPrinter], Wire]
) -> None:
    emulated = start()
    wire = opened(emulated)
    wire.write(b"\x1da\x0e", deadline_seconds=5)
    reports = [_heard(wire, 4)]

    for change in ({"near_end": True}, {"paper_end": True}, {"cover_open": True}):
        emulated.press(**change)
        reports.append(_heard(wire, 4))

    assert [report.hex() for report in reports] == ["1000000f", "1000030f", "18000f0f", "38000f0f"]


def test_what_nobody_asked_for_is_heard_first(
    start: Start, opened: Callable[[EmulatedPrinter], Wire]
) -> None:
    emulated = start()
    wire = opened(emulated)
    wire.write(b"\x10\x04\x01", deadline_seconds=5)
    first = _heard(wire, 1)

    emulated.say(b"\x37\x22wxyz\x00")

    assert (first, _heard(wire, 7)) == (b"\x12", b"\x37\x22wxyz\x00")


def test_a_network_printer_out_of_paper_closes_its_window(
    tmp_path: Path, opened: Callable[[EmulatedPrinter], Wire]
) -> None:
    faults = Faults(paper_end=True)
    with EmulatedPrinter(load_profile("default"), tmp_path, line=TcpLine(), faults=faults) as it:
        wire = opened(it)
        wire.write(b"\x10\x04\x04", deadline_seconds=5)

        silent = wire.read(1, deadline_seconds=0.05)
        it.mend()

        assert (silent, _heard(wire, 1)) == (b"", b"\x12")


def test_an_unknown_fault_is_refused_by_name(start: Start) -> None:
    with pytest.raises(TypeError, match=r"paper_end.*got papr_end"):
        start().press(papr_end=True)


def test_closing_twice_leaves_no_thread_descriptor_or_link(tmp_path: Path) -> None:
    before = _open_descriptors(), threading.active_count()
    printer = EmulatedPrinter(load_profile("default"), tmp_path, line=PtyLine(tmp_path / "port"))
    there = (tmp_path / "port").is_symlink()

    printer.close()
    printer.close()

    assert there
    assert not (tmp_path / "port").is_symlink()
    assert (_open_descriptors(), threading.active_count()) == before
    with pytest.raises(EmulatorStopped):
        printer.press(silent=True)


def test_a_port_that_is_taken_is_an_error_at_once(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()

        with pytest.raises(OSError, match="in use"):
            TcpLine(other.getsockname()[1])


def test_a_condition_that_never_holds_is_waited_for_no_longer_than_asked(
    start: Start, not_hung
) -> None:
    with not_hung():
        assert not start().wait_for(lambda: False, timeout_seconds=0.05)
