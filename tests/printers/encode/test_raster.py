"""Drawn slips are read back by readers that know nothing of us: tesseract and zbar."""

from __future__ import annotations

import dataclasses
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from kezek_core.papers.form_slips import FormSlip, Slip
from kezek_core.papers.slips import TicketSlip
from kezek_core.texts import LocalText
from kezek_printers.emulator.paper_picture import as_png
from kezek_printers.emulator.reading import read_papers
from kezek_printers.encode.encode import encode
from kezek_printers.encode.raster import line_bands, rule_bands
from kezek_printers.profiles.printer_profile import Strategy
from kezek_printers.profiles.profile_file import load_profile, profile_names
from kezek_printers.slips.slip_document import Align, Line, Rule

MakeSlip = Callable[..., TicketSlip]
MakeForm = Callable[..., FormSlip]


def languages() -> str:
    if not shutil.which("tesseract"):
        return ""
    listed = ["tesseract", "--list-langs"]
    return subprocess.run(listed, capture_output=True, text=True, check=True).stdout


needs_tesseract = pytest.mark.skipif(
    not {"kaz", "rus"} <= set(languages().split()),
    reason="tesseract with kaz and rus is not installed: apt install tesseract-ocr-kaz "
    "tesseract-ocr-rus",
)
needs_zbar = pytest.mark.skipif(
    not shutil.which("zbarimg"), reason="zbarimg is not installed: apt install zbar-tools"
)


def picture(slip: Slip, name: str, target: Path) -> Path:
    profile = load_profile(name)
    (paper,) = read_papers(encode(slip, profile), profile)
    target.write_bytes(as_png(paper, profile.width_dots))
    return target


def ocr(file: Path) -> str:
    command = ["tesseract", str(file), "-", "-l", "kaz+rus", "--psm", "6", "--dpi", "203"]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


@pytest.mark.slow
@needs_tesseract
@pytest.mark.parametrize(
    "name", ["generic-80-raster", "generic-58-raster", "rongta-80-inline", "xprinter-80"]
)
def test_an_independent_reader_reads_the_kazakh_words(
    make_slip: MakeSlip, tmp_path: Path, name: str
) -> None:
    file = picture(make_slip(status_url=None), name, tmp_path / "paper.png")

    read = ocr(file).casefold()

    for word in ("қалалық", "архив", "анықтамасы", "справка", "перед", "ожидание"):
        assert word in read


@needs_zbar
@pytest.mark.parametrize("name", profile_names())
def test_an_independent_reader_reads_the_code(
    make_slip: MakeSlip, tmp_path: Path, name: str
) -> None:
    slip = make_slip()
    file = picture(slip, name, tmp_path / "paper.png")

    found = subprocess.run(
        ["zbarimg", "--quiet", "--raw", str(file)], capture_output=True, text=True, check=True
    )

    assert found.stdout.strip() == slip.status_url


@needs_zbar
@pytest.mark.parametrize("name", profile_names())
def test_an_independent_reader_reads_the_code_of_a_receipt(
    make_form: MakeForm, tmp_path: Path, name: str
) -> None:
    file = picture(make_form(), name, tmp_path / "paper.png")

    found = subprocess.run(
        ["zbarimg", "--quiet", "--raw", str(file)], capture_output=True, text=True, check=True
    )

    assert found.stdout.strip() == "26-000123-4"


@pytest.mark.slow
@needs_tesseract
@pytest.mark.parametrize("name", ["generic-80-raster", "generic-58-raster", "xprinter-80"])
def test_an_independent_reader_reads_the_words_of_a_receipt(
    make_form: MakeForm, tmp_path: Path, name: str
) -> None:
    file = picture(make_form(code=None), name, tmp_path / "paper.png")

    read = ocr(file).casefold()

    for word in ("қызмет", "құжаттарды", "расписка", "документов", "27.11.2026", "көшірмесі"):
        assert word in read


def first_dots(band: bytes) -> list[int]:
    """Where the ink of each row of the first raster band begins, and -1 for a blank row."""
    data = band[band.index(b"\x1dv0") + 4 :]
    across, down = int.from_bytes(data[:2], "little"), int.from_bytes(data[2:4], "little")
    rows = [data[4 + at * across : 4 + (at + 1) * across] for at in range(down)]
    bits = [f"{int.from_bytes(row, 'big'):0{across * 8}b}" for row in rows]
    return [row.find("1") for row in bits]


def test_a_drawn_item_is_set_in_and_its_number_is_not() -> None:
    numbered = first_dots(line_bands(Line("Арыз", indent=3, marker="1)"), 576))
    below = first_dots(line_bands(Line("Арыз", indent=3), 576))

    assert min(dot for dot in numbered if dot >= 0) < 12
    assert 36 <= min(dot for dot in below if dot >= 0) < 48


@pytest.mark.parametrize("words", ["", "қолы / подпись"])
def test_a_drawn_rule_takes_the_whole_width(words: str) -> None:
    data = rule_bands(Rule(words), 576)

    across = int.from_bytes(data[data.index(b"\x1dv0") + 4 :][:2], "little") * 8
    assert 0 in first_dots(data)
    assert 552 <= across <= 576


def test_a_drawn_line_is_cropped_to_its_ink() -> None:
    short = line_bands(Line("Ә", Align.CENTRE), 576)
    long = line_bands(Line("Әлеуметтік қорғау", Align.CENTRE), 576)

    assert len(short) < 100
    assert len(long) < 72 * 22


def test_a_line_wider_than_the_paper_is_drawn_on_several() -> None:
    wide = "ШШШШШШШШ ЩЩЩЩЩЩЩЩЩЩ ЖЖЖЖЖЖЖЖЖЖЖЖ"

    data = line_bands(Line(wide, Align.CENTRE, bold=True), 384)

    assert data.count(b"\x1dv0") >= 2
    assert all(int.from_bytes(band[1:3], "little") <= 48 for band in data.split(b"\x1dv0")[1:])


def test_every_drawn_line_takes_the_same_height(make_slip: MakeSlip) -> None:
    from kezek_printers.emulator.paper import Feed, Picture

    profile = load_profile("generic-80-raster")
    slip = make_slip(service=LocalText("Қўй" * 3, "ааа"), status_url=None)
    (paper,) = read_papers(encode(slip, profile), profile)

    heights = [
        mark.dots if isinstance(mark, Feed) else len(mark.rows)
        for mark in paper.marks
        if isinstance(mark, Feed | Picture)
    ]
    pictures = sum(isinstance(mark, Picture) for mark in paper.marks)
    blanks = 4  # two of them around the words that stand where the code would
    assert sum(heights) == 30 * (pictures + blanks)


def test_a_code_is_drawn_where_the_printer_has_no_command_for_it(make_slip: MakeSlip) -> None:
    profile = dataclasses.replace(load_profile("virtual-80"), native_qr=False)

    data = encode(make_slip(), profile)

    assert profile.strategy is Strategy.CODEPAGE
    assert b"\x1d(k" not in data
    assert b"\x1dv0\x03" in data
    assert len(data) <= 1600
