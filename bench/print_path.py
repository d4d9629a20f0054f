"""From the tap to the last byte of a ticket on a serial line, and the processor time it takes.

The line and the printer are emulated: bytes pass at the speed of the line, ten bits each, and the
paper moves 150 mm a second. The rows of python-escpos are its ``image()`` of the whole ticket; its
seconds are its bytes at that speed, nobody waited for them.
"""

from __future__ import annotations

import dataclasses
import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from print_bytes import BITS_A_BYTE, TYPICAL, whole_image, whole_picture

from kezek_core.papers.slips import TicketSlip
from kezek_core.ports import PrintOutcome
from kezek_printers import Printer
from kezek_printers.emulator.emulator import EmulatedPrinter
from kezek_printers.emulator.virtual import PrinterMachine
from kezek_printers.encode.encode import encode
from kezek_printers.profiles.profile_file import load_profile

BAUDS = (9600, 19200, 115200)
PAPER_MM_A_SECOND = 150.0
TICKETS, TICKETS_FOR_CPU = 5, 200
TARGET_SECONDS, TARGET_CPU_MILLISECONDS = 0.6, 1.0
PROFILES = (("code page", "virtual-80"), ("resident glyphs", "xprinter-80"))


def main() -> None:
    """Measure and print."""
    print(f"{'path':<26}{'baud':>8}{'last byte s':>13}{'proof s':>10}")
    for words, name in PROFILES:
        for baud in BAUDS:
            last_byte, proof = seconds(name, baud)
            print(f"{words:<26}{baud:>8}{last_byte:>13.2f}{proof:>10.2f}")
    size = len(whole_image(load_profile("virtual-80")))
    for baud in BAUDS:
        print(f"{'python-escpos image()':<26}{baud:>8}{size * BITS_A_BYTE / baud:>13.1f}{'':>10}")
    print(f"\n{'path':<26}{'processor ms a ticket':>24}")
    for words, name in PROFILES:
        print(f"{words:<26}{cpu_milliseconds(name):>24.2f}")
    print(f"{'python-escpos image()':<26}{image_milliseconds():>24.1f}")
    print(f"{'virtual printer, its paper':<26}{paper_milliseconds():>24.2f}")
    print(f"\ntargets: {TARGET_SECONDS} s at 9600 baud, {TARGET_CPU_MILLISECONDS:g} ms")


def seconds(name: str, baud: int) -> tuple[float, float]:
    """Medians from the tap to the last byte in the printer, and to the proof that it is printed."""
    with _emulated(name, baud) as emulated:
        printer = Printer(emulated.url, name)
        _print(printer, 0)
        times = []
        for count in range(1, TICKETS + 1):
            began = time.monotonic()
            _print(printer, count)
            times.append((emulated.last_byte_at - began, time.monotonic() - began))
        printer.close()
    last_byte, proof = zip(*times, strict=True)
    return statistics.median(last_byte), statistics.median(proof)


def cpu_milliseconds(name: str) -> float:
    """Processor time of the thread that prints: layout, bytes, line and answers."""
    with _emulated(name, None) as emulated:
        printer = Printer(emulated.url, name)
        _print(printer, 0)
        began = time.thread_time()
        for count in range(1, TICKETS_FOR_CPU + 1):
            _print(printer, count)
        spent = time.thread_time() - began
        printer.close()
    return spent / TICKETS_FOR_CPU * 1000


def image_milliseconds() -> float:
    """Processor time of python-escpos for one ticket whose picture is drawn already."""
    from escpos.printer import Dummy

    drawn = whole_picture(load_profile("virtual-80"))
    Dummy(profile="TM-T20II").image(drawn)
    began = time.thread_time()
    printer = Dummy(profile="TM-T20II")
    printer.image(drawn)
    printer.cut()
    return (time.thread_time() - began) * 1000


def paper_milliseconds() -> float:
    """Processor time of the virtual printer for the paper of one ticket, from the very bytes."""
    data = encode(TYPICAL, load_profile("virtual-80"))
    with tempfile.TemporaryDirectory(prefix="kezek-bench-") as papers:
        machine = PrinterMachine(Path(papers), load_profile("virtual-80"))
        machine.take(data)
        began = time.thread_time()
        for _ in range(TICKETS_FOR_CPU):
            machine.take(data)
        return (time.thread_time() - began) / TICKETS_FOR_CPU * 1000


def _print(printer: Printer, count: int) -> None:
    delivery = printer.print(_ticket(count))
    if delivery.outcome is not PrintOutcome.PRINTED:
        raise SystemExit(f"expected a printed ticket, got {delivery}")


def _ticket(count: int) -> TicketSlip:
    return dataclasses.replace(TYPICAL, number=f"A{count:03d}", ahead=count % 40)


@contextmanager
def _emulated(name: str, baud: int | None) -> Iterator[EmulatedPrinter]:
    speed = None if baud is None else PAPER_MM_A_SECOND
    profile = load_profile(name)
    with (
        tempfile.TemporaryDirectory(prefix="kezek-bench-") as papers,
        EmulatedPrinter(profile, Path(papers), baud=baud, mm_a_second=speed) as emulated,
    ):
        yield emulated


if __name__ == "__main__":
    main()
