"""Every call of the API for the OpenAPI document: parameters, bodies, answers, refusals."""

from __future__ import annotations

from typing import Any, Final

from kezek_core.ports import PrintOutcome
from kezek_core.tickets import Stage
from kezek_kiosk.api.openapi.parts import (
    ALWAYS,
    COMMAND,
    KEY_HEADER,
    Operation,
    body,
    call,
    command,
    content,
    header,
    in_path,
    ok,
    problems,
    query,
)
from kezek_kiosk.api.openapi.schemas import (
    INSTANT,
    KEY,
    LANGUAGE,
    SLUG,
    Schema,
    flag,
    one_of,
    or_null,
    ref,
    text,
    whole,
)

EXPECTED_TICKET = {
    **or_null(SLUG),
    "description": "Ticket id the caller believes at the window; null: nobody; left out: no check.",
}
WINDOW = in_path("window", whole(minimum=0, maximum=999))
TICKET_ID = in_path("ticket_id", SLUG)
JOB_ID = in_path("job_id", whole(minimum=0, maximum=2**53))
WINDOW_COMMANDS: Final[dict[str, tuple[str, dict[str, Schema], tuple[str, ...]]]] = {
    "next": ("Close the visit at the window and call the next visitor.", {}, ()),
    "recall": (
        "Call the number again, or a held one to this window.",
        {"ticket": or_null(SLUG)},
        (),
    ),
    "start": ("The visitor has come: the wait ends, service starts.", {}, ()),
    "finish": ("The visit is over.", {}, ()),
    "no_show": ("Nobody came to the call.", {}, ()),
    "undo": ("The last no-show of this window was pressed by mistake.", {}, ()),
    "transfer": ("Send the visitor on to another service.", {"service": SLUG}, ("service",)),
    "hold": (
        "Put the called visitor off, or a waiting one.",
        {"until": or_null(INSTANT), "ticket": or_null(SLUG)},
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
                ok("TicketWithOutlook", *ALWAYS),
                TICKET_ID,
            )
        },
        **{
            f"/tickets/{{ticket_id}}/{name}": {"post": _of_ticket(name)} for name in TICKET_COMMANDS
        },
        "/windows/{window}": {
            "get": call(
                "showWindow", "One window and who is there.", ok("WindowAnswer", *ALWAYS), WINDOW
            )
        },
        **{f"/windows/{{window}}/{name}": {"post": _of_window(name)} for name in WINDOW_COMMANDS},
        **_reading(),
        **_printing(),
        **_server(),
    }


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
        KEY_HEADER,
        **body(
            {
                "service": SLUG,
                "language": or_null(LANGUAGE),
                "category": or_null(SLUG),
                "stage": or_null(one_of(Stage)),
                "idempotency_key": or_null(KEY),
                "print_ticket": or_null(flag()),
            },
            "service",
        ),
    )


def _of_ticket(name: str) -> Operation:
    summary, answered, fields = TICKET_COMMANDS[name]
    return command(f"{name}Ticket", summary, ok(answered, *COMMAND), TICKET_ID, **body(fields))


def _of_window(name: str) -> Operation:
    summary, fields, required = WINDOW_COMMANDS[name]
    operation = f"{name.replace('_s', 'S')}AtWindow"
    return command(
        operation,
        summary,
        ok("WindowAnswer", *COMMAND, 422),
        WINDOW,
        **body({"expected_ticket": EXPECTED_TICKET, **fields}, *required),
    )


def _reading() -> dict[str, Any]:
    after = query("after", whole(minimum=0, maximum=2**53), "The last event known.")
    last_id = header("Last-Event-ID", text(pattern="^[0-9]{1,15}$"), "Goes before `after`.")
    lines = content(text(), "Events as they happen; a comment every 15 s.", "text/event-stream")
    return {
        "/queue": {"get": call("showQueue", "The whole queue.", ok("Queue", *ALWAYS))},
        "/board": {
            "get": call(
                "showBoard",
                "The last calls, newest first, and every call since an event, in order.",
                ok("Board", *ALWAYS),
                query(
                    "rows",
                    whole(minimum=1, maximum=50),
                    "How many, and whoever is called and has not come yet; 6 when left out.",
                ),
                query(
                    "after",
                    whole(minimum=0, maximum=2**53),
                    "The last event known: `since` then holds every call after it.",
                ),
            )
        },
        "/events": {
            "get": call(
                "listEvents",
                "The journal, page by page.",
                ok("Events", *ALWAYS),
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
                ok("LeasedJobs", *COMMAND),
                **body(
                    {
                        "agent": SLUG,
                        "printer": or_null(SLUG),
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
                "showPrintJob", "Where a print job stands.", ok("PrintJob", *ALWAYS), JOB_ID
            )
        },
        "/print-jobs/{job_id}/reprint": {
            "post": command(
                "printAgain",
                "Print the paper of a job again, marked as a copy.",
                ok("PrintedAgain", *COMMAND),
                JOB_ID,
                **body({}),
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
                        "lease": SLUG,
                        "outcome": outcome,
                        "detail": or_null(text(maxLength=500)),
                    },
                    "lease",
                    "outcome",
                ),
            )
        },
    }


def _server() -> dict[str, Any]:
    ready = {
        **ok("Ready", *ALWAYS),
        "503": content(ref("Ready"), "A check fails; its name and state are told."),
    }
    counts = {"200": content(text(), "Prometheus text.", "text/plain"), **problems(*ALWAYS)}
    described = {"200": content({"type": "object"}, "This document."), **problems(*ALWAYS)}
    return {
        "/healthz": {"get": call("isAlive", "The process answers.", ok("Alive", *ALWAYS))},
        "/readyz": {"get": call("isReady", "Named checks.", ready)},
        "/metrics": {"get": call("readMetrics", "Counts for Prometheus.", counts)},
        "/openapi.json": {"get": call("describe", "This document.", described)},
    }
