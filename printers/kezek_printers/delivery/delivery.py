"""Delivers a slip and says what became of it: printed, not sent, or openly uncertain."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from kezek_core.ports import PrintOutcome, Wire
from kezek_printers.delivery.answers import Answer, AnswerKind, Listener
from kezek_printers.delivery.status import PrinterStatus, ask_status, read_report
from kezek_printers.delivery.wires import is_drained
from kezek_printers.encode import escpos
from kezek_printers.profiles.printer_profile import Acknowledgement, PrinterProfile
from kezek_printers.wires.wire_errors import WireError, WireTimeout

CHUNK_BYTES = 512
TIMEOUT = "timeout"
"""The printer says that nothing stops it, but the proof did not come in time."""
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
        clear_seconds: for the answer to the command that clears the buffers.
        job_seconds: for everything after the preflight; it must stay well below the lease of a
            print job, or another agent prints the same slip.
    """

    status_seconds: float = 0.5
    chunk_seconds: float = 4.0
    fence_seconds: float = 8.0
    clear_seconds: float = 2.0
    job_seconds: float = 20.0


@dataclass(frozen=True, slots=True)
class Delivery:
    """What became of a slip.

    Args:
        outcome: PRINTED, NOT_SENT (nothing of the slip reached the printer) or UNCERTAIN.
        detail: a stable word for the reason; empty when printed and proven, ``received`` when the
            printer has the whole slip and nothing stops it, ``unconfirmed`` when it has no way to
            say anything.
        half_sent: the printer may have got a part and wait for the rest.
        fence: of an uncertain slip, the name under which ``Printer.listen`` may still tell that it
            was printed; empty when nothing more will be heard.
        status: what the printer last said of itself; None when it was not asked.
    """

    outcome: PrintOutcome
    detail: str = ""
    half_sent: bool = field(default=False, compare=False)
    fence: str = field(default="", compare=False)
    status: PrinterStatus | None = field(default=None, compare=False)


def deliver(
    data: bytes,
    wire: Wire,
    profile: PrinterProfile,
    deadlines: Deadlines | None = None,
    *,
    preparation: bytes = b"",
    fresh_line: bool = True,
    lacking_bytes: int | None = 0,
    listener: Listener | None = None,
) -> Delivery:
    """Clean up after a job that broke off, preflight, send in chunks, wait for the fence.

    Args:
        data: the slip, its cut included.
        wire: an open line to the printer.
        profile: what the printer can do.
        deadlines: other deadlines than the usual ones.
        preparation: goes before the slip and leaves nothing on paper: loaded characters.
        fresh_line: nothing was printed on this line before, so an older slip may still be in the
            printer and answer in our place.
        lacking_bytes: for how many more bytes of a broken-off job the printer may wait at most: it
            would take the beginning of this slip for them. What it printed of that job is cut off.
            None when nobody knows what was sent before.
        listener: who listens on this line already.

    Returns:
        The outcome. A broken line is an outcome too, not an error.
    """
    job = _Job(wire, profile, deadlines or Deadlines(), listener or Listener(wire))
    delivery = _delivered(job, data, preparation, fresh_line, lacking_bytes)
    return replace(delivery, status=job.status)


def _delivered(
    job: _Job, data: bytes, preparation: bytes, fresh_line: bool, lacking_bytes: int | None
) -> Delivery:
    try:
        trouble = job.preflight(fresh_line, lacking_bytes)
        if trouble is not None:
            return job.not_sent(trouble)
        job.send(preparation)
    except WireError as error:
        return job.not_sent(error.code)
    before_bytes = job.taken_bytes
    try:
        job.send(data)
        return job.fence()
    except WireError as error:
        if job.taken_bytes == before_bytes:
            return job.not_sent(error.code)
        return Delivery(PrintOutcome.UNCERTAIN, error.code, half_sent=True)


