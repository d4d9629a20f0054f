"""The shapes of the API's values as JSON Schema, for the OpenAPI document."""

from __future__ import annotations

from typing import Any, Final

from kezek_core.events import EventKind
from kezek_core.papers import SubjectKind
from kezek_core.texts import LANGUAGES
from kezek_core.tickets import Stage, TicketState
from kezek_core.waits import BANDS_MINUTES, Heading, Outcome, Verdict
from kezek_kiosk.web.error_messages import STATUSES
from kezek_kiosk.web.inputs import MOST_SLUG
from kezek_queue.clock import ClockSource
from kezek_queue.values import PrintState, WindowStatus

Schema = dict[str, Any]


def text(**more: Any) -> Schema:
    """A text."""
    return {"type": "string", **more}


def whole(**more: Any) -> Schema:
    """A whole number."""
    return {"type": "integer", **more}


def number(**more: Any) -> Schema:
    """A number."""
    return {"type": "number", **more}


def flag() -> Schema:
    """True or false."""
    return {"type": "boolean"}


def or_null(schema: Schema) -> Schema:
    """The value, or null when there is none."""
    if "type" in schema and "enum" not in schema:
        return {**schema, "type": [schema["type"], "null"]}
    return {"anyOf": [schema, {"type": "null"}]}


def one_of(kind: Any) -> Schema:
    """The values of an enumeration."""
    return text(enum=[each.value for each in kind])


def list_of(schema: Schema) -> Schema:
    """A list."""
    return {"type": "array", "items": schema}


def ref(name: str) -> Schema:
    """A shape by its name."""
    return {"$ref": f"#/components/schemas/{name}"}


def record(**fields: Schema) -> Schema:
    """An object with exactly these fields, all of them always there."""
    return {
        "type": "object",
        "properties": fields,
        "required": list(fields),
        "additionalProperties": False,
    }


INSTANT = text(format="date-time")
DAY = text(format="date")
LANGUAGE: Final = text(enum=list(LANGUAGES))
SLUG: Final = text(minLength=1, maxLength=MOST_SLUG)
"""A name or id that a caller sends; answers say no more than that it is a text."""
KEY: Final = text(minLength=1, maxLength=128, pattern="^[\\x21-\\x7e]+$")
"""What tells a repeated command from a new one."""

TICKET_FIELDS: Final[dict[str, Schema]] = {
    "id": text(examples=["2026-11-22-A015"]),
    "number": text(examples=["A015"]),
    "service": text(),
    "service_title": or_null(ref("LocalText")),
    "stage": one_of(Stage),
    "state": one_of(TicketState),
    "language": text(),
    "category": or_null(text()),
    "window": or_null(whole()),
    "issued_at": INSTANT,
    "called_at": or_null(INSTANT),
    "started_at": or_null(INSTANT),
    "finished_at": or_null(INSTANT),
    "held_until": or_null(INSTANT),
    "limit_minutes": or_null(whole()),
    "standard": text(),
    "edition": text(),
    "source": text(),
    "waited_seconds": number(),
    "exact": flag(),
    "verdict": one_of(Verdict),
    "near_limit": flag(),
    "minutes_to_limit": or_null(whole()),
    "calls": whole(),
    "no_show": or_null(ref("NoShow")),
}

WAIT_ROW_COUNTS = (
    "total", "served", "no_show", "left", "never_called", "waiting", "within", "breached",
    "estimated", "no_limit", "open",
)  # fmt: skip
WAIT_ROW_MEASURES = ("share_within_percent", "median_seconds", "p90_seconds", "longest_seconds")

