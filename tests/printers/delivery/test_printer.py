"""A printer as the agent sees it: it tells what became of a slip and never raises."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from kezek_core.papers.form_slips import FormKind, FormSlip
from kezek_core.papers.slips import TicketSlip
from kezek_core.ports import PrintOutcome, Wire
from kezek_core.texts import LocalText
from kezek_printers import (
    Delivery,
    PaperStatus,
    Printer,
    PrinterStatus,
    list_papers,
)
from kezek_printers.delivery.delivery import Deadlines
from kezek_printers.emulator.machine import PrinterMachine
from kezek_printers.emulator.virtual import VirtualPrinter
from kezek_printers.encode.encode import glyph_upload
from kezek_printers.errors import UnknownProfile
from kezek_printers.profiles.profile_file import load_profile
from kezek_printers.wires.wire_errors import PrinterUnplugged, PrinterUrlError

QUICK = Deadlines(status_seconds=0.05, chunk_seconds=0.1, fence_seconds=0.1, job_seconds=1)
PRINTED = Delivery(PrintOutcome.PRINTED)
GONE = Delivery(PrintOutcome.NOT_SENT, "unplugged")


class Socket:
    """Where the printer is plugged in: counts the lines and what was written on them."""

    def __init__(self, machine: PrinterMachine) -> None:
        self.machine = machine
        self.written: list[bytes] = []

    def connect(self) -> Wire:
        written = self.written
        written.append(b"")

        class Line(VirtualPrinter):
            def write(self, data: bytes, *, deadline_seconds: float) -> None:
                written[-1] += data
                super().write(data, deadline_seconds=deadline_seconds)

        return Line(self.machine)

    def printer(self, profile_name: str, url: str = "virtual://") -> Printer:
        return Printer(url, profile_name, deadlines=QUICK, connect=self.connect)


@pytest.fixture
def plugged(tmp_path: Path) -> Callable[[str], Socket]:
    return lambda profile_name: Socket(PrinterMachine(tmp_path, load_profile(profile_name)))


def test_a_slip_becomes_a_paper(tmp_path: Path, make_slip: Callable[..., TicketSlip]) -> None:
    printer = Printer("virtual://", "default", tmp_path)

    delivery = printer.print(make_slip())
    printer.close()

    (paper,) = list_papers(tmp_path)
    assert delivery == PRINTED
    assert (paper.number, paper.faults) == ("A015", ())
    assert "Қарағанды қалалық архив бөлімі" in paper.text


def test_one_line_serves_many_slips(
    plugged: Callable[[str], Socket], make_slip: Callable[..., TicketSlip]
) -> None:
    socket = plugged("default")
    printer = socket.printer("default")

    outcomes = [printer.print(make_slip()) for _ in range(3)]

    assert outcomes == [PRINTED] * 3
    assert len(socket.written) == 1


def test_a_network_printer_is_connected_for_every_slip_and_every_look(
    plugged: Callable[[str], Socket], make_slip: Callable[..., TicketSlip]
) -> None:
    socket = plugged("default")
    printer = socket.printer("default", "tcp://127.0.0.1:9100")

    printer.print(make_slip())
    printer.print(make_slip())
    printer.status()

    assert len(socket.written) == 3


def test_letters_are_loaded_once_a_connection(
    plugged: Callable[[str], Socket], make_slip: Callable[..., TicketSlip]
) -> None:
    upload = glyph_upload(load_profile("xprinter-80"))
    socket = plugged("xprinter-80")
    printer = socket.printer("xprinter-80")

    printer.print(make_slip())
    printer.print(make_slip())
    printer.close()
    printer.print(make_slip())

    assert [sent.count(upload) for sent in socket.written] == [1, 1]


def test_letters_are_loaded_again_after_the_printer_was_away(
    plugged: Callable[[str], Socket], tmp_path: Path, make_slip: Callable[..., TicketSlip]
) -> None:
    socket = plugged("xprinter-80")
    printer = socket.printer("xprinter-80")
    printer.print(make_slip())
    socket.machine.faults.unplugged = True
    away = printer.print(make_slip())
    socket.machine.power_off()
    socket.machine.faults.unplugged = False

    back = printer.print(make_slip())

    first, second = (paper.text for paper in list_papers(tmp_path))
    assert (away, back) == (GONE, PRINTED)
    assert first == second
    assert "Қарағанды қалалық архив" in second


def test_a_line_that_died_between_two_slips_is_opened_anew_for_the_second(
    tmp_path: Path, make_slip: Callable[..., TicketSlip]
) -> None:
    profile = load_profile("default")
    machines = [PrinterMachine(tmp_path, profile), PrinterMachine(tmp_path, profile)]
    lines = iter(machines)
    printer = Printer("virtual://", "default", connect=lambda: VirtualPrinter(next(lines)))
    printer.print(make_slip())
    machines[0].faults.unplugged = True

    delivery = printer.print(make_slip(number="A016"))

    assert delivery == PRINTED
    assert [paper.number for paper in list_papers(tmp_path)] == ["A016", "A015"]


def test_a_slip_that_may_be_on_paper_is_not_sent_twice(
    plugged: Callable[[str], Socket], make_slip: Callable[..., TicketSlip]
) -> None:
    socket = plugged("default")
    printer = socket.printer("default")
    printer.print(make_slip())
    socket.machine.faults.takes_bytes = 100

    delivery = printer.print(make_slip())

    assert delivery == Delivery(PrintOutcome.UNCERTAIN, "unplugged")
    assert len(socket.written) == 1


def test_a_printer_that_stopped_prints_again_after_it_is_mended(
    plugged: Callable[[str], Socket], tmp_path: Path, make_slip: Callable[..., TicketSlip]
) -> None:
    socket = plugged("default")
    printer = socket.printer("default")
    socket.machine.faults.paper_end = True
    stopped = printer.print(make_slip())
    socket.machine.faults.paper_end = False

    assert stopped == Delivery(PrintOutcome.NOT_SENT, "paper_end")
    assert printer.print(make_slip()) == PRINTED
    assert len(list_papers(tmp_path)) == 1


def test_text_that_can_never_be_printed_says_so_and_why(
    plugged: Callable[[str], Socket], make_slip: Callable[..., TicketSlip]
) -> None:
    socket = plugged("default")
    slip = make_slip(service=LocalText("服务", "服务", "服务"))

    delivery = socket.printer("default").print(slip)

    assert delivery == Delivery(PrintOutcome.UNPRINTABLE, "unprintable_text")
    assert socket.written == []


@pytest.mark.parametrize("profile", ["default", "generic-58-raster"])
@pytest.mark.parametrize("url", ["https://x/" + "a" * 700, "https://кезек.қаз/t/1", "http://x/\n"])
def test_an_address_that_makes_no_code_costs_the_code_and_not_the_ticket(
    plugged: Callable[[str], Socket],
    tmp_path: Path,
    make_slip: Callable[..., TicketSlip],
    profile: str,
    url: str,
) -> None:
    delivery = plugged(profile).printer(profile).print(make_slip(status_url=url))

    (paper,) = list_papers(tmp_path)
    assert delivery == Delivery(PrintOutcome.PRINTED, "no_code")
    assert (paper.number, paper.qr_data, paper.faults) == ("A015", (), ())
    assert "Кезекті бақылау" not in paper.text


def test_a_slip_without_its_code_that_did_not_come_out_tells_why(
    plugged: Callable[[str], Socket], make_slip: Callable[..., TicketSlip]
) -> None:
    socket = plugged("default")
    socket.machine.faults.paper_end = True

    delivery = socket.printer("default").print(make_slip(status_url="https://қаз"))

    assert delivery == Delivery(PrintOutcome.NOT_SENT, "paper_end")


def test_a_form_goes_without_its_code_too(
    plugged: Callable[[str], Socket], tmp_path: Path, make_slip: Callable[..., TicketSlip]
) -> None:
    slip = make_slip()
    form = FormSlip(
        kind=next(iter(FormKind)),
        office=slip.office,
        title=slip.service,
        issued_at=slip.issued_at,
        time_zone=slip.time_zone,
        language="kk",
        code="https://қаз",
        code_hint=LocalText("Тексеру", "Проверка"),
    )

    delivery = plugged("default").printer("default").print(form)

    (paper,) = list_papers(tmp_path)
    assert delivery == Delivery(PrintOutcome.PRINTED, "no_code")
    assert "Мал басы анықтамасы" in paper.text
    assert "Тексеру" not in paper.text


@pytest.mark.parametrize(
    "url",
    [
        "file:///dev/no-such-printer",
        "serial:///dev/no-such-port",
        "tcp://127.0.0.1:1",
        "virtual:///dev/null/papers",
    ],
)
def test_a_printer_that_is_not_there_never_raises(
    url: str, make_slip: Callable[..., TicketSlip]
) -> None:
    printer = Printer(url, "default", deadlines=QUICK)

    assert printer.print(make_slip()) == GONE
    assert printer.status() == PrinterStatus()
    printer.close()
    printer.close()


def test_a_printer_that_breaks_while_it_is_asked_is_unknown(
    plugged: Callable[[str], Socket],
) -> None:
    socket = plugged("default")
    printer = socket.printer("default")
    well = printer.status()
    socket.machine.faults.unplugged = True

    assert well.paper is PaperStatus.OK
    assert printer.status() == PrinterStatus()


def test_a_plain_file_takes_slips_that_nobody_confirms(
    disk_path: Path, make_slip: Callable[..., TicketSlip]
) -> None:
    path = disk_path / "slips.bin"
    printer = Printer(f"file://{path}", "default")

    deliveries = [printer.print(make_slip()) for _ in range(2)]
    status = printer.status()
    printer.close()

    assert deliveries == [Delivery(PrintOutcome.PRINTED, "unconfirmed")] * 2
    assert status == PrinterStatus()
    assert path.read_bytes().count(b"\x1dVB\x00") == 2
    assert b"\x10\x04" not in path.read_bytes()


def test_a_wrong_address_or_profile_is_refused_at_once() -> None:
    with pytest.raises(PrinterUrlError):
        Printer("lpt1", "default")
    with pytest.raises(UnknownProfile):
        Printer("virtual://", "no-such-profile")


def test_a_printer_that_refuses_the_line_is_not_sent_to(
    make_slip: Callable[..., TicketSlip],
) -> None:
    def refuse() -> Wire:
        raise PrinterUnplugged("nobody there")

    assert Printer("virtual://", "default", connect=refuse).print(make_slip()) == GONE


def test_importing_the_room_loads_nothing_slow() -> None:
    slow = "'PIL', 'serial', 'usb', 'qrcode', 'escpos'"
    code = f"import sys, kezek_printers; print([n for n in ({slow}) if n in sys.modules])"

    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert found.stdout.strip() == "[]"


def test_letters_are_loaded_again_after_the_printer_did_not_answer(
    plugged: Callable[[str], Socket], make_slip: Callable[..., TicketSlip]
) -> None:
    socket = plugged("xprinter-80")
    printer = socket.printer("xprinter-80")
    upload = glyph_upload(load_profile("xprinter-80"))
    printer.print(make_slip())
    socket.machine.faults.silent = True
    silent = printer.status()
    socket.machine.faults.silent = False

    printer.print(make_slip())

    assert silent == PrinterStatus()
    assert [sent.count(upload) for sent in socket.written] == [1, 1]


def test_its_standing_is_one_word_for_whatever_it_last_said(
    plugged: Callable[[str], Socket],
) -> None:
    socket = plugged("default")
    printer = socket.printer("default")
    faults = socket.machine.faults
    words = [printer.standing]

    for change in (
        {},
        {"near_end": True},
        {"paper_end": True},
        {"paper_end": False, "near_end": False, "cover_open": True},
        {"cover_open": False, "silent": True},
        {"silent": False, "unplugged": True},
        {"unplugged": False},
    ):
        for name, value in change.items():
            setattr(faults, name, value)
        printer.status()
        words.append(printer.standing)

    assert words == [
        "unknown", "ok", "near_end", "paper_end", "cover_open", "silent", "unplugged", "ok",
    ]  # fmt: skip


def test_a_printer_that_can_say_nothing_stands_unknown(disk_path: Path) -> None:
    printer = Printer(f"file://{disk_path / 'out'}", "default")

    printer.status()

    assert printer.standing == "unknown"
    assert not printer.awaits


def test_a_slip_that_came_out_says_that_the_printer_is_back(
    plugged: Callable[[str], Socket], make_slip: Callable[..., TicketSlip]
) -> None:
    socket = plugged("default")
    printer = socket.printer("default")
    socket.machine.faults.unplugged = True
    printer.status()
    away = printer.standing
    socket.machine.faults.unplugged = False

    printer.print(make_slip())

    assert (away, printer.standing) == ("unplugged", "ok")
