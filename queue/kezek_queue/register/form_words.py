"""Titles, labels and sentences on the papers of the request register, in three languages."""

from __future__ import annotations

from kezek_core.standards import ReceiptField
from kezek_core.texts import same
from kezek_queue.translated import text

ACCEPTANCE_TITLE = text("Acceptance receipt")
REGISTRATION_TITLE = text("Registration note")
REFUSAL_TITLE = text("Receipt for refused documents")
RETURN_TITLE = text("Notice of returned documents")
EXTENSION_TITLE = text("Notice of an extended term")

FIELD_LABELS = {
    ReceiptField.REQUEST_NUMBER: text("Request number"),
    ReceiptField.ACCEPTED_ON: text("Accepted on"),
    ReceiptField.SERVICE: text("Service", context="form"),
    ReceiptField.DOCUMENTS: text("Documents handed in, and how many"),
    ReceiptField.ISSUE_TIME: text("Day of issue (hours)"),
    ReceiptField.ISSUE_PLACE: text("Place of issue"),
    ReceiptField.ACCEPTED_BY: text("Accepted by", context="form"),
    ReceiptField.APPLICANT: text("Applicant"),
    ReceiptField.APPLICANT_CONTACTS: text("Applicant's contacts"),
}
"""What a receipt calls each field that a standard's item on the receipt asks for."""

NO_RECEIPT_FIELDS = (
    ReceiptField.REQUEST_NUMBER,
    ReceiptField.ACCEPTED_ON,
    ReceiptField.SERVICE,
    ReceiptField.ISSUE_TIME,
)
"""What the registration note says where a standard asks for no receipt: enough to come back."""

NO_RECEIPT_NOTE = text(
    "The standard sets no contents of a receipt: the register confirms the acceptance."
)
CODE_HINT = text("Show the code at the kiosk to collect the result")
BOTH_COPIES = text("Made in two copies, one for each side.")
COPY_FOR = (
    text("Copy 1: for the applicant"),
    text("Copy 2: for the office"),
)
MISSING_HEADING = text("Documents that are missing")
TO_BRING = text("Bring this paper, and: {documents}")
REASONS_HEADING = text("Reasons for the return")
BLANK_LINE = same("____________________")

REFUSAL_SENTENCE = text(
    "Under article 20, item 2 of the Law on public services of 15 April 2013 {office} refuses the "
    "documents: the set that the standard lists is incomplete."
)
"""Source: Law on public services, 15 April 2013, no. 88-V, art. 20, item 2."""
