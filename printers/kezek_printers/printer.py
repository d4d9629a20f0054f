"""A printer as the agent sees it: print a slip, hear what became of it, never an exception."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from kezek_core.form_slips import Slip
from kezek_core.ports import PrintOutcome, Wire
from kezek_core.slips import TicketSlip
from kezek_printers.delivery import Deadlines, Delivery, deliver
from kezek_printers.encode import encode, glyph_upload
from kezek_printers.errors import PrintersError, UnprintableCode
from kezek_printers.printer_profile import Acknowledgement, PrinterProfile
from kezek_printers.profile_file import load_profile
from kezek_printers.status import PrinterStatus, ask_status
from kezek_printers.wire_errors import PrinterUnplugged, WireError
from kezek_printers.wires import can_answer, check_url, is_line_a_job, note_subject, open_wire

log = logging.getLogger(__name__)

NO_CODE = "no_code"
"""The slip was printed without its QR code, whose address makes none."""


class Printer:
    """One printer at one address; use it from one thread.

    Args:
        url: its address, see ``wires.FORMS``.
        profile_name: its profile.
        papers_dir: where ``virtual://`` puts its papers.
        deadlines: other deadlines than the usual ones.
        connect: opens the line; for tests that bring their own.

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
    ) -> None:
        check_url(url)
        self.profile: PrinterProfile = load_profile(profile_name)
        self._connect = connect or (lambda: open_wire(url, self.profile, papers_dir))
        self._line_a_job = is_line_a_job(url)
        self._deadlines = deadlines or Deadlines()
        self._wire: Wire | None = None
        self._used = False
        self._lacking_bytes: int | None = None

    def print(self, slip: Slip, *, subject: str = "") -> Delivery:
        """Print a slip.

        Args:
            slip: what the paper says.
            subject: what the slip is about, in the office's own terms; a virtual printer keeps it
                beside the paper, so that the paper can be found again.

        Returns:
            What became of it. A printer that is not there is NOT_SENT; a slip that cannot be
            written in its letters is NOT_SENT too, with the reason. An address that makes no QR
            code is left out, and the detail of a printed slip is ``no_code``.
        """
        try:
            data, whole = self._encoded(slip)
        except PrintersError as error:
            log.warning("slip %s cannot be printed: %s", slip.number, error)
            return Delivery(PrintOutcome.NOT_SENT, error.code)
        was_used = self._used
        delivery = self._deliver(data, subject)
        if was_used and delivery == _GONE:
            # It went away since the slip before, and may be back under the same address.
            delivery = self._deliver(data, subject)
        if delivery.outcome is PrintOutcome.PRINTED and not whole:
            return replace(delivery, detail=NO_CODE)
        return delivery

    def status(self) -> PrinterStatus:
        """What the printer says of itself; all unknown when it cannot be reached."""
        try:
            wire = self._line()
            if not can_answer(wire) or not self.profile.answers_status:
                return PrinterStatus()
            status = ask_status(wire, deadline_seconds=self._deadlines.status_seconds)
        except WireError as error:
            log.debug("printer does not tell its status: %s", error)
            self.close()
            return PrinterStatus()
        if self._line_a_job:
            self.close()
        return status

    def close(self) -> None:
        """Release the line; may be called twice."""
        wire, self._wire, self._used = self._wire, None, False
        if wire is not None:
            wire.close()

    def _encoded(self, slip: Slip) -> tuple[bytes, bool]:
        """The slip's bytes, and whether they hold everything: a number is worth more than a code.

        Raises:
            PrintersError: the slip cannot be printed.
        """
        try:
            return encode(slip, self.profile, glyphs_resident=True), True
        except UnprintableCode as error:
            log.warning("slip %s goes out without its code: %s", slip.number, error)
            return encode(_without_code(slip), self.profile, glyphs_resident=True), False

    def _deliver(self, data: bytes, subject: str) -> Delivery:
        try:
            wire = self._line()
        except WireError as error:
            log.warning("printer cannot be reached: %s", error)
            return Delivery(PrintOutcome.NOT_SENT, error.code)
        note_subject(wire, subject)
        preparation = b"" if self._used else glyph_upload(self.profile)
        delivery = deliver(
            data,
            wire,
            self._manners(wire),
            self._deadlines,
            preparation=preparation,
            fresh_line=not self._used,
            lacking_bytes=self._lacking_bytes,
        )
        self._used = True
        self._remember(delivery, len(preparation) + len(data))
        if delivery.outcome is not PrintOutcome.PRINTED or self._line_a_job:
            # What the printer kept (loaded letters, half a command) is unknown now: begin anew.
            self.close()
        return delivery

    def _remember(self, delivery: Delivery, job_bytes: int) -> None:
        """What the printer may still wait for, whatever line the next slip takes."""
        if delivery.half_sent:
            self._lacking_bytes = max(self._lacking_bytes or 0, job_bytes)
        elif delivery.outcome is not PrintOutcome.NOT_SENT:
            self._lacking_bytes = 0

    def _manners(self, wire: Wire) -> PrinterProfile:
        """What the printer can do on this line."""
        if can_answer(wire):
            return self.profile
        return replace(
            self.profile,
            answers_status=False,
            clears_buffer=False,
            acknowledgement=Acknowledgement.NONE,
        )

    def _line(self) -> Wire:
        if self._wire is None:
            self._wire = self._connect()
        return self._wire


def _without_code(slip: Slip) -> Slip:
    """The words that lead to the code go with it."""
    if isinstance(slip, TicketSlip):
        return replace(slip, status_url=None)
    return replace(slip, code=None, code_hint=None)


_GONE = Delivery(PrintOutcome.NOT_SENT, PrinterUnplugged.code)
