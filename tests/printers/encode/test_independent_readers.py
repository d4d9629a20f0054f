"""All four ways to print Kazakh, from the tap to the paper, read by strangers.

The paper of an emulated printer is drawn and read by tesseract and zbar; the bytes on its line are
read by a second parser that knows the command reference and nothing of Kezek.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from kezek_core.papers.slips import TicketSlip
from kezek_core.ports import PrintOutcome
from kezek_printers import Printer, render_paper
from kezek_printers.emulator.emulator import EmulatedPrinter, TcpLine
from kezek_printers.encode.encode import encode
from kezek_printers.profiles.profile_file import load_profile

STRATEGIES = {
    "codepage": "virtual-80",
    "glyphs": "xprinter-80",
    "inline": "rongta-80-inline",
    "raster": "generic-80-raster",
}
KAZAKH = ("қалалық", "архив", "анықтамасы", "кезек", "мин")
RUSSIAN = ("архивный", "справка", "поголовье", "ожидание", "очередью")


def _languages() -> set[str]:
    if not shutil.which("tesseract"):
        return set()
    listed = ["tesseract", "--list-langs"]
    return set(subprocess.run(listed, capture_output=True, text=True, check=True).stdout.split())


needs_tesseract = pytest.mark.skipif(
    not {"kaz", "rus"} <= _languages(), reason="apt install tesseract-ocr-kaz tesseract-ocr-rus"
)
needs_zbar = pytest.mark.skipif(not shutil.which("zbarimg"), reason="apt install zbar-tools")


@pytest.fixture(params=STRATEGIES)
def picture(
    request: pytest.FixtureRequest, tmp_path: Path, make_slip: Callable[..., TicketSlip]
) -> Path:
    """The drawn paper of a ticket that went over a network line."""
    name = STRATEGIES[request.param]
    profile = replace(load_profile(name), answers_status=True)
    with EmulatedPrinter(profile, tmp_path / "papers", line=TcpLine()) as emulated:
        printer = Printer(emulated.url, name)
        printer.profile = profile
        delivery = printer.print(make_slip())
        printer.close()
        (paper,) = emulated.papers()
    assert delivery.outcome is PrintOutcome.PRINTED
    target = tmp_path / "paper.png"
    target.write_bytes(render_paper(paper.path))
    return target


def _read(picture: Path, language: str) -> str:
    command = ["tesseract", str(picture), "-", "-l", language, "--psm", "6", "--dpi", "203"]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.casefold()


@pytest.mark.slow
@needs_tesseract
@pytest.mark.parametrize(("language", "words"), [("kaz", KAZAKH), ("rus", RUSSIAN)])
def test_a_stranger_reads_both_languages_off_the_paper(
    picture: Path, language: str, words: tuple[str, ...]
) -> None:
    read = _read(picture, language)

    assert [word for word in words if word not in read] == []


@needs_zbar
def test_a_stranger_reads_the_code_off_the_paper(
    picture: Path, make_slip: Callable[..., TicketSlip]
) -> None:
    command = ["zbarimg", "--quiet", "--raw", str(picture)]
    found = subprocess.run(command, capture_output=True, text=True, check=True).stdout

    assert found.strip() == make_slip().status_url


@dataclass
class Reference:
    """A reader of ESC/POS written from the command reference: text by its code table, codes, dots.

    Args:
        data: the bytes on the line.
        pages: encoding by the number of ``ESC t``.
    """

    data: bytes
    pages: dict[int, str]
    text: str = ""
    codes: list[str] = field(default_factory=list)
    loaded: dict[int, bytes] = field(default_factory=dict)
    drawn: list[bytes] = field(default_factory=list)
    cuts: int = 0
    page: int = 0
    is_own: bool = False

    FIXED = re.compile(
        rb"\x1b@|\x1ba[\x00-\x02]|\x1b![\x00-\xff]|\x1bJ[\x00-\xff]|\x1d![\x00-\xff]"
        rb"|\x1c\.|\x1dr\x01|\x1b\$[\x00-\xff]{2}|\x1da[\x00-\xff]",
        re.DOTALL,
    )

    def read(self) -> Reference:
        """Everything, or an error at the first byte that the reference does not explain."""
        at = 0
        while at < len(self.data):
            at = self._one(at)
        return self

    def _one(self, at: int) -> int:
        rest = self.data[at:]
        found = self.FIXED.match(rest)
        if found:
            return at + found.end()
        two = rest[:2]
        if two == b"\x1bt":
            self.page = rest[2]
        elif two == b"\x1b%":
            self.is_own = bool(rest[2] & 1)
        elif two == b"\x1bd":
            self.text += "\n" * rest[2]
        elif two == b"\x1b&":
            self.loaded[rest[3]] = rest[6 : 6 + 3 * rest[5]]
            return at + 6 + 3 * rest[5]
        elif two == b"\x1b*":
            size = 3 * int.from_bytes(rest[3:5], "little")
            self.drawn.append(rest[5 : 5 + size])
            self.text += "\N{WHITE SQUARE}" * (size // 36)
            return at + 5 + size
        elif rest[:3] == b"\x1dv0":
            size = int.from_bytes(rest[4:6], "little") * int.from_bytes(rest[6:8], "little")
            self.drawn.append(rest[8 : 8 + size])
            return at + 8 + size
        elif rest[:3] == b"\x1d(k":
            size = int.from_bytes(rest[3:5], "little")
            if rest[6:8] == b"P0":
                self.codes.append(rest[8 : 5 + size].decode("ascii"))
            return at + 5 + size
        elif rest[:3] == b"\x1dVB":
            self.cuts += 1
            return at + 4
        else:
            self.text += self._letter(rest[0])
            return at + 1
        return at + 3

    def _letter(self, byte: int) -> str:
        if byte == 0x0A:
            return "\n"
        assert byte >= 0x20, f"control byte {byte:#x}"
        if self.is_own and byte in self.loaded:
            return "\N{WHITE SQUARE}"
        return bytes([byte]).decode("ascii" if byte < 0x80 else self.pages[self.page])


def _words(text: str) -> list[str]:
    return text.split()


def test_the_reference_reads_every_word_of_the_code_page(
    make_slip: Callable[..., TicketSlip],
) -> None:
    slip = make_slip()

    read = Reference(encode(slip, load_profile("virtual-80")), {53: "kz1048"}).read()

    words = _words(read.text)
    for local in (slip.office, slip.service):
        assert set(_words(f"{local.kk} {local.in_language('ru')}")) <= set(words)
    assert (read.codes, read.cuts, read.drawn) == ([slip.status_url], 1, [])
    assert "?" not in read.text
    assert slip.number in words


@pytest.mark.parametrize(("name", "page"), [("xprinter-80", 17), ("rongta-80-inline", 7)])
def test_the_reference_reads_every_letter_that_needs_no_dots(
    make_slip: Callable[..., TicketSlip], name: str, page: int
) -> None:
    slip = make_slip()
    own = str.maketrans("ӘәҒғҚқҢңӨөҰұҮүҺ", "\N{WHITE SQUARE}" * 15) | str.maketrans("Ііһ", "Iih")

    read = Reference(encode(slip, load_profile(name)), {page: "cp866"}).read()

    words = set(_words(read.text))
    for local in (slip.office, slip.service):
        assert set(_words(f"{local.kk} {local.in_language('ru')}".translate(own))) <= words
    assert len(read.loaded) in (0, 15)
    assert bool(read.loaded) != bool(read.drawn)
    assert (read.codes, read.cuts) == ([slip.status_url], 1)
    assert "?" not in read.text


def test_the_reference_finds_dots_and_the_number_in_a_drawn_ticket(
    make_slip: Callable[..., TicketSlip],
) -> None:
    read = Reference(encode(make_slip(), load_profile("generic-80-raster")), {}).read()

    assert _words(read.text) == ["A015"]
    assert len(read.drawn) > 5
    assert read.cuts == 1


def test_the_reference_refuses_what_it_does_not_know() -> None:
    with pytest.raises(AssertionError, match="control byte 0x7"):
        Reference(b"\x1b@\x07", {}).read()
