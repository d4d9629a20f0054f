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
    CheckDigitError,
    NoRequestNumberError,
    RequestNumber,
    digits_of,
    parse,
    shown,
)
from kezek_core.papers.slips import ExpectedWait, TicketSlip
from kezek_core.papers.subjects import (
    COMPLAINT_LETTERS,
    NOBODY,
    REFUSAL_PREFIX,
    Subject,
    SubjectKind,
    kind_written,
)
from kezek_core.papers.typeface import TYPEFACE

__all__ = [
    "COMPLAINT_LETTERS",
    "NOBODY",
    "REFUSAL_PREFIX",
    "TYPEFACE",
    "CheckDigitError",
    "ExpectedWait",
    "FormField",
    "FormKind",
    "FormList",
    "FormSlip",
    "NoRequestNumberError",
    "RequestNumber",
    "Slip",
    "Subject",
    "SubjectKind",
    "TicketSlip",
    "digits_of",
    "kind_written",
    "parse",
    "shown",
    "slip_from_json",
]