SCHEMAS: Final[dict[str, Schema]] = {
    "LocalText": record(kk=text(), ru=or_null(text()), en=or_null(text())),
    "ExpectedWait": record(p50=or_null(whole()), p90=or_null(whole())),
    "NoShowRule": record(calls=whole(), apart_seconds=whole(), after_seconds=whole()),
    "NoShow": record(
        possible=flag(),
        calls_counted=whole(),
        calls_missing=whole(),
        call_in_seconds=number(),
        possible_in_seconds=number(),
        rule=ref("NoShowRule"),
    ),
    "Ticket": record(**TICKET_FIELDS),
    "TicketWithOutlook": record(
        **TICKET_FIELDS, ahead=whole(), expected_wait_minutes=ref("ExpectedWait")
    ),
    "PrintedAgain": record(print_jobs=list_of(whole())),
    "ReprintedTicket": record(**TICKET_FIELDS, print_job=whole()),
    "IssuedTicket": record(
        id=text(),
        number=text(),
        service=text(),
        stage=one_of(Stage),
        issued_at=INSTANT,
        limit_minutes=or_null(whole()),
        ahead=whole(),
        expected_wait_minutes=ref("ExpectedWait"),
        status_url=or_null(text()),
        status_path=text(),
        print_job=or_null(whole()),
    ),
    "Window": record(
        id=whole(),
        status=one_of(WindowStatus),
        services=list_of(text()),
        operator=or_null(text()),
        ticket=or_null(text()),
        waiting=whole(),
    ),
    "WindowAnswer": record(
        window=ref("Window"), ticket=or_null(ref("Ticket")), finished=or_null(ref("Ticket"))
    ),
    "Service": record(
        service=text(),
        title=ref("LocalText"),
        waiting=whole(),
        open_windows=whole(),
        limit_minutes=or_null(whole()),
        expected_wait_minutes=ref("ExpectedWait"),
        full=flag(),
    ),
    "Queue": record(
        now=INSTANT,
        seq=whole(),
        office_day=DAY,
        shown_day=DAY,
        open=flag(),
        opens_at=or_null(INSTANT),
        clock=one_of(ClockSource),
        services=list_of(ref("Service")),
        windows=list_of(ref("Window")),
        tickets=list_of(ref("Ticket")),
        absent=list_of(ref("Ticket")),
    ),
    "Board": record(
        now=INSTANT,
        seq=whole(),
        office_day=DAY,
        waiting=whole(),
        calls=list_of(ref("BoardCall")),
        since=list_of(ref("BoardCall")),
        days=list_of(DAY),
    ),
    "BoardCall": record(
        ticket=text(),
        number=text(),
        window=whole(),
        called_at=INSTANT,
        calls=whole(),
        seq=whole(),
        state=one_of(TicketState),
    ),
    "Event": {
        "type": "object",
        "properties": {
            "seq": whole(),
            "kind": one_of(EventKind),
            "ticket": or_null(text()),
            "number": or_null(text()),
            "window": or_null(whole()),
            "service": or_null(text()),
            "at": INSTANT,
            "facts": {"type": "object"},
            "actor": text(description="Who did it; for staff alone."),
        },
        "required": ["seq", "kind", "ticket", "number", "window", "service", "at", "facts"],
        "additionalProperties": False,
    },
    "Events": record(events=list_of(ref("Event")), last=whole()),
    "WaitRow": record(
        service=or_null(text()),
        **{name: whole() for name in WAIT_ROW_COUNTS},
        **{name: or_null(number()) for name in WAIT_ROW_MEASURES},
        bands=record(**{str(minutes): or_null(number()) for minutes in BANDS_MINUTES}),
        breaches=record(**{heading.value: whole() for heading in Heading}),
        own=record(seconds=number(), waits=whole(), returns=whole()),
        own_counted=record(
            **{name: whole() for name in ("within", "breached", "estimated", "no_limit", "open")},
            share_within_percent=or_null(number()),
        ),
    ),
    "WaitTable": record(
        **{"from": DAY},
        to=DAY,
        formula=text(),
        services=list_of(ref("WaitRow")),
        total=ref("WaitRow"),
        no_show_rules=list_of(record(rule=or_null(ref("NoShowRule")), no_shows=whole())),
        journal=ref("JournalMark"),
    ),
    "JournalMark": record(
        seq=whole(description="The last journal event that the figures rest on."),
        hash=text(description="Its hash, hexadecimal SHA-256; it stands for all before it."),
        at=INSTANT,
    ),
    "VisitWait": {
        "type": "object",
        "properties": {
            "ticket": text(),
            "part": whole(),
            "number": text(),
            "office_day": DAY,
            "service": text(),
            "stage": one_of(Stage),
            "limit_minutes": or_null(whole()),
            "waited_seconds": or_null(number()),
            "exact": flag(),
            "verdict": one_of(Verdict),
            "own_seconds": number(),
            "returns": whole(),
            "waited_with_own_seconds": number(),
            "verdict_with_own": one_of(Verdict),
            "open_with_own": flag(),
            "outcome": one_of(Outcome),
            "heading": one_of(Heading),
            "source": text(),
        },
        "required": ["ticket", "part", "number", "waited_seconds", "verdict", "outcome"],
    },
    "WaitLog": record(
        **{"from": DAY},
        to=DAY,
        waits=list_of(ref("VisitWait")),
        journal=ref("JournalMark"),
    ),
    "Slip": {
        "type": "object",
        "description": "What the paper says; `kind` tells slips apart.",
        "properties": {"kind": text(), "number": text(), "status_url": or_null(text())},
        "required": ["kind"],
    },
    "LeasedJobs": record(
        jobs=list_of(
            record(
                id=whole(),
                lease=text(),
                ticket=text(description="The same as subject_id."),
                subject_kind=one_of(SubjectKind),
                subject_id=text(description="Empty for a memo."),
                slip=ref("Slip"),
                copy=flag(),
            )
        )
    ),
    "PrintJob": record(
        id=whole(),
        state=one_of(PrintState),
        detail=text(),
        stopped={
            **or_null(text(examples=["paper_end"])),
            "description": "Why no printer can print it now; null when one may.",
        },
    ),
    "Alive": record(status=text(), instance=text()),
    "Ready": record(
        status=text(), checks={"type": "object", "additionalProperties": {"type": "string"}}
    ),
    "Problem": {
        "type": "object",
        "description": "RFC 9457; `detail` says what to do, in the language of Accept-Language.",
        "properties": {
            "type": text(),
            "title": text(),
            "status": whole(),
            "detail": text(),
            "code": text(examples=sorted(STATUSES)[:3]),
            "facts": {"type": "object"},
        },
        "required": ["type", "title", "status", "detail", "code", "facts"],
        "additionalProperties": False,
    },
}
