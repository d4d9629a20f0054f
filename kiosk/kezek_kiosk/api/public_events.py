"""What anybody on the network may read of the journal: boards and screens need no more.

A list of what is shown, by kind of event and by what the event is about. What stands in no list is
not shown: a new fact, a new kind of event or of subject stays with staff until somebody puts it
here. The numbers of receipts and talons are in none of them: whoever has one is told at the kiosk
where that person's request stands.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from kezek_core.events import EventKind
from kezek_core.papers import SubjectKind
from kezek_queue import Event
from kezek_queue.papers import subject_of

Names = frozenset[str]


def _names(*lines: str) -> Names:
    return frozenset(" ".join(lines).split())


_VISIT = "number service"
_LAW = "limit_minutes standard edition source"
_WAIT = "waited_us exact limit_minutes"
_SERVED = "measured service_us service_exact"
_PRINTED = "job outcome detail copy attempts subject_kind"
_STEP = _names("service standard edition was state jobs")

_OF_VISITS: Mapping[EventKind, Names] = {
    EventKind.TICKET_ISSUED: _names(_VISIT, _LAW, "stage language category arrival_seq ahead job"),
    EventKind.TICKET_CALLED: _names(_VISIT, "times rule reason"),
    EventKind.TICKET_RECALLED: _names(_VISIT, "times held counted"),
    EventKind.SERVICE_STARTED: _names(_VISIT, _WAIT, "verdict"),
    EventKind.SERVICE_FINISHED: _names(_VISIT, _SERVED),
    EventKind.VISITOR_ABSENT: _names(_VISIT, _WAIT, "verdict no_show_rule"),
    EventKind.ABSENCE_WITHDRAWN: _names(_VISIT),
    EventKind.VISITOR_RETURNED: _names(_VISIT),
    EventKind.TICKET_HELD: _names(_VISIT, "until"),
    EventKind.TICKET_RELEASED: _names(_VISIT),
    EventKind.TICKET_TRANSFERRED: _names(_VISIT, _LAW, _SERVED, "stage from_service"),
    EventKind.TICKET_CANCELLED: _names(_VISIT, _WAIT, "verdict"),
    EventKind.LIMIT_NEAR: _names(_VISIT, _WAIT, "part"),
    EventKind.LIMIT_REACHED: _names(_VISIT, _WAIT, "part"),
    EventKind.PRINT_REQUESTED: _names("number", _PRINTED),
    EventKind.PRINT_REPORTED: _names("number", _PRINTED),
    EventKind.PRINT_CONFIRMED: _names("number", _PRINTED),
    EventKind.DAY_CLOSED: _names(_VISIT, _WAIT, "verdict no_show_rule reason measured"),
    # A supervisor's own words, why a closing was taken back, are for staff.
    EventKind.CLOSING_TAKEN_BACK: _names(_VISIT, "state"),
    EventKind.CORRECTION_MADE: _names(_VISIT, "part waited_us verdict was reason"),
    # What a visitor thinks of the office is nobody's who knows the number.
    EventKind.SURVEY_ANSWERED: _names("service"),
}

_OF_REQUESTS: Mapping[EventKind, Names] = {
    **dict.fromkeys(
        (
            EventKind.REQUEST_ACCEPTED, EventKind.REQUEST_SENT, EventKind.REQUEST_RETURNED,
            EventKind.REQUEST_CORRECTED, EventKind.REQUEST_READY, EventKind.REQUEST_ISSUED,
            EventKind.REQUEST_REFUSED, EventKind.REQUEST_EXTENDED, EventKind.REQUEST_UNCLAIMED,
            EventKind.REQUEST_HANDED_OVER,
        ),
        _STEP,
    ),
}  # fmt: skip

_PRINTS: Mapping[EventKind, Names] = dict.fromkeys(
    (EventKind.PRINT_REQUESTED, EventKind.PRINT_REPORTED, EventKind.PRINT_CONFIRMED),
    _names(_PRINTED),
)
_ERASED: Mapping[EventKind, Names] = {EventKind.PERSON_ERASED: _names()}

_OF_THE_OFFICE: Mapping[EventKind, Names] = {
    EventKind.WINDOW_OPENED: _names(),
    EventKind.WINDOW_PAUSED: _names(),
    EventKind.WINDOW_RESUMED: _names(),
    EventKind.WINDOW_CLOSED: _names(),
    EventKind.DAY_CLOSED: _names("office_day issued closed_out"),
    EventKind.OFFICE_CHANGED: _names(),
    EventKind.BOOT_STARTED: _names("ordinal"),
    EventKind.CLOCK_ANCHORED: _names(),
    EventKind.CLOCK_TOLD: _names("told was"),
}

SHOWN: Final[Mapping[SubjectKind | None, Mapping[EventKind, Names]]] = {
    SubjectKind.TICKET: _OF_VISITS,
    SubjectKind.REQUEST: {**_OF_REQUESTS, **_PRINTS, **_ERASED},
    SubjectKind.REFUSAL: {
        EventKind.DOCUMENTS_REFUSED: _names("service standard edition jobs"), **_PRINTS, **_ERASED,
    },
    SubjectKind.COMPLAINT: {
        EventKind.COMPLAINT_REGISTERED: _names("service standard job"),
        EventKind.COMPLAINT_RESOLVED: _names("service"), **_PRINTS, **_ERASED,
    },
    SubjectKind.MEMO: {kind: names | _names("form service language") for kind, names in
                       _PRINTS.items()},
    None: _OF_THE_OFFICE,
}  # fmt: skip
"""The facts that anybody sees; None stands for an event of a window, a day or the machine."""

NAMES_ITS_PLACE: Final = frozenset({SubjectKind.TICKET, None})
"""Whose ticket and window are called aloud in the hall anyway; nobody's papers are."""


def public_event(event: Event) -> Event:
    """An event as anybody may see it: with the facts that are listed, and without who did it.

    What an event is not listed for, it tells its place in the journal, its kind and its time alone.
    """
    subject = subject_of(event)
    kind = None if subject is None else subject.kind
    names = SHOWN.get(kind, {}).get(event.kind)
    placed = kind in NAMES_ITS_PLACE and names is not None
    return replace(
        event,
        ticket_id=event.ticket_id if placed else None,
        window=event.window if placed else None,
        actor="",
        body={name: value for name, value in event.body.items() if name in (names or ())},
    )
