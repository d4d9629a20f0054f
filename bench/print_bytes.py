"""Bytes of one ticket on the wire, by strategy and width, and the time to build them.

Seconds are those of a serial line with ten bits a byte; the last rows are python-escpos drawing the
whole ticket as one picture, which is what one does without a strategy for Kazakh.
"""

from __future__ import annotations

import dataclasses
import io
import time
from datetime import UTC, datetime, timedelta

from PIL import Image

from kezek_core.papers.slips import ExpectedWait, TicketSlip
from kezek_core.texts import LocalText
from kezek_core.tickets import Stage
from kezek_printers.emulator.paper_picture import as_png
from kezek_printers.emulator.reading import read_papers
from kezek_printers.encode.encode import encode, glyph_upload
from kezek_printers.profiles.printer_profile import PrinterProfile, Strategy
from kezek_printers.profiles.profile_file import load_profile

BAUD = (9600, 19200, 115200)
BITS_A_BYTE = 10
TICKETS = 999
TARGET_BYTES, TARGET_MILLISECONDS = 410, 0.1

TYPICAL = TicketSlip(
    office=LocalText("Қарағанды қалалық архив бөлімі", "Архивный отдел города Караганды"),
    number="A015",
    service=LocalText("Мал басы анықтамасы", "Справка о поголовье скота"),
    stage=Stage.SUBMISSION,
    issued_at=datetime(2026, 11, 23, 4, 35, tzinfo=UTC),
    time_zone="Asia/Almaty",
    language="kk",
    ahead=7,
    expected_wait=ExpectedWait(10, 25),
    limit_minutes=30,
    status_url="HTTPS://HALL1.KEZEK.EXAMPLE.COM/T/ABCDEFGHIJKLMNOPQRSTUVWXYZ",
)
"""60 characters of address; the text is counted and printed with the table."""

STRATEGIES = (
    ("code page, native QR", Strategy.CODEPAGE, True, True),
    ("glyphs resident, native QR", Strategy.GLYPHS, True, True),
    ("glyphs in the job, native QR", Strategy.GLYPHS, False, True),
    ("inline letters, native QR", Strategy.INLINE, False, True),
    ("code page, drawn QR", Strategy.CODEPAGE, False, False),
    ("raster, native QR", Strategy.RASTER, False, True),
    ("raster, drawn QR", Strategy.RASTER, False, False),
)


def main() -> None:
    """Measure and print."""
    text = "".join(read_papers(encode(TYPICAL, load_profile("virtual-80")), PAPER_80)[0].text)
    print(
        f"ticket of {len(''.join(text.split()))} letters, {len(TYPICAL.status_url or '')} in QR\n"
    )
    seconds = "".join(f"{f'{baud} baud':>14}" for baud in BAUD)
    print(f"{'strategy':<32}{'mm':>4}{'bytes':>8}{seconds}{'build ms':>11}")
    for profile in (PAPER_80, load_profile("virtual-58")):
        for words, strategy, resident, native in STRATEGIES:
            measured = dataclasses.replace(
                profile, strategy=strategy, native_qr=native, russian_page=17
            )
            data = encode(TYPICAL, measured, glyphs_resident=resident)
            row(words, profile, data, build_milliseconds(measured, resident=resident))
        row("python-escpos image()", profile, whole_image(profile), None)
    upload = len(glyph_upload(load_profile("xprinter-80")))
    print(f"\nglyphs, once after connecting: {upload} bytes")
    print(f"targets: {TARGET_BYTES} bytes, {TARGET_MILLISECONDS} ms on the code page")


def row(words: str, profile: PrinterProfile, data: bytes, milliseconds: float | None) -> None:
    """One line of the table."""
    paper = 80 if profile.columns == PAPER_80.columns else 58
    seconds = "".join(f"{len(data) * BITS_A_BYTE / baud:>12.2f} s" for baud in BAUD)
    built = "" if milliseconds is None else f"{milliseconds:>11.3f}"
    print(f"{words:<32}{paper:>4}{len(data):>8}{seconds}{built}")


def build_milliseconds(profile: PrinterProfile, *, resident: bool) -> float:
    """Mean processor time of one ticket; number, time and address are never the same twice."""
    slips = [
        dataclasses.replace(
            TYPICAL,
            number=f"A{index + 1:03d}",
            issued_at=TYPICAL.issued_at + timedelta(seconds=29 * index),
            ahead=index % 40,
            expected_wait=ExpectedWait(index % 40, index % 40 + 15),
            status_url=f"{(TYPICAL.status_url or '')[:-3]}{index:03d}",
        )
        for index in range(TICKETS if profile.strategy is not Strategy.RASTER else 50)
    ]
    rounds = []
    for _ in range(3):
        begin = time.process_time()
        for slip in slips:
            encode(slip, profile, glyphs_resident=resident)
        rounds.append(time.process_time() - begin)
    return min(rounds) / len(slips) * 1000


def whole_image(profile: PrinterProfile) -> bytes:
    """The same ticket as one picture, by python-escpos."""
    from escpos.printer import Dummy

    printer = Dummy(profile="TM-T20II")
    printer.image(whole_picture(profile))
    printer.cut()
    return bytes(printer.output)


def whole_picture(profile: PrinterProfile) -> Image.Image:
    """The ticket drawn, without margins."""
    paper = read_papers(encode(TYPICAL, profile), profile)[0]
    drawn = Image.open(io.BytesIO(as_png(paper, profile.width_dots)))
    edge = (drawn.width - profile.width_dots) // 2
    return drawn.crop((edge, edge, drawn.width - edge, drawn.height - edge))


PAPER_80 = load_profile("virtual-80")


if __name__ == "__main__":
    main()
