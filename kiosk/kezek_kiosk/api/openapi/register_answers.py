"""The shapes of requests, complaints, surveys, memos and document lists."""

from __future__ import annotations

from typing import Final

from kezek_core.papers import FormKind
from kezek_core.standards import ComplaintForm, PeriodUnit
from kezek_kiosk.api.openapi.schemas import (
    DAY,
    INSTANT,
    Schema,
    flag,
    list_of,
    one_of,
    or_null,
    record,
    ref,
    text,
    whole,
)
from kezek_queue import PickUpAnswer, RequestState
from kezek_queue.register import COMMANDS, ERASE, REPRINT

NAMED = text(enum=["required", "optional", "unused"])
REQUEST_FIELDS: Final[dict[str, Schema]] = {
    "number": text(examples=["26-000123-4"]),
    "service": text(),
    "service_title": or_null(ref("LocalText")),
    "standard": text(),
    "edition": text(),
    "state": one_of(RequestState),
    "language": text(),
    "ticket": or_null(text()),
    "window": or_null(whole()),
    "documents": {"type": "object", "additionalProperties": whole()},
    "accepted_on": DAY,
    "accepted_at": INSTANT,
    "first_due_on": DAY,
    "due_on": DAY,
    "extension": or_null(ref("GivenExtension")),
    "sent_on": or_null(DAY),
    "return_by_on": or_null(DAY),
    "returned_on": or_null(DAY),
    "return_notice_by_on": or_null(DAY),
    "times_returned": whole(),
    "ready_on": or_null(DAY),
    "keep_until_on": or_null(DAY),
    "hand_over_on": or_null(DAY),
    "closed_on": or_null(DAY),
    "valid_until_on": or_null(DAY),
    "fee_tenge": whole(),
    "paid_on": or_null(DAY),
    "erased_on": or_null(DAY),
    "overdue": flag(),
    "on_time": {**or_null(flag()), "description": "Null while there is no answer yet."},
    "allowed": {
        **list_of(text(enum=[*COMMANDS, REPRINT, ERASE])),
        "description": "The commands that the request takes now from this caller.",
    },
    "pick_up": ref("PickUp"),
}
PRINTED = {**list_of(whole()), "description": "The print jobs that this command made."}
COMPLAINT_FIELDS: Final[dict[str, Schema]] = {
    "number": text(examples=["C-26-000017-6"]),
    "service": or_null(text()),
    "standard": or_null(text()),
    "ticket": or_null(text()),
    "form": one_of(ComplaintForm),
    "language": text(),
    "registered_at": INSTANT,
    "registered_on": DAY,
    "registered_by": text(description="The account or device."),
    "due_on": DAY,
    "term_source": text(),
    "resolved_on": or_null(DAY),
    "justified": or_null(flag()),
    "on_time": or_null(flag()),
    "erased_on": or_null(DAY),
}
PERSONAL = ("text", "name", "contact", "accepted_by", "outcome")


def _pair(first: Schema, second: Schema) -> Schema:
    """A list of exactly two."""
    return {"type": "array", "prefixItems": [first, second], "minItems": 2, "maxItems": 2}


SHAPES: Final[dict[str, Schema]] = {
    "GivenExtension": record(which=whole(), on=or_null(DAY), notice_by=or_null(DAY)),
    "PickUp": record(
        answer=one_of(PickUpAnswer),
        due_on=or_null(DAY),
        keep_until_on=or_null(DAY),
        closed_on=or_null(DAY),
    ),
    "Request": record(**REQUEST_FIELDS),
    "ChangedRequest": record(**REQUEST_FIELDS, print_jobs=PRINTED),
    "Requests": record(requests=list_of(ref("Request"))),
    "Acceptance": record(
        request=or_null(ref("Request")),
        refusal=or_null(text()),
        missing=list_of(
            record(
                id=text(),
                title=ref("LocalText"),
                instead={
                    **list_of(record(id=text(), title=ref("LocalText"), condition=or_null(text()))),
                    "description": "Whatever suffices in its place.",
                },
            )
        ),
        print_jobs=list_of(whole()),
    ),
    "PersonOfRequest": {
        "type": "object",
        "description": "Everything held of one person: `person`, and `request` or `refusal`.",
        "properties": {
            "person": {"type": "object", "additionalProperties": text()},
            "request": {"type": "object"},
            "refusal": {"type": "object"},
        },
        "required": ["person"],
        "additionalProperties": False,
    },
    "Erased": record(erased=flag()),
    "StandardDocument": record(
        id=text(),
        title=ref("LocalText"),
        required=flag(),
        condition=or_null(text()),
        instead_of={
            **or_null(text()),
            "description": "The document in whose place this one suffices.",
        },
        state_held=flag(),
    ),
    "ServiceDocuments": record(
        service=text(),
        standard=text(),
        edition=text(),
        documents={
            **list_of(ref("StandardDocument")),
            "description": "What is handed in; what the state holds is never missing.",
        },
        pick_up_documents={
            **list_of(ref("StandardDocument")),
            "description": "What is shown when the result is collected, and not asked before.",
        },
        person=record(name=NAMED, address=NAMED, contacts=NAMED),
        fee=record(free=flag(), mci_share=or_null(text()), tenge_today=or_null(whole())),
        may_refuse=flag(),
        extensions=list_of(
            record(which=whole(), amount=whole(), unit=one_of(PeriodUnit), reason=text())
        ),
    ),
    "Complaint": record(**COMPLAINT_FIELDS),
    "RegisteredComplaint": record(**COMPLAINT_FIELDS, print_job=or_null(whole())),
    "ComplaintDetails": record(**COMPLAINT_FIELDS, **{name: or_null(text()) for name in PERSONAL}),
    "Complaints": record(complaints=list_of(ref("Complaint"))),
    "Form": {
        **record(
            kind=one_of(FormKind),
            office=ref("LocalText"),
            title=ref("LocalText"),
            issued_at=INSTANT,
            time_zone=text(),
            language=text(),
            number=or_null(text()),
            fields=list_of(_pair(ref("LocalText"), ref("LocalText"))),
            lists=list_of(_pair(ref("LocalText"), list_of(ref("LocalText")))),
            notes=list_of(ref("LocalText")),
            code=or_null(text()),
            code_hint=or_null(ref("LocalText")),
            signatures=list_of(ref("LocalText")),
            copy=flag(),
        ),
        "description": "A paper: labelled lines, headed lists, sentences at the end.",
    },
    "Memo": record(service=text(), standard=text(), edition=text(), memo=ref("Form")),
    "PrintedMemo": record(print_job=whole()),
    "Surveyed": record(state=text(enum=["answered"])),
}
