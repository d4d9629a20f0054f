"""How many tickets a roll still gives."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kezek_core.papers.form_slips import FormKind, FormSlip
from kezek_core.papers.slips import TicketSlip
from kezek_printers import PaperStatus, Printer, PrinterStatus
from kezek_printers.delivery.roll import Roll
from kezek_printers.emulator.machine import PrinterMachine
from kezek_printers.emulator.paper import Feed
from kezek_printers.emulator.reading import read_papers
from kezek_printers.emulator.virtual import Faults, VirtualPrinter
from kezek_printers.encode.encode import encode_measured
from kezek_printers.encode.slip_length import DOTS_A_MM
from kezek_printers.profiles.profile_file import load_profile, profile_names

FULL, LOW, END = (
    PrinterStatus(paper=paper) for paper in (PaperStatus.OK, PaperStatus.NEAR_END, PaperStatus.END)
)
OPEN = PrinterStatus(paper=PaperStatus.NEAR_END, cover_open=True)
SILENT = PrinterStatus()


def after(roll: Roll, count: int, slip_mm: float = 100.0) -> Roll:
    for _ in range(count):
        roll = roll.after(slip_mm)
    return roll


def test_nothing_is_said_before_the_first_slip() -> None:
    assert Roll(50_000).tickets_left is None


def test_what_was_printed_is_taken_off_in_slips_of_the_usual_length() -> None:
    roll = after(after(Roll(50_000), 50, 90), 50, 110)

    assert roll.tickets_left == 400


def test_a_roll_never_gives_less_than_nothing() -> None:
    assert after(Roll(1_000), 20).tickets_left == 0


@pytest.mark.parametrize(
    "seen", [[LOW, END, FULL], [END, FULL], [LOW, OPEN, FULL]], ids=["end", "late look", "cover"]
)
def test_a_new_roll_is_known_by_paper_after_the_old_one_went(seen: list[PrinterStatus]) -> None:
    roll = after(Roll(50_000), 450)

    for status in seen:
        roll = roll.seen(status)

    assert roll.printed_mm == 0
    assert roll.tickets_left == 500


@pytest.mark.parametrize("seen", [[LOW, FULL], [LOW, SILENT, FULL], [FULL, FULL]])
def test_a_sensor_that_flickers_makes_no_new_roll(seen: list[PrinterStatus]) -> None:
    roll = after(Roll(50_000), 450)

    for status in seen:
        roll = roll.seen(status)

    assert roll.tickets_left == 50


def test_the_near_end_sensor_corrects_a_sum_that_is_too_hopeful() -> None:
    roll = after(Roll(50_000, near_end_mm=3_000), 100)

    low = roll.seen(LOW)

    assert (roll.tickets_left, low.tickets_left) == (400, 30)
    assert after(low.seen(LOW), 10).seen(LOW).tickets_left == 20


@given(st.lists(st.one_of(st.floats(10, 400), st.sampled_from([FULL, LOW, END, OPEN, SILENT]))))
def test_whatever_happens_the_estimate_stays_within_the_roll(
    happenings: list[float | PrinterStatus],
) -> None:
    roll = Roll(30_000, near_end_mm=2_000)

    for each in happenings:
        roll = roll.seen(each) if isinstance(each, PrinterStatus) else roll.after(each)

    left = roll.tickets_left
    assert left is None or 0 <= left <= 30_000 / 10


@pytest.mark.parametrize("name", profile_names())
def test_the_reckoned_length_is_that_of_the_paper(
    name: str, make_slip: Callable[..., TicketSlip], make_form: Callable[..., FormSlip]
) -> None:
    profile = load_profile(name)
    for slip in (make_slip(), *(make_form(kind) for kind in FormKind)):
        data, reckoned_mm = encode_measured(slip, profile)

        (paper,) = read_papers(data, profile)

        cutter_dots = profile.feed_lines * 30 if profile.cutter else 0
        printed_mm = (paper.length_dots + cutter_dots) / DOTS_A_MM
        assert reckoned_mm == pytest.approx(printed_mm, rel=0.05)
        assert any(not isinstance(mark, Feed) for mark in paper.marks)


def test_a_printer_tells_how_many_tickets_are_left(
    tmp_path: Path, make_slip: Callable[..., TicketSlip]
) -> None:
    machine = PrinterMachine(tmp_path, load_profile("default"), Faults())
    printer = Printer(
        "virtual://", "default", connect=lambda: VirtualPrinter(machine), roll=Roll(10_000)
    )
    before = printer.status().tickets_left
    printer.print(make_slip())
    after_one = printer.seen
    machine.faults.near_end = True

    status = printer.status()

    assert before is None
    assert after_one.tickets_left == status.tickets_left
    assert 60 < (status.tickets_left or 0) < 100
    assert status.paper is PaperStatus.NEAR_END
    assert printer.seen == status
