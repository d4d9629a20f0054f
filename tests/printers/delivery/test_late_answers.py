"""A slip in doubt is listened for: it is proven late, and nothing is sent into its way."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from kezek_core.papers.slips import TicketSlip
from kezek_core.ports import PrintOutcome
from kezek_printers import Delivery, PaperStatus, Printer
from kezek_printers.delivery.delivery import Deadlines
from kezek_printers.emulator.emulator import EmulatedPrinter, PtyLine, TcpLine
from kezek_printers.profiles.printer_profile import PrinterProfile
from kezek_printers.profiles.profile_file import load_profile
from kezek_printers.wires import serial as wire_serial
from kezek_printers.wires import tcp as wire_tcp

pytestmark = pytest.mark.slow(0.5)

PATIENT = Deadlines(
    status_seconds=0.3, chunk_seconds=2, fence_seconds=0.3, clear_seconds=0.3, job_seconds=4
)
LINES = {
    "serial": PtyLine,
    "device that is busy without paper": lambda: PtyLine(form="file", reads_when_stopped=False),
    "tcp": TcpLine,
}
MakeSlip = Callable[..., TicketSlip]


class Office:
    """An emulated printer, the printer that prints on it, and what became of its slips."""

    def __init__(self, emulated: EmulatedPrinter, profile: PrinterProfile) -> None:
        self.emulated = emulated
        self.printer = Printer(emulated.url, "default", deadlines=PATIENT)
        self.printer.profile = profile

    def print_until_paper_ends(self, slip: TicketSlip) -> Delivery:
        self.emulated.press(paper_ends_after_bytes=150)
        return self.printer.print(slip)

    def print_soon(self, slip: TicketSlip) -> Delivery:
        """Print as the queue does: what was not sent goes out again."""
        delivery = self.printer.print(slip)
        for _ in range(20):
            if delivery.outcome is not PrintOutcome.NOT_SENT:
                break
            delivery = self.printer.print(slip)
        return delivery

    @property
    def numbers(self) -> list[str | None]:
        return [paper.number for paper in self.emulated.papers()][::-1]

    def close(self) -> None:
        self.printer.close()
        self.emulated.close()


@pytest.fixture(params=[False, True], ids=["asked", "automatic status"])
def profile(request: pytest.FixtureRequest) -> PrinterProfile:
    return replace(load_profile("default"), automatic_status=request.param)


@pytest.fixture(params=LINES)
def office(
    request: pytest.FixtureRequest,
    tmp_path: Path,
    profile: PrinterProfile,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Office]:
    monkeypatch.setattr(wire_tcp, "FAREWELL_SECONDS", 0.05)
    monkeypatch.setattr(wire_serial, "DRAIN_SECONDS", 0.05)
    made = Office(EmulatedPrinter(profile, tmp_path, line=LINES[request.param]()), profile)
    yield made
    made.close()


def test_a_slip_that_comes_out_after_the_reload_is_proven_late_and_once(
    office: Office, make_slip: MakeSlip
) -> None:
    doubt = office.print_until_paper_ends(make_slip())
    nothing_yet = office.printer.listen()
    office.emulated.mend()

    late = office.printer.listen(5)

    assert doubt.outcome is PrintOutcome.UNCERTAIN
    assert len(doubt.fence) == 4
    assert (nothing_yet, late) == ((), (doubt.fence,))
    assert office.printer.listen() == ()
    assert office.numbers == ["A015"]


def test_the_next_slip_waits_until_the_printer_is_mended_and_spoils_nothing(
    office: Office, make_slip: MakeSlip
) -> None:
    doubt = office.print_until_paper_ends(make_slip(number="A015"))
    waiting = [office.printer.print(make_slip(number="A016")) for _ in range(2)]
    office.emulated.mend()

    delivery = office.print_soon(make_slip(number="A016"))

    assert {each.outcome for each in waiting} == {PrintOutcome.NOT_SENT}
    assert delivery == Delivery(PrintOutcome.PRINTED)
    assert office.printer.listen() == (doubt.fence,)
    assert office.numbers == ["A015", "A016"]


def test_a_slip_that_is_proven_late_leaves_the_line_as_it_was(
    office: Office, make_slip: MakeSlip
) -> None:
    office.print_until_paper_ends(make_slip(number="A015"))
    office.emulated.mend()
    office.printer.listen(5)

    outcomes = [office.print_soon(make_slip(number=n)) for n in ("A016", "A017")]

    assert outcomes == [Delivery(PrintOutcome.PRINTED)] * 2
    assert office.numbers == ["A015", "A016", "A017"]


def test_a_line_that_breaks_while_a_slip_is_awaited_is_opened_anew(
    office: Office, make_slip: MakeSlip
) -> None:
    office.print_until_paper_ends(make_slip(number="A015"))
    office.emulated.press(unplugged=True)
    away = office.printer.print(make_slip(number="A016"))
    office.emulated.mend()

    back = office.print_soon(make_slip(number="A016"))

    assert away == Delivery(PrintOutcome.NOT_SENT, "unplugged")
    assert back == Delivery(PrintOutcome.PRINTED)
    assert office.numbers.count("A016") == 1
    assert office.numbers[-1] == "A016"


def test_a_printer_that_lost_the_slip_is_given_up_and_cleaned(
    office: Office, make_slip: MakeSlip
) -> None:
    office.print_until_paper_ends(make_slip(number="A015"))
    office.emulated.press(switched_off=True)
    off = office.printer.print(make_slip(number="A016"))
    office.emulated.mend()

    delivery = office.print_soon(make_slip(number="A016"))

    assert off.outcome is PrintOutcome.NOT_SENT
    assert delivery == Delivery(PrintOutcome.PRINTED)
    assert office.numbers[-1] == "A016"
    assert office.numbers.count("A016") == 1


@pytest.mark.parametrize("office", ["tcp"], indirect=True)
@pytest.mark.parametrize("profile", [True], indirect=True, ids=["automatic status"])
def test_a_printer_too_busy_to_answer_has_said_by_itself_what_stops_it(
    office: Office, make_slip: MakeSlip
) -> None:
    doubt = office.print_until_paper_ends(make_slip())

    assert (doubt.outcome, doubt.detail) == (PrintOutcome.UNCERTAIN, "paper_end")
    assert office.printer.status().paper is PaperStatus.END


def test_listening_takes_no_longer_than_it_may(
    office: Office, make_slip: MakeSlip, not_hung
) -> None:
    office.print_until_paper_ends(make_slip())

    with not_hung():
        heard = office.printer.listen(0.1)

    assert heard == ()


def test_a_closed_printer_has_nothing_to_tell(office: Office) -> None:
    office.printer.close()

    assert office.printer.listen(1) == ()


def test_the_rest_grows_to_a_quarter_of_a_minute_and_ends_with_a_paper(
    tmp_path: Path, make_slip: MakeSlip
) -> None:
    others = set(threading.enumerate())
    with EmulatedPrinter(load_profile("default"), tmp_path) as emulated:
        printer = Printer(emulated.url, "default", deadlines=PATIENT)
        emulated.press(unplugged=True)
        rests = []
        for _ in range(7):
            printer.print(make_slip())
            rests.append(printer.rest_seconds)
        emulated.mend()
        printer.print(make_slip())
        printer.close()

    assert rests == [0.5, 1, 2, 4, 8, 15, 15]
    assert printer.rest_seconds == 0
    assert set(threading.enumerate()) <= others
