"""A printer as the agent sees it: print a slip, hear what became of it, never an exception."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from kezek_core.papers import Slip, TicketSlip
from kezek_core.ports import PrintOutcome, Wire
from kezek_printers.delivery.delivery import Deadlines, Delivery, deliver
from kezek_printers.delivery.printer_line import SILENT, PrinterLine
from kezek_printers.delivery.roll import Roll
from kezek_printers.delivery.status import PaperStatus, PrinterStatus
from kezek_printers.delivery.wires import (
    breaks_with_power,
    can_answer,
    check_url,
    is_line_a_job,
    note_subject,
    open_wire,
)
from kezek_printers.encode.encode import encode_measured, glyph_upload
from kezek_printers.errors import PrintersError, UnprintableCode
from kezek_printers.profiles.printer_profile import Acknowledgement, PrinterProfile
from kezek_printers.profiles.profile_file import load_profile
from kezek_printers.wires.wire_errors import PrinterUnplugged, WireError

log = logging.getLogger(__name__)

NO_CODE = "no_code"
"""The slip was printed without its QR code, whose address makes none."""
FIRST_REST_SECONDS, LONGEST_REST_SECONDS = 0.5, 15.0


class Printer:
    """One printer at one address; use it from one thread.

    Args:
        url: its address, see ``wires.FORMS``.
        profile_name: its profile.
        papers_dir: where ``virtual://`` puts its papers.
        deadlines: other deadlines than the usual ones.
        connect: opens the line; for tests that bring their own.
        roll: the paper in it, to reckon what is left; None when nobody knows its length.

    Raises:
        PrinterUrlError: the address has no known form.
        UnknownProfile: there is no such profile.
    """

    def __init__(
        self,
        url: str,
        profile_name: str,
        papers_dir: Path | None = None,
        *,
        deadlines: Deadlines | None = None,
        connect: Callable[[], Wire] | None = None,
        roll: Roll | None = None,
    ) -> None:
        check_url(url)
        self.profile: PrinterProfile = load_profile(profile_name)
        self.roll = roll
        self.rest_seconds = 0.0
        """How long to leave it alone; grows while it prints nothing, zero after it printed."""
        self._line_a_job = is_line_a_job(url)
        self._breaks_with_power = breaks_with_power(url)
        self._deadlines = deadlines or Deadlines()
        self._line = PrinterLine(
            connect or (lambda: open_wire(url, self.profile, papers_dir)),
            self._manners,
            self._deadlines,
        )
        self._used = False
        self._lacking_bytes: int | None = None
        self._seen = PrinterStatus()
        self._line_word = ""

    def print(self, slip: Slip, *, subject: str = "") -> Delivery:
        """Print a slip.

        Args:
            slip: what the paper says.
            subject: what the slip is about, in the office's own terms; a virtual printer keeps it
                beside the paper, so that the paper can be found again.

        Returns:
            What became of it. A printer that is not there is NOT_SENT; a slip that cannot be
            written in its letters is NOT_SENT too, with the reason. An address that makes no QR
            code is left out, and the detail of a printed slip is ``no_code``. While it is not
            known whether the slip before came out, nothing new is sent: NOT_SENT with what stops
            the printer.
        """
        try:
            job = self._encoded(slip, subject)
        except PrintersError as error:
            log.warning("slip %s cannot be printed: %s", slip.number, error)
            return Delivery(PrintOutcome.UNPRINTABLE, error.code)
        was_open = self._line.is_open
        delivery = self._deliver(job)
        if was_open and delivery == _GONE:
            # It went away since the slip before, and may be back under the same address.
            delivery = self._deliver(job)
        self._rest_after(delivery)
        if delivery.outcome is PrintOutcome.PRINTED:
            self._line_word = ""
        if delivery.outcome is PrintOutcome.PRINTED and not job.is_whole:
            return replace(delivery, detail=NO_CODE)
        return delivery

    def listen(self, seconds: float = 0.0) -> tuple[str, ...]:
        """Hear late acknowledgements; call it between slips.

        Args:
            seconds: how long to wait for one that is still awaited.

        Returns:
            The ``Delivery.fence`` of every slip that turned out to be printed, each once.
        """
        self._line.listen(seconds)
        self._catch_up()
        late = self._line.late()
        if late and self._line_a_job and not self._line.awaits:
            self._hang_up()
        return late

    def status(self) -> PrinterStatus:
        """What the printer says of itself; all unknown when it cannot be reached."""
        try:
            can_ask = self._line.can_ask()
            status = self._line.ask() if can_ask else PrinterStatus()
        except WireError as error:
            log.debug("printer does not tell its status: %s", error)
            self._line_word = error.code
            self._hang_up()
            return PrinterStatus()
        is_silent = status.online is None and status.trouble is None
        self._line_word = SILENT if can_ask and is_silent else ""
        if (self._line_a_job or is_silent) and not self._line.awaits:
            # One that is silent may be switched off, and forgets the letters that were loaded.
            self._hang_up()
        return self._noted(status)

    @property
    def seen(self) -> PrinterStatus:
        """What it said the last time it was asked, at a slip or by ``status``."""
        return self._seen

    @property
    def standing(self) -> str:
        """How it stood when it was last asked or printed, in one stable word.

        ``ok``, ``near_end``, a word of ``PrinterStatus.trouble``, ``silent`` or ``unplugged``
        (or another word of the line), and ``unknown`` for one that can say nothing.
        """
        trouble = self._line_word or self._seen.trouble
        if trouble:
            return trouble
        if self._seen.paper is PaperStatus.NEAR_END:
            return PaperStatus.NEAR_END.value
        return "ok" if self._seen.online else "unknown"

    @property
    def awaits(self) -> bool:
        """Whether ``listen`` may still tell that a slip in doubt was printed."""
        return self._line.awaits

    def close(self) -> None:
        """Release the line; may be called twice."""
        self._hang_up()

    def _encoded(self, slip: Slip, subject: str) -> _EncodedSlip:
        """The slip's bytes: a number is worth more than a code.

        Raises:
            PrintersError: the slip cannot be printed.
        """
        try:
            return _EncodedSlip(*encode_measured(slip, self.profile, glyphs_resident=True), subject)
        except UnprintableCode as error:
            log.warning("slip %s goes out without its code: %s", slip.number, error)
            rest = encode_measured(_without_code(slip), self.profile, glyphs_resident=True)
            return _EncodedSlip(*rest, subject, is_whole=False)

    def _deliver(self, job: _EncodedSlip) -> Delivery:
        trouble = self._line.settle()
        self._catch_up()
        if trouble is not None:
            return Delivery(PrintOutcome.NOT_SENT, trouble)
        if not self._line.is_open:
            self._used = False
        try:
            wire, listener = self._line.open()
        except WireError as error:
            log.warning("printer cannot be reached: %s", error)
            return Delivery(PrintOutcome.NOT_SENT, error.code)
        note_subject(wire, job.subject)
        preparation = b"" if self._used else glyph_upload(self.profile)
        delivery = deliver(
            job.data,
            wire,
            self._manners(wire),
            self._deadlines,
            preparation=preparation,
            fresh_line=not self._used,
            lacking_bytes=self._lacking_bytes,
            listener=listener,
        )
        if not self._believes_late(delivery):
            delivery = replace(delivery, fence="")
        self._remember(delivery, len(preparation) + len(job.data))
        self._reckon(delivery, job)
        return delivery

    def _catch_up(self) -> None:
        """A late acknowledgement: what was sent before has come out whole."""
        if self._line.proven():
            self._lacking_bytes, self._used = 0, self._line.is_open

    def _believes_late(self, delivery: Delivery) -> bool:
        """Whether a late fence proves the whole slip: no part of it can have been forgotten.

        One that answered behind the slip has all of it, and loses all of it with its power.
        """
        status = delivery.status
        return self._breaks_with_power or (status is not None and status.online is not None)

    def _remember(self, delivery: Delivery, job_bytes: int) -> None:
        """What the printer may still wait for, and whether to keep the line."""
        if delivery.half_sent:
            self._lacking_bytes = max(self._lacking_bytes or 0, job_bytes)
        elif delivery.outcome is not PrintOutcome.NOT_SENT:
            self._lacking_bytes = 0
        self._used = delivery.outcome is PrintOutcome.PRINTED
        if delivery.fence:
            self._line.expect(delivery)
        elif not self._used or self._line_a_job:
            # What the printer kept (loaded letters, half a command) is unknown now: begin anew.
            self._hang_up()

    def _reckon(self, delivery: Delivery, job: _EncodedSlip) -> None:
        if delivery.status is not None:
            self._noted(delivery.status)
        if self.roll is not None and delivery.outcome is not PrintOutcome.NOT_SENT:
            self.roll = self.roll.after(job.length_mm)
            self._seen = replace(self._seen, tickets_left=self.roll.tickets_left)

    def _noted(self, status: PrinterStatus) -> PrinterStatus:
        if self.roll is not None:
            self.roll = self.roll.seen(status)
            status = replace(status, tickets_left=self.roll.tickets_left)
        self._seen = status
        return status

    def _rest_after(self, delivery: Delivery) -> None:
        if delivery.outcome is PrintOutcome.PRINTED:
            self.rest_seconds = 0.0
        else:
            longer = max(FIRST_REST_SECONDS, self.rest_seconds * 2)
            self.rest_seconds = min(longer, LONGEST_REST_SECONDS)

    def _manners(self, wire: Wire) -> PrinterProfile:
        """What the printer can do on this line."""
        if can_answer(wire):
            return self.profile
        return replace(
            self.profile,
            answers_status=False,
            clears_buffer=False,
            automatic_status=False,
            acknowledgement=Acknowledgement.NONE,
        )

    def _hang_up(self) -> None:
        self._line.close()
        self._used = False


@dataclass(frozen=True, slots=True)
class _EncodedSlip:
    """The bytes of a slip, the paper it takes, its subject, and whether they hold everything."""

    data: bytes
    length_mm: float
    subject: str
    is_whole: bool = True


def _without_code(slip: Slip) -> Slip:
    """The words that lead to the code go with it."""
    if isinstance(slip, TicketSlip):
        return replace(slip, status_url=None)
    return replace(slip, code=None, code_hint=None)


_GONE = Delivery(PrintOutcome.NOT_SENT, PrinterUnplugged.code)
