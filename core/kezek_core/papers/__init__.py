"""Papers as values: tickets, receipts and forms before anyone decides how they look."""

from __future__ import annotations

from kezek_core.papers.form_slips import (
    FormField,
    FormKind,
    FormList,
    FormSlip,
    Slip,
    slip_from_json,
)
from kezek_core.papers.request_numbers import (
    MistypedNumberError,
    RequestNumber,
    RequestNumberError,
    digits_of,
    parse,
    shown,
)
from kezek_core.papers.slips import ExpectedWait, TicketSlip
from kezek_core.papers.typeface import TYPEFACE

__all__ = [
    "TYPEFACE",
    "ExpectedWait",
    "FormField",
    "FormKind",
    "FormList",
    "FormSlip",
    "MistypedNumberError",
    "RequestNumber",
    "RequestNumberError",
    "Slip",
    "TicketSlip",
    "digits_of",
    "parse",
    "shown",
    "slip_from_json",
]
