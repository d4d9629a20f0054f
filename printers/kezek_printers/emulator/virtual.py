"""The virtual printer's line: takes the very bytes, answers like a printer, keeps every paper.

It is a line like the others and obeys their contract, but never waits: what a deadline would bring
is known at once.
"""

from __future__ import annotations

import logging

from kezek_core.ports import Wire
from kezek_printers.emulator.machine import Faults, PrinterMachine
from kezek_printers.emulator.papers import PaperEntry, list_papers, render_paper
from kezek_printers.wires.wire_errors import PrinterUnplugged, WireClosed, WireError, WireTimeout

log = logging.getLogger(__name__)

__all__ = [
    "Faults",
    "PaperEntry",
    "PrinterMachine",
    "VirtualPrinter",
    "list_papers",
    "render_paper",
]


class VirtualPrinter(Wire):
    """A line to a machine that is no more than a program.

    Args:
        machine: what is at the other end.
        powers_off: closing the line switches the machine off, for a machine nobody else knows.

    Raises:
        PrinterUnplugged: the machine is unplugged.
    """

    def __init__(self, machine: PrinterMachine, *, powers_off: bool = False) -> None:
        self._machine = machine
        self._powers_off = powers_off
        self._open = True
        self._check(0)

    def write(self, data: bytes, *, deadline_seconds: float) -> None:
        """Send all bytes, or raise with how many were taken."""
        self._check(0)
        speed = self._machine.faults.bytes_a_second
        in_time = data if speed is None else data[: int(speed * max(0.0, deadline_seconds))]
        try:
            taken = self._machine.take(in_time)
        except OSError as error:
            raise _unkept(error, len(data)) from error
        self._check(taken)
        if taken < len(data):
            raise WireTimeout(
                f"expected the virtual printer to take {len(data)} bytes in {deadline_seconds} s, "
                f"it took {taken}; mend its fault",
                bytes_taken=taken,
            )

    def note(self, subject: str) -> None:
        """What the bytes that come from now on are about; see ``wires.note_subject``."""
        self._machine.note(subject)

    def read(self, size: int, *, deadline_seconds: float) -> bytes:
        """What the printer answered; nothing when it has nothing to say."""
        self._check(0)
        try:
            return self._machine.answers(size)
        except OSError as error:
            raise _unkept(error, 0) from error

    def close(self) -> None:
        """Release the line; may be called twice."""
        was_open, self._open = self._open, False
        if was_open and self._powers_off:
            try:
                self._machine.power_off()
            except OSError as error:
                log.warning("the paper in hand is lost: %s", error)

    def _check(self, taken: int) -> None:
        if not self._open:
            raise WireClosed("expected an open virtual printer, it was closed; open it again")
        if self._machine.faults.unplugged:
            raise PrinterUnplugged(
                "expected a virtual printer, it was unplugged; plug it in", bytes_taken=taken
            )


def _unkept(error: OSError, taken: int) -> WireError:
    return WireError(
        f"expected to keep the paper in {error.filename or 'its directory'}, got: "
        f"{error.strerror}; make room or mend the permissions",
        bytes_taken=taken,
    )
