"""Documents at the window: taken with a receipt, or not taken with a receipt in two copies."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from kezek_core.calendar import (
    CalendarError,
    FeeDue,
    FeeError,
    NoIndexError,
    TermError,
    due_on,
    office_date,
)
from kezek_core.events import EventKind
from kezek_core.papers import REFUSAL_PREFIX, Subject, SubjectKind
from kezek_core.standards import Document, ReceiptField
from kezek_queue.errors import (
    BadDateError,
    FeeRefusedError,
    NotAllowedByStandardError,
    PersonNeededError,
    UnknownWindowError,
)
from kezek_queue.journal.event_text import canonical
from kezek_queue.office.lookup import check_language, service_of
from kezek_queue.office.office import Office
from kezek_queue.papers.print_jobs import add_job
from kezek_queue.people.personal_data import Person, checked_text, keep, personal_texts
from kezek_queue.register.form_words import BLANK_LINE
from kezek_queue.register.forms import PrintedForm, acceptance_receipt, refusal_receipts
from kezek_queue.register.kept_standard import KeptStandard, keep_standard
from kezek_queue.register.rows import (
    get_row,
    insert_request,
    next_request_number,
    read_request,
    remember_step,
)
from kezek_queue.register.values import Acceptance, Request, RequestState
from kezek_queue.schema.tables import register_refusals
from kezek_queue.store.idempotency import once
from kezek_queue.store.transaction import Transaction
from kezek_queue.tickets.rows import find

SCOPE = "documents"
BLANKS = dict.fromkeys(("applicant", "address", "contacts"), BLANK_LINE.kk)
"""What nobody told is left to be written by hand."""

_LACKING = sa.select(register_refusals.c.missing).where(
    register_refusals.c.office_id == sa.bindparam("office"),
    register_refusals.c.id == sa.bindparam("refusal"),
)


@dataclass(frozen=True, slots=True)
class Submission:
    """What the operator entered at the window.

    Args:
        service: slug of the service.
        person: who asks; None where the receipt need not say.
        documents: how many of each document were brought, by id.
        applies: ids of documents whose condition is met.
        window: the window; None for none.
        inspector: who takes the documents, as the receipt names them.
        ticket_id: the visit; None when none is known.
        paid_on: the day the state duty was paid.
        language: the language the visitor chose.
    """

    service: str
    person: Person | None
    documents: Mapping[str, int]
    applies: tuple[str, ...]
    window: int | None
    inspector: str
    ticket_id: str | None
    paid_on: date | None
    language: str

    def asked(self) -> dict[str, Any]:
        """What a repetition must hand in too; nobody's name is in it."""
        return {
            "service": self.service,
            "documents": dict(self.documents),
            "applies": sorted(self.applies),
            "ticket": self.ticket_id,
            "paid_on": self.paid_on and self.paid_on.isoformat(),
        }


def accept(tx: Transaction, hand_in: Submission, *, key: str | None, actor: str) -> Acceptance:
    """Take documents that are complete, or say what is missing.

    Raises:
        Refusal: what was entered cannot be right; `Register.accept` lists the kinds.
    """
    return once(
        tx, SCOPE, key, hand_in.asked(),
        do=lambda: _decide(tx, hand_in, actor),
        kept=_kept, again=lambda ids: _answered(tx, hand_in, ids),
    )  # fmt: skip


def _decide(tx: Transaction, hand_in: Submission, actor: str) -> Acceptance:
    on = office_date(tx.now.at, tx.office.hours.zone)
    service = service_of(tx.office, hand_in.service)
    kept = KeptStandard.of(tx.config.standards.get(service.standard), on)
    _check(tx, hand_in)
    texts = _texts(hand_in)
    missing = kept.missing(hand_in.documents, hand_in.applies)
    if missing:
        return _refuse(tx, hand_in, kept, missing, texts, on=on, actor=actor)
    return _take(tx, hand_in, kept, texts, on=on, actor=actor)


def _take(
    tx: Transaction,
    hand_in: Submission,
    kept: KeptStandard,
    texts: dict[str, str],
    *,
    on: date,
    actor: str,
) -> Acceptance:
    _check_person(kept, texts)
    fee = _fee(tx.office, kept, hand_in.paid_on, on)
    due = _due_on(tx, kept, on)
    request = Request(
        number=next_request_number(tx, on),
        service=hand_in.service,
        standard=kept.standard,
        edition=kept.edition,
        state=RequestState.ACCEPTED,
        language=hand_in.language,
        ticket_id=hand_in.ticket_id,
        window=hand_in.window,
        documents={name: count for name, count in hand_in.documents.items() if count},
        accepted_on=on,
        accepted_at=tx.now.at,
        first_due_on=due,
        due_on=due,
        fee_tenge=fee.tenge if fee else 0,
        paid_on=fee.paid_on if fee else None,
    )
    insert_request(tx, request, keep_standard(tx, kept))
    slip = acceptance_receipt(_paper(tx, hand_in), request, kept, fee)
    job = add_job(tx, Subject(SubjectKind.REQUEST, request.number), slip)
    seq = tx.record(
        EventKind.REQUEST_ACCEPTED, actor=actor, ticket_id=hand_in.ticket_id,
        window=hand_in.window, request=request.number, service=request.service,
        standard=request.standard, edition=request.edition, documents=dict(request.documents),
        accepted_on=on.isoformat(), due_on=due.isoformat(), fee_tenge=request.fee_tenge,
        jobs=[job],
    )  # fmt: skip
    remember_step(tx, request.number, seq)
    keep(tx, request.number, texts)
    return Acceptance(request, (), (job,))


