"""The virtual printer: what reaches paper, what waits, what it says and how it misbehaves."""

from __future__ import annotations

from pathlib import Path

import pytest

from kezek_printers.emulator.virtual import Faults, PrinterMachine, VirtualPrinter, list_papers
from kezek_printers.profiles.profile_file import load_profile
from kezek_printers.wires.wire_errors import PrinterUnplugged, WireError, WireTimeout

CUT = b"\x1dVB\x00"
FENCE, ANSWER = b"\x1d(H\x06\x0000abcd", b"\x37\x22abcd\x00"
CLEAR = bytes.fromhex("10140801031401060208")


class Bench:
    """One machine, its line and its papers."""

    def __init__(self, directory: Path, profile_name: str = "default", **settings: object) -> None:
        self.directory = directory
        self.faults = Faults()
        profile = load_profile(profile_name)
        self.machine = PrinterMachine(directory, profile, self.faults, **settings)
        self.wire = VirtualPrinter(self.machine)

    def send(self, data: bytes) -> None:
        self.wire.write(data, deadline_seconds=1)

    def heard(self) -> bytes:
        return self.wire.read(64, deadline_seconds=0)

    @property
    def texts(self) -> list[str]:
        return [entry.text for entry in list_papers(self.directory)][::-1]


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    return Bench(tmp_path)


def test_each_paper_keeps_its_very_bytes(bench: Bench) -> None:
    papers = [b"one\n" + CUT, b"two\n" + CUT]

    bench.send(papers[0] + papers[1][:3])
    bench.send(papers[1][3:])

    kept = [entry.path.read_bytes() for entry in list_papers(bench.directory)]
    assert kept == papers[::-1]


def test_a_fence_is_answered_when_everything_before_is_printed(bench: Bench) -> None:
    bench.send(b"one\n" + CUT + FENCE[:5])
    before = bench.heard()
    bench.send(FENCE[5:] + b"\x1dr\x01")

    assert before == b""
    assert bench.heard() == ANSWER + b"\x00"


@pytest.mark.parametrize("fault", ["paper_end", "cover_open", "error"])
def test_a_stopped_printer_keeps_what_it_got_and_prints_it_later(bench: Bench, fault: str) -> None:
    setattr(bench.faults, fault, True)
    bench.send(b"one\n" + CUT + FENCE)
    stopped = (bench.texts, bench.heard())

    setattr(bench.faults, fault, False)

    assert stopped == ([], b"")
    assert bench.heard() == ANSWER
    assert bench.texts == ["one"]


def test_paper_that_ends_in_the_middle_stops_the_slip_and_a_reload_finishes_it(
    bench: Bench,
) -> None:
    bench.faults.paper_ends_after_bytes = 5
    bench.send(b"one\ntwo\n" + CUT + FENCE)
    bench.send(b"\x10\x04\x04")
    stopped = (bench.texts, bench.heard())

    bench.faults.paper_end = False

    assert stopped == ([], b"\x72")
    assert bench.heard() == ANSWER
    assert bench.texts == ["one\ntwo"]


def test_a_stopped_printer_takes_no_more_than_its_buffer_holds(tmp_path: Path) -> None:
    bench = Bench(tmp_path, buffer_bytes=100)
    bench.faults.paper_end = True

    with pytest.raises(WireTimeout) as caught:
        bench.send(b"x" * 150)
    with pytest.raises(WireTimeout) as asked:
        bench.send(b"\x10\x04\x01")

    assert (caught.value.bytes_taken, asked.value.bytes_taken) == (100, 0)


def test_a_printer_that_prints_takes_more_than_its_buffer_holds(tmp_path: Path) -> None:
    bench = Bench(tmp_path, buffer_bytes=16)

    bench.send(b"x\n" * 100 + CUT)

    assert bench.texts == ["\n".join("x" * 100)]


def test_status_is_answered_at_once_wherever_the_question_stands(bench: Bench) -> None:
    bench.faults.paper_end = True

    bench.send(b"one\x10\x04\x01\n")
    bench.send(b"\x10\x04")
    bench.send(b"\x02")

    assert bench.heard() == b"\x1a\x32"


def test_a_picture_that_holds_a_real_time_command_comes_out_damaged(bench: Bench) -> None:
    bench.send(b"\x1dv0\x00\x01\x00\x04\x00\x00\x10\x04\x01" + CUT + b"one\n" + CUT)

    # The picture lacks the three bytes of the order and takes the cut for them.
    assert bench.heard() == b"\x12"
    assert bench.texts == ["one"]


