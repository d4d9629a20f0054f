"""The calls of pick-up and of scanners for the OpenAPI document."""

from __future__ import annotations

from typing import Any, Final

from kezek_core.tickets import TicketState
from kezek_kiosk.api.openapi.parts import (
    COMMAND,
    KEY_HEADER,
    NUMBER,
    Operation,
    body,
    command,
    content,
)
from kezek_kiosk.api.openapi.parts import problems as refusals
from kezek_kiosk.api.openapi.schemas import (
    KEY,
    LANGUAGE,
    SLUG,
    Schema,
    flag,
    one_of,
    or_null,
    record,
    ref,
    text,
    whole,
)
from kezek_kiosk.api.openapi.schemas import SCHEMAS as ALL
from kezek_kiosk.web.inputs import MOST_CODE

SCHEMAS: Final[dict[str, Schema]] = {
    "PickUpTicket": record(
        **ALL["IssuedTicket"]["properties"],
        request=text(examples=["26-000123-4"]),
        state=one_of(TicketState),
        window=or_null(whole()),
    ),
}


def paths() -> dict[str, Any]:
    """Every call of this subject by its address."""
    return {
        "/requests/{number}/ticket": {"post": _take()},
        "/scans": {"post": _tell()},
    }


def _take() -> Operation:
    same = "The ticket that waits or is called already (`print_job` null), or that of this key."
    answers = {
        "201": content(ref("PickUpTicket"), "A new ticket."),
        "200": content(ref("PickUpTicket"), same),
        **refusals(*COMMAND, 422, 429),
    }
    return command(
        "takePickUpTicket",
        "Take a ticket for the result of a request.",
        answers,
        NUMBER,
        KEY_HEADER,
        **body(
            {
                "language": or_null(LANGUAGE),
                "idempotency_key": or_null(KEY),
                "print_ticket": or_null(flag()),
            }
        ),
    )


def _tell() -> Operation:
    return command(
        "tellScan",
        "A scanner has read a code; the screen beside it has a few seconds to take it.",
        {"204": {"description": "Handed to the screen."}, **refusals(*COMMAND)},
        **body(
            {
                "code": text(minLength=1, maxLength=MOST_CODE),
                "screen": SLUG,
            },
            "code",
            "screen",
        ),
    )
