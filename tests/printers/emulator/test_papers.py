"""The shelf of the virtual printer's papers."""

from __future__ import annotations

import io
import os
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PIL import Image

from kezek_core.papers.slips import TicketSlip
from kezek_printers.emulator import papers as shelf
from kezek_printers.emulator.paper import Paper
from kezek_printers.emulator.paper_picture import as_png, draw
from kezek_printers.emulator.papers import (
    PaperShelf,
    Printed,
    list_papers,
    paper_number,
    render_paper,
)
from kezek_printers.emulator.reading import decoder_for, read_papers
from kezek_printers.emulator.virtual import PrinterMachine, VirtualPrinter
from kezek_printers.encode.cells import columns_24, font_a
from kezek_printers.encode.encode import encode
from kezek_printers.profiles.printer_profile import Strategy
from kezek_printers.profiles.profile_file import load_profile, profile_names

TEXT_PROFILES = [
    name for name in profile_names() if load_profile(name).strategy is not Strategy.RASTER
]
MARGINS = 48


def _printed(data: bytes = b"one\n\x1dVB\x00") -> Printed:
    profile = load_profile("default")
    (paper,) = read_papers(data, profile)
    pages = decoder_for(profile).code_pages
    return Printed(data, paper, b"", profile.width_dots, pages, profile.name)


@pytest.fixture
def print_slip(tmp_path: Path) -> Callable[[TicketSlip, str], None]:
    def print_one(slip: TicketSlip, profile_name: str = "default") -> None:
        profile = load_profile(profile_name)
        with VirtualPrinter(PrinterMachine(tmp_path, profile), powers_off=True) as wire:
            wire.write(encode(slip, profile), deadline_seconds=1)

    return print_one


def test_papers_are_listed_newest_first(tmp_path: Path) -> None:
    kept = PaperShelf(tmp_path)
    paths = [kept.put(_printed(b"%d\n\x1dVB\x00" % number)) for number in range(12)]

    listed = list_papers(tmp_path)

    assert [entry.path for entry in listed] == paths[::-1]
    assert [entry.text for entry in listed][:2] == ["11", "10"]


def test_papers_stay_in_order_when_the_clock_is_set_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shelf.time, "time_ns", lambda: 2_000)
    first = PaperShelf(tmp_path).put(_printed())
    monkeypatch.setattr(shelf.time, "time_ns", lambda: 1_000)
    second = PaperShelf(tmp_path).put(_printed())

    assert [entry.path for entry in list_papers(tmp_path)] == [second, first]


def test_a_paper_is_on_the_shelf_only_when_it_is_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[tuple[int, bool]] = []
    rename = Path.rename

    def watched(self: Path, target: Path) -> Path:
        complete = self.stat().st_size > 0 and not target.exists()
        seen.append((len(list_papers(tmp_path)), complete))
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", watched)
    PaperShelf(tmp_path).put(_printed())

    assert seen == [(0, True), (0, True)]
    assert len(list_papers(tmp_path)) == 1


def test_an_unfinished_paper_is_no_paper(tmp_path: Path) -> None:
    (tmp_path / "00000000000000000001.bin").write_bytes(b"bytes only")
    (tmp_path / ".00000000000000000002.json.99").write_bytes(b"{")
    (tmp_path / "notes.json").write_bytes(b"{}")

    assert list_papers(tmp_path) == []


