"""The shapes of tickets, windows, the queue and its board, the journal, the office's day."""

from __future__ import annotations

from typing import Final

from kezek_core.events import EventKind
from kezek_core.tickets import Stage, TicketState
from kezek_core.waits import Verdict
from kezek_kiosk.api.openapi.schemas import (
    DAY,
    INSTANT,
    Schema,
    flag,
    list_of,
    number,
    one_of,
    or_null,
    record,
    ref,
    text,
    whole,
)
from kezek_queue.clock import ClockSource
from kezek_queue.values import WindowStatus

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

ISSUED_FIELDS: Final[dict[str, Schema]] = {
    "id": text(),
    "number": text(),
    "service": text(),
    "stage": one_of(Stage),
    "issued_at": INSTANT,
    "limit_minutes": or_null(whole()),
    "ahead": whole(),
    "expected_wait_minutes": ref("ExpectedWait"),
    "status_url": or_null(text()),
    "status_path": text(),
    "print_job": or_null(whole()),
}

SHAPES: Final[dict[str, Schema]] = {
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
    "ReprintedTicket": record(**TICKET_FIELDS, print_job=whole()),
    "IssuedTicket": record(**ISSUED_FIELDS),
    "PickUpTicket": record(
        **ISSUED_FIELDS,
        request=text(examples=["26-000123-4"]),
        state=one_of(TicketState),
        window=or_null(whole()),
    ),
    "Clock": record(now=INSTANT, source=one_of(ClockSource), known=flag()),
    "Closing": record(office_day=DAY, closed_at=INSTANT, tickets=list_of(ref("Ticket"))),
    "Closings": record(closings=list_of(ref("Closing"))),
    "TakenBack": record(tickets=list_of(ref("Ticket"))),
    "Burst": record(
        source=text(), first_at=INSTANT, last_at=INSTANT, tickets=list_of(ref("Ticket"))
    ),
    "Bursts": record(bursts=list_of(ref("Burst"))),
    "BurstCancelled": record(tickets=list_of(ref("Ticket"))),
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
}