def test_a_line_that_breaks_takes_what_came_before(bench: Bench) -> None:
    bench.faults.takes_bytes = 10

    bench.send(b"12345")
    with pytest.raises(PrinterUnplugged) as caught:
        bench.send(b"67890abc")
    with pytest.raises(PrinterUnplugged):
        VirtualPrinter(bench.machine)
    bench.faults.unplugged, bench.faults.takes_bytes = False, None
    bench.send(b"\n" + CUT)

    assert caught.value.bytes_taken == 5
    assert bench.texts == ["1234567890"]


def test_a_line_that_breaks_before_the_first_byte_takes_none(bench: Bench) -> None:
    bench.faults.takes_bytes = 0

    with pytest.raises(PrinterUnplugged) as caught:
        bench.send(b"x")

    assert caught.value.bytes_taken == 0


def test_a_slow_printer_takes_what_it_can_before_the_deadline(bench: Bench) -> None:
    bench.faults.bytes_a_second = 960

    with pytest.raises(WireTimeout) as caught:
        bench.wire.write(bytes(1000), deadline_seconds=0.5)

    assert caught.value.bytes_taken == 480


def test_a_silent_printer_prints_and_says_nothing(bench: Bench) -> None:
    bench.faults.silent = True

    bench.send(b"\x10\x04\x01one\n" + CUT + FENCE)

    assert bench.heard() == b""
    assert bench.texts == ["one"]


def test_a_clone_prints_the_fence_on_the_next_paper(bench: Bench) -> None:
    bench.faults.knows_print_done = False

    bench.send(b"one\n" + CUT + FENCE + b"\ntwo\n" + CUT)

    assert bench.heard() == b""
    assert bench.texts == ["one", "H00abcd\ntwo"]


def test_clearing_the_buffers_drops_what_waits(bench: Bench) -> None:
    bench.faults.paper_ends_after_bytes = 6
    bench.send(b"one\ntwo\n" + CUT)
    bench.send(CLEAR)
    answer = bench.heard()
    bench.faults.paper_end = False

    bench.send(b"three\n" + CUT)

    assert answer == b"\x37\x25\x00"
    assert bench.texts == ["one\nthree"]


def test_a_printer_that_does_not_know_the_order_to_clear_keeps_what_it_got(tmp_path: Path) -> None:
    bench = Bench(tmp_path, "xprinter-80")

    bench.send(b"one" + CLEAR + b"\n" + CUT)

    assert bench.heard() == b""
    assert bench.texts == ["one"]


def test_automatic_status_is_said_at_once_and_at_every_change(bench: Bench) -> None:
    bench.send(b"\x1da\x0e")
    reports = [bench.heard(), bench.heard()]
    bench.faults.near_end = True
    reports.append(bench.heard())

    assert reports == [b"\x10\x00\x00\x0f", b"", b"\x10\x00\x03\x0f"]


def test_a_machine_lives_on_when_its_line_is_closed(bench: Bench) -> None:
    bench.faults.paper_end = True
    bench.send(b"one\n" + CUT + FENCE)
    bench.wire.close()
    bench.faults.paper_end = False

    assert VirtualPrinter(bench.machine).read(64, deadline_seconds=0) == ANSWER
    assert bench.texts == ["one"]


def test_closing_the_last_line_keeps_the_paper_in_hand(bench: Bench) -> None:
    wire = VirtualPrinter(bench.machine, powers_off=True)
    wire.write(b"one\ntw\x1b", deadline_seconds=1)

    wire.close()
    wire.close()

    assert bench.texts == ["one\ntw"]


def test_switching_off_loses_buffer_and_letters(bench: Bench) -> None:
    bench.send(b"\x1bt5\x1d!\x11")
    bench.faults.paper_end = True
    bench.send(b"lost\n" + CUT)

    bench.machine.power_off()
    bench.faults.paper_end = False
    bench.send(b"\xa3\n" + CUT)

    assert bench.texts == ["ú"]


def test_a_printer_without_a_cutter_ends_a_paper_at_its_edge(tmp_path: Path) -> None:
    bench = Bench(tmp_path, "generic-58-raster")

    bench.send(b"one\n\x1bd\x04two\n\x1bd\x04")

    assert bench.texts == ["one", "two"]


def test_a_directory_that_takes_no_paper_is_a_fault_of_the_line(bench: Bench) -> None:
    for path in bench.directory.iterdir():
        path.unlink()
    bench.directory.rmdir()

    with pytest.raises(WireError, match="make room") as caught:
        bench.send(b"one\n" + CUT)

    assert caught.value.bytes_taken > 0