class _Job:
    """One slip on its way."""

    def __init__(
        self, wire: Wire, profile: PrinterProfile, limits: Deadlines, listener: Listener
    ) -> None:
        self._wire = wire
        self._profile = profile
        self._limits = limits
        self._listener = listener
        self._ends: float | None = None
        self._name = b""
        self.taken_bytes = 0
        self.status: PrinterStatus | None = None

    def preflight(self, fresh_line: bool, lacking_bytes: int | None) -> str | None:
        """Why nothing should be sent, or None."""
        cleared = lacking_bytes != 0 and self._clear()
        trouble = self._trouble()
        if lacking_bytes and not cleared and trouble in (None, "silent"):
            # NUL is a blank dot in a picture and nothing elsewhere: the half command ends here.
            self.send(bytes(lacking_bytes))
            trouble = self._trouble()
        if trouble is not None:
            return trouble
        if fresh_line and self._profile.acknowledgement is Acknowledgement.GS_R:
            trouble = self._settle()
        if lacking_bytes and trouble is None:
            self.send(escpos.INITIALISE + escpos.ending(self._profile))
        return trouble

    def not_sent(self, why: str) -> Delivery:
        """Nothing of the slip went out; half a command before it may have."""
        return Delivery(PrintOutcome.NOT_SENT, why, half_sent=self.taken_bytes > 0)

    def send(self, data: bytes) -> None:
        """Send in chunks and keep count of what was taken."""
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
        if acknowledgement in (Acknowledgement.STATUS, Acknowledgement.NONE):
            return self._status_after()
        proven = self._print_done() if acknowledgement is Acknowledgement.GS_H else self._paper()
        return Delivery(PrintOutcome.PRINTED) if proven else self._unproven()

    def _settle(self) -> str | None:
        """``GS r`` answers carry no name: let those of older slips pass before ours is asked."""
        if not self._paper():
            return "busy"
        while self._listener.hear(_is_paper, deadline_seconds=_QUIET_SECONDS):
            continue
        return None

    def _print_done(self) -> bool:
        """``GS ( H`` answers with the four bytes that we choose, once the slip is printed."""
        self._name = os.urandom(4).translate(_PRINTABLE)
        self.send(b"\x1d(H\x06\x0000" + self._name)
        ours = Answer(AnswerKind.PRINT_DONE, self._name)
        return self._heard_fence(lambda answer: answer == ours)

    def _unproven(self) -> Delivery:
        """The fence did not come in time; it may still come late, by its name."""
        try:
            trouble, said = self._trouble(), self.status
        except WireTimeout:
            trouble, said = self._reported() or "silent", None
            self.status = None
        doubt = _uncertain(trouble, whole=said is not None and said.online is not None)
        return replace(doubt, fence=self._name.decode("ascii"))

    def _paper(self) -> bool:
        self.send(_GS_R)
        return self._heard_fence(_is_paper)

    def _heard_fence(self, wanted: Callable[[Answer], bool]) -> bool:
        patience = min(self._limits.fence_seconds, self._left_seconds())
        return self._listener.hear(wanted, deadline_seconds=patience) is not None

    def _status_after(self) -> Delivery:
        """A weak fence: the printer still speaks and nothing stopped it, if it can speak at all."""
        patience = min(self._limits.fence_seconds, self._left_seconds())
        if not self._profile.answers_status:
            # The kernel takes a ticket for a printer that takes nothing any more.
            if not is_drained(self._wire, deadline_seconds=patience):
                return _uncertain(None, whole=False)
            return Delivery(PrintOutcome.PRINTED, "unconfirmed")
        trouble = self._trouble(first_deadline_seconds=patience)
        if trouble is None:
            return Delivery(PrintOutcome.PRINTED, "received")
        answered = self.status is not None and self.status.online is not None
        return _uncertain(trouble, whole=answered)

    def _clear(self) -> bool:
        """Have the printer drop what it holds; False when it cannot, or does not say that it did.

        Nothing may follow the command before its answer.
        """
        if not self._profile.clears_buffer:
            return False
        patience = self._limits.clear_seconds
        self._listener.drop_stale(deadline_seconds=patience)
        self._wire.write(escpos.CLEAR_BUFFERS, deadline_seconds=patience)
        if not self._profile.answers_status:
            return True
        return self._listener.hear(_is_cleared, deadline_seconds=patience) is not None

    def _trouble(self, first_deadline_seconds: float | None = None) -> str | None:
        """What the printer says is wrong, or that it is silent; None when nothing is known."""
        if not self._profile.answers_status:
            return None
        status = ask_status(
            self._wire,
            deadline_seconds=self._limits.status_seconds,
            first_deadline_seconds=first_deadline_seconds,
            listener=self._listener,
        )
        self.status = status
        return (self._reported() or "silent") if status.online is None else status.trouble

    def _reported(self) -> str | None:
        """What a printer that is too busy to answer said by itself."""
        report = self._listener.report
        return None if report is None else read_report(report).trouble

    def _write(self, data: bytes) -> None:
        patience = min(self._limits.chunk_seconds, self._left_seconds())
        self._wire.write(data, deadline_seconds=patience)

    def _left_seconds(self) -> float:
        """The clock of the job starts with the first byte after the preflight."""
        if self._ends is None:
            self._ends = time.monotonic() + self._limits.job_seconds
        return max(0.0, self._ends - time.monotonic())


def _uncertain(trouble: str | None, *, whole: bool) -> Delivery:
    """A fence that never came.

    Args:
        trouble: what stops the printer.
        whole: it answered a question that went out behind the slip. One that says what stops it
            has the whole slip then, and finishes it when it is mended: nothing is to be cleared.
    """
    half_sent = trouble is None or not whole
    return Delivery(PrintOutcome.UNCERTAIN, trouble or TIMEOUT, half_sent=half_sent)


def _is_cleared(answer: Answer) -> bool:
    return answer.kind is AnswerKind.CLEARED


def _is_paper(answer: Answer) -> bool:
    return answer.kind is AnswerKind.PAPER
