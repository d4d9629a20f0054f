"""How a slip looks on the character grid, before any printer is thought of."""

from __future__ import annotations

from kezek_core.papers import FormSlip, Slip
from kezek_printers.slips.form_layout import lay_out_form
from kezek_printers.slips.slip_document import SlipDocument
from kezek_printers.slips.ticket_layout import lay_out_ticket


def lay_out(slip: Slip, *, columns: int, width_dots: int) -> SlipDocument:
    """The slip on paper of that width.

    Args:
        slip: what it says: a ticket or a form.
        columns: characters of Font A in a line.
        width_dots: dots across the paper.

    Raises:
        BrokenSlip: its instant has no time zone, or the office's zone is unknown.
        UnprintableCode: its address does not fit a QR code.
    """
    if isinstance(slip, FormSlip):
        return lay_out_form(slip, columns=columns, width_dots=width_dots)
    return lay_out_ticket(slip, columns=columns, width_dots=width_dots)
