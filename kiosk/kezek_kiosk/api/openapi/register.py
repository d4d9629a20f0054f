"""The calls of requests, complaints and document lists for the OpenAPI document."""

from __future__ import annotations

from typing import Any, Final

from kezek_core.standards import ComplaintForm, PeriodUnit
from kezek_kiosk.api.openapi.parts import (
    ALWAYS,
    COMMAND,
    KEY_HEADER,
    NUMBER,
    Operation,
    body,
    call,
    command,
    content,
    in_path,
    ok,
    problems,
    query,
)
from kezek_kiosk.api.openapi.schemas import (
    DAY,
    INSTANT,
    KEY,
    LANGUAGE,
    SLUG,
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
from kezek_kiosk.web.inputs import MOST_COPIES, MOST_LINE, MOST_NAMES, MOST_REASONS
from kezek_queue import PickUpAnswer, RequestState
from kezek_queue.feedback import TEXT_MAX_CHARS
from kezek_queue.register import COMMANDS, ERASE, REPRINT

LINE: Final = text(maxLength=MOST_LINE)
LINES: Final = text(minLength=1, maxLength=TEXT_MAX_CHARS)
REASONS: Final = {**list_of(LINE), "minItems": 1, "maxItems": MOST_REASONS}
COUNTS: Final[Schema] = {
    "type": "object",
    "maxProperties": MOST_NAMES,
    "propertyNames": SLUG,
    "additionalProperties": whole(minimum=0, maximum=MOST_COPIES),
}
EXPECTED_STATE = {
    **or_null(one_of(RequestState)),
    "description": "The state the caller believes; another one changes nothing: `stale_request`.",
}
FROM = query("from", DAY, "First day, that day included.")
TO = query("to", DAY, "Last day, at most 366 days later; today when left out.")

STEPS: Final[dict[str, tuple[str, dict[str, Schema], tuple[str, ...]]]] = {
    "send": ("The papers go to the authority.", {}, ()),
    "return": (
        "The authority sent the papers back; the visitor's notice is printed.",
        {"reasons": REASONS},
        ("reasons",),
    ),
    "correct": ("The visitor mended the papers.", {}, ()),
    "ready": ("The result lies in the office.", {}, ()),
    "issue": (
        "The visitor got the result.",
        {
            "documents": {
                **or_null(COUNTS),
                "description": "What the visitor showed; checked against the standard where told: "
                "`documents_not_shown`.",
            }
        },
        (),
    ),
    "refuse": ("The service is refused, with its reasons.", {"reasons": REASONS}, ("reasons",)),
    "extend": (
        "The term is prolonged; the visitor's notice is printed.",
        {"which": whole(minimum=0, maximum=99), "reason": LINE},
        ("which", "reason"),
    ),
    "hand_over": ("An unclaimed result goes to the authority.", {}, ()),
}
OPERATIONS: Final = {"return": "returnFromAuthority", "hand_over": "handOverResult"}

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
    "number": text(examples=["C-26-000017-5"]),
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

SCHEMAS: Final[dict[str, Schema]] = {
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
}


def paths() -> dict[str, Any]:
    """Every address of the register and of complaints with its calls."""
    return {
        "/services/{service}/documents": {"get": _documents()},
        "/requests": {"post": _accept(), "get": _find()},
        "/requests/{number}": {
            "get": command(
                "showRequest",
                "One request as it stands.",
                ok("Request", *ALWAYS, 403, 422, 429),
                NUMBER,
            )
        },
        **{f"/requests/{{number}}/{name}": {"post": _step(name)} for name in STEPS},
        "/requests/{number}/reprint": {
            "post": command(
                "reprintReceipt",
                "Print the receipt again, marked as a copy.",
                ok("ChangedRequest", *COMMAND, 422),
                NUMBER,
                **body({}),
            )
        },
        "/requests/{number}/person": {
            "get": command(
                "exportPerson",
                "Everything held of one person's request, or of a refusal by its id.",
                ok("PersonOfRequest", *ALWAYS, 403, 422),
                NUMBER,
            )
        },
        "/requests/{number}/erase": {
            "post": command(
                "erasePerson",
                "Erase what names a person in a closed request, or in a refusal by its id.",
                ok("Erased", *COMMAND, 422),
                NUMBER,
                **body({}),
            )
        },
        **_complaints(),
    }


def _documents() -> Operation:
    return call(
        "listDocuments",
        "What a service asks for at the window today.",
        ok("ServiceDocuments", *ALWAYS, 422),
        in_path("service", SLUG),
    )


def _accept() -> Operation:
    person = record(name=or_null(LINE), address=or_null(LINE), contacts=or_null(LINE))
    answers = {
        "201": content(ref("Acceptance"), "Taken, or not taken because documents are missing."),
        "200": content(ref("Acceptance"), "The answer that this key was given before."),
        **problems(*COMMAND, 422),
    }
    return command(
        "acceptDocuments",
        "Take documents at the window; an incomplete set is answered with what is missing.",
        answers,
        KEY_HEADER,
        **body(
            {
                "service": SLUG,
                "ticket": or_null(SLUG),
                "window": or_null(whole(minimum=0, maximum=9999)),
                "language": or_null(LANGUAGE),
                "person": or_null({**person, "required": []}),
                "documents": or_null(COUNTS),
                "applies": or_null({**list_of(SLUG), "maxItems": MOST_NAMES}),
                "inspector": or_null(LINE),
                "paid_on": or_null(DAY),
                "idempotency_key": or_null(KEY),
            },
            "service",
        ),
    )


def _find() -> Operation:
    return command(
        "findRequests",
        "A list of what is due, overdue or not collected, or requests by state and days.",
        ok("Requests", *ALWAYS, 403),
        query("list", text(enum=["due", "overdue", "uncollected"]), "Instead of state and days."),
        query("on", DAY, "The day of the list; today when left out."),
        query("state", one_of(RequestState), "Only requests in this state."),
        query("from", DAY, "First day of acceptance."),
        query("to", DAY, "Last day of acceptance; at most 366 days later."),
    )


def _step(name: str) -> Operation:
    summary, fields, required = STEPS[name]
    return command(
        OPERATIONS.get(name, f"{name}Request"),
        summary,
        ok("ChangedRequest", *COMMAND, 422),
        NUMBER,
        **body({"expected_state": EXPECTED_STATE, **fields}, *required),
    )


def _complaints() -> dict[str, Any]:
    person = record(name=or_null(LINE), contact=or_null(LINE))
    registered = {
        "201": content(ref("RegisteredComplaint"), "A new complaint."),
        "200": content(ref("RegisteredComplaint"), "The complaint of this key."),
        **problems(*COMMAND, 422, 429),
    }
    fields = {
        "text": LINES,
        "service": or_null(SLUG),
        "ticket": or_null(SLUG),
        "form": or_null(one_of(ComplaintForm)),
        "language": or_null(LANGUAGE),
        "person": or_null({**person, "required": []}),
        "accepted_by": {**or_null(LINE), "description": "For staff alone; the account's name."},
        "idempotency_key": or_null(KEY),
    }
    return {
        "/complaints": {
            "post": command(
                "registerComplaint",
                "Register a complaint and print its talon.",
                registered,
                KEY_HEADER,
                **body(fields, "text"),
            ),
            "get": command(
                "findComplaints",
                "The complaints of some days, or those nobody has answered yet.",
                ok("Complaints", *ALWAYS, 403),
                query("list", text(enum=["open", "overdue"]), "Instead of days."),
                FROM,
                TO,
            ),
        },
        "/complaints/{number}": {
            "get": command(
                "showComplaint",
                "One complaint, without anything personal.",
                ok("Complaint", *ALWAYS, 403),
                NUMBER,
            )
        },
        "/complaints/{number}/details": {
            "get": command(
                "showComplaintDetails",
                "Who complained of what, and the answer.",
                ok("ComplaintDetails", *ALWAYS, 403),
                NUMBER,
            )
        },
        "/complaints/{number}/resolve": {
            "post": command(
                "resolveComplaint",
                "Answer a complaint, once.",
                ok("Complaint", *COMMAND, 422),
                NUMBER,
                **body(
                    {"justified": flag(), "outcome": LINES, "on": or_null(DAY)},
                    "justified",
                    "outcome",
                ),
            )
        },
        "/complaints/{number}/erase": {
            "post": command(
                "eraseComplaint",
                "Blank name, contact, text and answer of a complaint.",
                ok("Erased", *COMMAND),
                NUMBER,
                **body({}),
            )
        },
    }
