"""The papers of the request register: receipts and notices, as the standards ask for them.

Where a paper names a person the form holds a mark (see ``people``), never the name itself.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from kezek_core.calendar import FeeDue
from kezek_core.dates import day_words
from kezek_core.papers import FormField, FormKind, FormList, FormSlip
from kezek_core.standards import Document, DocumentStage, Extension, ReceiptField, asked_at
from kezek_core.texts import LocalText, filled, same
from kezek_queue.office.office import Office
from kezek_queue.papers.document_words import listed, named
from kezek_queue.papers.form_words import (
    TO_SHOW_HEADING,
    hours_words,
    joined,
    share_words,
    tenge_words,
)
from kezek_queue.people.personal_data import mark
from kezek_queue.register.form_words import (
    ACCEPTANCE_TITLE,
    BLANK_LINE,
    BOTH_COPIES,
    CODE_HINT,
    COPY_FOR,
    EXTENSION_TITLE,
    FIELD_LABELS,
    MISSING_HEADING,
    NO_RECEIPT_FIELDS,
    NO_RECEIPT_NOTE,
    REASONS_HEADING,
    REFUSAL_SENTENCE,
    REFUSAL_TITLE,
    REGISTRATION_TITLE,
    RETURN_TITLE,
)
from kezek_queue.register.kept_standard import KeptStandard
from kezek_queue.register.values import Request
from kezek_queue.translated import text
from kezek_queue.wording.term_words import span_words


@dataclass(frozen=True, slots=True)
class PrintedForm:
    """What every paper needs: the office, the instant, and the visitor's language."""

    office: Office
    at: datetime
    language: str

    def form(
        self,
        kind: FormKind,
        title: LocalText,
        fields: tuple[FormField, ...],
        *,
        number: str | None = None,
        lists: tuple[FormList, ...] = (),
        notes: tuple[LocalText, ...] = (),
        code: str | None = None,
        signatures: tuple[LocalText, ...] = (),
    ) -> FormSlip:
        """The form with the office's name and time."""
        return FormSlip(
            kind=kind,
            office=self.office.name,
            title=title,
            issued_at=self.at,
            time_zone=self.office.time_zone,
            language=self.language,
            number=number,
            fields=fields,
            lists=lists,
            notes=notes,
            code=code,
            code_hint=None if code is None else CODE_HINT,
            signatures=signatures,
        )


def acceptance_receipt(
    paper: PrintedForm, request: Request, kept: KeptStandard, fee: FeeDue | None
) -> FormSlip:
    """The receipt for accepted documents, with the very fields that the standard names.

    A standard that names none gets a registration note: number, day, service, day of issue, and
    what is shown to collect the result.
    The number stands on every receipt in large type and in the code, because the kiosk needs it.

    Args:
        paper: office, instant and language.
        request: the request just accepted.
        kept: what the standard says.
        fee: None for a free service.

    Source: order 287, annexes 1 and 2, item 15; resolution 1119, item 14.1.
    """
    asked = kept.receipt_fields or NO_RECEIPT_FIELDS
    values = _receipt_values(paper, request, kept)
    fields = tuple(
        FormField(FIELD_LABELS[each], values[each]()) for each in asked if each in values
    )
    lists = (_documents(request, kept),) if ReceiptField.DOCUMENTS in asked else ()
    if not kept.receipt_fields:
        lists = (*lists, *_to_show(kept))
    return paper.form(
        FormKind.ACCEPTANCE,
        ACCEPTANCE_TITLE if kept.receipt_fields else REGISTRATION_TITLE,
        (*fields, *(_fee_fields(fee, kept) if fee else ())),
        number=request.shown,
        lists=lists,
        notes=() if kept.receipt_fields else (NO_RECEIPT_NOTE,),
        code=request.number,
    )


def refusal_receipts(
    paper: PrintedForm, kept: KeptStandard, missing: tuple[Document, ...]
) -> tuple[FormSlip, FormSlip]:
    """The receipt for documents that were not taken, one copy for each side.

    Args:
        paper: office, instant and language.
        kept: what the standard says.
        missing: every document that is not there; what suffices instead is named with it.

    Source: Rules 126 of 2014, annex 3, edition of 2015-12-09; item 11 there.
    """
    fields = (
        FormField(FIELD_LABELS[ReceiptField.APPLICANT], same(mark("applicant"))),
        FormField(text("Address"), same(mark("address"))),
        FormField(FIELD_LABELS[ReceiptField.SERVICE], kept.title),
        FormField(text("Officer"), same(mark("inspector"))),
        FormField(text("Telephone", context="forms"), _phone(kept)),
    )
    items = tuple(named(each, kept.documents) for each in missing)
    first, second = (
        paper.form(
            FormKind.REFUSAL,
            REFUSAL_TITLE,
            fields,
            lists=(FormList(MISSING_HEADING, items),),
            notes=(filled(REFUSAL_SENTENCE, office=paper.office.name), BOTH_COPIES, copy_for),
            signatures=_SIGNATURES,
        )
        for copy_for in COPY_FOR
    )
    return first, second