def _refuse(
    tx: Transaction,
    hand_in: Submission,
    kept: KeptStandard,
    missing: tuple[Document, ...],
    texts: dict[str, str],
    *,
    on: date,
    actor: str,
) -> Acceptance:
    # Named after the place of its event, which is the next one: print jobs write none.
    refusal = f"{REFUSAL_PREFIX}{tx.counters.last_seq + 1}"
    slips = refusal_receipts(_paper(tx, hand_in), kept, missing)
    subject = Subject(SubjectKind.REFUSAL, refusal)
    jobs = tuple(add_job(tx, subject, slip) for slip in slips)
    lacking = [each.id for each in missing]
    tx.connection.execute(
        register_refusals.insert(),
        {
            "office_id": tx.office_id,
            "id": refusal,
            "service": hand_in.service,
            "standard": kept.standard,
            "edition": kept.edition,
            "ticket_id": hand_in.ticket_id,
            "window": hand_in.window,
            "missing": canonical({"documents": lacking}),
            "closed_on": on.isoformat(),
        },
    )
    tx.record(
        EventKind.DOCUMENTS_REFUSED, actor=actor, ticket_id=hand_in.ticket_id,
        window=hand_in.window, refusal=refusal, service=hand_in.service, standard=kept.standard,
        edition=kept.edition, missing=lacking, jobs=list(jobs),
    )  # fmt: skip
    keep(tx, refusal, texts)
    return Acceptance(None, missing, jobs, refusal, substitutes=kept.substitutes(missing))


def _check(tx: Transaction, hand_in: Submission) -> None:
    check_language(tx.office, hand_in.language)
    if hand_in.window is not None and hand_in.window not in tx.office.windows:
        raise UnknownWindowError(
            f"expected one of the windows {', '.join(map(str, tx.office.windows))}, got "
            f"{hand_in.window!r}; name the window that takes the documents",
            window=hand_in.window,
        )
    if hand_in.ticket_id is not None:
        find(tx.connection, tx.office_id, hand_in.ticket_id)


def _texts(hand_in: Submission) -> dict[str, str]:
    inspector = checked_text(hand_in.inspector, "the inspector's name", "inspector")
    if inspector is None:
        raise PersonNeededError(
            "expected the name of the inspector who takes the documents, got none; the receipt "
            "must name them",
            field="inspector",
        )
    return BLANKS | personal_texts(hand_in.person) | {"inspector": inspector}


def _check_person(kept: KeptStandard, texts: Mapping[str, str]) -> None:
    asked = {
        ReceiptField.APPLICANT: "applicant",
        ReceiptField.APPLICANT_CONTACTS: "contacts",
    }
    for field, name in asked.items():
        if field in kept.receipt_fields and texts[name] == BLANK_LINE.kk:
            raise PersonNeededError(
                f"expected the {name} that the receipt of {kept.standard} must state, got none; "
                "ask the visitor and type it",
                field="name" if field is ReceiptField.APPLICANT else name,
            )


def _fee(office: Office, kept: KeptStandard, paid_on: date | None, on: date) -> FeeDue | None:
    """The state duty of a paid service.

    Raises:
        BadDateError: the payment day is missing, an instant, or still to come.
        FeeRefusedError: it cannot be worked out for that day.
    """
    if kept.fee.free:
        return None
    if paid_on is None or isinstance(paid_on, datetime) or paid_on > on:
        raise BadDateError(
            f"expected the day on which the state duty was paid, {on} or before, got {paid_on}; "
            "read it from the bank's receipt",
            on=on.isoformat(),
        )
    try:
        return office.fee_due(kept.fee, paid_on)
    except NoIndexError as error:
        raise FeeRefusedError(
            str(error), paid_on=paid_on.isoformat(), year=str(paid_on.year)
        ) from error
    except FeeError as error:
        raise FeeRefusedError(str(error), paid_on=paid_on.isoformat()) from error


def _due_on(tx: Transaction, kept: KeptStandard, on: date) -> date:
    if kept.term is None:
        raise NotAllowedByStandardError(
            f"expected a term in the standard {kept.standard}, got none; add [term] to its file",
            standard=kept.standard,
        )
    try:
        return due_on(kept.term, on, kept.calendar(tx.office)).due_on
    except (TermError, CalendarError) as error:
        raise BadDateError(str(error), on=on.isoformat()) from error


def _paper(tx: Transaction, hand_in: Submission) -> PrintedForm:
    return PrintedForm(tx.office, tx.now.at, hand_in.language)


def _kept(answer: Acceptance) -> dict[str, Any]:
    number = None if answer.request is None else answer.request.number
    return {"request": number, "refusal": answer.refusal, "jobs": list(answer.print_jobs)}


def _answered(tx: Transaction, hand_in: Submission, ids: Mapping[str, Any]) -> Acceptance:
    jobs = tuple(ids["jobs"])
    if ids["request"] is not None:
        row = get_row(tx.connection, tx.office_id, ids["request"])
        return Acceptance(read_request(row), (), jobs, repeated=True)
    kept = KeptStandard.of(
        tx.config.standards.get(service_of(tx.office, hand_in.service).standard),
        office_date(tx.now.at, tx.office.hours.zone),
    )
    stored = {"office": tx.office_id, "refusal": ids["refusal"]}
    lacking = json.loads(tx.connection.execute(_LACKING, stored).scalar_one())["documents"]
    missing = tuple(each for each in kept.documents if each.id in lacking)
    return Acceptance(
        None, missing, jobs, ids["refusal"], repeated=True, substitutes=kept.substitutes(missing)
    )
