"""Every call of the API for the OpenAPI document: parameters, bodies, answers, refusals."""

from __future__ import annotations

from typing import Any, Final

from kezek_core.judgement import Verdict
from kezek_core.ports import PrintOutcome
from kezek_core.texts import LANGUAGES
from kezek_core.tickets import Stage
from kezek_kiosk.openapi_schemas import (
    DAY,
    INSTANT,
    Schema,
    flag,
    one_of,
    or_null,
    ref,
    text,
    whole,
)

Operation = dict[str, Any]

KEY_SCHEMA = text(minLength=1, maxLength=128, pattern="^[\\x21-\\x7e]+$")
SLUG_SCHEMA = text(minLength=1, maxLength=64)
LANGUAGE_SCHEMA = text(enum=list(LANGUAGES))
EXPECTED_TICKET = {
    **or_null(SLUG_SCHEMA),
    "description": "Ticket id the caller believes at the window; null: nobody; left out: no check.",
}
AUTHORISED: Final[list[dict[str, list[str]]]] = [{"token": []}, {"session": []}]
OPEN: Final[list[dict[str, list[str]]]] = []
WORDS: Final = {
    400: "A field, the query or the body is not as expected.",
    401: "Sign in, or send a valid token.",
    403: "The role, the window or the origin does not allow it.",
    404: "There is no such thing.",
    405: "The address exists, but not for this method.",
    409: "The office's rules do not allow it now; `code` and `facts` say why.",
    413: "The body is larger than 64 KiB.",
    415: "The body is not JSON.",
    422: "The office has no such service, category or stage.",
    429: "Too often; `Retry-After` says when to come back.",
    500: "The server failed; `facts.incident` is the number in its log.",
    503: "Not now; try again.",
    507: "It could not be stored.",
}
ALWAYS = (400, 401, 404, 405, 500, 507)
"""What any call may answer: a header that is wrong, a token that is not known, a failing disk."""

COMMAND = (*ALWAYS, 403, 409, 413, 415)


def problems(*statuses: int) -> dict[str, Any]:
    """The refusals of a call."""
    return {
        str(status): {
            "description": WORDS[status],
            "content": {"application/problem+json": {"schema": ref("Problem")}},
        }
        for status in sorted(statuses)
    }


def content(schema: Schema, description: str, mimetype: str = "application/json") -> Any:
    """One answer."""
    return {"description": description, "content": {mimetype: {"schema": schema}}}


def body(fields: dict[str, Schema], *required: str) -> Operation:
    """The JSON body of a command; without required fields it may be left out."""
    schema: Schema = {"type": "object", "properties": fields, "additionalProperties": False}
    if required:
        schema["required"] = list(required)
    return {
        "requestBody": {
            "required": bool(required),
            "content": {"application/json": {"schema": schema}},
        }
    }


def query(name: str, schema: Schema, description: str) -> Operation:
    """One parameter of the query."""
    return {"name": name, "in": "query", "schema": schema, "description": description}


def header(name: str, schema: Schema, description: str) -> Operation:
    """One header."""
    return {"name": name, "in": "header", "schema": schema, "description": description}


def in_path(name: str, schema: Schema) -> Operation:
    """One part of the address."""
    return {"name": name, "in": "path", "required": True, "schema": schema}


def call(
    name: str,
    summary: str,
    answers: dict[str, Any],
    *parameters: Operation,
    security: list[dict[str, list[str]]] = OPEN,
    **more: Any,
) -> Operation:
    """One call."""
    operation: Operation = {"operationId": name, "summary": summary, "responses": answers}
    if security:
        operation["security"] = security
    if parameters:
        operation["parameters"] = list(parameters)
    return {**operation, **more}


def command(
    name: str, summary: str, answers: dict[str, Any], *parameters: Operation, **more: Any
) -> Operation:
    """One call that changes something and needs a token or a session."""
    return call(name, summary, answers, *parameters, security=AUTHORISED, **more)