def return_notice(
    paper: PrintedForm, request: Request, kept: KeptStandard, reasons: int
) -> FormSlip:
    """What the visitor is told when the authority has sent the papers back.

    Source: order 287, annexes 1 and 2, item 17; resolution 1119, item 16.
    """
    fields = [*_about(request, kept)]
    if request.return_notice_by_on is not None:
        label = text("To be told by")
        fields.append(FormField(label, day_words(request.return_notice_by_on)))
    items = tuple(same(mark(reason_mark(request.times_returned, n))) for n in range(reasons))
    return paper.form(
        FormKind.REFUSAL,
        RETURN_TITLE,
        tuple(fields),
        number=request.shown,
        lists=(FormList(REASONS_HEADING, items),),
    )


def extension_notice(
    paper: PrintedForm, request: Request, kept: KeptStandard, extension: Extension
) -> FormSlip:
    """What the visitor is told when the term is prolonged.

    Source: order 287, annexes 1 and 2, item 7.3 and 7.4.
    """
    length = span_words(extension.amount, extension.unit)
    why = f"extension_reason_{request.extension}"
    fields = [
        *_about(request, kept),
        FormField(text("Extended term"), length),
        FormField(
            text("Reason"),
            same(mark(why)),
        ),
        FormField(FIELD_LABELS[ReceiptField.ISSUE_TIME], _issue_time(paper.office, request.due_on)),
    ]
    if request.extension_notice_by_on is not None:
        label = text("To be told by")
        fields.append(FormField(label, day_words(request.extension_notice_by_on)))
    return paper.form(
        FormKind.ACCEPTANCE,
        EXTENSION_TITLE,
        tuple(fields),
        number=request.shown,
        code=request.number,
    )


def reason_mark(times_returned: int, place: int) -> str:
    """The mark of one reason of one return."""
    return f"return_{times_returned}_reason_{place}"


def _receipt_values(
    paper: PrintedForm, request: Request, kept: KeptStandard
) -> dict[ReceiptField, Callable[[], LocalText]]:
    """The value of each field; the documents are a list of their own."""
    return {
        ReceiptField.REQUEST_NUMBER: lambda: same(request.shown),
        ReceiptField.ACCEPTED_ON: lambda: day_words(request.accepted_on),
        ReceiptField.SERVICE: lambda: kept.title,
        ReceiptField.ISSUE_TIME: lambda: _issue_time(paper.office, request.due_on),
        ReceiptField.ISSUE_PLACE: lambda: paper.office.name,
        ReceiptField.ACCEPTED_BY: lambda: same(mark("inspector")),
        ReceiptField.APPLICANT: lambda: same(mark("applicant")),
        ReceiptField.APPLICANT_CONTACTS: lambda: same(mark("contacts")),
    }


def _issue_time(office: Office, due_on: date) -> LocalText:
    """The day of issue with the office's hours on it, because the acts ask for the time too."""
    return joined(day_words(due_on), hours_words(office.hours.hours_on(due_on)))


def _documents(request: Request, kept: KeptStandard) -> FormList:
    brought = tuple(
        joined(each.title, str(request.documents[each.id]), " – ")
        for each in kept.documents
        if request.documents.get(each.id)
    )
    return FormList(FIELD_LABELS[ReceiptField.DOCUMENTS], brought)


def _to_show(kept: KeptStandard) -> tuple[FormList, ...]:
    """What the visitor has to have along on the day of issue; no list where it is nothing."""
    asked = asked_at(kept.documents, DocumentStage.PICKUP)
    items = tuple(listed(each, kept.documents) for each in asked)
    return (FormList(TO_SHOW_HEADING, items),) if items else ()


def _fee_fields(fee: FeeDue, kept: KeptStandard) -> tuple[FormField, ...]:
    """The state duty with the requisites of the act.

    Source: order 3 of 2008, apostille standard, item 8.
    """
    share = "" if fee.mci_share is None else share_words(fee.mci_share)
    fields = [
        FormField(
            text("State duty"),
            joined(same(tenge_words(fee.tenge)), share),
        ),
        FormField(text("Paid on"), day_words(fee.paid_on)),
    ]
    payee = kept.fee.payee
    if payee is None:
        return tuple(fields)
    requisites = (
        (text("Payee"), payee.name),
        (text("Taxpayer no."), payee.taxpayer_number),
        (text("Account"), payee.account),
        (text("Bank code"), payee.bank_code),
        (text("Purpose"), payee.purpose_code),
    )
    return (
        *fields,
        *(
            FormField(label, same(value) if isinstance(value, str) else value)
            for label, value in requisites
            if value is not None
        ),
    )


def _about(request: Request, kept: KeptStandard) -> tuple[FormField, ...]:
    return (
        FormField(FIELD_LABELS[ReceiptField.REQUEST_NUMBER], same(request.shown)),
        FormField(FIELD_LABELS[ReceiptField.SERVICE], kept.title),
    )


def _phone(kept: KeptStandard) -> LocalText:
    """The form leaves room for a number; the act's own is printed where there is one."""
    return same(kept.phones[0]) if kept.phones else BLANK_LINE


_SIGNATURES = (
    filled(text("Officer: {mark}"), mark=mark("inspector")),
    filled(text("Received: {mark}"), mark=mark("applicant")),
)
