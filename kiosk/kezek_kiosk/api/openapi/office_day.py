"""The calls of the office's clock and of closing out for the OpenAPI document."""

from __future__ import annotations

from typing import Any, Final

from kezek_kiosk.api.openapi.parts import ALWAYS, COMMAND, body, call, command, in_path, ok
from kezek_kiosk.api.openapi.schemas import (
    DAY,
    INSTANT,
    SLUG,
    Schema,
    flag,
    list_of,
    one_of,
    or_null,
    record,
    ref,
    text,
)
from kezek_kiosk.web.inputs import MOST_LINE, MOST_NAMES
from kezek_queue.clock import ClockSource

SCHEMAS: Final[dict[str, Schema]] = {
    "Clock": record(now=INSTANT, source=one_of(ClockSource), known=flag()),
    "Closing": record(office_day=DAY, closed_at=INSTANT, tickets=list_of(ref("Ticket"))),
    "Closings": record(closings=list_of(ref("Closing"))),
    "TakenBack": record(tickets=list_of(ref("Ticket"))),
}


def paths() -> dict[str, Any]:
    """Every call of this subject by its address."""
    return {
        "/clock": {
            "get": call("showClock", "What time it is and who says so.", ok("Clock", *ALWAYS)),
            "post": command(
                "tellClock",
                "Staff say what day and time it is, where nothing else does.",
                ok("Clock", *COMMAND, 422),
                **body(
                    {"day": DAY, "time": text(pattern="^[0-2][0-9]:[0-5][0-9]$")}, "day", "time"
                ),
            ),
        },
        "/closings": {
            "get": command(
                "listClosings",
                "Whom a closing out has ended in the last hours; for supervisors.",
                ok("Closings", *ALWAYS, 403),
            )
        },
        "/closings/{office_day}/take_back": {
            "post": command(
                "takeBackClosing",
                "Everyone of a closed day waits again, or those who are named.",
                ok("TakenBack", *COMMAND, 422),
                in_path("office_day", DAY),
                **body(
                    {
                        "reason": text(minLength=1, maxLength=MOST_LINE),
                        "tickets": or_null({**list_of(SLUG), "maxItems": MOST_NAMES}),
                    },
                    "reason",
                ),
            )
        },
    }
