"""A slip that broke off half-way spoils neither the next slip nor its report."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from kezek_core.papers.slips import TicketSlip
from kezek_core.ports import PrintOutcome
from kezek_printers.delivery.delivery import Deadlines, Delivery, deliver
from kezek_printers.delivery.printer import Printer
from kezek_printers.emulator.virtual import (
    Faults,
    PaperEntry,
    PrinterMachine,
    VirtualPrinter,
    list_papers,
    render_paper,
)
from kezek_printers.encode.encode import encode
from kezek_printers.profiles.printer_profile import Acknowledgement, PrinterProfile
from kezek_printers.profiles.profile_file import load_profile

QUICK = Deadlines(
    status_seconds=0.05, chunk_seconds=0.1, fence_seconds=0.1, clear_seconds=0.1, job_seconds=1
)
CLEAR = bytes.fromhex("10140801031401060208")
INITIALISE_AND_CUT = b"\x1b@\x1dVB\x00"
GS_H, GS_R, _, NONE = Acknowledgement
PLACES = [0.002, 0.15, 0.5, 0.99]
MakeSlip = Callable[..., TicketSlip]


@pytest.fixture(params=["virtual-80", "xprinter-80", "rongta-80-inline", "generic-58-raster"])
def known(request: pytest.FixtureRequest) -> PrinterProfile:
    """One printer of every strategy, each able to answer."""
    return replace(load_profile(request.param), answers_status=True)


def _whole_paper(directory: Path, data: bytes, profile: PrinterProfile) -> PaperEntry:
    """The paper that the bytes make when nothing ever went wrong."""
    VirtualPrinter(PrinterMachine(directory, profile)).write(data, deadline_seconds=1)
    return list_papers(directory)[0]


def _break_off(machine: PrinterMachine, data: bytes, place: float) -> None:
    """A job that ends at a share of its bytes because the cable was pulled out for a moment."""
    machine.faults.takes_bytes = max(1, int(len(data) * place))
    blind = replace(load_profile("default"), answers_status=False, acknowledgement=NONE)

    delivery = deliver(data, VirtualPrinter(machine), blind, QUICK)

    assert (delivery.outcome, delivery.half_sent) == (PrintOutcome.UNCERTAIN, True)
    machine.faults.takes_bytes, machine.faults.unplugged = None, False


@pytest.mark.parametrize("clears", [True, False], ids=["clears", "cannot clear"])
@pytest.mark.parametrize("fence", [GS_H, GS_R], ids=lambda fence: fence.value)
@pytest.mark.parametrize("place", PLACES)
def test_the_slip_after_a_broken_one_comes_out_alone_and_whole(
    tmp_path: Path,
    make_slip: MakeSlip,
    known: PrinterProfile,
    fence: Acknowledgement,
    clears: bool,
    place: float,
) -> None:
    profile = replace(known, acknowledgement=fence, clears_buffer=clears)
    broken, next_slip = (encode(make_slip(number=n), profile) for n in ("A015", "A016"))
    machine = PrinterMachine(tmp_path / "tray", profile)
    _break_off(machine, broken, place)

    delivery = deliver(
        next_slip, VirtualPrinter(machine), profile, QUICK, lacking_bytes=len(broken)
    )

    paper, rest = list_papers(tmp_path / "tray")
    expected = _whole_paper(tmp_path / "expected", next_slip, profile)
    assert delivery.outcome is PrintOutcome.PRINTED
    assert (paper.number, paper.text, paper.faults) == ("A016", expected.text, ())
    assert render_paper(paper.path) == render_paper(expected.path)
    assert "A016" not in rest.text


def test_a_printer_that_never_says_it_cleared_is_filled_up_with_nothing(
    tmp_path: Path, make_slip: MakeSlip
) -> None:
    profile = replace(load_profile("generic-80-raster"), answers_status=True)
    broken, next_slip = (encode(make_slip(number=n), profile) for n in ("A015", "A016"))
    machine = PrinterMachine(tmp_path, profile)
    _break_off(machine, broken, 0.5)
    clearing = replace(profile, clears_buffer=True)

    deliver(next_slip, VirtualPrinter(machine), clearing, QUICK, lacking_bytes=len(broken))

    assert [paper.number for paper in list_papers(tmp_path)] == ["A016", "A015"]


class Outlet:
    """Where the printer is plugged in: keeps what was written on each line."""

    def __init__(self, machine: PrinterMachine) -> None:
        self.machine = machine
        self.written: list[bytes] = []

    def connect(self) -> VirtualPrinter:
        written = self.written
        written.append(b"")

        class Line(VirtualPrinter):
            def write(self, data: bytes, *, deadline_seconds: float) -> None:
                written[-1] += data
                super().write(data, deadline_seconds=deadline_seconds)

        return Line(self.machine)


@pytest.fixture
def outlet(tmp_path: Path) -> Outlet:
    return Outlet(PrinterMachine(tmp_path, load_profile("default"), Faults()))


@pytest.fixture
def printer(outlet: Outlet) -> Printer:
    return Printer("virtual://", "default", deadlines=QUICK, connect=outlet.connect)


def test_what_a_program_before_left_in_the_printer_is_cleared_but_nothing_is_cut(
    outlet: Outlet, printer: Printer, make_slip: MakeSlip
) -> None:
    printer.print(make_slip())
    printer.print(make_slip())

    (line,) = outlet.written
    assert line.startswith(CLEAR)
    assert line.count(CLEAR) == 1
    assert INITIALISE_AND_CUT not in line


def test_a_broken_slip_is_cleared_and_cut_off_once(
    outlet: Outlet, printer: Printer, tmp_path: Path, make_slip: MakeSlip
) -> None:
    printer.print(make_slip(number="A014"))
    outlet.machine.faults.takes_bytes = 200
    broken = printer.print(make_slip(number="A015"))
    outlet.machine.faults.takes_bytes, outlet.machine.faults.unplugged = None, False

    outcomes = [printer.print(make_slip(number=n)).outcome for n in ("A016", "A017")]

    numbers = [paper.number for paper in list_papers(tmp_path)]
    assert broken == Delivery(PrintOutcome.UNCERTAIN, "unplugged")
    assert outcomes == [PrintOutcome.PRINTED] * 2
    assert numbers == ["A017", "A016", "A015", "A014"]
    assert outlet.written[1].startswith(CLEAR)
    assert outlet.written[1].count(INITIALISE_AND_CUT) == 1


def test_a_broken_slip_is_still_cut_off_after_the_printer_was_away(
    outlet: Outlet, printer: Printer, tmp_path: Path, make_slip: MakeSlip
) -> None:
    printer.print(make_slip(number="A014"))
    outlet.machine.faults.takes_bytes = 200
    printer.print(make_slip(number="A015"))
    away = printer.print(make_slip(number="A016"))
    outlet.machine.faults.takes_bytes, outlet.machine.faults.unplugged = None, False
    outlet.machine.faults.paper_end = True
    stopped = printer.print(make_slip(number="A016"))
    outlet.machine.faults.paper_end = False

    printer.print(make_slip(number="A016"))

    assert (away.detail, stopped.detail) == ("unplugged", "paper_end")
    assert [paper.number for paper in list_papers(tmp_path)] == ["A016", "A015", "A014"]


def test_a_slip_that_waits_for_paper_is_not_cleared_away(
    outlet: Outlet, printer: Printer, tmp_path: Path, make_slip: MakeSlip
) -> None:
    outlet.machine.faults.paper_ends_after_bytes = 200
    waiting = printer.print(make_slip(number="A015"))
    outlet.machine.faults.paper_end = False

    printer.print(make_slip(number="A016"))

    assert waiting == Delivery(PrintOutcome.UNCERTAIN, "paper_end")
    assert [paper.number for paper in list_papers(tmp_path)] == ["A016", "A015"]


@pytest.mark.parametrize("clears", [True, False], ids=["clears", "cannot clear"])
def test_a_printer_that_took_the_question_for_a_picture_is_busy_only_once(
    tmp_path: Path, make_slip: MakeSlip, clears: bool
) -> None:
    profile = replace(load_profile("generic-58-raster"), acknowledgement=GS_R, clears_buffer=clears)
    broken, next_slip = (encode(make_slip(number=n), profile) for n in ("A015", "A016"))
    machine = PrinterMachine(tmp_path, profile)
    _break_off(machine, broken, 0.5)

    first = deliver(next_slip, VirtualPrinter(machine), profile, QUICK)
    second = deliver(next_slip, VirtualPrinter(machine), profile, QUICK, lacking_bytes=len(broken))

    assert (first, first.half_sent) == (Delivery(PrintOutcome.NOT_SENT, "busy"), True)
    assert second == Delivery(PrintOutcome.PRINTED)
    assert list_papers(tmp_path)[0].number == "A016"


def test_a_busy_printer_is_not_given_one_cut_after_another(
    tmp_path: Path, make_slip: MakeSlip
) -> None:
    profile = replace(
        load_profile("default"), acknowledgement=GS_R, answers_status=False, clears_buffer=False
    )
    slip = encode(make_slip(), profile)
    machine = PrinterMachine(tmp_path, profile)
    machine.faults.cover_open = True

    busy = [
        deliver(slip, VirtualPrinter(machine), profile, QUICK, lacking_bytes=100) for _ in range(3)
    ]
    machine.faults.cover_open = False
    delivery = deliver(slip, VirtualPrinter(machine), profile, QUICK, lacking_bytes=100)

    assert busy == [Delivery(PrintOutcome.NOT_SENT, "busy")] * 3
    assert delivery == Delivery(PrintOutcome.PRINTED)
    assert [paper.number for paper in list_papers(tmp_path)] == ["A015", None]