WINDOW = in_path("window", whole(minimum=0, maximum=999))
TICKET_ID = in_path("ticket_id", SLUG_SCHEMA)
JOB_ID = in_path("job_id", whole(minimum=0, maximum=2**53))
PERIOD = (
    query("from", DAY, "First office day; today when left out."),
    query("to", DAY, "Last office day; at most 366 days later."),
)
LOG_FILTER = (
    query("service", SLUG_SCHEMA, "Only this service."),
    query("verdict", one_of(Verdict), "Only this verdict."),
)
CSV_LANGUAGE = query("language", LANGUAGE_SCHEMA, "Of headings and values.")
WINDOW_COMMANDS: Final[dict[str, tuple[str, dict[str, Schema], tuple[str, ...]]]] = {
    "next": ("Close the visit at the window and call the next visitor.", {}, ()),
    "recall": (
        "Call the number again, or a held one to this window.",
        {"ticket": or_null(SLUG_SCHEMA)},
        (),
    ),
    "start": ("The visitor has come: the wait ends, service starts.", {}, ()),
    "finish": ("The visit is over.", {}, ()),
    "no_show": ("Nobody came to the call.", {}, ()),
    "undo": ("The last no-show of this window was pressed by mistake.", {}, ()),
    "transfer": ("Send the visitor on to another service.", {"service": SLUG_SCHEMA}, ("service",)),
    "hold": (
        "Put the called visitor off, or a waiting one.",
        {"until": or_null(INSTANT), "ticket": or_null(SLUG_SCHEMA)},
        (),
    ),
    "pause": ("The window calls nobody for a while.", {}, ()),
    "resume": ("The pause is over.", {}, ()),
    "open": ("Somebody sits down at the window.", {}, ()),
    "close": ("Nobody sits at the window any more.", {}, ()),
}
TICKET_COMMANDS: Final[dict[str, tuple[str, str, dict[str, Schema]]]] = {
    "cancel": ("The visitor leaves.", "Ticket", {}),
    "return": ("A visitor who did not come when called is back.", "Ticket", {}),
    "release": ("A held ticket waits again.", "Ticket", {}),
    "hold": ("A waiting ticket is put off.", "Ticket", {"until": or_null(INSTANT)}),
    "reprint": ("Print the number once more, marked as a copy.", "ReprintedTicket", {}),
}


def paths() -> dict[str, Any]:
    """Every address below /api/v1 with its calls."""
    return {
        "/tickets": {"post": _issue()},
        "/tickets/{ticket_id}": {
            "get": call(
                "showTicket",
                "One ticket as it stands, with the people ahead.",
                _ok("TicketWithOutlook", *ALWAYS),
                TICKET_ID,
            )
        },
        **{
            f"/tickets/{{ticket_id}}/{name}": {"post": _of_ticket(name)} for name in TICKET_COMMANDS
        },
        "/windows/{window}": {
            "get": call(
                "showWindow", "One window and who is there.", _ok("WindowAnswer", *ALWAYS), WINDOW
            )
        },
        **{f"/windows/{{window}}/{name}": {"post": _of_window(name)} for name in WINDOW_COMMANDS},
        **_reading(),
        **_printing(),
        **_reports(),
        **_server(),
    }


def _ok(schema: str, *statuses: int) -> dict[str, Any]:
    return {"200": content(ref(schema), "As it stands now."), **problems(*statuses)}


def _issue() -> Operation:
    answers = {
        "201": content(ref("IssuedTicket"), "A new ticket."),
        "200": content(ref("IssuedTicket"), "The ticket that this key was given before."),
        **problems(*COMMAND, 422, 429),
    }
    return command(
        "issueTicket",
        "Take a ticket.",
        answers,
        header("Idempotency-Key", KEY_SCHEMA, "The same as idempotency_key of the body."),
        **body(
            {
                "service": SLUG_SCHEMA,
                "language": or_null(LANGUAGE_SCHEMA),
                "category": or_null(SLUG_SCHEMA),
                "stage": or_null(one_of(Stage)),
                "idempotency_key": or_null(KEY_SCHEMA),
                "print_ticket": or_null(flag()),
            },
            "service",
        ),
    )


def _of_ticket(name: str) -> Operation:
    summary, answered, fields = TICKET_COMMANDS[name]
    return command(f"{name}Ticket", summary, _ok(answered, *COMMAND), TICKET_ID, **body(fields))


def _of_window(name: str) -> Operation:
    summary, fields, required = WINDOW_COMMANDS[name]
    operation = f"{name.replace('_s', 'S')}AtWindow"
    return command(
        operation,
        summary,
        _ok("WindowAnswer", *COMMAND, 422),
        WINDOW,
        **body({"expected_ticket": EXPECTED_TICKET, **fields}, *required),
    )


