"""A printer as the agent sees it: print a slip, hear what became of it, never an exception."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from kezek_core.ports import PrintOutcome, Wire
from kezek_core.slips import TicketSlip
from kezek_printers.delivery import Deadlines, Delivery, deliver
from kezek_printers.encode import encode, glyph_upload
from kezek_printers.errors import PrintersError
from kezek_printers.profile import PrinterProfile, Strategy
from kezek_printers.profile_file import load_profile
from kezek_printers.status import PrinterStatus, ask_status
from kezek_printers.wire_errors import WireError
from kezek_printers.wires import check_url, open_wire


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
        self._deadlines = deadlines or Deadlines()
        self._wire: Wire | None = None
        self._glyphs_resident = False

    def print(self, slip: TicketSlip) -> Delivery:
        """Print a slip.

        Returns:
            What became of it. A printer that is not there is NOT_SENT; a slip that cannot be
            written in its letters is NOT_SENT too, with the reason.
        """
        try:
            data = encode(slip, self.profile, glyphs_resident=True)
            wire = self._line()
            self._upload_glyphs(wire)
        except WireError as error:
            self._drop()
            return Delivery(PrintOutcome.NOT_SENT, error.code)
        except PrintersError as error:
            return Delivery(PrintOutcome.NOT_SENT, error.code)
        delivery = deliver(data, wire, self.profile, self._deadlines)
        if delivery.outcome is not PrintOutcome.PRINTED or self.profile.one_line_a_job:
            # What the printer kept (glyphs, half a command) is unknown now: begin anew.
            self._drop()
        return delivery

    def status(self) -> PrinterStatus:
        """What the printer says of itself; all unknown when it cannot be reached."""
        try:
            return ask_status(self._line(), deadline_seconds=self._deadlines.status_seconds)
        except WireError:
            self._drop()
            return PrinterStatus()

    def close(self) -> None:
        """Release the line; may be called twice."""
        self._drop()

    def _line(self) -> Wire:
        if self._wire is None:
            self._wire = self._connect()
            self._glyphs_resident = False
        return self._wire

    def _upload_glyphs(self, wire: Wire) -> None:
        if self.profile.strategy is Strategy.GLYPHS and not self._glyphs_resident:
            upload = glyph_upload(self.profile)
            wire.write(upload, deadline_seconds=self._deadlines.chunk_seconds)
            self._glyphs_resident = True

    def _drop(self) -> None:
        wire, self._wire = self._wire, None
        self._glyphs_resident = False
        if wire is not None:
            wire.close()
