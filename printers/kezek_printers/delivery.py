"""Delivers a slip and says what became of it: printed, not sent, or openly uncertain."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from dataclasses import dataclass

from kezek_core.ports import PrintOutcome, Wire
from kezek_printers.answers import Answer, AnswerKind, Listener
from kezek_printers.printer_profile import Acknowledgement, PrinterProfile
from kezek_printers.status import PrinterStatus, ask_status
from kezek_printers.wire_errors import WireError

CHUNK_BYTES = 512
_QUIET_SECONDS = 0.05
_GS_R = b"\x1dr\x01"
_PRINTABLE = bytes(0x21 + byte % 0x5E for byte in range(256))
"""The reference allows 0x20 to 0x7E in the id of ``GS ( H``."""


@dataclass(frozen=True, slots=True)
class Deadlines:
    """How long each step may take, in seconds.

    Args:
        status_seconds: for the answer to one ``DLE EOT``.
        chunk_seconds: for 512 bytes; 9600 baud need 0.54 s.
        fence_seconds: for the answer that follows the cut.
        job_seconds: for everything after the preflight; it must stay well below the lease of a
            print job, or another agent prints the same slip.
    """

    status_seconds: float = 0.5
    chunk_seconds: float = 4.0
    fence_seconds: float = 8.0
    job_seconds: float = 20.0


@dataclass(frozen=True, slots=True)
class Delivery:
    """What became of a slip.

    Args:
        outcome: PRINTED, NOT_SENT (nothing of the slip reached the printer) or UNCERTAIN.
        detail: a stable word for the reason; empty when printed and proven, ``unconfirmed`` when
            the printer has no means to confirm.
    """

    outcome: PrintOutcome
    detail: str = ""


def deliver(
    data: bytes,
    wire: Wire,
    profile: PrinterProfile,
    deadlines: Deadlines | None = None,
    *,
    preparation: bytes = b"",
    fresh_line: bool = True,
) -> Delivery:
    """Preflight, send in chunks, wait for the fence.

    Args:
        data: the slip, its cut included.
        wire: an open line to the printer.
        profile: what the printer can do.
        deadlines: other deadlines than the usual ones.
        preparation: goes before the slip and leaves nothing on paper: loaded characters.
        fresh_line: nothing was printed on this line before, so an older slip may still be in the
            printer and answer in our place.

    Returns:
        The outcome. A broken line is an outcome too, not an error.
    """
    job = _Job(wire, profile, deadlines or Deadlines())
    try:
        trouble = job.preflight(fresh_line)
        if trouble is not None:
            return Delivery(PrintOutcome.NOT_SENT, trouble)
        job.send(preparation)
    except WireError as error:
        return Delivery(PrintOutcome.NOT_SENT, error.code)
    try:
        job.send(data)
        return job.fence()
    except WireError as error:
        outcome = PrintOutcome.UNCERTAIN if job.taken_bytes else PrintOutcome.NOT_SENT
        return Delivery(outcome, error.code)


class _Job:
    """One slip on its way."""

    def __init__(self, wire: Wire, profile: PrinterProfile, limits: Deadlines) -> None:
        self._wire = wire
        self._profile = profile
        self._limits = limits
        self._listener = Listener(wire)
        self._ends: float | None = None
        self.taken_bytes = 0

    def preflight(self, fresh_line: bool) -> str | None:
        """Why nothing should be sent, or None."""
        if self._profile.answers_status:
            status = self._ask_status()
            if status.online is None:
                return "silent"
            if status.trouble is not None:
                return status.trouble
        if fresh_line and self._profile.acknowledgement is Acknowledgement.GS_R:
            return self._settle()
        return None

    def send(self, data: bytes) -> None:
        """Send in chunks and keep count of what was taken."""
        self.taken_bytes = 0
        for start in range(0, len(data), CHUNK_BYTES):
            chunk = data[start : start + CHUNK_BYTES]
            try:
                self._write(chunk)
            except WireError as error:
                self.taken_bytes += error.bytes_taken
                raise
            self.taken_bytes += len(chunk)

    def fence(self) -> Delivery:
        """Ask for the proof and wait for it."""
        acknowledgement = self._profile.acknowledgement
        if acknowledgement is Acknowledgement.STATUS and self._profile.answers_status:
            return self._status_after()
        if acknowledgement in (Acknowledgement.STATUS, Acknowledgement.NONE):
            return Delivery(PrintOutcome.PRINTED, "unconfirmed")
        proven = self._print_done() if acknowledgement is Acknowledgement.GS_H else self._paper()
        if proven:
            return Delivery(PrintOutcome.PRINTED)
        return Delivery(PrintOutcome.UNCERTAIN, self._why())

    def _settle(self) -> str | None:
        """``GS r`` answers carry no name: let those of older slips pass before ours is asked."""
        if not self._paper():
            return "busy"
        while self._listener.hear(_is_paper, deadline_seconds=_QUIET_SECONDS):
            continue
        return None

    def _print_done(self) -> bool:
        """``GS ( H`` answers with the four bytes that we choose, once the slip is printed."""
        name = os.urandom(4).translate(_PRINTABLE)
        self._write(b"\x1d(H\x06\x0000" + name)
        ours = Answer(AnswerKind.PRINT_DONE, name)
        return self._heard_fence(lambda answer: answer == ours)

    def _paper(self) -> bool:
        self._write(_GS_R)
        return self._heard_fence(_is_paper)

    def _heard_fence(self, wanted: Callable[[Answer], bool]) -> bool:
        patience = min(self._limits.fence_seconds, self._left_seconds())
        return self._listener.hear(wanted, deadline_seconds=patience) is not None

    def _status_after(self) -> Delivery:
        """A weak fence: the printer still speaks and nothing stopped it."""
        patience = min(self._limits.fence_seconds, self._left_seconds())
        status = self._ask_status(first_deadline_seconds=patience)
        if status.online is None:
            return Delivery(PrintOutcome.UNCERTAIN, "silent")
        if status.trouble is not None:
            return Delivery(PrintOutcome.UNCERTAIN, status.trouble)
        return Delivery(PrintOutcome.PRINTED, "unconfirmed")

    def _why(self) -> str:
        """After a fence that never came: what the printer says is wrong, or that it is silent."""
        if not self._profile.answers_status:
            return "timeout"
        status = self._ask_status()
        if status.online is None:
            return "silent"
        return status.trouble or "timeout"

    def _ask_status(self, first_deadline_seconds: float | None = None) -> PrinterStatus:
        return ask_status(
            self._wire,
            deadline_seconds=self._limits.status_seconds,
            first_deadline_seconds=first_deadline_seconds,
            listener=self._listener,
        )

    def _write(self, data: bytes) -> None:
        patience = min(self._limits.chunk_seconds, self._left_seconds())
        self._wire.write(data, deadline_seconds=patience)

    def _left_seconds(self) -> float:
        """The clock of the job starts with the first byte after the preflight."""
        if self._ends is None:
            self._ends = time.monotonic() + self._limits.job_seconds
        return max(0.0, self._ends - time.monotonic())


def _is_paper(answer: Answer) -> bool:
    return answer.kind is AnswerKind.PAPER
