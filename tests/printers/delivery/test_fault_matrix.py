"""Every fault against every kind of proof, in text and drawn, at a real descriptor.

In each cell the ticket is printed by the queue's rules for print jobs while its printer
misbehaves, and the papers are counted: one original of the number, or open doubt and a marked copy.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from kezek_core.papers.slips import TicketSlip
from kezek_core.ports import PrintOutcome
from kezek_printers import Delivery, Printer
from kezek_printers.delivery.delivery import Deadlines
from kezek_printers.emulator.emulator import EmulatedPrinter, Faults, PtyLine, TcpLine
from kezek_printers.emulator.emulator_line import EmulatedLine
from kezek_printers.emulator.machine import BUFFER_BYTES
from kezek_printers.encode.encode import encode
from kezek_printers.profiles.printer_profile import Acknowledgement, PrinterProfile
from kezek_printers.profiles.profile_file import load_profile
from kezek_printers.wires import serial as wire_serial
from kezek_printers.wires import tcp as wire_tcp

pytestmark = pytest.mark.slow(0.1)

SHORT = Deadlines(
    status_seconds=0.1, chunk_seconds=0.4, fence_seconds=0.1, clear_seconds=0.1, job_seconds=1.5
)
LONG = Deadlines()
HUNG_SECONDS = 60.0
"""Ten times all the short deadlines together: no call may take longer, whatever the fault."""
KINDS = {"text": "virtual-80", "drawn": "generic-80-raster"}
NUMBER, BEFORE = "A015", "A014"
PRINTED, NOT_SENT, UNCERTAIN, _UNPRINTABLE = PrintOutcome

Prepare = Callable[[EmulatedPrinter, int], None]
MakeSlip = Callable[..., TicketSlip]


def _now(**faults: Any) -> Prepare:
    return lambda printer, _job_bytes: printer.press(**faults)


def _in_the_middle(**faults: Any) -> Prepare:
    """After half of the slip, the questions before it not counted."""
    return lambda printer, job_bytes: printer.press_after(job_bytes // 2 + 64, **faults)


def _out_of_paper_half_way(printer: EmulatedPrinter, job_bytes: int) -> None:
    printer.press(paper_ends_after_bytes=job_bytes // 2)


def _cable_out_half_way(printer: EmulatedPrinter, job_bytes: int) -> None:
    printer.press(takes_bytes=job_bytes // 2 + 64)


def _leftovers(printer: EmulatedPrinter, _job_bytes: int) -> None:
    printer.say(b"\x37\x22wxyz\x00" + b"\x1a\x32\x00" + b"\x10\x00")


@dataclass(frozen=True)
class Fault:
    """One row of the matrix.

    Args:
        prepare: brings the fault about.
        first: what may be said of the first attempt.
        line: where the printer is connected.
        buffer_bytes: of the printer.
        deadlines: LONG where nothing is to be waited for.
        is_second_job: a slip was printed before.
    """

    prepare: Prepare
    first: tuple[PrintOutcome, ...]
    line: Callable[[], EmulatedLine] = PtyLine
    buffer_bytes: int = BUFFER_BYTES
    deadlines: Deadlines = SHORT
    is_second_job: bool = False


FAULTS = {
    "nothing": Fault(_now(), (PRINTED,), deadlines=LONG),
    "paper end before": Fault(_now(paper_end=True), (NOT_SENT,)),
    "paper end before, network": Fault(_now(paper_end=True), (NOT_SENT,), TcpLine),
    "paper end in the slip": Fault(_out_of_paper_half_way, (UNCERTAIN, NOT_SENT)),
    "paper end in the slip, network": Fault(_out_of_paper_half_way, (UNCERTAIN, NOT_SENT), TcpLine),
    "near end": Fault(_now(near_end=True), (PRINTED,), deadlines=LONG),
    "cover open": Fault(_now(cover_open=True), (NOT_SENT,)),
    "cover opened in the slip": Fault(_in_the_middle(cover_open=True), (UNCERTAIN, NOT_SENT)),
    "cutter stuck": Fault(_now(error=True), (NOT_SENT,)),
    "silent": Fault(_now(silent=True), (NOT_SENT,)),
    "silent in the slip": Fault(_in_the_middle(silent=True), (UNCERTAIN, NOT_SENT)),
    "unplugged": Fault(_now(unplugged=True), (NOT_SENT,)),
    "unplugged in the slip": Fault(_cable_out_half_way, (UNCERTAIN, NOT_SENT)),
    "unplugged in the slip, network": Fault(_cable_out_half_way, (UNCERTAIN, NOT_SENT), TcpLine),
    "switched off in the slip": Fault(_in_the_middle(switched_off=True), (UNCERTAIN, NOT_SENT)),
    "switched off in the slip, network": Fault(
        _in_the_middle(switched_off=True), (UNCERTAIN, NOT_SENT), TcpLine
    ),
    "no GS ( H": Fault(_now(knows_print_done=False), (PRINTED, UNCERTAIN, NOT_SENT)),
    "status in between": Fault(_now(status_noise=True), (PRINTED,), deadlines=LONG),
    "buffer full": Fault(_in_the_middle(cover_open=True), (UNCERTAIN, NOT_SENT), buffer_bytes=128),
    "slow line": Fault(_now(bytes_a_second=40_000), (PRINTED,), deadlines=LONG),
    "line that is too slow": Fault(_now(bytes_a_second=400), (UNCERTAIN, NOT_SENT)),
    "line that stands still": Fault(_now(bytes_a_second=0), (NOT_SENT,)),
    "caller hung up between slips": Fault(
        lambda printer, _bytes: printer.hang_up(), (PRINTED,), deadlines=LONG, is_second_job=True
    ),
    "caller hung up between slips, network": Fault(
        lambda printer, _bytes: printer.hang_up(),
        (PRINTED,),
        TcpLine,
        deadlines=LONG,
        is_second_job=True,
    ),
    "answers left over": Fault(_leftovers, (PRINTED,), deadlines=LONG, is_second_job=True),
}


@pytest.fixture(params=KINDS)
def base(request: pytest.FixtureRequest) -> PrinterProfile:
    return replace(load_profile(KINDS[request.param]), answers_status=True, clears_buffer=True)


@pytest.fixture(params=list(Acknowledgement), ids=lambda proof: proof.value)
def profile(request: pytest.FixtureRequest, base: PrinterProfile) -> PrinterProfile:
    return replace(base, acknowledgement=request.param)


@pytest.fixture(params=FAULTS)
def fault(request: pytest.FixtureRequest) -> Fault:
    return FAULTS[request.param]


@pytest.fixture
def emulated(
    fault: Fault, profile: PrinterProfile, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[EmulatedPrinter]:
    monkeypatch.setattr(wire_tcp, "FAREWELL_SECONDS", 0.02)
    monkeypatch.setattr(wire_serial, "DRAIN_SECONDS", 0.02)
    with EmulatedPrinter(
        profile, tmp_path, line=fault.line(), buffer_bytes=fault.buffer_bytes
    ) as made:
        yield made


def test_one_original_reaches_paper_or_the_doubt_is_open_and_the_copy_marked(
    fault: Fault,
    emulated: EmulatedPrinter,
    profile: PrinterProfile,
    make_slip: MakeSlip,
    hall: type,
) -> None:
    printer = Printer(emulated.url, "default", deadlines=fault.deadlines)
    printer.profile = profile
    if fault.is_second_job:
        assert printer.print(make_slip(number=BEFORE)).outcome is PRINTED
    job_bytes = len(encode(make_slip(), profile, glyphs_resident=True))
    fault.prepare(emulated, job_bytes)
    ticket_hall = hall(printer, make_slip, emulated.mend, listen_seconds=0.15)

    tries = ticket_hall.serve(NUMBER)
    printer.close()

    assert tries[0].delivery.outcome in fault.first
    assert max(each.seconds for each in tries) < HUNG_SECONDS
    wrong = lambda: list(ticket_hall.faults_of(NUMBER, tries, emulated.papers()))  # noqa: E731
    assert emulated.wait_for(lambda: not wrong(), timeout_seconds=30), (wrong(), tries)


@pytest.mark.parametrize("fault", ["paper end in the slip"], indirect=True)
@pytest.mark.parametrize("base", ["text"], indirect=True)
@pytest.mark.parametrize("profile", [Acknowledgement.GS_H], indirect=True)
def test_a_slip_that_is_finished_after_the_reload_needs_no_copy(
    fault: Fault,
    emulated: EmulatedPrinter,
    profile: PrinterProfile,
    make_slip: MakeSlip,
    hall: type,
) -> None:
    printer = Printer(emulated.url, "default", deadlines=SHORT)
    printer.profile = profile
    fault.prepare(emulated, len(encode(make_slip(), profile)))
    ticket_hall = hall(printer, make_slip, emulated.mend, listen_seconds=10)

    tries = ticket_hall.serve(NUMBER)
    printer.close()

    assert [each.delivery.outcome for each in tries][-1:] == [UNCERTAIN]
    assert ticket_hall.is_proven_late
    assert list(ticket_hall.faults_of(NUMBER, tries, emulated.papers())) == []


DEAF = (
    "nothing",
    "paper end before",
    "paper end in the slip",
    "near end",
    "cover open",
    "cover opened in the slip",
    "silent",
    "buffer full",
    "slow line",
    "unplugged",
)


@pytest.mark.parametrize("fault", DEAF, indirect=True)
@pytest.mark.parametrize("profile", [Acknowledgement.NONE], indirect=True, ids=["deaf"])
def test_a_printer_that_only_listens_prints_every_original_once(
    fault: Fault, emulated: EmulatedPrinter, base: PrinterProfile, make_slip: MakeSlip, hall: type
) -> None:
    printer = Printer(emulated.url, "default", deadlines=fault.deadlines)
    printer.profile = replace(
        base, acknowledgement=Acknowledgement.NONE, answers_status=False, clears_buffer=False
    )
    fault.prepare(emulated, len(encode(make_slip(), base)))
    ticket_hall = hall(printer, make_slip, emulated.mend)

    tries = ticket_hall.serve(NUMBER)
    emulated.wait_for(lambda: emulated.faults != Faults() or bool(emulated.papers()))
    emulated.mend()
    wrong = lambda: list(ticket_hall.faults_of(NUMBER, tries, emulated.papers()))  # noqa: E731

    assert emulated.wait_for(lambda: not wrong(), timeout_seconds=30), (wrong(), tries)
    assert tries[-1].delivery == Delivery(PRINTED, "unconfirmed")
    printer.close()


def test_the_matrix_is_as_large_as_it_claims() -> None:
    assert len(FAULTS) * len(Acknowledgement) * len(KINDS) >= 60


def test_a_hang_is_no_longer_than_the_deadlines_allow(
    tmp_path: Path, make_slip: MakeSlip, not_hung
) -> None:
    with EmulatedPrinter(load_profile("default"), tmp_path) as emulated:
        emulated.press(bytes_a_second=0)
        printer = Printer(emulated.url, "default", deadlines=SHORT)

        with not_hung():
            delivery = printer.print(make_slip())
            printer.close()

        assert delivery == Delivery(NOT_SENT, "silent")
