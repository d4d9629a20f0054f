"""Every bit that a printer says of itself."""

from __future__ import annotations

from pathlib import Path

import pytest

from kezek_printers.delivery.status import (
    PaperStatus,
    PrinterStatus,
    ask_status,
    read_report,
    read_status,
    status_query,
)
from kezek_printers.emulator.machine import Faults, PrinterMachine
from kezek_printers.emulator.virtual import VirtualPrinter
from kezek_printers.profiles.profile_file import load_profile

QUIET = {1: 0x12, 2: 0x12, 3: 0x12, 4: 0x12}
WELL = PrinterStatus(PaperStatus.OK, True, False, False, False, False)


def test_nothing_wrong_is_no_trouble() -> None:
    status = read_status(QUIET)

    assert status == WELL
    assert status.trouble is None


@pytest.mark.parametrize(
    ("which", "bit", "field", "value", "trouble"),
    [
        (1, 0x08, "online", False, "offline"),
        (2, 0x04, "cover_open", True, "cover_open"),
        (2, 0x20, "paper", PaperStatus.END, "paper_end"),
        (2, 0x40, "error", True, "error"),
        (3, 0x08, "cutter_error", True, "cutter"),
        (3, 0x20, "unrecoverable", True, "error"),
        (3, 0x40, "error", True, "error"),
        (4, 0x0C, "paper", PaperStatus.NEAR_END, None),
        (4, 0x60, "paper", PaperStatus.END, "paper_end"),
    ],
)
def test_every_bit_has_its_meaning(
    which: int, bit: int, field: str, value: object, trouble: str | None
) -> None:
    status = read_status({**QUIET, which: 0x12 | bit})

    assert getattr(status, field) == value
    assert status.trouble == trouble


@pytest.mark.parametrize(
    ("report", "field", "value"),
    [
        (b"\x18\x00\x00\x00", "online", False),
        (b"\x30\x00\x00\x00", "cover_open", True),
        (b"\x10\x08\x00\x00", "cutter_error", True),
        (b"\x10\x20\x00\x00", "unrecoverable", True),
        (b"\x10\x40\x00\x00", "error", True),
        (b"\x10\x00\x03\x00", "paper", PaperStatus.NEAR_END),
        (b"\x10\x00\x0f\x00", "paper", PaperStatus.END),
    ],
)
def test_every_bit_of_an_automatic_report_has_its_meaning(
    report: bytes, field: str, value: object
) -> None:
    assert getattr(read_report(report), field) == value
    assert getattr(read_report(b"\x10\x00\x00\x0f"), field) != value


@pytest.mark.parametrize(
    ("replies", "unknown"),
    [
        ({}, ("paper", "online", "cover_open", "error", "cutter_error", "unrecoverable")),
        ({1: 0x12}, ("paper", "cover_open", "error", "cutter_error", "unrecoverable")),
        ({1: 0x12, 2: 0x12}, ("paper", "cutter_error", "unrecoverable")),
        ({1: 0x12, 2: 0x12, 3: 0x12}, ("paper",)),
    ],
)
def test_what_was_not_said_is_unknown(replies: dict[int, int], unknown: tuple[str, ...]) -> None:
    status = read_status(replies)

    assert {getattr(status, field) for field in unknown} <= {None, PaperStatus.UNKNOWN}
    assert status.trouble is None


def test_a_question_is_three_bytes() -> None:
    assert [status_query(which) for which in (1, 4)] == [b"\x10\x04\x01", b"\x10\x04\x04"]


@pytest.mark.parametrize("noise", [False, True])
def test_a_printer_is_asked_all_four_questions(tmp_path: Path, noise: bool) -> None:
    faults = Faults(cover_open=True, near_end=True, error=True, status_noise=noise)
    machine = PrinterMachine(tmp_path, load_profile("default"), faults)

    status = ask_status(VirtualPrinter(machine), deadline_seconds=0.05)

    assert status == PrinterStatus(PaperStatus.NEAR_END, False, True, True, True, False)


def test_a_stale_answer_is_not_taken_for_ours(tmp_path: Path) -> None:
    machine = PrinterMachine(tmp_path, load_profile("default"))
    machine.say(b"\x37\x222222\x00\x1a\x32\x72")

    assert ask_status(VirtualPrinter(machine), deadline_seconds=0.05) == WELL


def test_a_silent_printer_is_unknown(tmp_path: Path) -> None:
    machine = PrinterMachine(tmp_path, load_profile("default"), Faults(silent=True))

    assert ask_status(VirtualPrinter(machine), deadline_seconds=0.05) == PrinterStatus()