def test_a_paper_that_a_power_cut_emptied_is_passed_over(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    path = PaperShelf(tmp_path).put(_printed())
    (tmp_path / "09999999999999999999.json").write_bytes(b"")

    assert [entry.path for entry in list_papers(tmp_path)] == [path]
    assert "09999999999999999999.json" in caplog.text


def test_a_paper_thrown_away_between_listing_and_reading_is_passed_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = PaperShelf(tmp_path).put(_printed())
    names = os.listdir(tmp_path)  # noqa: PTH208
    monkeypatch.setattr(shelf.os, "listdir", lambda _directory: [*names, "09999.json"])

    assert [entry.path for entry in list_papers(tmp_path)] == [path]


def test_a_missing_directory_has_no_papers(tmp_path: Path) -> None:
    assert list_papers(tmp_path / "never") == []


def test_a_limited_listing_reads_no_more_papers_than_it_returns(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = PaperShelf(tmp_path)
    for _ in range(40):
        kept.put(_printed())
    read: list[Path] = []
    read_bytes = Path.read_bytes
    monkeypatch.setattr(Path, "read_bytes", lambda self: read.append(self) or read_bytes(self))

    listed = list_papers(tmp_path, limit=3)

    assert len(listed) == len(read) == 3


def test_the_oldest_papers_are_thrown_away_with_their_pictures(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shelf, "_TIDY_EVERY", 1)
    kept = PaperShelf(tmp_path, most_kept=2)
    paths = [kept.put(_printed())]
    render_paper(paths[0])
    paths += [kept.put(_printed()) for _ in range(3)]

    assert [entry.path for entry in list_papers(tmp_path)] == [paths[3], paths[2]]
    assert len(list(tmp_path.iterdir())) == 4


@pytest.mark.parametrize("profile", TEXT_PROFILES)
def test_number_copy_and_code_are_found(
    make_slip: Callable[..., TicketSlip],
    print_slip: Callable[..., None],
    tmp_path: Path,
    profile: str,
) -> None:
    before = datetime.now(UTC)
    print_slip(make_slip(number="B042"), profile)
    print_slip(make_slip(number="B042", copy=True), profile)

    copy, original = list_papers(tmp_path)

    assert (original.number, original.copy) == ("B042", False)
    assert (copy.number, copy.copy) == ("B042", True)
    native = load_profile(profile).native_qr
    assert original.qr_data == ((make_slip().status_url,) if native else ())
    assert original.faults == copy.faults == ()
    assert before <= original.printed_at <= copy.printed_at <= datetime.now(UTC)


def test_the_number_is_the_largest_line_of_a_letter_and_three_digits() -> None:
    def number(data: bytes) -> str | None:
        (paper,) = read_papers(data + b"\n\x1dVB\x00", load_profile("default"))
        return paper_number(paper)

    assert number(b"A001\n\x1d!\x33 B002 \n\x1d!\x00C003") == "B002"
    assert number(b"\x1bt5\x1d!\x33" + "Ә117".encode("kz1048")) == "Ә117"
    assert number(b"AB12\n2026\nA0015\nA 15") is None
    assert paper_number(Paper(())) is None


@pytest.mark.parametrize("profile", profile_names())
def test_a_picture_is_as_wide_as_the_paper_and_is_kept(
    make_slip: Callable[..., TicketSlip],
    print_slip: Callable[..., None],
    tmp_path: Path,
    profile: str,
) -> None:
    print_slip(make_slip(), profile)
    (entry,) = list_papers(tmp_path)

    png = render_paper(entry.path)
    picture = Image.open(io.BytesIO(png))

    assert picture.format == "PNG"
    assert picture.width == load_profile(profile).width_dots + MARGINS
    assert picture.height > 600
    assert {28, 252} == {shade for _, shade in picture.getcolors()}
    assert entry.path.with_suffix(".png").read_bytes() == png


def test_a_picture_is_drawn_with_the_letters_that_were_loaded_for_an_earlier_paper(
    make_slip: Callable[..., TicketSlip], tmp_path: Path
) -> None:
    profile = load_profile("xprinter-80")
    slip = make_slip()
    with VirtualPrinter(PrinterMachine(tmp_path, profile)) as wire:
        wire.write(encode(slip, profile), deadline_seconds=1)
        wire.write(encode(slip, profile, glyphs_resident=True), deadline_seconds=1)

    second, first = list_papers(tmp_path)

    assert second.path.stat().st_size < first.path.stat().st_size
    assert render_paper(second.path) == render_paper(first.path)


@pytest.mark.parametrize("emphasis", [b"\x1b!\x00", b"\x1b!\x08"], ids=["plain", "emphasised"])
def test_a_letter_looks_alike_however_it_reached_the_printer(emphasis: bytes) -> None:
    emphasised = emphasis.endswith(b"\x08")
    dots = columns_24(font_a("Қ", emphasised))
    ways = {
        "page": b"\x1bt5" + emphasis + "Қ".encode("kz1048"),
        "loaded": emphasis + b"\x1b&\x03@@\x0c" + columns_24(font_a("Қ")) + b"\x1b%\x01@",
        "in the line": b"\x1b*!\x0c\x00" + dots,
    }

    papers = (_printed(data + b"\n\x1dVB\x00").paper for data in ways.values())
    pictures = {as_png(paper, 576) for paper in papers}

    assert len(pictures) == 1


def test_emphasis_is_one_dot_on_paper_however_large_the_letter() -> None:
    plain, bold = (
        draw(_printed(b"\x1d!\x55" + emphasis + b"H\n\x1dVB\x00").paper, 576)
        for emphasis in (b"", b"\x1bE\x01")
    )

    # The two uprights of an H, at a height where nothing else is.
    row = 24 + 24 * 6 // 4
    inked = [sum(one.getpixel((x, row)) < 128 for x in range(one.width)) for one in (plain, bold)]
    assert inked == [24, 26]


def test_a_letter_that_cannot_be_read_is_drawn_as_a_box(tmp_path: Path) -> None:
    path = PaperShelf(tmp_path).put(_printed(b"\x1bt\x2e\x98\n\x1dVB\x00"))

    assert render_paper(path).startswith(b"\x89PNG")


def test_a_paper_thrown_away_has_no_picture(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        render_paper(tmp_path / "00000000000000000001.bin")
