"""Papers know what they are about, and can be made to forget what they said."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from kezek_core.papers.form_slips import FormKind, FormSlip
from kezek_core.papers.slips import TicketSlip
from kezek_printers.delivery.printer import Printer
from kezek_printers.emulator.papers import forget_papers, list_papers, render_paper
from kezek_printers.emulator.virtual import Faults, PrinterMachine, VirtualPrinter
from kezek_printers.profiles.profile_file import load_profile, profile_names
from kezek_printers.slips.paper_subjects import PaperSubjects

CUT = b"\x1dVB\x00"
NAME = "Тілеуберген"


@pytest.fixture
def acceptance(make_form: Callable[..., FormSlip]) -> FormSlip:
    return make_form()


@pytest.fixture
def refusal(make_form: Callable[..., FormSlip]) -> FormSlip:
    return make_form(FormKind.REFUSAL)


@pytest.fixture
def ticket(make_slip: Callable[..., TicketSlip]) -> TicketSlip:
    return make_slip()


def bytes_in(directory: Path) -> bytes:
    return b"".join(file.read_bytes() for file in directory.iterdir())


def subjects_in(directory: Path) -> list[tuple[str, ...]]:
    """Of every paper, the oldest first."""
    return [each.subjects for each in reversed(list_papers(directory))]


def test_each_paper_is_about_what_its_slip_was_printed_for(
    tmp_path: Path, acceptance: FormSlip, refusal: FormSlip, ticket: TicketSlip
) -> None:
    printer = Printer("virtual://", "default", tmp_path)

    printer.print(acceptance, subject="260000019")
    printer.print(ticket)
    printer.print(refusal, subject="refusal-7")
    printer.close()

    assert subjects_in(tmp_path) == [("260000019",), (), ("refusal-7",)]


def test_a_paper_that_comes_after_the_roll_was_changed_is_about_its_own_slip(
    tmp_path: Path,
) -> None:
    machine = PrinterMachine(tmp_path, load_profile("default"), Faults(paper_end=True))
    with VirtualPrinter(machine) as wire:
        for subject in ("first", "second"):
            wire.note(subject)
            wire.write(subject.encode() + b"\n" + CUT, deadline_seconds=1)
        machine.faults.paper_end = False
        wire.read(1, deadline_seconds=0)

    assert subjects_in(tmp_path) == [("first",), ("second",)]


def test_a_paper_torn_between_two_slips_is_about_both(tmp_path: Path) -> None:
    machine = PrinterMachine(tmp_path, load_profile("default"))
    with VirtualPrinter(machine) as wire:
        wire.note("first")
        wire.write(b"broken off\n", deadline_seconds=1)
        wire.note("second")
        wire.write(b"whole\n" + CUT, deadline_seconds=1)

    assert subjects_in(tmp_path) == [("first", "second")]


def test_what_never_reached_the_paper_leaves_no_subject() -> None:
    subjects = PaperSubjects()
    subjects.note("dropped", 0)
    subjects.note("printed", 40)

    subjects.forget_waiting(is_begun=False)

    assert list(subjects.parts(b"text", lambda: False)) == [b"text"]
    assert subjects.take() == ("printed",)


@pytest.mark.parametrize("profile", profile_names())
def test_a_forgotten_paper_says_only_that_it_was_erased(
    tmp_path: Path, acceptance: FormSlip, refusal: FormSlip, profile: str
) -> None:
    printer = Printer("virtual://", profile, tmp_path)
    printer.print(acceptance, subject="260000019")
    printer.print(refusal, subject="refusal-7")
    printer.close()
    kept, forgotten = list_papers(tmp_path)
    before = render_paper(forgotten.path)

    count = forget_papers(tmp_path, lambda paper: "260000019" in paper.subjects)

    same, blank = list_papers(tmp_path)
    assert count == 1
    assert (same, blank.path) == (kept, forgotten.path)
    assert blank.erased
    assert (blank.subjects, blank.qr_data, blank.number) == ((), (), None)
    assert blank.text.split("\n") == ["Деректер жойылды", "Данные удалены"]
    after = render_paper(blank.path)
    assert Image.open(io.BytesIO(after)).height < Image.open(io.BytesIO(before)).height // 2


def test_no_byte_of_a_name_is_left_on_the_shelf(tmp_path: Path, acceptance: FormSlip) -> None:
    printer = Printer("virtual://", "default", tmp_path)
    printer.print(acceptance, subject="260000019")
    printer.close()
    render_paper(list_papers(tmp_path)[0].path)
    named_before = NAME.encode() in bytes_in(tmp_path)

    forget_papers(tmp_path, lambda paper: bool(paper.subjects))

    assert named_before
    assert NAME.encode() not in bytes_in(tmp_path)


def test_the_old_content_is_written_over_where_it_stands(
    tmp_path: Path, acceptance: FormSlip
) -> None:
    printer = Printer("virtual://", "default", tmp_path)
    printer.print(acceptance, subject="260000019")
    printer.close()
    (paper,) = list_papers(tmp_path)
    old_files = [paper.path.open("rb"), paper.path.with_suffix(".json").open("rb")]

    forget_papers(tmp_path, lambda paper: True)

    assert [set(file.read()) for file in old_files] == [{0}, {0}]
    for file in old_files:
        file.close()


def test_a_picture_drawn_while_its_paper_is_forgotten_does_not_stay(
    tmp_path: Path, acceptance: FormSlip, monkeypatch: pytest.MonkeyPatch
) -> None:
    from kezek_printers.emulator import papers

    printer = Printer("virtual://", "default", tmp_path)
    printer.print(acceptance, subject="260000019")
    printer.close()
    (paper,) = list_papers(tmp_path)
    drawn = papers._drawn

    def forgotten_meanwhile(path: Path) -> bytes:
        picture = drawn(path)
        forget_papers(tmp_path, lambda paper: True)
        return picture

    monkeypatch.setattr(papers, "_drawn", forgotten_meanwhile)
    shown = render_paper(paper.path)
    monkeypatch.undo()

    assert shown == render_paper(paper.path)
    assert Image.open(io.BytesIO(shown)).height < 250


def test_papers_forgotten_before_are_not_asked_about(tmp_path: Path, acceptance: FormSlip) -> None:
    printer = Printer("virtual://", "default", tmp_path)
    printer.print(acceptance, subject="260000019")
    printer.close()
    forget_papers(tmp_path, lambda paper: True)

    assert forget_papers(tmp_path, lambda paper: True) == 0
    assert forget_papers(tmp_path / "nowhere", lambda paper: True) == 0