def _reading() -> dict[str, Any]:
    after = query("after", whole(minimum=0, maximum=2**53), "The last event known.")
    last_id = header("Last-Event-ID", text(pattern="^[0-9]{1,15}$"), "Goes before `after`.")
    lines = content(text(), "Events as they happen; a comment every 15 s.", "text/event-stream")
    return {
        "/queue": {"get": call("showQueue", "The whole queue.", _ok("Queue", *ALWAYS))},
        "/board": {
            "get": call(
                "showBoard",
                "The last calls, newest first.",
                _ok("Board", *ALWAYS),
                query("rows", whole(minimum=1, maximum=50), "How many; 6 when left out."),
            )
        },
        "/events": {
            "get": call(
                "listEvents",
                "The journal, page by page.",
                _ok("Events", *ALWAYS),
                after,
                query("limit", whole(minimum=1, maximum=1000), "At most so many; 500."),
            )
        },
        "/stream": {
            "get": call(
                "followEvents",
                "The journal as server-sent events; from now on without `after`.",
                {"200": lines, **problems(*ALWAYS, 503)},
                after,
                last_id,
            )
        },
    }


def _printing() -> dict[str, Any]:
    outcome = text(enum=[each.value for each in PrintOutcome])
    return {
        "/print-jobs/lease": {
            "post": command(
                "leasePrintJobs",
                "Take print jobs for a while; may wait for one.",
                _ok("LeasedJobs", *COMMAND),
                **body(
                    {
                        "agent": SLUG_SCHEMA,
                        "printer": or_null(SLUG_SCHEMA),
                        "lease_seconds": or_null(whole(minimum=1, maximum=600)),
                        "wait_seconds": or_null(whole(minimum=0, maximum=30)),
                        "limit": or_null(whole(minimum=1, maximum=20)),
                    },
                    "agent",
                ),
            )
        },
        "/print-jobs/{job_id}": {
            "get": call(
                "showPrintJob", "Where a print job stands.", _ok("PrintJob", *ALWAYS), JOB_ID
            )
        },
        "/print-jobs/{job_id}/report": {
            "post": command(
                "reportPrintJob",
                "What came of a print job.",
                {"204": {"description": "Noted."}, **problems(*COMMAND)},
                JOB_ID,
                **body(
                    {
                        "lease": SLUG_SCHEMA,
                        "outcome": outcome,
                        "detail": or_null(text(maxLength=500)),
                    },
                    "lease",
                    "outcome",
                ),
            )
        },
    }


def _reports() -> dict[str, Any]:
    sheet = {"200": content(text(), "UTF-8 with a byte order mark.", "text/csv")}
    refused = problems(*ALWAYS, 403)
    table = "The table of waits by service."
    return {
        "/reports/waits": {
            "get": command("showWaits", table, _ok("WaitTable", *ALWAYS, 403), *PERIOD)
        },
        "/reports/waits.csv": {
            "get": command("exportWaits", table, {**sheet, **refused}, *PERIOD, CSV_LANGUAGE)
        },
        "/reports/waits/log": {
            "get": command(
                "showWaitLog",
                "Every wait with its verdict.",
                _ok("WaitLog", *ALWAYS, 403),
                *PERIOD,
                *LOG_FILTER,
            )
        },
        "/reports/waits/log.csv": {
            "get": command(
                "exportWaitLog",
                "Every wait with its verdict.",
                {**sheet, **refused},
                *PERIOD,
                *LOG_FILTER,
                CSV_LANGUAGE,
            )
        },
    }


def _server() -> dict[str, Any]:
    ready = {
        **_ok("Ready", *ALWAYS),
        "503": content(ref("Ready"), "A check fails; its name and state are told."),
    }
    counts = {"200": content(text(), "Prometheus text.", "text/plain"), **problems(*ALWAYS)}
    described = {"200": content({"type": "object"}, "This document."), **problems(*ALWAYS)}
    return {
        "/healthz": {"get": call("isAlive", "The process answers.", _ok("Alive", *ALWAYS))},
        "/readyz": {"get": call("isReady", "Named checks.", ready)},
        "/metrics": {"get": call("readMetrics", "Counts for Prometheus.", counts)},
        "/openapi.json": {"get": call("describe", "This document.", described)},
    }
